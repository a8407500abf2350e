//! The set in the player: it may change while one of its songs plays.

use attacca_engine::SongId;
use attacca_session::{Song, Stem};
use attacca_units::FramePos;

use super::{Player, source_of};
use crate::{Transition, cursor::Cursor};

/// What an entry of the set is known by, whatever its place: a number of the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryKey(pub u64);

/// A song as the set is to have it.
#[derive(Debug, Clone, PartialEq)]
pub struct SetEntry {
    /// What it is known by.
    pub key: EntryKey,
    /// The song. The same one may be in several entries.
    pub song: Song,
    /// How the set goes on at its end.
    pub transition: Transition,
}

impl SetEntry {
    /// An entry after which the set stops.
    pub fn new(key: EntryKey, song: Song) -> SetEntry {
        SetEntry { key, song, transition: Transition::default() }
    }
}

/// A song of the set, as the engine knows it.
#[derive(Debug)]
pub(super) struct Entry {
    key: EntryKey,
    pub(super) song: Song,
    pub(super) id: SongId,
    pub(super) transition: Transition,
}

impl Player {
    /// Replaces the set. What plays is not interrupted: entries are recognised by their keys, and one
    /// whose files are the same keeps its song in the engine, with its mix.
    ///
    /// The current entry stays the current one. When it is not in the new set, the one at its place
    /// is, from its start; one that plays is let play to its end, and the set waits there.
    ///
    /// Returns the keys of the entries that are new to the engine: their stems are mixed as
    /// [`first_mix`](super::first_mix) says. An entry that plays and whose files are others keeps those
    /// that it has until it is set again when it does not play.
    pub fn set_entries(&mut self, entries: Vec<SetEntry>) -> Vec<EntryKey> {
        let at = self.place();
        let mut old = std::mem::take(&mut self.entries);
        let current = old.get(self.current()).map(|entry| entry.key);
        let mut new_keys = Vec::new();
        for entry in entries {
            if self.entries.iter().any(|other| other.key == entry.key) {
                continue;
            }
            let known = old.iter().position(|known| known.key == entry.key);
            let known = known.map(|index| old.swap_remove(index));
            let plays = self.wants_to_play && current == Some(entry.key);
            let entry = match known {
                Some(known) if plays || has_same_files(&known.song, &entry.song) => {
                    self.taken_over(known, entry)
                }
                _ => {
                    new_keys.push(entry.key);
                    self.taken_in(entry)
                }
            };
            self.entries.push(entry);
        }
        self.place_cursor(current, &new_keys, at);
        new_keys
    }

    /// Opens the files of these entries anew, as when some were missing and are back. What plays is not
    /// interrupted: while it plays, the entry that does, the next one and those that jumps lead to are left as they
    /// are. The current entry keeps its place, and what is armed by hand stays armed.
    ///
    /// Returns the keys of those that are new to the engine, as [`Player::set_entries`] does.
    pub fn reopen(&mut self, keys: &[EntryKey]) -> Vec<EntryKey> {
        let (at, current) = (self.place(), self.current_key());
        let needed = self.needed_songs();
        let (mut new_keys, mut replaced) = (Vec::new(), Vec::new());
        for entry in &mut self.entries {
            if keys.contains(&entry.key) && !needed.contains(&entry.id) {
                let id = self.engine.add_song(source_of(&entry.song));
                replaced.push((std::mem::replace(&mut entry.id, id), id));
                new_keys.push(entry.key);
            }
        }
        if !new_keys.is_empty() {
            let armed = self.users_of(&replaced);
            self.place_cursor(current, &new_keys, at);
            if !armed.is_empty() {
                self.arm_again(armed);
                self.arm_transition(self.place());
            }
        }
        new_keys
    }

