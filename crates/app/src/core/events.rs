//! What the engine, the output and the waves tell.

use std::time::Instant;

use attacca_engine::{EngineEvent, SongId, output::OutputEvent};
use attacca_library::{StemId, StemRecord, waves::WaveEvent};
use attacca_player::{chain, output_notice};

use super::{Core, transport::entry_of};
use crate::ipc::{self, AppEvent, NoticeAbout};

/// What is wrong with stems from now on, if anything is.
type Troubles = Vec<(StemId, Option<String>)>;

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

    /// Writes down which files of a song can't be played, and which can again: all at once.
    fn note_files(&mut self, event: &EngineEvent) {
        match event {
            // The rest of the song follows.
            EngineEvent::StemFailed { song, path, error, .. } => {
                self.absences.failed(*song, path, error);
            }
            EngineEvent::SongOpened { song, .. } | EngineEvent::SongFailed { song } => {
                self.note_song(*song);
            }
            _ => {}
        }
    }

    /// The same of a song of the engine, as it is now.
    pub(super) fn note_song(&mut self, song: SongId) {
        self.absences.is_noted(song);
        let Some((id, troubles)) = self.troubles(song) else { return };
        if !troubles.is_empty() {
            if let Err(error) = self.library.note_trouble(&troubles) {
                tracing::warn!(%error, "missing files are not stored");
            }
            self.reread(id);
        }
        self.say_what_is_missing(id);
        self.miss_no_more(id);
    }

    /// The song of the library that one of the engine is, and what is new of its stems.
    fn troubles(&self, song: SongId) -> Option<(attacca_library::SongId, Troubles)> {
        let key = self.player.key_of(song)?;
        let entry = self.entries().iter().find(|entry| entry.id == entry_of(key))?;
        let detail = self.songs.get(&entry.song.id)?;
        let report = self.player.engine().song(song);
        let trouble = |stem: &StemRecord| {
            let known = report.stems.get(self.engine_place(key, stem)?)?;
            let trouble = known.error.as_ref().map(|error| chain(&**error));
            (trouble != stem.trouble).then_some((stem.id, trouble))
        };
        Some((entry.song.id, detail.stems.iter().filter_map(trouble).collect()))
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
}
