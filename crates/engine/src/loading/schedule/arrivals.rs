//! What becomes of the jobs that loaders bring back.

use std::sync::Arc;

use attacca_units::{FrameCount, FramePos};

use crate::{
    control::EngineEvent,
    error::{DecodeError, OpenError},
    loading::{
        decoder::{ChunkDecoder, Damage},
        schedule::{
            Schedule,
            jobs::{Decoded, JobDone, Progress},
            quarantine::QuarantineReason,
            running::{JobId, StemRef, Work},
            stem::{Closed, StemFile},
        },
        stem::OpenStem,
        store::Origin,
    },
    protocol::{
        SongId, ToAudio,
        slab::{Part, SlabPart},
    },
    settings::SLAB_FRAMES,
};

impl Schedule {
    /// Takes in what a job brought.
    pub(crate) fn complete(&mut self, id: JobId, done: JobDone) -> Progress {
        let Some(work) = self.running.end(id).map(|running| running.work) else {
            return Progress::Part;
        };
        match (work, done) {
            (Work::Open(stem), JobDone::Opened(file)) => self.opened(id, stem, file),
            (Work::OpenStored(stem), JobDone::OpenedStored(file)) => self.opened_stored(stem, file),
            (Work::Decode(stem, slab), JobDone::Decoded(decoded)) => {
                self.decoded(id, stem, slab, decoded)
            }
            _ => Progress::Part,
        }
    }

    fn opened(
        &mut self,
        job: JobId,
        stem: StemRef,
        file: Result<Arc<OpenStem>, OpenError>,
    ) -> Progress {
        let is_open = self.song(stem.song).frame_count.is_some();
        let entry = self.stem_mut(stem);
        let is_first = entry.is_opened_by(job);
        // A file that takes long to open has answered whichever attempt was given up meanwhile.
        let is_late_answer = file.is_ok() && entry.standing.is_left_out();
        let is_awaited = is_first || entry.standing.is_reopened_by(job) || is_late_answer;
        match (file, is_awaited) {
            // The song was closed since, or the file has answered another job.
            (file, false) => {
                self.garbage.extend(file.ok().map(Closed::from));
                return Progress::Part;
            }
            (Ok(file), true) if is_open => return self.joined(stem, file),
            (Err(error), true) if !is_first => {
                tracing::debug!(?stem, %error, "opening anew failed");
                let reason = entry.standing.reason();
                self.leave_out(stem, reason);
                return Progress::Part;
            }
            (Ok(file), true) => {
                self.say_mixed_down(stem, &file);
                self.answered(stem);
                self.stem_mut(stem).file = StemFile::Open(file);
            }
            (Err(error), true) => self.failed_to_open(stem, error),
        }
        self.finish_opening(stem.song)
    }

    /// A stem whose file does not answer, or is not asked since its neighbours do not, is played from the
    /// store. Its file is opened beside, as that of any stem that is left out.
    fn opened_stored(&mut self, stem: StemRef, file: Option<Arc<OpenStem>>) -> Progress {
        let is_awaited = self.stem(stem).awaits_store();
        let Some(file) = file.filter(|_| is_awaited) else { return Progress::Part };
        let is_open = self.song(stem.song).frame_count.is_some();
        self.leave_out(stem, QuarantineReason::NoAnswer);
        self.stem_mut(stem).file = StemFile::Open(file);
        self.want_again(stem);
        if !is_open {
            return self.finish_opening(stem.song);
        }
        self.song_mut(stem.song).measure_slab();
        self.lengthen(stem.song);
        self.keep_again();
        self.plan_memory();
        Progress::Opened
    }

    /// A stem of a song that is open already: its file has answered at last, or again.
    fn joined(&mut self, stem: StemRef, file: Arc<OpenStem>) -> Progress {
        self.say_mixed_down(stem, &file);
        self.to_index.push(file.clone());
        let entry = self.stem_mut(stem);
        entry.standing.reopened();
        let closed = entry.replace_file(file);
        self.garbage.push(closed);
        self.song_mut(stem.song).measure_slab();
        self.want_again(stem);
        self.lengthen(stem.song);
        self.keep_again();
        self.plan_memory();
        Progress::Opened
    }

    /// Tells all who must know when a stem that joined has made its song longer.
    fn lengthen(&mut self, song: SongId) {
        if let Some(frame_count) = self.song_mut(song).lengthen() {
            self.send(ToAudio::Lengthen { song, song_frames: frame_count });
            self.events.push(EngineEvent::SongLengthened { song, frame_count });
        }
    }

    fn say_mixed_down(&mut self, stem: StemRef, file: &OpenStem) {
        let source_channels = file.info().source_channels;
        if source_channels > 2 && !self.is_visit(stem.song) {
            let StemRef { song, stem } = stem;
            let path = file.path().to_owned();
            self.events.push(EngineEvent::StemMixedDown { song, stem, path, source_channels });
        }
    }

