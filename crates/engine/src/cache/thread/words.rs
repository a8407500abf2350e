//! What the thread tells: stems that lost their files, and how far the cache is.

use std::ops::Range;

use attacca_units::{FrameCount, FramePos};

use super::{Desk, planned::Planned};
use crate::{
    cache::{
        CacheReport, CacheTelemetry, CachedSong, coverage::covered, events::CacheView,
        verdict::sentence, wants::WantedSong,
    },
    control::EngineEvent,
    protocol::SongId,
};

impl Desk<'_> {
    /// Says which stems have lost their files, and how much of them plays on.
    pub(super) fn tell_lost(&mut self, view: &CacheView) {
        for song in &view.songs {
            for (at, stem) in song.stems.iter().enumerate() {
                let lost = (song.id, at);
                if !stem.is_lost {
                    self.said_lost.remove(&lost);
                } else if let (Some(file), true) = (&stem.file, self.said_lost.insert(lost)) {
                    let cached = self.cached_frames(song.id, at);
                    self.cache.say(EngineEvent::SourceLost {
                        song: song.id,
                        stem: at,
                        path: file.path().to_owned(),
                        cached: FrameCount(cached),
                        frame_count: file.info().frame_count,
                    });
                }
            }
        }
    }

    pub(super) fn cached_frames(&self, song: SongId, stem: usize) -> u64 {
        let state = self.cache.state();
        let Some(place) = state.songs.get(song.0 as usize) else { return 0 };
        let Some(stem) = place.stems.get(stem) else { return 0 };
        let key = (place.name.clone(), stem.name.clone());
        state.stems.get(&key).map_or(0, |stem| stem.metadata().cached_frames())
    }

    /// Makes known what is planned.
    pub(super) fn report(&self, Planned { songs, next, .. }: &Planned) {
        let all = songs.iter().flat_map(|song| &song.need.stems);
        let longest = all.map(|stem| stem.chunk_bytes.len() as u64).max().unwrap_or_default();
        let quota = Some(self.quota).filter(|quota| *quota < longest);
        let cached = |song: &WantedSong| CachedSong {
            song: song.id,
            name: song.name.clone(),
            sentence: sentence(&song.reasons, quota),
            cached_chunks: song.stems.iter().map(|stem| stem.n_cached).sum::<u64>()
                + lost_chunks(song),
            wanted_chunks: song
                .need
                .stems
                .iter()
                .map(|stem| (stem.chunk_bytes.len() as u64).min(self.quota))
                .sum::<u64>()
                + lost_chunks(song),
            chunk_count: song.chunk_count,
            byte_count: self.books.song_bytes(&song.name),
            ranges: if song.is_in_use { ranges(song) } else { Vec::new() },
        };
        let telemetry = CacheTelemetry {
            byte_count: self.books.total_bytes(),
            limit_bytes: self.cache.state().live.limit_bytes,
            song_count: self.books.n_songs(),
            ..CacheTelemetry::default()
        };
        let report = CacheReport {
            folder: self.cache.path().to_owned(),
            refusal: self.folder.refusal().map(ToString::to_string),
            live: self.cache.state().live,
            telemetry,
            songs: songs.iter().map(cached).collect(),
            writing: next.map(|(song, ..)| songs[song].id),
            ..CacheReport::default()
        };
        self.cache.state().set_report(report);
    }

    /// Makes known what changes although nothing else is planned.
    pub(super) fn publish(&self, planned: &Planned, n_waiting: usize, wish_count: u64) {
        let has_no_room = |(song, stem, number): (usize, usize, u64)| {
            let stem = &planned.songs[song].stems[stem];
            self.without_room.as_ref() == Some(&stem.disk.chunk(number))
        };
        let is_settled = planned.next.is_none_or(has_no_room) && !self.storages.are_unknown();
        let is_complete = is_settled && self.unsaved.is_empty() && n_waiting == 0;
        let disk_free_bytes = self.disk_free.map(|(_, bytes)| bytes);
        self.cache.state().complete_report(disk_free_bytes, is_complete, wish_count);
    }
}

/// Chunks of stems whose files are lost: those that are there are all that can be.
fn lost_chunks(song: &WantedSong) -> u64 {
    song.lost.iter().map(|disk| disk.metadata().chunks.len() as u64).sum()
}

fn ranges(song: &WantedSong) -> Vec<Range<FramePos>> {
    let open = song.stems.iter().map(|stem| &stem.disk);
    let stems: Vec<_> = open.chain(&song.lost).map(|disk| disk.metadata()).collect();
    covered(stems.iter().map(|stem| &**stem))
}
