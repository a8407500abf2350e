//! The cache follows to the folder that somebody chose.
//!
//! It is copied while it is used: the old folder stays the cache until all is in the new one and nothing plays.
//! Then the engine is made anew on the new folder, and the old one is emptied. A note in the library says which of
//! the two is under way, so that a program that was ended goes on where it was.
//!
//! Threads: `cache-move` copies, and empties.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use attacca_engine::cache::{
    CacheFolder,
    upkeep::{self, MoveError, UpkeepProgress},
};
use attacca_library::{Library, LibraryError};
use attacca_player::chain;
use crossbeam_channel::{Receiver, Sender, unbounded};
use serde::{Deserialize, Serialize};

use super::{Core, cache::cache_settings};
use crate::ipc::{AppEvent, CacheMove, CacheMoveState, ErrorCode, IpcError, Severity};

/// What a move under way is stored as.
const SETTING: &str = "cacheMove";

/// How often, and how far apart, the old folder is asked for: ten seconds in all.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(200);

/// What is under way: stored before it begins, and forgotten when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Note {
    /// The cache is copied to this folder; `None` is the user's folder of caches.
    Copy { to: Option<PathBuf> },
    /// What is in this folder is not used any more.
    Empty { folder: PathBuf },
}

/// What the thread tells.
#[derive(Debug)]
enum Step {
    Progress(UpkeepProgress),
    Copied,
    Emptied,
    Failed(String),
}

/// A move under way. Dropping it stops the thread at the next chunk.
#[derive(Debug)]
pub(super) struct Moving {
    note: Note,
    steps: Receiver<Step>,
    is_stopped: Arc<AtomicBool>,
    /// All is in the new folder.
    is_copied: bool,
    progress: CacheMove,
}

impl Core {
    /// Has the cache in this folder, or in the user's folder of caches: what it holds follows in the
    /// background.
    pub(super) fn set_cache_folder(&mut self, folder: Option<PathBuf>) -> Result<(), IpcError> {
        self.check_lock()?;
        let is_text = |folder: &PathBuf| folder.to_str().is_some();
        if !folder.as_ref().is_none_or(is_text) {
            return Err(IpcError::invalid("that folder's name is no text; choose another"));
        }
        if self.moving.as_ref().is_some_and(|moving| matches!(moving.note, Note::Copy { .. })) {
            let text = "the cache is on its way to another folder; wait until it is there";
            return Err(IpcError::new(ErrorCode::Busy, text));
        }
        let (old, new) = (self.cache_folder(), self.folder_of(folder.as_deref()));
        let (Some(old), Some(new)) = (old, new) else { return self.switch_cache(folder) };
        if old == new {
            return self.switch_cache(folder);
        }
        if new.starts_with(&old) || old.starts_with(&new) {
            let text = "one of the two folders would be in the other; choose a folder beside";
            return Err(IpcError::invalid(text));
        }
        self.begin_move(Note::Copy { to: folder })
    }

    /// Goes on with what the last run of the program was ended in.
    pub(super) fn go_on_moving(&mut self) {
        let text = self.library.setting(SETTING).ok().flatten();
        let note: Option<Note> = text.and_then(|text| serde_json::from_str(&text).ok());
        let note = note.filter(|note| match note {
            // A folder that is the cache by now is not emptied.
            Note::Empty { folder } => self.cache_folder().as_ref() != Some(folder),
            Note::Copy { to } => self.folder_of(to.as_deref()) != self.cache_folder(),
        });
        let went_on = match note {
            Some(note) => self.begin_move(note),
            None => self.forget_move(),
        };
        if let Err(error) = went_on {
            tracing::warn!(%error, "the cache stays where it is");
        }
    }

    /// Takes in what the thread tells, and has the engine follow when nothing plays.
    pub(super) fn look_at_move(&mut self) {
        let Some(moving) = &mut self.moving else { return };
        let Some(step) = moving.steps.try_iter().last() else { return self.follow_cache() };
        match step {
            Step::Progress(UpkeepProgress { done, total }) => {
                (moving.progress.done_bytes, moving.progress.total_bytes) = (done, total);
                let progress = moving.progress.clone();
                self.send(AppEvent::CacheMove { progress });
            }
            Step::Copied => {
                moving.is_copied = true;
                moving.progress.state = CacheMoveState::Waiting;
                let progress = moving.progress.clone();
                self.send(AppEvent::CacheMove { progress });
                self.follow_cache();
            }
            Step::Emptied => self.end_move(CacheMoveState::Done, None),
            Step::Failed(reason) => {
                let text = format!("the cache stays where it was: {reason}; choose another folder");
                self.notify(Severity::Warning, text, None, None);
                self.end_move(CacheMoveState::Failed, Some(reason));
            }
        }
    }

    /// How far the move is; `None` when there is none.
    pub(super) fn move_progress(&self) -> Option<CacheMove> {
        self.moving.as_ref().map(|moving| moving.progress.clone())
    }

