//! What the player does with pans, buses and trims.

use attacca_engine::{BusId, BusMix, StemMix};
use attacca_session::{
    Song,
    find::{self, FindError},
    name::printable,
};
use attacca_units::Decibels;

use super::{Change, EntryKey, Player, PlayerError};
use crate::bus::BusDefinition;

impl Player {
    /// Makes a bus of this name, or sends the one of this name to other channels.
    ///
    /// # Errors
    /// When every bus has a name already.
    pub fn define_bus(&mut self, definition: &BusDefinition) -> Result<Change, PlayerError> {
        let bus = self.buses.find_or_add(&definition.name).ok_or(PlayerError::NoBusLeft)?;
        self.remix_bus(bus, |mix| mix.channels = definition.channels)
    }

    /// Sets the level of a bus, from −∞ to [`Decibels::FADER_MAX`].
    ///
    /// # Errors
    /// When no bus is called so.
    pub(super) fn set_bus_level(
        &mut self,
        bus: &str,
        level: Decibels,
    ) -> Result<Change, PlayerError> {
        let bus = self.find_bus(bus)?;
        self.remix_bus(bus, |mix| mix.gain = level.to_gain())
    }

    /// Silences a bus, or lets it sound again.
    ///
    /// # Errors
    /// When no bus is called so.
    pub(super) fn mute_bus(&mut self, bus: &str) -> Result<Change, PlayerError> {
        let bus = self.find_bus(bus)?;
        self.remix_bus(bus, |mix| mix.is_muted ^= true)
    }

    /// Sends a stem to a bus, and with it those of the same name in all other songs: where a click is
    /// heard is a matter of the stage, not of the song.
    ///
    /// The stem is looked for in the current song first; if none is called so there, in the others in
    /// their order.
    ///
    /// # Errors
    /// When no bus is called so, or no stem of any song is meant; nothing changes then.
    pub fn route(&mut self, stem: &str, bus: &str) -> Result<Change, PlayerError> {
        let bus = self.find_bus(bus)?;
        let name = self.stem_name(stem)?;
        let folded = name.to_lowercase();
        for entry in &self.entries {
            let stems = entry.song.stems().iter().enumerate();
            for (index, _) in stems.filter(|(_, stem)| stem.name.to_lowercase() == folded) {
                let mix = self.engine.stem_mix(entry.id, index);
                self.engine.set_stem_mix(entry.id, index, StemMix { bus, ..mix });
            }
        }
        Ok(Change::Route { stem: name, bus: self.buses.name(bus).to_owned() })
    }

    /// The name of the stem that `query` means in the current song, or else in the first song in which
    /// it means one.
    fn stem_name(&self, query: &str) -> Result<String, PlayerError> {
        let name_in = |song: &Song| Ok(song.stems()[find::stem(song, query)?].name.clone());
        let found = name_in(&self.current_entry()?.song).or_else(|error| {
            if matches!(error, FindError::Ambiguous { .. }) {
                return Err(error);
            }
            self.songs().flat_map(name_in).next().ok_or(error)
        });
        Ok(found?)
    }

    /// How a stem of an entry is mixed; `None` when there is no such stem.
    pub fn stem_mix(&self, key: EntryKey, stem: usize) -> Option<StemMix> {
        let entry = self.entry(key).filter(|entry| stem < entry.song.stems().len())?;
        Some(self.engine.stem_mix(entry.id, stem))
    }

    /// Mixes a stem of an entry so from now on; one that is not there is left alone.
    pub fn set_stem_mix(&self, key: EntryKey, stem: usize, mix: StemMix) {
        if let Some(entry) = self.entry(key).filter(|entry| stem < entry.song.stems().len()) {
            self.engine.set_stem_mix(entry.id, stem, mix);
        }
    }

    /// Sets the level of all stems of an entry; one that is not there is left alone.
    pub fn set_trim(&self, key: EntryKey, trim: Decibels) {
        if let Some(entry) = self.entry(key) {
            self.engine.set_song_trim(entry.id, trim.to_gain());
        }
    }

    /// Tells where sections of an entry begin, so that seeks there sound at once.
    pub fn set_sections(&self, key: EntryKey, starts_seconds: &[f64]) {
        let rate = self.engine.settings().engine_rate;
        if let Some(entry) = self.entry(key) {
            let starts = starts_seconds.iter().map(|seconds| rate.position_at(*seconds));
            self.engine.set_sections(entry.id, starts.collect());
        }
    }

    /// The bus of this name, whatever its case.
    pub fn bus(&self, name: &str) -> Option<BusId> {
        self.buses.find(name)
    }

    /// The bus of this name, which is a new one that goes nowhere if there is none.
    ///
    /// # Errors
    /// When every bus has a name.
    pub fn bus_or_new(&mut self, name: &str) -> Result<BusId, PlayerError> {
        self.buses.find_or_add(name).ok_or(PlayerError::NoBusLeft)
    }

    /// The buses that have a name, the main one first.
    pub fn named_buses(&self) -> Vec<(BusId, String)> {
        self.buses.iter().map(|(bus, name)| (bus, name.to_owned())).collect()
    }

    /// Mixes a bus so from now on.
    pub fn set_bus_mix(&self, bus: BusId, mix: BusMix) {
        self.engine.set_bus(bus, mix);
    }

    /// Takes a bus's name away: it goes nowhere from then on. The main bus stays.
    pub fn forget_bus(&mut self, bus: BusId) {
        if bus != BusId::MAIN {
            self.buses.forget(bus);
            self.engine.set_bus(bus, BusMix::initial(bus));
        }
    }

    fn find_bus(&self, name: &str) -> Result<BusId, PlayerError> {
        self.buses.find(name).ok_or_else(|| PlayerError::NoSuchBus {
            name: printable(name.trim()).into_owned(),
            names: self.buses.iter().map(|(_, name)| printable(name).into_owned()).collect(),
        })
    }

    fn remix_bus(
        &mut self,
        bus: BusId,
        change: impl FnOnce(&mut BusMix),
    ) -> Result<Change, PlayerError> {
        let mut mix = self.engine.bus_mix(bus);
        change(&mut mix);
        self.engine.set_bus(bus, mix);
        Ok(Change::Bus { name: self.buses.name(bus).to_owned(), mix })
    }
}
