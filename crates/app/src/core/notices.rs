//! What is said to the person who plays.

use super::Core;
use crate::{
    clock,
    ipc::{AppEvent, Notice, NoticeAbout, NoticeAction, Severity},
};

/// Notices that a page that is opened late still gets.
const KEPT: usize = 50;

impl Core {
    /// Passes on what the player says, but for what the page shows anyway.
    pub(super) fn say(&mut self, notice: &attacca_player::Notice) {
        self.say_about(notice, None);
    }

    /// The same of what may be over while it is shown.
    pub(super) fn say_about(
        &mut self,
        notice: &attacca_player::Notice,
        about: Option<NoticeAbout>,
    ) {
        let severity = match notice.severity {
            attacca_player::Severity::Status => return,
            attacca_player::Severity::Info => Severity::Hint,
            attacca_player::Severity::Warning => Severity::Warning,
            attacca_player::Severity::Error => Severity::Error,
        };
        self.put(Notice { severity, about, ..saying(notice.text.clone()) });
    }

    pub(super) fn notify(
        &mut self,
        severity: Severity,
        text: String,
        remedy: Option<String>,
        action: Option<NoticeAction>,
    ) {
        self.put(Notice { severity, remedy, action, ..saying(text) });
    }

    /// Numbers a notice, and sends it.
    pub(super) fn put(&mut self, notice: Notice) {
        self.notice_count += 1;
        let (number, at) = (self.notice_count, clock::time_of_day(clock::now()));
        let notice = Notice { number, at, ..notice };
        self.notices.push_back(notice.clone());
        if self.notices.len() > KEPT {
            self.notices.pop_front();
        }
        self.send(AppEvent::Notice { notice });
    }
}

/// A note of this text; its number and time are given when it is sent.
pub(super) fn saying(text: String) -> Notice {
    let (remedy, action, about) = (None, None, None);
    let (severity, at) = (Severity::Note, String::new());
    Notice { number: 0, severity, text, remedy, action, about, at }
}
