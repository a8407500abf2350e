//! Quarantine: when a stem is left out because its file does not give its frames, and when the file
//! is asked again. Pure.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    error::DecodeError,
    loading::{change::FileChange, schedule::running::JobId},
    settings::{LONGEST_RETRY, READ_RETRY, SHORTEST_RETRY},
};

/// Why a stem is left out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum QuarantineReason {
    /// Its file does not answer: opening it or reading from it hangs.
    NoAnswer,
    /// Its file gives errors.
    ReadFailed(Arc<DecodeError>),
    /// Its file was changed in place after it was opened.
    Changed(FileChange),
}

/// How a stem's file stands: whether it is asked for frames.
#[derive(Debug, Default)]
pub(crate) enum Standing {
    /// It is asked.
    #[default]
    Good,
    /// Its last read failed; it is asked again soon, and nothing is silent yet.
    Failing(Failing),
    /// The stem is left out.
    Quarantined(Quarantine),
}

#[derive(Debug)]
pub(crate) struct Failing {
    since: Instant,
    retry_at: Instant,
    error: Arc<DecodeError>,
}

#[derive(Debug)]
pub(crate) struct Quarantine {
    pub(crate) reason: QuarantineReason,
    /// When it was left out.
    pub(crate) since: Instant,
    /// How long it rests before the next attempt.
    rest: Duration,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing is asked of it until then.
    Resting(Instant),
    /// A loader opens it anew.
    Reopening(JobId),
    /// It is open, and asked for the next part: that decides.
    Trial,
}

impl Quarantine {
    /// True when another file is in its place by now.
    pub(crate) fn is_of_change(&self) -> bool {
        matches!(self.reason, QuarantineReason::Changed(_))
    }
}

impl Standing {
    /// True when it may be asked for frames now.
    pub(crate) fn may_ask(&self, now: Instant) -> bool {
        match self {
            Standing::Good => true,
            Standing::Failing(failing) => now >= failing.retry_at,
            Standing::Quarantined(quarantine) => quarantine.stage == Stage::Trial,
        }
    }

    /// True when its parts are left out of the slabs that begin now.
    pub(crate) fn is_left_out(&self) -> bool {
        matches!(self, Standing::Quarantined(quarantine) if quarantine.stage != Stage::Trial)
    }

    /// True when its file answers, if only with errors.
    pub(crate) fn answers(&self) -> bool {
        match self {
            Standing::Good | Standing::Failing(_) => true,
            Standing::Quarantined(quarantine) => {
                !matches!(quarantine.reason, QuarantineReason::NoAnswer)
            }
        }
    }

    pub(crate) fn quarantine(&self) -> Option<&Quarantine> {
        match self {
            Standing::Quarantined(quarantine) => Some(quarantine),
            Standing::Good | Standing::Failing(_) => None,
        }
    }

    /// How long its reads have failed.
    pub(crate) fn failing_for(&self, now: Instant) -> Duration {
        match self {
            Standing::Failing(failing) => now.saturating_duration_since(failing.since),
            Standing::Good | Standing::Quarantined(_) => Duration::ZERO,
        }
    }

    /// It gave what it was asked for: all is well again.
    pub(crate) fn delivered(&mut self) {
        *self = Standing::Good;
    }

    /// A read failed: it is asked again after a moment; one on trial has failed that.
    pub(crate) fn failed(&mut self, error: Arc<DecodeError>, now: Instant) {
        let since = match self {
            Standing::Quarantined(_) => {
                return self.leave_out(QuarantineReason::ReadFailed(error), now);
            }
            Standing::Failing(failing) => failing.since,
            Standing::Good => now,
        };
        *self = Standing::Failing(Failing { since, retry_at: now + READ_RETRY, error });
    }

    /// Why a stem is left out that is left out now.
    pub(crate) fn reason(&self) -> QuarantineReason {
        match self {
            Standing::Good => QuarantineReason::NoAnswer,
            Standing::Failing(failing) => QuarantineReason::ReadFailed(failing.error.clone()),
            Standing::Quarantined(quarantine) => quarantine.reason.clone(),
        }
    }

    /// Leaves the stem out for a rest, which is twice as long when the last attempt has failed too.
    /// A stem that rests already goes on resting.
    pub(crate) fn leave_out(&mut self, reason: QuarantineReason, now: Instant) {
        let (since, rest) = match self {
            Standing::Good | Standing::Failing(_) => (now, SHORTEST_RETRY),
            Standing::Quarantined(quarantine) => match quarantine.stage {
                Stage::Resting(_) => return,
                Stage::Reopening(_) | Stage::Trial => {
                    (quarantine.since, (quarantine.rest * 2).min(LONGEST_RETRY))
                }
            },
        };
        let stage = Stage::Resting(now + rest);
        *self = Standing::Quarantined(Quarantine { reason, since, rest, stage });
    }

    /// True when the file is to be opened anew.
    pub(crate) fn is_retry_due(&self, now: Instant) -> bool {
        self.quarantine().is_some_and(
            |quarantine| matches!(quarantine.stage, Stage::Resting(until) if now >= until),
        )
    }

    /// A loader opens the file anew.
    pub(crate) fn reopening(&mut self, job: JobId) {
        if let Standing::Quarantined(quarantine) = self {
            quarantine.stage = Stage::Reopening(job);
        }
    }

    /// True while a loader opens the file anew.
    pub(crate) fn is_reopening(&self) -> bool {
        self.quarantine().is_some_and(|quarantine| matches!(quarantine.stage, Stage::Reopening(_)))
    }

    /// True when `job` opens the file anew.
    pub(crate) fn is_reopened_by(&self, job: JobId) -> bool {
        self.quarantine().is_some_and(|quarantine| quarantine.stage == Stage::Reopening(job))
    }

    /// The file is open again: the next part decides.
    pub(crate) fn reopened(&mut self) {
        if let Standing::Quarantined(quarantine) = self {
            quarantine.stage = Stage::Trial;
        }
    }
}

#[cfg(test)]
mod tests;
