//! `attacca render`: a song's mix as a WAV file.

use std::{
    io::IsTerminal,
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use attacca_engine::StemMix;
use attacca_player::{
    Notice, Severity, Song, chain,
    export::{ExistingFile, ExportError, ExportReport, ExportSettings, Progress, export},
    find, first_mix, folder,
};
use attacca_units::format_seconds;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{args::RenderArgs, failure::Failure, terminal};

/// Renders the song.
///
/// # Errors
/// When there is no song, a stem is not found, or the file can't be written.
pub(crate) fn run(args: &RenderArgs) -> Result<(), Failure> {
    let song = the_song(&args.path)?;
    let mixes = mixes(&song, args)?;
    let settings = ExportSettings {
        out: args.out.clone(),
        existing: if args.force { ExistingFile::Replace } else { ExistingFile::Keep },
        format: args.bits,
        sample_rate: args.rate,
        from_seconds: args.from,
        to_seconds: args.to,
    };
    let is_interrupted = Arc::new(AtomicBool::new(false));
    let flag = is_interrupted.clone();
    // Relaxed: the flag is read alone.
    ctrlc::set_handler(move || flag.store(true, Relaxed)).map_err(Failure::general)?;
    let bar = progress_bar();
    let result = export(&song, &mixes, &settings, |progress| {
        show(&bar, progress);
        if is_interrupted.load(Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    bar.finish_and_clear();
    report(&args.out, &result.map_err(failure)?);
    Ok(())
}

/// The one song of `path`.
fn the_song(path: &Path) -> Result<Song, Failure> {
    let mut found = folder::read_set(&[path.to_owned()]);
    if let Some(problem) = found.problems.first() {
        return Err(Failure::input(chain(problem)));
    }
    match found.songs.len() {
        1 => Ok(found.songs.remove(0)),
        count => Err(Failure::usage(format!(
            "{} holds {count} songs; render one of them, as in attacca render {:?}",
            path.display(),
            found.songs.first().map_or(path, Song::folder)
        ))),
    }
}

/// How the stems are mixed by what was asked for.
fn mixes(song: &Song, args: &RenderArgs) -> Result<Vec<StemMix>, Failure> {
    let mut mixes: Vec<StemMix> = song.stems().iter().map(first_mix).collect();
    let index = |name: &str| find::stem(song, name).map_err(|error| Failure::usage(chain(&error)));
    for (name, level) in &args.gain {
        mixes[index(name)?].gain = level.to_gain();
    }
    for name in &args.mute {
        mixes[index(name)?].is_muted = true;
    }
    for name in &args.solo {
        mixes[index(name)?].is_soloed = true;
    }
    Ok(mixes)
}

fn failure(error: ExportError) -> Failure {
    match error {
        ExportError::NothingPlayable(nothing) => {
            for (path, reason) in &nothing.failures {
                terminal::complain(&format!("{}: {}", path.display(), chain(reason)));
            }
            Failure::input_as_shown()
        }
        ExportError::Exists { .. } => {
            Failure::general_text(format!("{error}; --force replaces it"))
        }
        ExportError::EmptyRange { .. } => Failure::usage(chain(&error)),
        ExportError::Offline(_) => Failure::input(chain(&error)),
        _ => Failure::general(error),
    }
}

fn progress_bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {percent:>3} %  {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.total.0);
    bar.set_position(progress.done.0);
}

/// Says what was written, and what is missing from it.
fn report(out: &Path, report: &ExportReport) {
    for (path, reason) in &report.silent_stems {
        warn(format!("{} is missing from the mix: {}", path.display(), chain(&**reason)));
    }
    if report.decode_errors > 0 {
        warn(format!(
            "stems are silent where they are damaged (stretches: {}); attacca inspect --deep \
             tells where",
            report.decode_errors
        ));
    }
    if report.clipped_frames > 0 {
        warn(format!(
            "the mix is beyond full scale and cut off there (frames: {}); lower the stems, or write \
             --bits 32f",
            report.clipped_frames
        ));
    }
    let dither = if report.is_dithered { ", dithered" } else { "" };
    let length = format_seconds(report.sample_rate.seconds(report.frame_count));
    let rate = report.sample_rate.in_kilohertz();
    let resampling = report.stem_rates.resampling(report.sample_rate);
    let resampling = resampling.map_or_else(String::new, |words| format!("; {words}"));
    let text = format!("{}: {length} at {rate}{dither}{resampling}", out.display());
    terminal::say(&Notice::new(Severity::Info, text));
}

fn warn(text: String) {
    terminal::say(&Notice::new(Severity::Warning, text));
}
