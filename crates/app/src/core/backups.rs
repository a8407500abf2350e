//! Copies of the library.

use attacca_library::{
    OpenReport,
    care::{self, CareOutcome, Damage},
};

use super::Core;
use crate::{
    clock,
    ipc::{Backup, ErrorCode, IpcError, NoticeAction, Severity},
};

impl Core {
    pub(super) fn backup_views(&self) -> Result<Vec<Backup>, IpcError> {
        Ok(self.library.backups()?.into_iter().map(view).collect())
    }

    /// Goes back to a copy. Songs, setlists and settings are those of the copy then.
    pub(super) fn restore(&mut self, name: &str) -> Result<(), IpcError> {
        self.check_lock()?;
        self.check_playing(true)?;
        if self.import.is_some() {
            let text =
                "an import is under way, whose songs are no part of the copy; wait or stop it";
            return Err(IpcError::new(ErrorCode::Busy, text));
        }
        self.library.restore(name, clock::now_seconds())?;
        let settings = super::settings::stored(&self.library)?;
        super::settings::part_routing(&mut self.library, &settings)?;
        self.take_settings(settings);
        self.set = None;
        self.restore_place();
        // Who goes back goes on working.
        self.is_locked = false;
        if self.set.is_none() {
            self.put_set_on();
        }
        self.sent.library_changed();
        Ok(())
    }

    /// Says what became of a library that was damaged, and offers its copy as long as nobody has taken
    /// or declined it.
    pub(super) fn say_what_opening_found(&mut self, report: OpenReport) {
        if let Some(damage) = &report.damage {
            let Damage { reason, moved_to, .. } = damage;
            tracing::error!(reason, ?moved_to, "library damaged");
        }
        let text = match (&report.damage, &report.offered) {
            (Some(damage), _) => {
                format!("the library was damaged ({}) and put aside", damage.reason)
            }
            (None, Some(_)) => "the library was damaged, and began anew".to_owned(),
            (None, None) => return,
        };
        let (remedy, action) = match report.offered {
            Some(backup) => (
                "go back to the last copy",
                Some(NoticeAction::RestoreBackup { name: backup.name }),
            ),
            None => ("there is no copy; import your songs again", None),
        };
        self.notify(Severity::Error, text, Some(remedy.to_owned()), action);
    }

    /// Says what the library's care in the background came to, when it is bad.
    pub(super) fn look_at_care(&mut self) {
        match self.library.care_outcome() {
            Some(CareOutcome::Damaged(reason)) => {
                let text = format!("the library's file is damaged: {reason}");
                let remedy = "quit and start again: it offers the last copy".to_owned();
                self.notify(Severity::Error, text, Some(remedy), None);
            }
            Some(CareOutcome::Failed(error)) => {
                let text =
                    format!("no copy of the library was made: {}", attacca_player::chain(&error));
                self.notify(Severity::Warning, text, None, None);
            }
            _ => {}
        }
    }
}

fn view(backup: care::Backup) -> Backup {
    Backup {
        at: clock::date_and_time(backup.made_at),
        bytes: backup.byte_count,
        song_count: backup.song_count.unwrap_or(0) as u32,
        name: backup.name,
    }
}
