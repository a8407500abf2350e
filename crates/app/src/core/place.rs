//! Where the show is: stored, and found again after a restart.

use std::time::{Duration, Instant};

use attacca_library::{EntryId, Library, SetlistId};
use serde::{Deserialize, Serialize};

use super::{
    Core,
    transport::{entry_of, key},
};
use crate::ipc::{self, IpcError};

/// The setting that it is stored as.
const SETTING: &str = "place";

/// How often it is stored while it plays: what a crash costs at most.
const INTERVAL: Duration = Duration::from_secs(5);

/// Where a show is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Place {
    setlist: i64,
    entry: Option<i64>,
    seconds: f64,
    /// Entries that were played.
    #[serde(default)]
    played: Vec<i64>,
    #[serde(default)]
    is_locked: bool,
}

/// The set that the show was in.
pub(super) fn stored_set(library: &Library) -> Option<SetlistId> {
    stored(library).map(|place| SetlistId(place.setlist))
}

fn stored(library: &Library) -> Option<Place> {
    let text = library.setting(SETTING).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

impl Core {
    /// Stores where the show is.
    pub(super) fn save_place(&mut self) -> Result<(), IpcError> {
        self.place_saved = Instant::now();
        self.is_place_changed = false;
        let place = self.set.as_ref().map(|set| Place {
            setlist: set.id.0,
            entry: self.player.current_key().map(|key| entry_of(key).0),
            seconds: self.player.place_seconds(),
            played: self.played.iter().map(|entry| entry.0).collect(),
            is_locked: self.is_locked,
        });
        let text = place.and_then(|place| serde_json::to_string(&place).ok());
        Ok(self.library.set_setting(SETTING, text.as_deref())?)
    }

    /// The same where nobody waits for an answer.
    pub(super) fn save_place_quietly(&mut self) {
        if let Err(error) = self.save_place() {
            tracing::warn!(%error, "the place is not stored");
        }
    }

    /// Has it stored at the next tick.
    pub(super) fn save_place_soon(&mut self) {
        self.is_place_changed = true;
    }

    pub(super) fn save_place_now_and_then(&mut self) {
        let is_due = self.plays() && self.place_saved.elapsed() >= INTERVAL;
        if is_due || self.is_place_changed {
            self.save_place_quietly();
        }
    }

    /// Puts the last set on, at its last place, locked if it was; what is gone of it is passed over.
    pub(super) fn restore_place(&mut self) {
        let Some(place) = stored(&self.library) else { return };
        if self.open_set(Some(SetlistId(place.setlist))).is_err() {
            return;
        }
        let is_known = |entry: &EntryId| self.entries().iter().any(|known| known.id == *entry);
        self.played = place.played.into_iter().map(EntryId).filter(is_known).collect();
        self.is_locked = place.is_locked;
        let entry = place
            .entry
            .map(EntryId)
            .filter(|entry| self.entries().iter().any(|known| known.id == *entry));
        let length = |entry: EntryId| {
            let known = self.entries().iter().find(|known| known.id == entry);
            known.map_or(0.0, |known| known.song.length_seconds)
        };
        if let Some(entry) = entry {
            let is_there = place.seconds.is_finite() && place.seconds < length(entry);
            let seconds = if is_there { place.seconds.max(0.0) } else { 0.0 };
            self.player.locate(key(ipc::EntryId(entry.0)), seconds);
        }
    }
}
