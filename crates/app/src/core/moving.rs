//! The cache follows to the folder that somebody chose.
//!
//! It is copied while it is used: the old folder stays the cache until all is in the new one and nothing was played for
//! some seconds. Then what was written meanwhile is copied too, the engine is made anew on the new folder, and the old
//! one is emptied. A note in the library says which of the two is under way, so that a program that was ended goes on
//! where it was.
//!
//! The thread is that of [`work`].

mod work;

use std::path::{Path, PathBuf};

use attacca_engine::cache::upkeep::UpkeepProgress;
use attacca_library::{Library, LibraryError};
use serde::{Deserialize, Serialize};

use self::work::{Step, Work};
use super::{Core, cache::cache_settings};
use crate::ipc::{AppEvent, CacheMove, CacheMoveState, ErrorCode, IpcError, Severity};

/// What a move under way is stored as.
const SETTING: &str = "cacheMove";

/// What is under way: stored before it begins, and forgotten when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Note {
    /// The cache is copied to this folder; `None` is the user's folder of caches. Once that is the cache, what is
    /// in `from` is not used any more.
    Copy { to: Option<PathBuf>, from: Option<PathBuf> },
    /// What is in this folder is not used any more.
    Empty { folder: PathBuf },
}

/// A move under way. Dropping it stops the thread at the next chunk.
#[derive(Debug)]
pub(super) struct Moving {
    note: Note,
    work: Work,
    copied: Copied,
    progress: CacheMove,
}

/// What is in the new folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    /// Not all of it yet.
    Part,
    /// All that was there when it was looked at.
    Once,
    /// It is looked at once more, since it can be used now.
    Again,
}

impl Core {
    /// Has the cache in this folder, or in the user's folder of caches: what it holds follows in the
    /// background. The folder in which it is ends a move to another one.
    pub(super) fn set_cache_folder(&mut self, folder: Option<PathBuf>) -> Result<(), IpcError> {
        self.check_lock()?;
        let is_text = |folder: &PathBuf| folder.to_str().is_some();
        if !folder.as_ref().is_none_or(is_text) {
            return Err(IpcError::invalid("that folder's name is no text; choose another"));
        }
        let (old, new) = (self.cache_folder(), self.folder_of(folder.as_deref()));
        if self.is_copied_elsewhere() && old == new {
            self.call_off("it was called off");
            return self.switch_cache(folder);
        }
        if self.moving.is_some() {
            let text = "the cache is on its way to another folder; wait until it is there";
            return Err(IpcError::new(ErrorCode::Busy, text));
        }
        let (Some(old), Some(new)) = (old, new) else { return self.switch_cache(folder) };
        if old == new {
            return self.switch_cache(folder);
        }
        if folder.is_none() && old.starts_with(&new) {
            // A folder of its own within the usual one: what is in it is decoded again.
            self.switch_cache(folder)?;
            return self.begin_move(Note::Empty { folder: old });
        }
        if new.starts_with(&old) || old.starts_with(&new) {
            let text = "one of the two folders would be in the other; choose a folder beside";
            return Err(IpcError::invalid(text));
        }
        self.begin_move(Note::Copy { to: folder, from: Some(old) })
    }

    /// True while the cache is copied to another folder than that in which it is.
    pub(super) fn is_copied_elsewhere(&self) -> bool {
        self.moving.as_ref().is_some_and(|moving| matches!(moving.note, Note::Copy { .. }))
    }

    /// Goes on with what the last run of the program was ended in.
    pub(super) fn go_on_moving(&mut self) {
        let text = self.library.setting(SETTING).ok().flatten();
        let note: Option<Note> = text.and_then(|text| serde_json::from_str(&text).ok());
        let cache = self.cache_folder();
        let note = match note {
            // It is used there already.
            Some(Note::Copy { to, from }) if self.folder_of(to.as_deref()) == cache => {
                from.map(|folder| Note::Empty { folder })
            }
            Some(Note::Copy { to, .. }) => Some(Note::Copy { to, from: cache.clone() }),
            note => note,
        };
        // A folder that is the cache by now is not emptied.
        let note = note.filter(
            |note| !matches!(note, Note::Empty { folder } if Some(folder) == cache.as_ref()),
        );
        let went_on = match note {
            Some(note) => self.begin_move(note),
            None => self.forget_move(),
        };
        if let Err(error) = went_on {
            tracing::warn!(%error, "the cache stays where it is");
        }
    }

