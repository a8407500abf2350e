//! Faders: heard at once, stored at the next tick.
//!
//! A finger sends dozens of values each second. Each goes to the engine at once; the disk gets the
//! latest, before anything that asks the library or changes it in another way. What starts and stops
//! the sound never waits for that.

use std::time::{Duration, Instant};

use attacca_library::{Edit, SongChange, SongId, StemMixChange, StemRecord};
use attacca_player::chain;

use super::{
    Core,
    notices::saying,
    settings::{routing_edit, routing_text},
};
use crate::ipc::{IpcError, Notice, Settings, Severity};

/// Commands that neither read the library nor write it in an order that matters: they do not wait
/// for faders to be stored.
const UNORDERED: [&str; 19] = [
    "armJump",
    "armLoop",
    "cancelJumps",
    "clearClips",
    "clearSolos",
    "goToEntry",
    "nextSong",
    "pause",
    "play",
    "previousSong",
    "seekBy",
    "seekTo",
    "setBus",
    "setMaster",
    "setSongTrim",
    "setStemMix",
    "setStemSolo",
    "stop",
    "togglePlay",
];

/// How long faders rest before the disk is waited for: what a loss of power takes of them is younger, and a
/// drag does not wait.
const REST: Duration = Duration::from_millis(500);

/// How long it waits for that at most: who fades for a minute has some of it stored.
const MOST: Duration = Duration::from_secs(5);

/// What was moved and is not stored yet.
#[derive(Debug, Default)]
pub(super) struct Unstored {
    /// Changes by the gesture, the latest values of each; without one each is a step of its own.
    edits: Vec<(Edit, Option<u64>)>,
    /// The disk refused the last ones, and it was said.
    is_refused: bool,
    /// When the last values were stored that the disk may not have.
    written: Option<Instant>,
    /// When the first of them were.
    since: Option<Instant>,
}

impl Core {
    /// Stores what was moved, unless the command called `name` needs no order.
    pub(super) fn store_faders_before(&mut self, name: &str) {
        if !UNORDERED.contains(&name) {
            self.store_faders();
        }
    }

    /// Stores what was moved. A failure is said once; what is heard stays: a mute that the disk refuses is one.
    pub(super) fn store_faders(&mut self) {
        let edits = std::mem::take(&mut self.unstored.edits);
        if !edits.is_empty() {
            self.unstored.written = Some(Instant::now());
            self.unstored.since = self.unstored.since.or(self.unstored.written);
        }
        for (edit, gesture) in edits {
            let stored = self.library.write_unhurried(|library| library.apply(edit, gesture));
            match stored {
                Ok(applied) => {
                    self.unstored.is_refused = false;
                    self.sent.dragged_songs.extend(&applied.songs);
                    self.sent.undo_changed();
                }
                Err(error) => self.say_unstored(&chain(&error)),
            }
        }
    }

    /// Waits for the disk once faders rest.
    pub(super) fn flush_faders(&mut self) {
        if self.unstored.take_due(Instant::now())
            && let Err(error) = self.library.flush()
        {
            tracing::warn!("faders may not be on the disk: {}", chain(&error));
        }
    }

    fn say_unstored(&mut self, reason: &str) {
        if std::mem::replace(&mut self.unstored.is_refused, true) {
            return;
        }
        self.put(Notice {
            severity: Severity::Warning,
            remedy: Some("make room on the disk of the library, and move it again".to_owned()),
            ..saying(format!("a fader or mute is heard and not stored: {reason}"))
        });
    }

    /// Lets a stem be heard as `change` says, which is stored soon. Its values are in their ranges.
    pub(super) fn move_stem_fader(
        &mut self,
        stem: &StemRecord,
        change: StemMixChange,
        gesture: u64,
    ) {
        let mixed = with_change(stem, &change);
        for key in self.keys_of(stem.song) {
            self.mix_stem(key, &mixed);
        }
        let stems = self.songs.get_mut(&stem.song).map(|song| &mut song.stems);
        if let Some(known) = stems.and_then(|stems| stems.iter_mut().find(|one| one.id == stem.id))
        {
            *known = mixed;
        }
        self.unstored.add(Edit::MixStem { stem: stem.id, change }, Some(gesture));
    }

