//! Patience: which stems are left out so that the others go on, and which are asked again.

use std::sync::Arc;

use crate::{
    control::EngineEvent,
    error::DecodeError,
    loading::schedule::{
        Schedule,
        jobs::Progress,
        quarantine::{QuarantineReason, Standing},
        running::{JobId, StemRef, Work},
        song::Song,
        window::Demand,
    },
    protocol::{
        SongId, TransportState,
        slab::{Slab, SlabPart},
    },
    settings::{
        BLOCKED_READ, MAX_STUCK_IN_STEM, TARGET_PATIENCE, URGENT_LEAD_SECONDS, URGENT_PATIENCE,
    },
};

impl Schedule {
    /// Waits for every file as long as it takes, and leaves a stem out only where its file gives
    /// errors: for an output without a clock.
    pub(crate) fn be_patient(&mut self) {
        self.is_patient = true;
    }

    /// Looks at what files owe: takes loaders that hang for lost, and leaves stems out that the
    /// others can't wait for any longer.
    pub(super) fn watch_files(&mut self) {
        let songs = &self.songs;
        let owed =
            |stem: StemRef| songs[stem.song.0 as usize].stems[stem.stem].answers.owed_since();
        let lost = self.running.look(self.now, owed);
        if self.is_patient {
            return;
        }
        lost.into_iter().for_each(|(job, work)| self.loader_lost(job, work));
        self.leave_out_failing();
        self.silence_what_is_gone();
        for stem in self.late_stems() {
            let reason = self.stem(stem).standing.reason();
            self.leave_out(stem, reason);
        }
    }

    /// A file that rested long enough to be opened anew.
    pub(super) fn due_retry(&self) -> Option<StemRef> {
        let is_reopening = |stem: &StemRef| self.stem(*stem).standing.is_reopening();
        // One at a time, so that loaders are left for what answers.
        if !self.running.may_risk() || self.troubled.iter().any(is_reopening) {
            return None;
        }
        let is_due = |stem: &&StemRef| {
            self.stem(**stem).standing.is_retry_due(self.now)
                && self.running.n_stuck_in(**stem) < MAX_STUCK_IN_STEM
                && self.is_needed(stem.song)
        };
        let is_heard = |stem: &StemRef| self.is_heard(stem.song);
        // What is heard comes first, of each in the order of the troubles.
        self.troubled.iter().filter(is_due).min_by_key(|stem| !is_heard(stem)).copied()
    }

    /// A stem gave what it was asked for: it is heard again from the next slab on.
    pub(super) fn answered(&mut self, stem: StemRef) {
        if self.troubled.contains(&stem) {
            self.troubled.retain(|troubled| *troubled != stem);
            self.stem_mut(stem).standing.delivered();
            self.want_again(stem);
        }
    }

    /// A stem's file can't be opened: it is silent in what is being filled, and never asked again
    /// while the song is open.
    pub(super) fn give_up(&mut self, stem: StemRef) {
        self.troubled.retain(|troubled| *troubled != stem);
        self.stem_mut(stem).standing = Standing::Good;
        let slabs = self.song_mut(stem.song).shelf.silence(stem.stem);
        self.complete_slabs(stem.song, slabs);
    }

    /// Puts a stem back into the slabs that are not complete.
    pub(super) fn want_again(&mut self, stem: StemRef) {
        self.song_mut(stem.song).shelf.want_again(stem.stem);
    }

    /// The system gave an error instead of frames: the read is tried again soon. When nobody listens
    /// it is tried for [`BLOCKED_READ`] for each part.
    pub(super) fn read_failed(
        &mut self,
        stem: StemRef,
        index: u64,
        error: DecodeError,
    ) -> Progress {
        let (now, is_patient) = (self.now, self.is_patient);
        let error = Arc::new(error);
        self.note_trouble(stem);
        let standing = &mut self.stem_mut(stem).standing;
        standing.failed(Arc::clone(&error), now);
        if standing.is_left_out() {
            self.silence(stem);
            return Progress::Delivered;
        }
        if is_patient && standing.failing_for(now) >= BLOCKED_READ {
            standing.delivered();
            self.note_damage(stem, Slab::start_of(index), error);
            return self.settle(stem, index, SlabPart::Absent);
        }
        self.song_mut(stem.song).shelf.want(index, stem.stem);
        Progress::Part
    }

    /// The store did not give what it had of a stem whose file may not be asked.
    pub(super) fn store_failed(&mut self, stem: StemRef, index: u64) -> Progress {
        let entry = self.stem_mut(stem);
        if !entry.standing.is_left_out() {
            // Its file has answered meanwhile.
            self.song_mut(stem.song).shelf.want(index, stem.stem);
            return Progress::Part;
        }
        if entry.is_stored(index) {
            entry.lose_store();
        }
        self.silence(stem);
        Progress::Delivered
    }

    /// Leaves a stem out, of what waits for it too, until its file answers.
    pub(super) fn leave_out(&mut self, stem: StemRef, reason: QuarantineReason) {
        self.note_trouble(stem);
        let now = self.now;
        let entry = self.stem_mut(stem);
        if !matches!(reason, QuarantineReason::Changed(_)) {
            entry.turn_to_store();
        }
        entry.standing.leave_out(reason, now);
        self.silence(stem);
    }