    /// The songs that what plays needs, or will need soon; none while nothing plays.
    fn needed_songs(&self) -> Vec<SongId> {
        if !self.wants_to_play {
            return Vec::new();
        }
        let current = self.current();
        let around = self.entries.get(current).into_iter();
        let next = self.next_playable().map(|index| self.entries[index].id);
        // The transport may be in another song already.
        let heard = self.engine.telemetry().transport.song;
        let jumps = self.engine.jumps();
        let led_to = jumps.iter().map(|report| report.jump.to.song);
        around.map(|entry| entry.id).chain(next).chain(heard).chain(led_to).collect()
    }

    /// The set's entries, in its order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = EntryKey> {
        self.entries.iter().map(|entry| entry.key)
    }

    /// The current entry; `None` in an empty set.
    pub fn current_key(&self) -> Option<EntryKey> {
        self.entries.get(self.current()).map(|entry| entry.key)
    }

    /// The entry after the current one that is not known to be unplayable.
    pub fn next_key(&self) -> Option<EntryKey> {
        self.next_playable().map(|index| self.entries[index].key)
    }

    /// An entry's place in the set, from 0.
    pub fn place_of(&self, key: EntryKey) -> Option<usize> {
        self.entries.iter().position(|entry| entry.key == key)
    }

    /// The entry that a song of the engine's is of.
    pub fn key_of(&self, song: SongId) -> Option<EntryKey> {
        self.index_of(song).map(|index| self.entries[index].key)
    }

    /// The song that an entry is in the engine.
    pub fn song_of(&self, key: EntryKey) -> Option<SongId> {
        self.entry(key).map(|entry| entry.id)
    }

    /// The song that the engine calls so.
    pub fn song_with(&self, id: SongId) -> Option<&Song> {
        self.index_of(id).map(|index| &self.entries[index].song)
    }

    /// The song of an entry.
    pub fn song(&self, key: EntryKey) -> Option<&Song> {
        self.entry(key).map(|entry| &entry.song)
    }

    /// Goes to a place of an entry, in seconds; what plays goes on playing. An entry that is not there
    /// changes nothing.
    pub fn locate(&mut self, key: EntryKey, seconds: f64) {
        let at = self.engine.settings().engine_rate.position_at(seconds);
        if let Some(index) = self.place_of(key) {
            self.go_to(index, at);
        }
    }

    /// Where the current song is, or will be when the last seek is heard, in seconds.
    pub fn place_seconds(&self) -> f64 {
        self.engine.settings().engine_rate.seconds_at(self.place())
    }

    pub(super) fn entry(&self, key: EntryKey) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// An entry that the engine has: only what it doesn't know of changes.
    fn taken_over(&self, known: Entry, entry: SetEntry) -> Entry {
        let song = if has_same_files(&known.song, &entry.song) { entry.song } else { known.song };
        Entry { song, transition: entry.transition, ..known }
    }

    fn taken_in(&self, entry: SetEntry) -> Entry {
        let id = self.engine.add_song(source_of(&entry.song));
        Entry { key: entry.key, song: entry.song, id, transition: entry.transition }
    }

    /// Finds the current entry in the new set, and tells the engine the set.
    fn place_cursor(&mut self, current: Option<EntryKey>, new_keys: &[EntryKey], at: FramePos) {
        let place = current.and_then(|key| self.place_of(key));
        let was_at = self.cursor.current();
        self.cursor = Cursor::new(place.unwrap_or(was_at), self.entries.len());
        let ids: Vec<SongId> = self.entries.iter().map(|entry| entry.id).collect();
        self.engine.set_setlist(&ids);
        self.announced = None;
        let is_same = place.is_some() && !current.is_some_and(|key| new_keys.contains(&key));
        if is_same {
            self.arm_transition(self.place());
        } else if self.wants_to_play {
            self.cancel_transition();
        } else {
            self.go_to(self.current(), if place.is_some() { at } else { FramePos::ZERO });
        }
    }
}

fn has_same_files(one: &Song, other: &Song) -> bool {
    let files = |song: &Song| -> Vec<_> {
        song.stems().iter().map(|Stem { path, track, .. }| (path.clone(), *track)).collect()
    };
    files(one) == files(other)
}
