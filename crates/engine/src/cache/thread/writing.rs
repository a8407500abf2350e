//! What the worker is given to do, one thing after the other, and what becomes of it.

use std::{io, path::PathBuf, sync::Arc, time::Instant};

use super::{
    CHUNKS_PER_UNSAVED, Desk, LAST_WAIT, LONGEST_TASK, SHORTEST_REST,
    planned::Planned,
    worker::{Done, Order, Task, Written},
};
use crate::cache::{
    disk_stem::DiskStem,
    metadata::ChunkMetadata,
    streaming::StemKey,
    wants::WantedStem,
    writer::{WriteError, worst_bytes},
};

/// What the worker does.
pub(super) enum Writing {
    /// Finds out what holds the files of a folder.
    Storage(PathBuf),
    /// Reads what a stem's file holds.
    Content(StemKey, Arc<DiskStem>),
    /// Writes a chunk.
    Chunk(ChunkOnItsWay),
}

/// A chunk that is being written.
pub(super) struct ChunkOnItsWay {
    key: StemKey,
    disk: Arc<DiskStem>,
    number: u64,
    /// Set aside for it.
    reserved_bytes: u64,
    raw_bytes: u64,
    /// What was in its folder has gone since: so must it.
    is_abandoned: bool,
}

impl Desk<'_> {
    /// Gives the worker something to do.
    pub(super) fn work(&mut self, planned: &Planned) {
        if self.writing.is_some() {
            return;
        }
        if let Some((folder, path)) = self.storages.next_unknown() {
            self.give(Writing::Storage(folder), Task::Storage(path));
            return;
        }
        let may_work = self.is_writer()
            && self.cache.may_write()
            && self.rests_until.is_none_or(|until| Instant::now() >= until);
        if !may_work || self.check_content(planned) {
            return;
        }
        let Some((song, stem, number)) = planned.next else {
            self.is_idle = true;
            self.save_all();
            return;
        };
        self.write(&planned.songs[song].stems[stem], number);
    }

    /// Takes in what the worker has done.
    pub(super) fn take_done(&mut self) {
        if let Some(done) = self.worker.done() {
            self.take(done);
        }
    }

    /// Takes in what it does still.
    pub(super) fn take_last(&mut self) {
        if self.writing.is_some()
            && let Some(done) = self.worker.done_within(LAST_WAIT)
        {
            self.take(done);
        }
    }

    fn take(&mut self, done: Done) {
        match (self.writing.take(), done) {
            (Some(Writing::Storage(folder)), Done::Storage(kind)) => {
                self.storages.add(folder, kind);
            }
            (Some(Writing::Content(key, disk)), Done::Content(file, content)) => {
                self.used.push(file);
                self.compare_content(&key, &disk, content);
            }
            (Some(Writing::Chunk(chunk)), Done::Chunk(order, written)) => {
                self.cache.counters.note_times(written.times);
                self.books.release(chunk.reserved_bytes);
                self.written(&chunk, &order, written);
                self.used.push(order.file);
            }
            _ => {}
        }
    }

    fn give(&mut self, writing: Writing, task: Task) {
        if self.worker.begin(task) {
            self.writing = Some(writing);
            self.writing_since = Instant::now();
        }
    }

    /// True when the worker seems to hang.
    pub(super) fn is_stuck(&self) -> bool {
        self.writing.is_some() && self.writing_since.elapsed() >= LONGEST_TASK
    }

    /// Compares what a stem's file is with what it was, once for each; true when it has begun to.
    fn check_content(&mut self, planned: &Planned) -> bool {
        let mut stems = planned.songs.iter().flat_map(|song| &song.stems);
        let Some(stem) = stems.find(|stem| !self.checked.contains(&stem.key)) else { return false };
        self.checked.insert(stem.key.clone());
        // What its description promises and the folder does not have is written anew.
        for number in stem.disk.numbers() {
            if self.books.bytes_of(&stem.key.0, &stem.key.1, number).is_none() {
                stem.disk.forget(number);
                *self.unsaved.entry(stem.key.clone()).or_default() += 1;
            }
        }
        let Some(file) = stem.file.upgrade() else { return false };
        let writing = Writing::Content(stem.key.clone(), Arc::clone(&stem.disk));
        self.give(writing, Task::Content(file));
        true
    }

    fn compare_content(&mut self, key: &StemKey, disk: &DiskStem, content: Option<String>) {
        let Some(content) = content.filter(|_| !disk.is_replaced()) else { return };
        match &disk.metadata().source.content {
            Some(kept) if *kept != content => {
                self.remove_stem(key);
                self.checked.insert(key.clone());
            }
            _ => {}
        }
        disk.set_content(content);
    }

    /// Has a chunk written, if there is room.
    fn write(&mut self, stem: &WantedStem, number: u64) {
        let metadata = stem.disk.metadata();
        let (frames, channels) = (metadata.frames_of(number), metadata.source.channels);
        let worst = worst_bytes(frames, channels, stem.coding.bits());
        let reserved_bytes = worst + 2 * (metadata.to_bytes().len() as u64 + 256);
        let Some(file) = stem.file.upgrade() else { return };
        if !self.reserve(reserved_bytes) {
            self.rests_until = Some(Instant::now() + SHORTEST_REST);
            self.without_room = Some(stem.disk.chunk(number));
            self.is_idle = true;
            self.save_all();
            return;
        }
        self.without_room = None;
        let on_its_way = ChunkOnItsWay {
            key: stem.key.clone(),
            disk: Arc::clone(&stem.disk),
            number,
            reserved_bytes,
            raw_bytes: frames * channels as u64 * u64::from(stem.coding.bits().div_ceil(8)),
            is_abandoned: false,
        };
        let order = Order {
            file,
            disk: Arc::clone(&stem.disk),
            coding: stem.coding,
            chunk_frames: metadata.chunk_frames,
            number,
        };
        self.give(Writing::Chunk(on_its_way), Task::Chunk(order));
        if self.writing.is_none() {
            self.books.release(reserved_bytes);
        }
    }

    fn written(&mut self, chunk: &ChunkOnItsWay, order: &Order, written: Written) {
        match written.chunk {
            Ok(_) if chunk.is_abandoned || chunk.disk.is_replaced() => {
                self.folder.remove_chunk(&chunk.disk.chunk(chunk.number));
            }
            Err(_) if chunk.is_abandoned => {}
            Ok(metadata) => self.add(chunk, metadata),
            Err(WriteError::Stopped) => {}
            Err(WriteError::Source(error)) => {
                let (path, number) = (order.file.path(), chunk.number);
                tracing::debug!(?path, number, %error, "chunk is not cached");
                chunk.disk.give_up(number);
            }
            // Its folder went meanwhile, with the last of what was in it: it is made anew.
            Err(WriteError::Disk(error)) if error.kind() == io::ErrorKind::NotFound => {
                self.rests_until = Some(Instant::now() + SHORTEST_REST);
            }
            Err(WriteError::Disk(error)) => self.failed(error),
            Err(error @ WriteError::Wrong) => self.failed(io::Error::other(error)),
        }
    }

    /// Takes note of a chunk that is there.
    fn add(&mut self, chunk: &ChunkOnItsWay, metadata: ChunkMetadata) {
        let frames = chunk.disk.metadata().frames_of(chunk.number);
        let n_songs = self.books.n_songs();
        self.books.add(&chunk.disk.chunk(chunk.number), metadata.bytes);
        if self.books.n_songs() != n_songs {
            self.save_order();
        }
        self.cache.counters.note_written(metadata.bytes, frames, chunk.raw_bytes);
        chunk.disk.add(chunk.number, metadata);
        *self.unsaved.entry(chunk.key.clone()).or_default() += 1;
        self.rest = SHORTEST_REST;
        let n_chunks = chunk.disk.metadata().chunks.len();
        if self.unsaved[&chunk.key] > n_chunks / CHUNKS_PER_UNSAVED {
            self.save(&chunk.key);
        }
    }

    /// What is in the folder of the chunk that is being written goes, or is not known any more. What was
    /// set aside for it stays so until it is known what became of it.
    pub(super) fn abandon_writing(&mut self) {
        if let Some(Writing::Chunk(chunk)) = &mut self.writing {
            chunk.is_abandoned = true;
            self.books.keep_reserved(chunk.reserved_bytes);
        }
    }

    /// The files of a stem go; a chunk of it that is being written will.
    pub(super) fn remove_files(&mut self, key: &StemKey) {
        if let Some(Writing::Chunk(chunk)) = &mut self.writing {
            chunk.is_abandoned |= chunk.key == *key;
        }
        self.folder.remove_stem(&key.0, &key.1);
        self.books.remove_stem(&key.0, &key.1);
    }
}
