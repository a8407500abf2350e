//! Looks at missing files, and at what became of them.
//!
//! A look at a file hangs where reading it does: a thread for each folder looks, `missing-files`, and a folder whose
//! thread hangs is left alone.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};

use attacca_engine::error::OpenError;
use crossbeam_channel::{Receiver, TryRecvError, bounded};

/// How often missing files are looked for: soon enough for somebody who plugged a stick in and looks up.
const INTERVAL: Duration = Duration::from_secs(2);

/// Threads that look at once, at most, also those that hang.
const MAX_THREADS: usize = 32;

/// What a look at a file showed; `None` when there was none.
type Look = Option<(u64, Option<SystemTime>)>;

/// What is known of a file that can't be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// There, perhaps: it can't be played as it is.
    Unlooked,
    /// As it was when it was looked at last.
    Looked(Look),
    /// Not as it was before: it may be written to still.
    Arriving(Look),
}

/// The files that can't be played, as they were.
#[derive(Debug, Default)]
pub(super) struct Looks {
    known: HashMap<PathBuf, Known>,
    asked: Option<Instant>,
    /// Folders that found a thread so far.
    turn: usize,
    /// What the threads tell, by the folders that they look at.
    answers: BTreeMap<PathBuf, Receiver<Vec<(PathBuf, Look)>>>,
    /// Files that are there and were not, or are others than they were.
    pub(super) back: BTreeSet<PathBuf>,
}

impl Looks {
    /// A file could not be opened.
    pub(super) fn failed(&mut self, path: &Path, error: &OpenError) {
        let known = self.known.entry(path.to_owned()).or_insert(Known::Unlooked);
        *known = match known {
            _ if is_absence(error) => Known::Looked(None),
            // What is written to after this look is another file.
            Known::Looked(Some(_)) => return,
            _ => Known::Unlooked,
        };
    }

    /// True when it is time to [ask](Looks::ask).
    pub(super) fn is_due(&self) -> bool {
        self.asked.is_none_or(|asked| asked.elapsed() >= INTERVAL)
    }

    /// True for a file that was not there at the look before the last, or was another.
    pub(super) fn arrives(&self, path: &Path) -> bool {
        matches!(self.known.get(path), Some(Known::Arriving(_)))
    }

    /// Has these files looked at.
    pub(super) fn ask(&mut self, paths: BTreeSet<PathBuf>) {
        self.asked = Some(Instant::now());
        let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for path in paths {
            folders.entry(path.parent().unwrap_or(&path).to_owned()).or_default().push(path);
        }
        let mut folders: Vec<_> = folders.into_iter().collect();
        // Those that found no thread the last time come first.
        let first = self.turn.checked_rem(folders.len()).unwrap_or(0);
        folders.rotate_left(first);
        for (folder, paths) in folders {
            if self.answers.len() >= MAX_THREADS {
                return;
            }
            self.turn = self.turn.wrapping_add(1);
            let look = || look_in_background(paths, look_at);
            self.answers.entry(folder).or_insert_with(look);
        }
    }

    /// Takes in what the threads have seen by now.
    pub(super) fn take_in(&mut self) {
        let mut looks = Vec::new();
        self.answers.retain(|_, answer| match answer.try_recv() {
            Ok(seen) => {
                looks.extend(seen);
                false
            }
            Err(TryRecvError::Empty) => true,
            // The system gave no thread.
            Err(TryRecvError::Disconnected) => false,
        });
        for (path, look) in looks {
            self.take_in_one(path, look);
        }
    }

    /// A file is back once two looks show the same.
    fn take_in_one(&mut self, path: PathBuf, look: Look) {
        let before = self.known.get(&path).copied();
        let known = match before {
            Some(Known::Looked(seen)) if look.is_some() && look != seen => Known::Arriving(look),
            Some(Known::Arriving(seen)) if look.is_some() && look != seen => Known::Arriving(look),
            _ => Known::Looked(look),
        };
        if look.is_some() && before == Some(Known::Arriving(look)) {
            self.back.insert(path.clone());
        }
        self.known.insert(path, known);
    }
}

fn look_in_background(
    paths: Vec<PathBuf>,
    look_at: impl Fn(&Path) -> Look + Send + 'static,
) -> Receiver<Vec<(PathBuf, Look)>> {
    let (sender, answer) = bounded(1);
    let look = move || {
        let looks = paths.into_iter().map(|path| (path.clone(), look_at(&path)));
        // Who asked may have ended.
        let _ = sender.send(looks.collect());
    };
    if let Err(error) = thread::Builder::new().name("missing-files".to_owned()).spawn(look) {
        tracing::warn!(%error, "missing files are not looked for");
    }
    answer
}

/// True when a file could not be opened because it is not there.
fn is_absence(error: &OpenError) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    let cause = match error {
        OpenError::Open(cause) | OpenError::ReadHeader(cause) => cause,
        _ => return false,
    };
    matches!(cause.kind(), NotFound | NotADirectory)
}

fn look_at(path: &Path) -> Look {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((metadata.len(), metadata.modified().ok()))
}

#[cfg(test)]
mod tests;
