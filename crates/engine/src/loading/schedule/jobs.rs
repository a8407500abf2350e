//! Which job is next, and what becomes of it.

use std::{ops::Range, sync::Arc};

use attacca_units::{FrameCount, FramePos};

use crate::{
    error::OpenError,
    loading::{
        answers::Answers,
        decoder::{ChunkDecoder, Damage},
        governor::MemoryStep,
        samples::SampleBlock,
        schedule::{
            Schedule,
            pool::BlockKind,
            running::{JobId, StemRef, Work},
            stem::{Stem, StemFile, block_bytes},
            window::Role,
        },
        stem::OpenStem,
        tracks::StemLocation,
    },
    protocol::{
        SongId,
        slab::{Part, Slab},
    },
    settings::{SLAB_FRAMES, TARGET_SLABS, URGENT_SECONDS},
};

/// Windows that may go beyond the limit for what is urgent: what plays, what is sought, and two that
/// the audio thread has not seen yet. More wait for an output that takes none.
const MAX_URGENT_WINDOWS: usize = 4;

/// Work for a loader, under 1 ms when the bytes are in memory.
pub(crate) enum Job {
    /// Open a stem's file; its answers are counted.
    Open { stem: StemRef, location: StemLocation, answers: Arc<Answers> },
    /// Open what the store has of a stem.
    OpenStored { stem: StemRef, answers: Arc<Answers> },
    /// Decode a stem's part of a slab.
    Decode(DecodeJob),
    /// Ask the system for the bytes of a stretch of stems.
    Hint { stems: Vec<Arc<OpenStem>>, frames: Range<FramePos> },
}

/// A stem's part of a slab, with the lane that decodes it.
pub(crate) struct DecodeJob {
    pub(crate) stem: StemRef,
    pub(crate) slab: u64,
    pub(crate) lane: ChunkDecoder,
    pub(crate) kind: BlockKind,
    /// `None`: the loader makes one.
    pub(crate) block: Option<SampleBlock>,
}

/// What a job brought.
pub(crate) enum JobDone {
    Opened(Result<Arc<OpenStem>, OpenError>),
    OpenedStored(Option<Arc<OpenStem>>),
    Decoded(Decoded),
    Hinted,
}

/// What decoding brought.
pub(crate) struct Decoded {
    /// `None`: it was lost in a panic.
    pub(crate) lane: Option<ChunkDecoder>,
    pub(crate) part: Part,
    pub(crate) result: Result<(), Damage>,
}

/// What a job that was brought back changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A song's last file is open: its slabs can be decoded.
    Opened,
    /// A slab is complete.
    Delivered,
    /// Nothing but its own part.
    Part,
}

impl Schedule {
    /// The most urgent job that can be begun now.
    pub(crate) fn next_job(&mut self) -> Option<(JobId, Job)> {
        let job = self
            .decode_what_runs_low()
            .or_else(|| self.hint_for_target())
            .or_else(|| self.open_for_window())
            .or_else(|| self.decode_for_window())
            .or_else(|| self.open_for_jump())
            .or_else(|| self.open_anew())
            .or_else(|| self.mend_for_window())
            .or_else(|| self.open_or_decode_head())
            .or_else(|| self.mend_pin())
            .or_else(|| self.read_ahead())
            .or_else(|| self.open_for_cache())?;
        Some((self.running.begin(job.work(), self.now), job))
    }

    /// What plays goes before a target when a third of its window is left.
    fn decode_what_runs_low(&mut self) -> Option<Job> {
        let low = self.settings.engine_rate.frames_in(self.look_ahead.seconds() / 3.0);
        let playing = self.snapshot.playing_window?;
        let (at, demand) =
            self.demands().into_iter().find(|(at, _)| self.windows[*at].id == playing)?;
        let song = self.windows[at].song;
        let index = demand.slabs.clone().find(|i| !self.song(song).shelf.is_ready(*i))?;
        let deadline = demand.deadline(index);
        let may_begin = deadline < low && self.may_begin(song, index, deadline);
        if may_begin { self.decode_part(song, index) } else { None }
    }