    /// Makes slab `index` ready if all its parts are settled; true when it is. Says which stems are
    /// silent from here on, and which are back.
    pub(super) fn complete_slab(&mut self, id: SongId, index: u64) -> bool {
        let song = self.song_mut(id);
        if song.shelf.is_ready(index) {
            return true;
        }
        let is_ready = song.complete_slab(index);
        if is_ready {
            self.say_absences(id, index);
        }
        is_ready
    }

    fn loader_lost(&mut self, job: JobId, work: Work) {
        match work {
            Work::Decode(stem, _) => {
                let entry = self.stem_mut(stem);
                if entry.is_store_asked_by(job) {
                    entry.lose_store();
                }
                entry.end_lease(job);
                self.leave_out(stem, QuarantineReason::NoAnswer);
            }
            Work::Open(stem) => {
                let entry = self.stem(stem);
                if entry.is_opened_by(job) || entry.standing.is_reopened_by(job) {
                    self.leave_out(stem, QuarantineReason::NoAnswer);
                    self.finish_opening(stem.song);
                }
            }
            Work::OpenStored(_) | Work::Hint => {}
        }
    }

    /// Takes stems that are left out out of the slabs that wait for what the store no longer has.
    fn silence_what_is_gone(&mut self) {
        let waits_in_vain = |stem: &StemRef| {
            let entry = self.stem(*stem);
            entry.standing.is_left_out()
                && self.song(stem.song).shelf.wants(stem.stem, |index| !entry.is_stored(index))
        };
        let in_vain: Vec<_> = self.troubled.iter().copied().filter(waits_in_vain).collect();
        in_vain.into_iter().for_each(|stem| self.silence(stem));
    }

    fn leave_out_failing(&mut self) {
        let failing: Vec<StemRef> = self
            .troubled
            .iter()
            .copied()
            .filter(|stem| self.stem(*stem).standing.failing_for(self.now) >= BLOCKED_READ)
            .collect();
        for stem in failing {
            let reason = self.stem(stem).standing.reason();
            self.leave_out(stem, reason);
        }
    }

    /// Stems that alone are missing where frames are needed now.
    fn late_stems(&self) -> Vec<StemRef> {
        if self.snapshot.state != TransportState::Playing {
            return Vec::new();
        }
        let demands = self.demands();
        demands.iter().flat_map(|(at, demand)| self.late_stems_of(*at, demand)).collect()
    }

    fn late_stems_of(&self, window: usize, demand: &Demand) -> Vec<StemRef> {
        let window = &self.windows[window];
        let song = self.song(window.song);
        let Some(index) = demand.slabs.clone().find(|index| !song.shelf.is_ready(*index)) else {
            return Vec::new();
        };
        let is_awaited =
            self.snapshot.is_loading || self.snapshot.playing_window != Some(window.id);
        let patience = if is_awaited { TARGET_PATIENCE } else { URGENT_PATIENCE };
        if demand.deadline(index) > self.settings.engine_rate.frames_in(URGENT_LEAD_SECONDS) {
            return Vec::new();
        }
        let of_song = |stem| StemRef { song: window.song, stem };
        let missing: Vec<StemRef> = song.shelf.missing(index).map(of_song).collect();
        let is_late = |stem: &StemRef| {
            // What it misses comes from the store.
            if self.stem(*stem).standing.is_left_out() {
                return false;
            }
            let failing = self.stem(*stem).standing.failing_for(self.now);
            self.running.quiet_for(*stem, self.now).max(failing) >= patience
        };
        // While others are missing too, this one costs nothing.
        if missing.iter().all(is_late) { missing } else { Vec::new() }
    }

    fn note_trouble(&mut self, stem: StemRef) {
        if !self.troubled.contains(&stem) {
            self.troubled.push(stem);
        }
    }

    /// Takes a stem that is left out out of the slabs that wait for it, but for what the store has of it.
    fn silence(&mut self, stem: StemRef) {
        let Song { stems, shelf, .. } = self.song_mut(stem.song);
        let entry = &stems[stem.stem];
        let slabs = shelf.leave_out(stem.stem, |index| entry.is_stored(index));
        self.complete_slabs(stem.song, slabs);
    }

    /// Makes those of `slabs` ready whose parts are all settled, and sends them.
    fn complete_slabs(&mut self, id: SongId, slabs: Vec<u64>) {
        for index in slabs {
            self.complete_slab(id, index);
        }
        self.deliver();
        self.say_armed();
        self.say_jumps_armed();
    }

    /// Says which stems are silent from slab `index` on, and which are back.
    pub(super) fn say_absences(&mut self, id: SongId, index: u64) {
        let song = &mut self.songs[id.0 as usize];
        let Some(slab) = song.shelf.ready(index) else { return };
        let at = Slab::start_of(index);
        for (stem, (entry, part)) in song.stems.iter_mut().zip(&slab.parts).enumerate() {
            let path = || entry.location.path.clone();
            match (part, entry.silent_since) {
                (SlabPart::Absent, None) => {
                    let Some(quarantine) = entry.standing.quarantine() else { continue };
                    let reason = quarantine.reason.clone();
                    let path = path();
                    self.events.push(EngineEvent::StemLeftOut { song: id, stem, path, at, reason });
                    self.n_left_out += 1;
                    entry.silent_since = Some(at);
                }
                (SlabPart::Sound(_), Some(_)) => {
                    self.events.push(EngineEvent::StemBack { song: id, stem, path: path(), at });
                    entry.silent_since = None;
                }
                (SlabPart::Silent, Some(_)) => entry.silent_since = None,
                _ => {}
            }
        }
    }
}
