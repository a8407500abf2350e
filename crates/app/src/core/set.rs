//! The set under way: from the library into the player.

use std::{collections::HashMap, path::Path};

use attacca_library::{
    EntryRecord, LibraryError, SetlistId, SongDetail, SongId, StemRecord, Transition,
};
use attacca_player::{EntryKey, SetEntry, Song, Stem};
use attacca_units::SampleRate;

use super::{
    Core,
    transport::{entry_of, key},
};
use crate::ipc;

impl Core {
    /// Makes a setlist the show under way, at its first entry; without one there is no show.
    pub(super) fn open_set(&mut self, setlist: Option<SetlistId>) -> Result<(), LibraryError> {
        let record = setlist.map(|setlist| self.library.setlist(setlist)).transpose()?;
        self.played.clear();
        self.soloed.clear();
        self.is_locked = false;
        self.set = record;
        self.put_set_on();
        self.follow_rate();
        Ok(())
    }

    /// The same after an edit: once nothing was played for a while, or it says so now.
    pub(super) fn follow_rate_soon(&mut self) {
        self.is_rate_stale = true;
        if self.plays() {
            self.follow_rate();
        }
    }

    /// Makes the engine anew if the set asks for another rate; while it plays it only says so, once.
    pub(super) fn follow_rate(&mut self) {
        let rate = self.player.engine().settings().engine_rate;
        let wanted = self.wanted_rate();
        let was_told = std::mem::replace(&mut self.told_rate, wanted) == wanted;
        self.is_rate_stale = false;
        if self.set.is_none() || wanted == rate {
            return;
        }
        if self.plays() {
            if !was_told {
                self.say_other_rate(rate, wanted);
            }
            return;
        }
        if let Err(error) = self.rebuild() {
            self.notify(ipc::Severity::Error, error.message, None, None);
        }
    }

    fn say_other_rate(&mut self, rate: SampleRate, wanted: SampleRate) {
        let text = format!(
            "most stems of the set have {wanted} now, and all are played at {rate}: open the set \
             again when nothing plays, and the sound is converted less"
        );
        self.notify(ipc::Severity::Hint, text, None, None);
    }

    /// Reads the set under way anew and gives it to the player; what plays is not interrupted. A set
    /// that is gone leaves no show.
    pub(super) fn put_set_on(&mut self) {
        self.store_faders();
        self.set = self.set.take().and_then(|set| self.library.setlist(set.id).ok());
        self.songs = self.read_songs();
        let entries: Vec<SetEntry> =
            self.entries().iter().filter_map(|entry| self.set_entry(entry)).collect();
        self.player.set_entries(entries);
        self.note_places();
        self.mix_set();
        self.put_pins_on();
        self.want_waves();
        self.is_set_stale = self.has_stale_files();
        self.show_entries();
    }

    pub(super) fn entries(&self) -> &[EntryRecord] {
        self.set.as_ref().map_or(&[], |set| &set.entries)
    }

    pub(super) fn current_entry(&self) -> Option<&EntryRecord> {
        let current = entry_of(self.player.current_key()?);
        self.entries().iter().find(|entry| entry.id == current)
    }

    pub(super) fn current_song(&self) -> Option<&SongDetail> {
        self.songs.get(&self.current_entry()?.song.id)
    }

    /// The entries in which a song is.
    pub(super) fn keys_of(&self, song: SongId) -> Vec<EntryKey> {
        let of_song = self.entries().iter().filter(|entry| entry.song.id == song);
        of_song.map(|entry| key(ipc::EntryId(entry.id.0))).collect()
    }

    /// A stem's place in the engine's song of an entry.
    pub(super) fn engine_place(&self, key: EntryKey, stem: &StemRecord) -> Option<usize> {
        self.places.get(&key)?.iter().position(|id| *id == stem.id)
    }

    /// Writes down which stems the player's songs are of; one that plays on with files that are others by now
    /// keeps its stems.
    fn note_places(&mut self) {
        let mut places = HashMap::new();
        for entry in self.entries() {
            let key = key(ipc::EntryId(entry.id.0));
            let (Some(detail), Some(taken)) =
                (self.songs.get(&entry.song.id), self.player.song(key))
            else {
                continue;
            };
            let is_taken = song_of(detail).is_some_and(|wanted| files(&wanted) == files(taken));
            let old = self.places.get(&key).filter(|_| !is_taken).cloned();
            let of_library = || detail.stems.iter().map(|stem| stem.id).collect();
            places.insert(key, old.unwrap_or_else(of_library));
        }
        self.places = places;
    }

    fn read_songs(&self) -> HashMap<SongId, SongDetail> {
        let mut songs = HashMap::new();
        for entry in self.entries() {
            let id = entry.song.id;
            if !songs.contains_key(&id)
                && let Ok(song) = self.library.song(id)
            {
                songs.insert(id, song);
            }
        }
        songs
    }

    /// An entry for the player; `None` for a song without stems.
    fn set_entry(&self, entry: &EntryRecord) -> Option<SetEntry> {
        let song = song_of(self.songs.get(&entry.song.id)?)?;
        let key = key(ipc::EntryId(entry.id.0));
        Some(SetEntry { key, song, transition: transition_of(entry.transition) })
    }

    fn has_stale_files(&self) -> bool {
        let Some(entry) = self.current_entry() else { return false };
        let wanted = self.songs.get(&entry.song.id).and_then(song_of);
        let taken = self.player.song(key(ipc::EntryId(entry.id.0)));
        wanted.is_some_and(|wanted| taken.is_some_and(|taken| files(taken) != files(&wanted)))
    }

    fn want_waves(&self) {
        for entry in self.entries() {
            if let Some(song) = self.songs.get(&entry.song.id) {
                self.waves.want_later(song);
            }
        }
        if let Some(song) = self.current_song() {
            self.waves.want(song);
        }
    }

    /// Tells those who read telemetry what the engine's numbers mean.
    pub(super) fn show_entries(&self) {
        let mut view = self.shown.view();
        view.engine = self.player.engine();
        view.entries.clear();
        for entry in self.entries() {
            let id = ipc::EntryId(entry.id.0);
            let (Some(song), Some(detail)) =
                (self.player.song_of(key(id)), self.songs.get(&entry.song.id))
            else {
                continue;
            };
            let places = detail.stems.iter().map(|stem| self.engine_place(key(id), stem));
            view.entries.insert(song, (id, places.collect()));
        }
    }
}

/// Where the sound of a song's stems is, in their order.
fn files(song: &Song) -> Vec<(&Path, Option<usize>)> {
    song.stems().iter().map(|stem| (&*stem.path, stem.track)).collect()
}

/// A song for the player; `None` without stems.
fn song_of(detail: &SongDetail) -> Option<Song> {
    let stem = |stem: &StemRecord| Stem {
        name: stem.name.clone(),
        path: stem.file.path.clone(),
        track: stem.file.track,
        colour: Some(stem.colour),
        is_muted_at_first: stem.is_muted,
    };
    let stems = detail.stems.iter().map(stem).collect();
    Song::in_order(detail.song.title.clone(), detail.song.folder.clone(), stems).ok()
}

fn transition_of(transition: Transition) -> attacca_player::Transition {
    match transition {
        Transition::Stop => attacca_player::Transition::Stop,
        Transition::Gapless => attacca_player::Transition::Gapless,
        Transition::Crossfade { seconds } => attacca_player::Transition::Crossfade(seconds),
    }
}