    /// Takes in what the thread tells, and has the engine follow when nothing was played for a while.
    pub(super) fn look_at_move(&mut self) {
        let rests = self.plays() || self.is_locked;
        let Some(moving) = &mut self.moving else { return };
        moving.work.rest(rests);
        match moving.work.last_step() {
            None => self.follow_cache(),
            Some(Step::Progress(UpkeepProgress { done, total })) => {
                // What is looked at once more is not shown anew.
                if moving.copied == Copied::Part {
                    (moving.progress.done_bytes, moving.progress.total_bytes) = (done, total);
                    self.send_move();
                }
            }
            Some(Step::Copied) if moving.copied == Copied::Again && !rests => self.use_copy(),
            Some(Step::Copied) => {
                moving.copied = Copied::Once;
                moving.progress.state = CacheMoveState::Waiting;
                self.send_move();
            }
            Some(Step::Emptied) => self.end_move(CacheMoveState::Done, None),
            Some(Step::Failed(reason)) => self.move_failed(reason),
        }
    }

    /// How far the move is; `None` when there is none.
    pub(super) fn move_progress(&self) -> Option<CacheMove> {
        self.moving.as_ref().map(|moving| moving.progress.clone())
    }

    fn send_move(&mut self) {
        if let Some(progress) = self.move_progress() {
            self.send(AppEvent::CacheMove { progress });
        }
    }

    /// Has what was written since copied too, once the engine can follow.
    fn follow_cache(&mut self) {
        if self.is_locked || !self.has_rested() {
            return;
        }
        if let Some(moving) = &mut self.moving
            && moving.copied == Copied::Once
        {
            moving.copied = Copied::Again;
            moving.work.again();
        }
    }

    /// Makes the engine anew on the new folder, and has the old one emptied.
    fn use_copy(&mut self) {
        let Some(Moving { note: Note::Copy { to, .. }, .. }) = &self.moving else { return };
        let (to, old) = (to.clone(), self.cache_folder());
        if let Err(error) = self.switch_cache(to) {
            self.notify(Severity::Warning, error.message.clone(), None, None);
            return self.call_off(&error.message);
        }
        let followed = match old {
            Some(folder) => self.begin_move(Note::Empty { folder }),
            None => self.forget_move(),
        };
        // The note that is stored says enough: the next start empties it.
        if let Err(error) = followed {
            self.notify(Severity::Warning, error.message, None, None);
            self.moving = None;
        }
    }

    fn begin_move(&mut self, note: Note) -> Result<(), IpcError> {
        store(&mut self.library, Some(&note))?;
        let rests = self.plays() || self.is_locked;
        let cache = self.cache_folder().unwrap_or_default();
        let (work, folder, state) = match &note {
            Note::Copy { to, .. } => {
                let new = self.folder_of(to.as_deref()).unwrap_or_default();
                (Work::copy(cache, new.clone(), rests), new, CacheMoveState::Copying)
            }
            Note::Empty { folder } => {
                (Work::empty(folder.clone(), rests), cache, CacheMoveState::Emptying)
            }
        };
        let work = work.map_err(|error| {
            IpcError::new(ErrorCode::Internal, "the system gives no thread to move the cache")
                .with_detail(error.to_string())
        })?;
        let progress = CacheMove {
            folder: attacca_player::printable(&folder.to_string_lossy()).into_owned(),
            done_bytes: 0,
            total_bytes: 0,
            state,
            problem: None,
        };
        self.moving = Some(Moving { note, work, copied: Copied::Part, progress });
        self.send_move();
        Ok(())
    }

    /// Stops a move, and has it removed what it copied.
    fn call_off(&mut self, reason: &str) {
        let Some(Moving { work, progress, .. }) = self.moving.take() else { return };
        work.cancel();
        self.say_move_over(progress, CacheMoveState::Failed, Some(reason.to_owned()));
        self.forget_or_warn();
    }

    fn move_failed(&mut self, reason: String) {
        if self.is_copied_elsewhere() {
            let text = format!("the cache stays where it was: {reason}; choose another folder");
            self.notify(Severity::Warning, text, None, None);
            return self.end_move(CacheMoveState::Failed, Some(reason));
        }
        // The note stays: the next start tries again.
        tracing::warn!(reason, "the cache's old folder is not empty");
        if let Some(moving) = self.moving.take() {
            self.say_move_over(moving.progress, CacheMoveState::Done, Some(reason));
        }
    }

    fn end_move(&mut self, state: CacheMoveState, problem: Option<String>) {
        if let Some(moving) = self.moving.take() {
            self.say_move_over(moving.progress, state, problem);
        }
        self.forget_or_warn();
    }

    fn say_move_over(
        &mut self,
        progress: CacheMove,
        state: CacheMoveState,
        problem: Option<String>,
    ) {
        let progress = CacheMove { state, problem, ..progress };
        self.send(AppEvent::CacheMove { progress });
    }

    fn forget_or_warn(&mut self) {
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

fn store(library: &mut Library, note: Option<&Note>) -> Result<(), LibraryError> {
    let text = note.and_then(|note| serde_json::to_string(note).ok());
    library.set_setting(SETTING, text.as_deref())
}
