//! The openings of an output that has no device: when the next one begins, and which ones hang.
//! Pure: time is passed in.
//!
//! An opening that does not answer is not waited for: another one begins beside it, each with twice
//! the patience, until [`MAX_HANGING`] hang. One that answers late is as good as any.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError};

use super::OutputError;

/// How long after a vain attempt a device is opened again.
pub(super) const RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// How long an opening may take until it is taken to hang: longer than a server that wakes a sleeping
/// device (half a second) and than a device may take to its first callback (three seconds).
const PATIENCE: Duration = Duration::from_secs(5);

/// Openings that may hang at once, each on a thread that only the system can end. The fourth begins
/// 35 seconds after the first: what has not changed until then wants somebody at the machine.
const MAX_HANGING: usize = 4;

/// What came of the openings since they were looked at last.
#[derive(Debug)]
pub(super) enum Answer<D> {
    /// The device is open.
    Opened(D),
    /// The system refuses, for now.
    Refused(OutputError),
    /// The latest one hangs.
    Hangs,
}

/// The openings of one output.
#[derive(Debug)]
pub(super) struct Openings<D> {
    /// When the next one begins, unless one runs.
    next_at: Instant,
    /// How long the next one may take.
    patience: Duration,
    /// The one that is waited for.
    current: Option<Opening<D>>,
    /// Those that are not waited for any more, and may answer yet.
    hanging: Vec<Receiver<Result<D, OutputError>>>,
}

#[derive(Debug)]
struct Opening<D> {
    since: Instant,
    answer: Receiver<Result<D, OutputError>>,
}

impl<D> Openings<D> {
    /// The first one is to begin at `first_at`.
    pub(super) fn new(first_at: Instant) -> Openings<D> {
        Openings { next_at: first_at, patience: PATIENCE, current: None, hanging: Vec::new() }
    }

    /// True when another opening is to begin, where `running` are under way in all: those of earlier
    /// losses too.
    pub(super) fn is_due(&self, running: usize, now: Instant) -> bool {
        self.current.is_none() && now >= self.next_at && running < MAX_HANGING
    }

    /// Another opening began, which answers through `answer`.
    pub(super) fn begin(&mut self, answer: Receiver<Result<D, OutputError>>, now: Instant) {
        self.current = Some(Opening { since: now, answer });
    }

    /// None could begin.
    pub(super) fn put_off(&mut self, now: Instant) {
        self.next_at = now + RETRY_INTERVAL;
    }

    /// What came of them.
    pub(super) fn look(&mut self, now: Instant) -> Option<Answer<D>> {
        self.late_answer().map(Answer::Opened).or_else(|| self.answer_of_current(now))
    }

    fn answer_of_current(&mut self, now: Instant) -> Option<Answer<D>> {
        let Opening { since, answer } = self.current.take()?;
        match answer.try_recv() {
            Ok(Ok(device)) => return Some(Answer::Opened(device)),
            Ok(Err(error)) => {
                self.put_off(now);
                self.patience = PATIENCE;
                return Some(Answer::Refused(error));
            }
            // It panicked, and said so.
            Err(TryRecvError::Disconnected) => {
                self.put_off(now);
                return None;
            }
            Err(TryRecvError::Empty) => {}
        }
        if now.saturating_duration_since(since) < self.patience {
            self.current = Some(Opening { since, answer });
            return None;
        }
        self.hanging.push(answer);
        self.next_at = now;
        self.patience *= 2;
        Some(Answer::Hangs)
    }

    /// A device of an opening that was not waited for any more. A late refusal says nothing new.
    fn late_answer(&mut self) -> Option<D> {
        let mut opened = None;
        self.hanging.retain(|answer| {
            // Further devices are left where they are: they are closed there.
            if opened.is_some() {
                return true;
            }
            match answer.try_recv() {
                Ok(Ok(device)) => opened = Some(device),
                Ok(Err(_)) | Err(TryRecvError::Disconnected) => {}
                Err(TryRecvError::Empty) => return true,
            }
            false
        });
        opened
    }
}

#[cfg(test)]
mod tests;