    /// Before a place is decoded, the system is asked for its bytes in all files at once: on a
    /// cold disk this takes half the time of reading one after the other.
    fn hint_for_target(&mut self) -> Option<Job> {
        let is_new = |(at, role): &(usize, Role)| {
            let window = &self.windows[*at];
            matches!(role, Role::Sought | Role::Armed(_))
                && window.hinted_to <= window.start
                && self.song(window.song).frame_count.is_some()
        };
        let (at, _) = self.active_windows().into_iter().find(is_new)?;
        let length = FrameCount(TARGET_SLABS * SLAB_FRAMES as u64);
        let (song, frames) = (self.windows[at].song, self.windows[at].start.range(length));
        self.windows[at].hinted_to = frames.end;
        let first = Slab::index_of(frames.start);
        let is_there = (first..first + TARGET_SLABS).all(|i| self.song(song).shelf.is_ready(i));
        let stems = || self.song(song).open_stems().cloned().collect();
        (!is_there).then(|| Job::Hint { stems: stems(), frames })
    }

    fn open_for_window(&mut self) -> Option<Job> {
        let is_urgent = |role: &Role| !matches!(role, Role::Armed(_));
        self.open_for(is_urgent)
    }

    fn open_for_jump(&mut self) -> Option<Job> {
        self.open_for(|role| matches!(role, Role::Armed(_)))
    }

    fn open_for(&mut self, is_meant: impl Fn(&Role) -> bool) -> Option<Job> {
        let windows = self.active_windows().into_iter().filter(|(_, role)| is_meant(role));
        let songs: Vec<_> = windows.map(|(at, _)| self.windows[at].song).collect();
        songs.into_iter().find_map(|song| self.open_next_stem(song))
    }

    pub(super) fn open_next_stem(&mut self, song: SongId) -> Option<Job> {
        if let Some(stem) = self.to_open_stored(song) {
            let entry = self.stem_mut(stem);
            entry.note_asked_store();
            return Some(Job::OpenStored { stem, answers: entry.answers.clone() });
        }
        if !self.running.may_risk() {
            return None;
        }
        let stem = self.song(song).stems.iter().position(Stem::is_closed)?;
        Some(self.open_stem(StemRef { song, stem }))
    }

    /// Opens a stem's file for the first time.
    pub(super) fn open_stem(&mut self, stem: StemRef) -> Job {
        let job = self.running.upcoming();
        self.stem_mut(stem).file = StemFile::Opening(job);
        self.open_job(stem)
    }

    /// Opens a file anew that did not answer, when it has rested.
    fn open_anew(&mut self) -> Option<Job> {
        let stem = self.due_retry()?;
        let job = self.running.upcoming();
        self.stem_mut(stem).standing.reopening(job);
        Some(self.open_job(stem))
    }

    /// A stem of a song that is to be opened from the store.
    pub(super) fn to_open_stored(&self, song: SongId) -> Option<StemRef> {
        let has_store = self.settings.cache.is_some() && !self.is_patient;
        let stem = self.song(song).to_open_stored().filter(|_| has_store)?;
        Some(StemRef { song, stem })
    }

    fn open_job(&self, stem: StemRef) -> Job {
        let entry = self.stem(stem);
        Job::Open { stem, location: entry.location.clone(), answers: entry.answers.clone() }
    }

    /// Earliest deadline first; of equal ones the newest window's.
    fn decode_for_window(&mut self) -> Option<Job> {
        let mut wanted: Vec<(FrameCount, SongId, u64)> = Vec::new();
        for (at, demand) in self.demands() {
            let song = self.windows[at].song;
            let missing = demand.slabs.clone().filter(|i| !self.song(song).shelf.is_ready(*i));
            // Slabs further ahead only serve to keep a second loader busy.
            for index in missing.take(2) {
                let deadline = demand.deadline(index);
                if self.may_begin(song, index, deadline) {
                    wanted.push((deadline, song, index));
                }
            }
        }
        wanted.sort_by_key(|(deadline, ..)| *deadline);
        wanted.into_iter().find_map(|(_, song, index)| self.decode_part(song, index))
    }

    /// A slab that is not urgent waits while the old window's slabs are still in use, so that two
    /// windows never are full at a time.
    fn may_begin(&self, song: SongId, index: u64, deadline: FrameCount) -> bool {
        let song = self.song(song);
        if song.shelf.contains(index) {
            return true;
        }
        let bytes = self.unfilled_bytes() + song.slab_bytes;
        let urgent = self.settings.engine_rate.frames_in(URGENT_SECONDS);
        let is_urgent = deadline <= urgent && self.soon_heard_windows() <= MAX_URGENT_WINDOWS;
        (is_urgent || self.pool.used_bytes + bytes <= self.block_limit()) && self.has_room(bytes)
    }

