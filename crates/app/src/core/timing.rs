//! How long it takes from a press to the sound. Pure.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use attacca_engine::{ActionId, TransportState, protocol::TransportSnapshot};

use super::Core;
use crate::ipc::Timing;

/// How many of the last ones the 95th percentile is of.
const KEPT: usize = 512;

/// What has not sounded by then was given up, or failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    Seek,
    SongChange,
}

/// All measurements.
#[derive(Debug, Default)]
pub(super) struct Timings {
    pub(super) starts: Durations,
    pub(super) seeks: Durations,
    pub(super) song_changes: Durations,
    pending: Option<Pending>,
}

#[derive(Debug, Clone, Copy)]
struct Pending {
    kind: Kind,
    action: ActionId,
    since: Instant,
}

/// Durations of one kind.
#[derive(Debug, Default)]
pub(super) struct Durations {
    count: u64,
    sum: Duration,
    last: VecDeque<Duration>,
}

impl Timings {
    pub(super) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// An action was asked for at `since`; an older one that has not sounded is forgotten.
    pub(super) fn begin(&mut self, kind: Kind, action: ActionId, since: Instant) {
        self.pending = Some(Pending { kind, action, since });
    }

    /// Nothing is to sound any more.
    pub(super) fn forget(&mut self) {
        self.pending = None;
    }

    /// Takes the time if the pending action sounds by now.
    pub(super) fn look(&mut self, transport: &TransportSnapshot, now: Instant) {
        let Some(pending) = self.pending else { return };
        let took = now.saturating_duration_since(pending.since);
        let sounds = transport.state == TransportState::Playing
            && transport.action >= pending.action
            && !transport.is_loading
            && transport.seeking.is_none();
        if sounds {
            self.of(pending.kind).note(took);
        }
        if sounds || took > PATIENCE {
            self.pending = None;
        }
    }

    fn of(&mut self, kind: Kind) -> &mut Durations {
        match kind {
            Kind::Start => &mut self.starts,
            Kind::Seek => &mut self.seeks,
            Kind::SongChange => &mut self.song_changes,
        }
    }
}

impl Durations {
    fn note(&mut self, took: Duration) {
        self.count += 1;
        self.sum += took;
        self.last.push_back(took);
        if self.last.len() > KEPT {
            self.last.pop_front();
        }
    }

    pub(super) fn timing(&self) -> Timing {
        if self.count == 0 {
            return Timing::default();
        }
        let mut sorted: Vec<Duration> = self.last.iter().copied().collect();
        sorted.sort_unstable();
        let p95 = sorted[(sorted.len() * 95).div_ceil(100) - 1];
        let millis = |duration: Duration| duration.as_secs_f64() * 1000.0;
        let mean_ms = millis(self.sum) / self.count as f64;
        Timing { count: self.count, mean_ms, p95_ms: millis(p95) }
    }
}

impl Core {
    /// Measures from `since` until the action that the player was just given is heard.
    pub(super) fn time(&mut self, kind: Kind, since: Instant) {
        match self.player.last_action() {
            Some(action) if self.player.wants_to_play() => self.timings.begin(kind, action, since),
            _ => self.timings.forget(),
        }
    }

    pub(super) fn look_at_timings(&mut self) {
        if self.timings.is_pending() {
            let transport = self.player.telemetry().transport;
            self.timings.look(&transport, Instant::now());
        }
    }
}

#[cfg(test)]
mod tests;