    /// The same for the buses, which are heard as in `settings` already.
    pub(super) fn move_bus_fader(
        &mut self,
        settings: Settings,
        label: &'static str,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        if settings == self.settings {
            return Ok(());
        }
        let edit = routing_edit(routing_text(&settings)?, label);
        self.settings = settings;
        self.unstored.add(edit, gesture);
        Ok(())
    }

    /// The same for a song's trim, in dB.
    pub(super) fn move_trim(&mut self, song: SongId, trim_db: f64, gesture: u64) {
        if let Some(known) = self.songs.get_mut(&song) {
            known.song.trim_db = trim_db;
            self.mix_song(song);
        }
        let change = SongChange { trim_db: Some(trim_db), ..SongChange::default() };
        self.unstored.add(Edit::ChangeSong { song, change }, Some(gesture));
    }
}

impl Unstored {
    /// True once when what was stored last has rested, or the first of it has waited for long.
    fn take_due(&mut self, now: Instant) -> bool {
        let is_over = |at: Option<Instant>, limit| {
            at.is_some_and(|at: Instant| now.saturating_duration_since(at) >= limit)
        };
        let is_due = is_over(self.written, REST) || is_over(self.since, MOST);
        if is_due {
            (self.written, self.since) = (None, None);
        }
        is_due
    }

    fn add(&mut self, edit: Edit, gesture: Option<u64>) {
        if gesture.is_none() {
            return self.edits.push((edit, None));
        }
        if let Edit::ChangeSetting { key, label, .. } = &edit {
            // It holds the values of all other gestures too: the newest is the last one.
            self.edits.retain(|(known, other)| {
                let is_older = |known: &Edit| matches!(known, Edit::ChangeSetting { key: k, label: l, .. } if (k, l) == (key, label));
                *other != gesture || !is_older(known)
            });
        }
        let same = self.edits.iter_mut().filter(|(_, other)| *other == gesture);
        for (known, _) in same {
            match (known, &edit) {
                (Edit::MixStem { stem, change }, Edit::MixStem { stem: other, change: newer })
                    if stem == other =>
                {
                    *change = latest(change, newer);
                    return;
                }
                (
                    Edit::ChangeSong { song, change },
                    Edit::ChangeSong { song: other, change: newer },
                ) if song == other => {
                    change.trim_db = newer.trim_db;
                    return;
                }
                _ => {}
            }
        }
        self.edits.push((edit, gesture));
    }
}

/// A stem as it is when `change` is made.
fn with_change(stem: &StemRecord, change: &StemMixChange) -> StemRecord {
    let StemMixChange { level_db, pan, is_muted, is_solo_safe, bus } = change.clone();
    StemRecord {
        level_db: level_db.unwrap_or(stem.level_db),
        pan: pan.unwrap_or(stem.pan),
        is_muted: is_muted.unwrap_or(stem.is_muted),
        is_solo_safe: is_solo_safe.unwrap_or(stem.is_solo_safe),
        bus: bus.unwrap_or_else(|| stem.bus.clone()),
        ..stem.clone()
    }
}

/// Both changes, of which `newer` wins.
fn latest(older: &StemMixChange, newer: &StemMixChange) -> StemMixChange {
    StemMixChange {
        level_db: newer.level_db.or(older.level_db),
        pan: newer.pan.or(older.pan),
        is_muted: newer.is_muted.or(older.is_muted),
        is_solo_safe: newer.is_solo_safe.or(older.is_solo_safe),
        bus: newer.bus.clone().or_else(|| older.bus.clone()),
    }
}

#[cfg(test)]
mod tests;
