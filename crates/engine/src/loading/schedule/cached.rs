//! What the cache is told of what plays and what is open.

use crate::{
    cache::events::{CacheView, ViewedSong, ViewedStem},
    control::SongPhase,
    loading::{
        change::FileChange,
        schedule::{
            QuarantineReason, Schedule,
            song::Song,
            stem::{Stem, StemFile},
        },
    },
    protocol::{SongId, TransportState},
};

impl Schedule {
    /// What plays and what is open: the current song first, then the others as they are wanted.
    pub(crate) fn cache_view(&self) -> CacheView {
        let order = &self.keeping.order;
        let others = (0..self.songs.len() as u32).map(SongId).filter(|id| !order.contains(id));
        let all = order.iter().copied().chain(others);
        let songs = all.filter(|id| self.song(*id).is_any_open()).map(|id| self.viewed(id));
        let is_waiting = |id: &&SongId| {
            matches!(self.song(**id).phase(), SongPhase::Registered | SongPhase::Opening)
        };
        CacheView {
            songs: songs.collect(),
            visit: self.visit(),
            may_visit: self.may_visit(),
            has_hung: self.has_hung(),
            open_anyway: self.open_anyway(),
            n_waiting: order.iter().filter(is_waiting).count(),
            playhead: self.snapshot.song.map(|song| (song, self.snapshot.playhead)),
            kept: (0..self.songs.len() as u32)
                .map(SongId)
                .filter(|id| self.keeping.contains(*id))
                .collect(),
            is_playing: self.is_playing(),
            is_storage_slow: self.storage.is_slow(),
        }
    }

    /// Songs whose files are open, or will be, for others' sake.
    fn open_anyway(&self) -> Vec<SongId> {
        let songs = (0..self.songs.len() as u32).map(SongId);
        songs.filter(|id| self.is_needed(*id)).collect()
    }

    /// True when a song's files are open, or will be, for others' sake.
    pub(super) fn is_needed(&self, id: SongId) -> bool {
        self.song(id).is_kept || self.song(id).is_wanted || self.is_heard(id)
    }

    /// True when it plays, is sought, or waits for a jump.
    pub(super) fn is_heard(&self, id: SongId) -> bool {
        self.windows.iter().any(|window| window.song == id)
    }

    /// True while sound is made.
    pub(crate) fn is_playing(&self) -> bool {
        self.snapshot.state == TransportState::Playing
    }

    /// True while what plays has half of its look-ahead, so that others may read and decode as well.
    pub(crate) fn may_write_cache(&self) -> bool {
        let half = self.settings.engine_rate.frames_in(self.look_ahead.seconds() / 2.0);
        let snapshot = &self.snapshot;
        let left = snapshot.song_frames.unwrap_or_default().from_start();
        let left = left.saturating_since(snapshot.playhead);
        let is_full_enough = snapshot.leads.playing >= half.min(left);
        self.sought().is_none() && (!self.is_playing() || is_full_enough)
    }

    fn viewed(&self, id: SongId) -> ViewedSong {
        let song = self.song(id);
        ViewedSong {
            id,
            is_in_set: self.keeping.contains(id),
            is_in_use: self.is_in_use(id, song),
            stems: song.stems.iter().map(viewed_stem).collect(),
        }
    }

    fn is_in_use(&self, id: SongId, song: &Song) -> bool {
        let is_current = self.snapshot.song == Some(id);
        is_current || song.armed_at.is_some() || self.windows.iter().any(|one| one.song == id)
    }
}

fn viewed_stem(stem: &Stem) -> ViewedStem {
    let file = match &stem.file {
        StemFile::Open(file) => Some(file.clone()),
        _ => None,
    };
    // One on trial is open again, and is asked for its next part.
    let left_out = stem.standing.quarantine().filter(|_| stem.standing.is_left_out());
    let gives_errors = left_out.is_some_and(|quarantine| {
        matches!(quarantine.reason, QuarantineReason::ReadFailed(_) | QuarantineReason::NoAnswer)
    });
    let is_without_file = file.as_ref().is_some_and(|file| file.source().is_none());
    let has_vanished = stem.change == Some(FileChange::Vanished);
    let is_lost = gives_errors || is_without_file || has_vanished;
    ViewedStem { file, is_lost, can_be_read: !gives_errors && !is_without_file }
}
