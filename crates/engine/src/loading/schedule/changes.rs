//! Files that change while they are open: which are looked at, and what becomes of their stems.

use std::sync::Arc;

use attacca_units::FramePos;

use crate::{
    control::EngineEvent,
    loading::{
        change::FileChange,
        schedule::{
            Schedule, quarantine::QuarantineReason, running::StemRef, song::Song, stem::StemFile,
        },
        stem::OpenStem,
    },
    protocol::SongId,
};

/// An open file to look at.
pub(crate) struct WatchedFile {
    stem: StemRef,
    /// As it was opened.
    pub(crate) file: Arc<OpenStem>,
}

impl Schedule {
    /// The files to look at now: those of songs that are heard or sought, and of one other open
    /// song, each in its turn.
    pub(crate) fn watched_files(&mut self) -> Vec<WatchedFile> {
        let is_used = |at: &usize| self.windows.iter().any(|w| w.song.0 as usize == *at);
        let is_open = |at: &usize| self.songs[*at].frame_count.is_some();
        let (used, others): (Vec<usize>, Vec<usize>) =
            (0..self.songs.len()).filter(is_open).partition(is_used);
        let next = others.iter().find(|at| **at > self.last_watched).or(others.first()).copied();
        self.last_watched = next.unwrap_or_default();
        let watched = used.into_iter().chain(next);
        watched.flat_map(|at| watched_of(SongId(at as u32), &self.songs[at])).collect()
    }

    /// Takes in what became of a file that was looked at.
    pub(crate) fn looked_at(&mut self, watched: &WatchedFile, change: Option<FileChange>) {
        let is_same = |file: &StemFile| matches!(file, StemFile::Open(file) if Arc::ptr_eq(file, &watched.file));
        if is_same(&self.stem(watched.stem).file) {
            self.file_changed(watched.stem, change);
        }
    }

    /// Says once what became of a stem's file. One that was changed in place is opened anew, for
    /// what is read of it may be anything; from one that was moved away or replaced what is open
    /// plays on, and the song takes the new one when nobody hears it.
    pub(super) fn file_changed(&mut self, stem: StemRef, change: Option<FileChange>) {
        let at = self.heard_position(stem.song);
        let entry = self.stem_mut(stem);
        let is_new = std::mem::replace(&mut entry.change, change) != change;
        let Some(change) = change else { return };
        if is_new {
            let path = entry.location.path.clone();
            let StemRef { song, stem } = stem;
            self.events.push(EngineEvent::StemFileChanged { song, stem, path, at, change });
        }
        if change.is_in_place() && !self.is_patient {
            self.leave_out(stem, QuarantineReason::Changed(change));
        }
    }

    /// Closes songs of which a file was replaced as soon as nobody hears them; they are opened anew
    /// if they are kept.
    pub(super) fn close_stale(&mut self) {
        let limit = self.block_limit();
        let mut has_closed = false;
        for (at, song) in self.songs.iter_mut().enumerate() {
            let is_stale = song.stems.iter().any(|s| s.change == Some(FileChange::Replaced));
            let is_used = self.windows.iter().any(|window| window.song.0 as usize == at);
            if !is_stale || is_used || song.is_at_work() {
                continue;
            }
            // Its slabs are of the old files.
            song.shelf.evict(&[], &mut self.pool, limit);
            if song.shelf.is_empty() {
                self.garbage.extend(song.close());
                self.troubled.retain(|stem| stem.song.0 as usize != at);
                has_closed = true;
            }
        }
        if has_closed {
            self.keep_again();
        }
    }

    /// The playhead, if it is in the song.
    fn heard_position(&self, song: SongId) -> FramePos {
        let is_heard = self.snapshot.song == Some(song);
        if is_heard { self.snapshot.playhead } else { FramePos::ZERO }
    }
}

fn watched_of(id: SongId, song: &Song) -> impl Iterator<Item = WatchedFile> {
    song.stems.iter().enumerate().filter_map(move |(stem, entry)| match &entry.file {
        StemFile::Open(file) => {
            Some(WatchedFile { stem: StemRef { song: id, stem }, file: file.clone() })
        }
        _ => None,
    })
}
