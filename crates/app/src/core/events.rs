//! What the engine, the output and the waves tell.

use std::{collections::BTreeSet, time::Instant};

use attacca_engine::{EngineEvent, SongId, output::OutputEvent};
use attacca_library::{StemId, waves::WaveEvent};
use attacca_player::{chain, output_notice};

use super::{Core, transport::entry_of};
use crate::ipc::{self, AppEvent, NoticeAbout};

impl Core {
    pub(super) fn take_in(&mut self, event: &EngineEvent) {
        let before = self.player.current_key();
        if let EngineEvent::Ended { song } = event {
            self.played.extend(self.player.key_of(*song).map(entry_of));
        }
        self.note_played();
        let notice = self.player.take_in(event, Instant::now());
        self.note_files(event);
        // What is missing is said once for a song, and how to find it.
        let is_absence =
            matches!(event, EngineEvent::StemFailed { .. } | EngineEvent::SongFailed { .. });
        if let Some(notice) = notice.filter(|_| !is_absence) {
            self.say(&notice);
        }
        let is_rest =
            matches!(event, EngineEvent::TransportChanged { .. } | EngineEvent::Ended { .. });
        if self.player.current_key() != before || is_rest {
            self.save_place_soon();
        }
        self.publish();
    }

    pub(super) fn take_in_output(&mut self, event: &OutputEvent) {
        if let Some(notice) = output_notice(event) {
            let is_lost = matches!(event, OutputEvent::Lost(_) | OutputEvent::CannotReopen(_));
            self.say_about(&notice, is_lost.then_some(NoticeAbout::OutputLost));
        }
        self.publish();
    }

    pub(super) fn take_in_wave(&mut self, event: WaveEvent) {
        for (path, reason) in &event.failures {
            tracing::warn!(?path, reason, "no wave");
        }
        self.send(AppEvent::Wave { song: ipc::SongId(event.song.0) });
    }

    /// The current entry counts as played once it is heard.
    pub(super) fn note_played(&mut self) {
        if self.player.telemetry().transport.state == attacca_engine::TransportState::Playing {
            self.played.extend(self.player.current_key().map(entry_of));
        }
    }

    /// Writes down which files of a song can't be played, and which can again.
    fn note_files(&mut self, event: &EngineEvent) {
        let troubles = match event {
            EngineEvent::StemFailed { song, stem, path, error } => {
                let Some(id) = self.stem_of(*song, *stem) else { return };
                self.absences.failed(path, error);
                let of_song = self.library.stem(id).map(|stem| stem.song);
                of_song.into_iter().for_each(|song| self.miss(song));
                vec![(id, Some(chain(&**error)))]
            }
            EngineEvent::SongOpened { song, .. } => self.healthy_stems(*song),
            _ => return,
        };
        let is_new = |(id, trouble): &(StemId, Option<String>)| {
            self.library.stem(*id).is_ok_and(|stem| stem.trouble != *trouble)
        };
        let troubles: Vec<_> = troubles.into_iter().filter(is_new).collect();
        if troubles.is_empty() {
            return;
        }
        if let Err(error) = self.library.note_trouble(&troubles) {
            tracing::warn!(%error, "missing files are not stored");
        }
        let songs: BTreeSet<_> = troubles
            .iter()
            .filter_map(|(stem, _)| Some(self.library.stem(*stem).ok()?.song))
            .collect();
        for song in songs {
            self.reread(song);
            self.miss_no_more(song);
        }
    }

    /// Reads a song of the set anew, for what is shown of it.
    pub(super) fn reread(&mut self, song: attacca_library::SongId) {
        self.store_faders();
        if let Ok(detail) = self.library.song(song) {
            for entry in self.set.iter_mut().flat_map(|set| &mut set.entries) {
                if entry.song.id == song {
                    entry.song = detail.song.clone();
                }
            }
            // Those of the set only.
            if let Some(known) = self.songs.get_mut(&song) {
                *known = detail;
            }
        }
        self.sent.songs.insert(song);
        self.sent.library_changed();
    }

    fn stem_of(&self, song: SongId, place: usize) -> Option<StemId> {
        let key = self.player.key_of(song)?;
        let entry = self.entries().iter().find(|entry| entry.id == entry_of(key))?;
        let detail = self.songs.get(&entry.song.id)?;
        let stem = detail.stems.iter().find(|stem| self.engine_place(key, stem) == Some(place));
        stem.map(|stem| stem.id)
    }

    fn healthy_stems(&self, song: SongId) -> Vec<(StemId, Option<String>)> {
        let report = self.player.engine().song(song);
        let stems = report.stems.iter().enumerate().filter(|(_, stem)| stem.error.is_none());
        stems.filter_map(|(place, _)| Some((self.stem_of(song, place)?, None))).collect()
    }
}
