//! What the schedule says of itself: its work, its memory, and when the look-ahead is low.

use crate::{
    control::{EngineEvent, LoaderTelemetry, MemoryTelemetry},
    loading::schedule::{
        Schedule,
        song::Song,
        window::{Demand, Window},
    },
    protocol::TransportState,
};

impl Schedule {
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
            running_jobs: self.running.count(),
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
        }
    }

    /// Says once when the playing window's lead falls under a third, until it is over half again.
    pub(super) fn watch_lead(&mut self) {
        let Some(song_frames) = self.snapshot.song_frames else { return };
        let left = song_frames.from_start().saturating_since(self.snapshot.playhead);
        let window = self.settings.engine_rate.frames_in(self.settings.live.pcm_window_seconds);
        let lead = self.snapshot.leads.playing;
        let has_filled = lead.0 >= window.min(left).0 / 2;
        let is_low = self.snapshot.state == TransportState::Playing
            && self.snapshot.target_window.is_none()
            && lead.0 < window.min(left).0 / 3;
        if is_low && !self.is_lead_low && self.has_been_full() {
            let lead_seconds = self.settings.engine_rate.seconds(lead);
            self.events.push(EngineEvent::LowLead { lead_seconds });
            self.is_lead_low = true;
        } else if has_filled {
            self.is_lead_low = false;
        }
    }

    /// A window that is just being filled for the first time is low by nature.
    fn has_been_full(&self) -> bool {
        let playing = self.windows.iter().find(|w| self.snapshot.playing_window == Some(w.id));
        let heard = |window: &Window| self.snapshot.playhead.saturating_since(window.start);
        let settled = self.settings.engine_rate.frames_in(self.settings.live.pcm_window_seconds);
        playing.is_some_and(|window| heard(window) > settled)
    }
}