    /// Windows, without those that only wait for a jump; those count that the audio thread will drop,
    /// but has not yet.
    fn soon_heard_windows(&self) -> usize {
        let windows = self.windows.iter().filter(|window| window.armed.is_none());
        windows.count() + self.n_superseded()
    }

    fn open_or_decode_head(&mut self) -> Option<Job> {
        for place in 0..self.keeping.order.len() {
            let id = self.keeping.order[place];
            if !self.awake.contains(&id) {
                continue;
            }
            if let Some(job) = self.open_next_stem(id) {
                return Some(job);
            }
            if let Some(job) = self.decode_pin(id) {
                return Some(job);
            }
        }
        None
    }

    fn decode_pin(&mut self, id: SongId) -> Option<Job> {
        let song = self.song(id);
        // Without its length it is not known which slabs it has.
        song.slab_count()?;
        let index = song.missing_pins().next()?;
        let lanes = if song.lane_bound_in_use() == 0 { song.lane_bound } else { 0 };
        let slab = if song.shelf.contains(index) { 0 } else { song.slab_bytes };
        let has_room = self.has_room(self.unfilled_bytes() + slab + lanes);
        if has_room { self.decode_part(id, index) } else { None }
    }

    /// Keeps the system's memory of the files ahead of the windows, chunk by chunk.
    fn read_ahead(&mut self) -> Option<Job> {
        if self.keeping.governor.step() >= MemoryStep::NoReadAhead {
            return None;
        }
        let rate = self.settings.engine_rate;
        let chunk = rate.frames_in(self.settings.live.chunk_seconds);
        let ahead = FrameCount(chunk.0 * u64::from(self.settings.live.buffer_chunks));
        let (at, _) = self.active_windows().into_iter().find(|(at, role)| {
            let window = &self.windows[*at];
            let song_frames = self.song(window.song).frame_count.unwrap_or_default();
            let wanted_to = window.playhead(*role, &self.snapshot) + ahead;
            window.hinted_to + chunk <= wanted_to && window.hinted_to < song_frames.from_start()
        })?;
        let frames = self.windows[at].hinted_to.range(chunk);
        self.windows[at].hinted_to = frames.end;
        let stems = self.song(self.windows[at].song).open_stems().cloned().collect();
        Some(Job::Hint { stems, frames })
    }

    /// False while the one part is decoded that may be at a time.
    pub(super) fn may_decode(&self) -> bool {
        self.settings.live.parallel_decode || self.running.n_decoding() == 0
    }

    fn decode_part(&mut self, id: SongId, index: u64) -> Option<Job> {
        if !self.may_decode() {
            return None;
        }
        let (now, job) = (self.now, self.running.upcoming());
        let song = &mut self.songs[id.0 as usize];
        song.begin_slab(index);
        let Some(stem) = song.decodable(index, now) else {
            // Nothing of it may be left to decode.
            if self.complete_slab(id, index) {
                self.deliver();
            }
            return None;
        };
        let kind = song.kind_of(stem)?;
        let lane_bytes = song.stems[stem].bytes_of_lane();
        let has_room_for_lane = self.has_room(self.unfilled_bytes() + lane_bytes);
        let song = &mut self.songs[id.0 as usize];
        let lane = song.stems[stem].lease(index, job, has_room_for_lane)?;
        let limit = self.spare_limit();
        let song = &mut self.songs[id.0 as usize];
        song.shelf.lease(index, stem);
        let block = self.pool.take(kind, block_bytes(kind), limit);
        let stem = StemRef { song: id, stem };
        Some(Job::Decode(DecodeJob { stem, slab: index, lane, kind, block }))
    }
}

impl Job {
    fn work(&self) -> Work {
        match self {
            Job::Open { stem, .. } => Work::Open(*stem),
            Job::OpenStored { stem, .. } => Work::OpenStored(*stem),
            Job::Decode(job) => Work::Decode(job.stem, job.slab),
            Job::Hint { .. } => Work::Hint,
        }
    }
}
