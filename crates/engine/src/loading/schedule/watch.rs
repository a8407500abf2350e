//! What the schedule says of itself: its work, its memory, and how far it looks ahead.

use attacca_units::FrameCount;

use crate::{
    control::{EngineEvent, LoaderTelemetry, LookAheadTelemetry, MemoryTelemetry},
    loading::{
        governor::MemoryStep,
        schedule::{Schedule, look_ahead::Look, song::Song, window::Demand},
    },
    protocol::TransportState,
    settings::{MAX_DELIVERED_SECONDS, SLAB_FRAMES},
};

impl Schedule {
    /// True when the playhead is at the end of the song and nothing is sought.
    pub(crate) fn has_ended(&mut self) -> bool {
        let snapshot = self.snapshot();
        let at_end = snapshot.song_frames.is_some_and(|f| snapshot.playhead >= f.from_start());
        at_end && snapshot.state != TransportState::Playing && self.sought().is_none()
    }

    pub(crate) fn loader_telemetry(&self) -> LoaderTelemetry {
        let wanted = |(window, demand): &(usize, Demand)| {
            let song = self.song(self.windows[*window].song);
            let parts = |index| {
                if song.shelf.contains(index) {
                    song.shelf.wanted(index).count()
                } else {
                    song.open_stems().count()
                }
            };
            demand.slabs.clone().map(parts).sum::<usize>()
        };
        LoaderTelemetry {
            queued_jobs: self.demands().iter().map(wanted).sum(),
            threads: self.running.n_loaders(),
            running_jobs: self.running.count(),
            decoding_jobs: self.running.n_decoding(),
            stuck_loaders: self.running.n_stuck(),
            replaced_loaders: self.running.n_replaced,
            stems_left_out: self.n_left_out,
            decode_errors: self.decode_errors,
        }
    }

    /// Bytes held; those of indexes are not the schedule's.
    pub(crate) fn memory(&self) -> MemoryTelemetry {
        let pinned = |song: &Song| song.shelf.bytes_in(&song.pins);
        let head_bytes: usize = self.songs.iter().map(pinned).sum();
        MemoryTelemetry {
            budget_bytes: self.keeping.share.budget_bytes,
            window_bytes: self.pool.used_bytes.saturating_sub(head_bytes),
            head_bytes,
            spare_bytes: self.pool.spare_bytes,
            lane_bytes: self.songs.iter().map(Song::lane_bytes).sum(),
            index_bytes: 0,
            other_bytes: self.other_bytes(),
            step: self.keeping.governor.step(),
            system: self.keeping.governor.last_seen(),
        }
    }

    /// How far the engine looks ahead, and how that goes.
    pub(crate) fn look_ahead_telemetry(&self) -> LookAheadTelemetry {
        let rate = self.settings.engine_rate;
        let granted = rate.seconds(FrameCount((self.window_slabs() - 1) * SLAB_FRAMES as u64));
        LookAheadTelemetry {
            window_seconds: self.wanted_window_seconds().min(granted),
            smallest_lead_seconds: self.look_ahead.smallest_lead().map(|lead| rate.seconds(lead)),
            whole_song: self.keeping.whole,
            is_storage_slow: self.storage.is_slow(),
        }
    }

    /// Says when the playing window's lead is low; lets the window grow that was too short, and holds
    /// songs whole when the storage is too slow for any window.
    pub(super) fn watch_lead(&mut self) {
        // What was not there in time: everything, or some stems.
        let missed = self.snapshot.underruns + self.n_left_out;
        if std::mem::replace(&mut self.last_missed, missed) != missed {
            self.storage.note_low();
        }
        let found = self.look().map(|look| self.look_ahead.look(look)).unwrap_or_default();
        if found.is_low {
            self.storage.note_low();
        }
        if found.has_become_low {
            let lead_seconds = self.settings.engine_rate.seconds(self.snapshot.leads.playing);
            self.events.push(EngineEvent::LowLead { lead_seconds });
        }
        if let Some(seconds) = found.grown_to {
            self.events.push(EngineEvent::WindowGrown { seconds });
            self.keep_again();
        }
        if let Some(is_slow) = self.storage.judge(self.now, self.settings.live.loader_threads) {
            self.events.push(match is_slow {
                true => EngineEvent::StorageSlow,
                false => EngineEvent::StorageFast,
            });
            self.keep_again();
        }
    }

    /// The playing window as it is now; `None` while its lead says nothing of the storage.
    fn look(&self) -> Option<Look> {
        let snapshot = &self.snapshot;
        let left = snapshot.song_frames?.from_start().saturating_since(snapshot.playhead);
        let is_heard = snapshot.state == TransportState::Playing && !snapshot.is_loading;
        if !is_heard || self.sought().is_some() || self.is_patient {
            return None;
        }
        let granted = self.window_slabs().min(self.settings.delivered_slabs()) - 1;
        let rate = self.settings.engine_rate;
        let wanted = rate.frames_in(self.wanted_window_seconds());
        let full = wanted.min(FrameCount(granted * SLAB_FRAMES as u64)).min(left);
        let is_bounded_by_memory = self.window_slabs() < self.wanted_window_slabs()
            || self.keeping.governor.step() == MemoryStep::ShortWindow;
        let window = self.windows.iter().find(|one| Some(one.id) == snapshot.playing_window)?;
        Some(Look {
            window: window.id,
            start: window.start,
            playhead: snapshot.playhead,
            now: self.now,
            lead: snapshot.leads.playing,
            full,
            block: snapshot.start_lead,
            rate: f64::from(rate.hz()),
            most_seconds: if is_bounded_by_memory { 0.0 } else { MAX_DELIVERED_SECONDS },
        })
    }
}
