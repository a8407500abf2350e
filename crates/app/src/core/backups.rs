//! Copies of the library.

use attacca_library::{
    OpenReport,
    care::{self, CareOutcome},
};

use super::Core;
use crate::{
    clock,
    ipc::{Backup, IpcError, NoticeAction, Severity},
};

impl Core {
    pub(super) fn backup_views(&self) -> Result<Vec<Backup>, IpcError> {
        Ok(self.library.backups()?.into_iter().map(view).collect())
    }

    /// Goes back to a copy. Songs, setlists and settings are those of the copy then.
    pub(super) fn restore(&mut self, name: &str) -> Result<(), IpcError> {
        self.check_lock()?;
        self.check_playing(true)?;
        self.library.restore(name, clock::now_seconds())?;
        let settings = super::settings::stored(&self.library)?;
        self.take_settings(settings);
        self.set = None;
        self.restore_place();
        if self.set.is_none() {
            self.put_set_on();
        }
        self.sent.library_changed();
        Ok(())
    }

    pub(super) fn say_what_opening_found(&mut self, report: OpenReport) {
        let Some(damage) = report.damage else { return };
        tracing::error!(reason = damage.reason, moved_to = ?damage.moved_to, "library damaged");
        let text = format!("the library was damaged ({}) and put aside", damage.reason);
        let (remedy, action) = match damage.backup {
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