    fn failed_to_open(&mut self, stem: StemRef, error: OpenError) {
        let error = Arc::new(error);
        let entry = self.stem_mut(stem);
        entry.file = StemFile::Failed(error.clone());
        let path = entry.location.path.clone();
        self.give_up(stem);
        let StemRef { song, stem } = stem;
        // Of a song that nobody has open its owner is told when it is wanted.
        if !self.is_visit(song) {
            self.events.push(EngineEvent::StemFailed { song, stem, path, error });
        }
    }

    /// Opens the song for play when all its files are open, failed, or late.
    pub(super) fn finish_opening(&mut self, id: SongId) -> Progress {
        let song = &mut self.songs[id.0 as usize];
        if !song.finish_opening() {
            return Progress::Part;
        }
        self.welcome(id);
        self.keep_again();
        self.plan_memory();
        self.fit_windows(id);
        self.deliver();
        Progress::Opened
    }

    fn decoded(&mut self, job: JobId, stem: StemRef, index: u64, decoded: Decoded) -> Progress {
        let Decoded { lane, part, result } = decoded;
        self.note_read(stem);
        let entry = self.stem_mut(stem);
        let (is_leased, is_of_file) =
            (entry.is_leased_by(job), entry.is_of_file(job, lane.as_ref()));
        // What the store gave is no answer of a file that is in trouble.
        let is_stored = lane.as_ref().is_some_and(|lane| lane.origin() == Origin::Store);
        let asked_file = lane.as_ref().is_none_or(ChunkDecoder::asks_file);
        let lane = entry.give_back(job, lane);
        self.garbage.extend(lane.map(Closed::from));
        if !is_of_file {
            self.give_block(part);
            if is_leased {
                self.song_mut(stem.song).shelf.want(index, stem.stem);
            }
            return Progress::Part;
        }
        let Err(Damage { at, error, .. }) = result else {
            if !is_stored {
                self.answered(stem);
            }
            return self.settle(stem, index, SlabPart::Sound(part));
        };
        match error {
            DecodeError::Read(_) => {
                self.give_block(part);
                match (asked_file, is_leased) {
                    (false, _) => self.store_failed(stem, index),
                    (true, true) => self.read_failed(stem, index, error),
                    // It was given up, and is asked anew when it has rested.
                    (true, false) => Progress::Part,
                }
            }
            DecodeError::Changed(change) if !self.is_patient => {
                self.give_block(part);
                self.file_changed(stem, Some(change));
                Progress::Delivered
            }
            DecodeError::Changed(_) | DecodeError::Panicked => {
                self.give_block(part);
                self.note_damage(stem, at, Arc::new(error));
                self.settle(stem, index, SlabPart::Absent)
            }
            DecodeError::Truncated | DecodeError::Damaged(_) => {
                self.answered(stem);
                self.note_damage(stem, at, Arc::new(error));
                self.settle(stem, index, SlabPart::Sound(part))
            }
        }
    }

    /// Files a part; its slab goes to the audio thread when it is the last one.
    pub(super) fn settle(&mut self, stem: StemRef, index: u64, part: SlabPart) -> Progress {
        let song = &mut self.songs[stem.song.0 as usize];
        let was_complete = song.shelf.is_ready(index);
        if let Err(part) = song.shelf.fill(index, stem.stem, part) {
            if let SlabPart::Sound(part) = part {
                self.give_block(part);
            }
            return Progress::Part;
        }
        if was_complete {
            self.say_absences(stem.song, index);
            return Progress::Part;
        }
        if !self.complete_slab(stem.song, index) {
            return Progress::Part;
        }
        self.deliver();
        self.say_armed();
        self.say_jumps_armed();
        Progress::Delivered
    }

    /// Says once per damaged stretch what is wrong.
    pub(super) fn note_damage(&mut self, stem: StemRef, at: FramePos, error: Arc<DecodeError>) {
        let entry = self.stem_mut(stem);
        let is_new = entry.note_damage(at);
        let path = entry.location.path.clone();
        self.decode_errors += 1;
        if is_new {
            let StemRef { song, stem } = stem;
            self.events.push(EngineEvent::DecodeFailed { song, stem, path, at, error });
        }
    }

    /// Counts how long a stem's file was read for a part.
    fn note_read(&mut self, stem: StemRef) {
        let song = self.song(stem.song);
        let share = 1.0 / song.open_stems().count().max(1) as f64;
        let read = song.stems[stem.stem].answers.take_read_time();
        let slab = self.settings.engine_rate.seconds(FrameCount(SLAB_FRAMES as u64));
        self.storage.note_part(read, slab * share);
    }

    /// Takes the block of a part that is of no use.
    fn give_block(&mut self, part: Part) {
        let limit = self.block_limit();
        self.pool.give(part.block, limit);
    }
}