    /// Makes the engine anew on the new folder, and has the old one emptied.
    fn follow_cache(&mut self) {
        let Some(Moving { note: Note::Copy { to }, is_copied: true, .. }) = &self.moving else {
            return;
        };
        if self.plays() || self.is_locked {
            return;
        }
        let (to, old) = (to.clone(), self.cache_folder());
        let followed = self.switch_cache(to).and_then(|()| match old {
            Some(folder) => self.begin_move(Note::Empty { folder }),
            None => self.forget_move(),
        });
        if let Err(error) = followed {
            self.notify(Severity::Warning, error.message.clone(), None, None);
            self.end_move(CacheMoveState::Failed, Some(error.message));
        }
    }

    fn begin_move(&mut self, note: Note) -> Result<(), IpcError> {
        store(&mut self.library, Some(&note))?;
        let is_stopped = Arc::new(AtomicBool::new(false));
        let (sender, steps) = unbounded();
        let folder = match &note {
            Note::Copy { to } => self.folder_of(to.as_deref()),
            Note::Empty { .. } => self.cache_folder(),
        };
        let new = folder.unwrap_or_default();
        let work: Box<dyn FnOnce() + Send> = match &note {
            Note::Copy { .. } => {
                let (old, new) = (self.cache_folder().unwrap_or_default(), new.clone());
                let is_stopped = Arc::clone(&is_stopped);
                Box::new(move || copy(&old, &new, &sender, &is_stopped))
            }
            Note::Empty { folder } => {
                let folder = folder.clone();
                Box::new(move || empty(&folder, &sender))
            }
        };
        let thread = thread::Builder::new().name("cache-move".to_owned()).spawn(work);
        thread.map_err(|error| {
            IpcError::new(ErrorCode::Internal, "the system gives no thread to move the cache")
                .with_detail(error.to_string())
        })?;
        let progress = CacheMove {
            folder: attacca_player::printable(&new.to_string_lossy()).into_owned(),
            done_bytes: 0,
            total_bytes: 0,
            state: match note {
                Note::Copy { .. } => CacheMoveState::Copying,
                Note::Empty { .. } => CacheMoveState::Emptying,
            },
            problem: None,
        };
        self.send(AppEvent::CacheMove { progress: progress.clone() });
        self.moving = Some(Moving { note, steps, is_stopped, is_copied: false, progress });
        Ok(())
    }

    fn end_move(&mut self, state: CacheMoveState, problem: Option<String>) {
        if let Some(moving) = self.moving.take() {
            let progress = CacheMove { state, problem, ..moving.progress.clone() };
            self.send(AppEvent::CacheMove { progress });
        }
        if let Err(error) = self.forget_move() {
            tracing::warn!(%error, "the next start looks at the cache's move again");
        }
    }

    fn forget_move(&mut self) -> Result<(), IpcError> {
        self.moving = None;
        Ok(store(&mut self.library, None)?)
    }

    fn switch_cache(&mut self, folder: Option<PathBuf>) -> Result<(), IpcError> {
        let mut settings = self.settings.clone();
        let text = |folder: PathBuf| folder.to_string_lossy().into_owned();
        settings.cache.folder = folder.map(text);
        self.store_settings(settings, "")
    }

    /// Where the cache is.
    fn cache_folder(&self) -> Option<PathBuf> {
        cache_settings(&self.settings, &self.options).map(|place| place.folder)
    }

    /// Where it is when the settings name this folder.
    fn folder_of(&self, folder: Option<&Path>) -> Option<PathBuf> {
        folder.map(Path::to_owned).or_else(|| self.options.cache_folder.clone())
    }
}

impl Drop for Moving {
    fn drop(&mut self) {
        // Relaxed: the flag is read alone.
        self.is_stopped.store(true, Relaxed);
    }
}

fn store(library: &mut Library, note: Option<&Note>) -> Result<(), LibraryError> {
    let text = note.and_then(|note| serde_json::to_string(note).ok());
    library.set_setting(SETTING, text.as_deref())
}

fn copy(old: &Path, new: &Path, steps: &Sender<Step>, is_stopped: &AtomicBool) {
    // Who does not listen any more has ended.
    let goes_on =
        |progress| steps.send(Step::Progress(progress)).is_ok() && !is_stopped.load(Relaxed);
    let step = match upkeep::copy_to(old, new, goes_on) {
        Ok(Some(_)) => Step::Copied,
        Ok(None) => return,
        Err(error) => Step::Failed(reason_of(&error)),
    };
    let _ = steps.send(step);
}

fn empty(folder: &Path, steps: &Sender<Step>) {
    let try_once = || CacheFolder::open(folder).if_writable();
    let mut opened = try_once();
    // The engine that used it is ending.
    for _ in 0..TRIES {
        if opened.is_ok() {
            break;
        }
        thread::sleep(PAUSE);
        opened = try_once();
    }
    match opened.map(|folder| upkeep::clear(&folder, None)) {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(?folder, %error, "the cache's old folder stays"),
        Err(error) => tracing::warn!(?folder, %error, "the cache's old folder stays"),
    }
    let _ = steps.send(Step::Emptied);
}

fn reason_of(error: &MoveError) -> String {
    chain(error)
}
