//! The song's stems in another format, made by ffmpeg.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use tempfile::TempDir;

use super::{
    super::{BenchError, material::Material},
    kinds::Kind,
};

/// Stems that are encoded; the others are copies of their files. Encoding thirty stems of six minutes
/// would take minutes for each format, and nothing that is measured would differ.
const ENCODED_STEMS: usize = 6;

/// Seconds of each stem in a quick run.
const QUICK_SECONDS: &str = "60";

/// The files of a format; they go with this.
#[derive(Debug)]
pub(super) struct FormatFiles {
    folder: TempDir,
}

impl FormatFiles {
    /// A file for each stem of `source`.
    ///
    /// # Errors
    /// When ffmpeg fails, or a file can't be written.
    pub(super) fn make(
        kind: &Kind,
        source: &Material,
        is_quick: bool,
    ) -> Result<FormatFiles, BenchError> {
        let folder = TempDir::with_prefix("attacca-bench-")?;
        let files = FormatFiles { folder };
        let stems: Vec<&Path> = source.paths().collect();
        let encoded = stems.len().min(ENCODED_STEMS);
        let targets: Vec<PathBuf> =
            (0..stems.len()).map(|stem| files.path_of(kind, stem)).collect();
        let jobs: Vec<_> = stems.iter().zip(&targets).take(encoded).collect();
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        thread::scope(|scope| {
            let workers: Vec<_> = jobs
                .chunks(jobs.len().div_ceil(cores).max(1))
                .map(|jobs| {
                    scope.spawn(move || {
                        jobs.iter().try_for_each(|(from, to)| encode(kind, from, to, is_quick))
                    })
                })
                .collect();
            workers.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or_else(|_| Err(io::Error::other("encoding failed")))
            })
        })?;
        for (stem, target) in targets.iter().enumerate().skip(encoded) {
            fs::copy(&targets[stem % encoded], target)?;
        }
        Ok(files)
    }

    /// The folder of the files: a song.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn path_of(&self, kind: &Kind, stem: usize) -> PathBuf {
        self.folder().join(format!("{:03}.{}", stem + 1, kind.extension))
    }
}

/// The encoders that ffmpeg has; none without ffmpeg.
///
/// # Errors
/// When ffmpeg is there and can't be run.
pub(super) fn installed_encoders() -> io::Result<HashSet<String>> {
    let asked = Command::new("ffmpeg").args(["-hide_banner", "-encoders"]).output();
    let output = match asked {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HashSet::new()),
        asked => asked?,
    };
    Ok(encoders_in(&String::from_utf8_lossy(&output.stdout)))
}

/// The second word of each line, behind the flags.
fn encoders_in(listing: &str) -> HashSet<String> {
    listing.lines().filter_map(|line| line.split_whitespace().nth(1)).map(str::to_owned).collect()
}

fn encode(kind: &Kind, from: &Path, to: &Path, is_quick: bool) -> io::Result<()> {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-threads", "1", "-i"]).arg(from);
    if is_quick {
        ffmpeg.args(["-t", QUICK_SECONDS]);
    }
    ffmpeg.args(["-map", "0:a", "-c:a", kind.encoder]).args(kind.options).arg(to);
    let status = ffmpeg.stdin(Stdio::null()).status()?;
    if status.success() {
        return Ok(());
    }
    let what = format!("ffmpeg could not make {} of {}", kind.name, from.display());
    Err(io::Error::other(what))
}

#[cfg(test)]
mod tests;
