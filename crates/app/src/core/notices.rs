//! What is said to the person who plays.

use super::Core;
use crate::{
    clock,
    ipc::{AppEvent, Notice, NoticeAction, Severity},
};

/// Notices that a page that is opened late still gets.
const KEPT: usize = 50;

impl Core {
    /// Passes on what the player says, but for what the page shows anyway.
    pub(super) fn say(&mut self, notice: &attacca_player::Notice) {
        let severity = match notice.severity {
            attacca_player::Severity::Status => return,
            attacca_player::Severity::Info => Severity::Hint,
            attacca_player::Severity::Warning => Severity::Warning,
            attacca_player::Severity::Error => Severity::Error,
        };
        self.notify(severity, notice.text.clone(), None, None);
    }

    pub(super) fn notify(
        &mut self,
        severity: Severity,
        text: String,
        remedy: Option<String>,
        action: Option<NoticeAction>,
    ) {
        self.notice_count += 1;
        let (number, at) = (self.notice_count, clock::time_of_day(clock::now()));
        let notice = Notice { number, severity, text, remedy, action, at };
        self.notices.push_back(notice.clone());
        if self.notices.len() > KEPT {
            self.notices.pop_front();
        }
        self.send(AppEvent::Notice { notice });
    }
}
