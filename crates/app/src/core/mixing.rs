//! Stems, buses, the master.

use attacca_engine::{BusChannels, BusId, BusMix, OutputChannel, StemMix};
use attacca_library::{Edit, SongDetail, SongId, StemMixChange, StemRecord};
use attacca_player::{EntryKey, bus::MAIN_BUS};
use attacca_units::{Decibels, Pan};

use super::{Core, refusals::within};
use crate::ipc::{self, BusSettings, IpcError};

/// Bytes of a bus's name, at most: what a strip can show.
const NAME_BYTES: usize = 64;

impl Core {
    /// Mixes every song of the set as the library says.
    pub(super) fn mix_set(&mut self) {
        let songs: Vec<SongId> = self.songs.keys().copied().collect();
        for song in songs {
            self.mix_song(song);
        }
    }

    /// Mixes a song as the library says, wherever it is in the set.
    pub(super) fn mix_song(&mut self, song: SongId) {
        let Some(detail) = self.songs.get(&song).cloned() else { return };
        for key in self.keys_of(song) {
            for stem in &detail.stems {
                self.mix_stem(key, stem);
            }
            self.player.set_trim(key, Decibels(detail.song.trim_db as f32));
            let starts = detail.sections.iter().map(|section| section.start_seconds);
            self.player.set_sections(key, &starts.collect::<Vec<_>>());
        }
    }

    /// Stores and carries out a change of a stem's mix.
    pub(super) fn change_mix(
        &mut self,
        stem: ipc::StemId,
        change: ipc::StemMixChange,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        let ipc::StemMixChange { level_db, pan, is_muted, is_solo_safe, bus } = change;
        if let Some(bus) = &bus
            && self.player.bus(bus).is_none()
        {
            return Err(IpcError::not_found("there is no such bus"));
        }
        let change = StemMixChange { level_db, pan, is_muted, is_solo_safe, bus };
        self.check_lock()?;
        let stem = self.library.stem(attacca_library::StemId(stem.0))?;
        self.mix_ahead(&stem, &change);
        let stored = self.edit(Edit::MixStem { stem: stem.id, change }, gesture);
        if stored.is_err() {
            self.mix_song(stem.song);
        }
        stored.map(|_| ())
    }

    /// Lets a change be heard before the disk has it: a finger on a fader does not wait for a disk.
    fn mix_ahead(&self, stem: &StemRecord, change: &StemMixChange) {
        let StemMixChange { level_db, pan, is_muted, is_solo_safe, bus } = change.clone();
        let is_in = |value: Option<f64>, least: f64, most: f64| {
            value.is_none_or(|value| (least..=most).contains(&value))
        };
        if !is_in(level_db, -100.0, 12.0) || !is_in(pan, -1.0, 1.0) {
            return;
        }
        let mixed = StemRecord {
            level_db: level_db.unwrap_or(stem.level_db),
            pan: pan.unwrap_or(stem.pan),
            is_muted: is_muted.unwrap_or(stem.is_muted),
            is_solo_safe: is_solo_safe.unwrap_or(stem.is_solo_safe),
            bus: bus.unwrap_or_else(|| stem.bus.clone()),
            ..stem.clone()
        };
        for key in self.keys_of(stem.song) {
            self.mix_stem(key, &mixed);
        }
    }

    /// Solos a stem, or not any more.
    pub(super) fn solo(&mut self, stem: ipc::StemId, is_soloed: bool) -> Result<(), IpcError> {
        let record = self.library.stem(attacca_library::StemId(stem.0))?;
        if is_soloed {
            self.soloed.insert(record.id);
        } else {
            self.soloed.remove(&record.id);
        }
        self.mix_song(record.song);
        self.sent.songs.insert(record.song);
        Ok(())
    }

    pub(super) fn end_solos(&mut self) {
        let soloed = std::mem::take(&mut self.soloed);
        let has_soloed = |song: &&SongDetail| song.stems.iter().any(|s| soloed.contains(&s.id));
        let songs: Vec<SongId> =
            self.songs.values().filter(has_soloed).map(|song| song.song.id).collect();
        for song in songs {
            self.mix_song(song);
            self.sent.songs.insert(song);
        }
    }

    /// Changes the level or the mute of the main bus, or of another one.
    pub(super) fn change_bus(
        &mut self,
        name: &str,
        change: ipc::BusChange,
    ) -> Result<(), IpcError> {
        let mut settings = self.settings.clone();
        let find = |bus: &&mut BusSettings| is_same_name(&bus.name, name);
        let bus = settings.audio.buses.iter_mut().find(find);
        let bus = bus.ok_or_else(|| IpcError::not_found("there is no such bus"))?;
        if let Some(channels) = change.channels {
            bus.channels = channels;
        }
        bus.level_db = change.level_db.unwrap_or(bus.level_db);
        bus.is_muted = change.is_muted.unwrap_or(bus.is_muted);
        self.store_settings(settings)
    }

    pub(super) fn add_a_bus(&mut self, name: &str) -> Result<(), IpcError> {
        let mut settings = self.settings.clone();
        let name = name.trim().to_owned();
        settings.audio.buses.push(BusSettings {
            name,
            channels: Vec::new(),
            level_db: 0.0,
            is_muted: false,
        });
        self.store_settings(settings)
    }

    /// Forgets a bus. Stems that go to it are silent until they go elsewhere.
    pub(super) fn remove_a_bus(&mut self, name: &str) -> Result<(), IpcError> {
        if is_same_name(name, MAIN_BUS) {
            return Err(IpcError::invalid("the main bus stays"));
        }
        let mut settings = self.settings.clone();
        let count = settings.audio.buses.len();
        settings.audio.buses.retain(|bus| !is_same_name(&bus.name, name));
        settings.audio.role_buses.retain(|_, bus| !is_same_name(bus, name));
        if settings.audio.buses.len() == count {
            return Err(IpcError::not_found("there is no such bus"));
        }
        self.store_settings(settings)
    }

    /// Gives the player the buses of the settings, and takes away those that are not among them.
    pub(super) fn put_buses_on(&mut self) {
        let wanted = self.settings.audio.buses.clone();
        for (bus, name) in self.player.named_buses() {
            if !wanted.iter().any(|one| is_same_name(&one.name, &name)) {
                self.player.forget_bus(bus);
            }
        }
        for one in &wanted {
            // More than there can be were refused when the settings were stored.
            let Ok(bus) = self.player.bus_or_new(&one.name) else { continue };
            let (gain, is_muted) = (Decibels(one.level_db as f32).to_gain(), one.is_muted);
            let mix = BusMix { gain, is_muted, channels: channels_of(&one.channels) };
            self.player.set_bus_mix(bus, mix);
        }
        self.shown.view().buses = wanted.iter().filter_map(|b| self.player.bus(&b.name)).collect();
        self.mix_set();
    }

    /// What the musician should know of how a song is routed: which click or guide the audience hears.
    pub(super) fn routing_warnings(&self, song: &SongDetail) -> Vec<String> {
        let for_the_band = song.stems.iter().filter(|stem| stem.role.is_for_the_band());
        let reaching = for_the_band.filter(|stem| !stem.is_muted && self.reaches_main(&stem.bus));
        reaching.map(|stem| format!("{} reaches the main output", stem.name)).collect()
    }

    fn reaches_main(&self, bus: &str) -> bool {
        let of = |name: &str| {
            let bus = self.settings.audio.buses.iter().find(|bus| is_same_name(&bus.name, name));
            bus.map_or(&[][..], |bus| &bus.channels)
        };
        is_same_name(bus, MAIN_BUS) || of(bus).iter().any(|one| of(MAIN_BUS).contains(one))
    }

    fn mix_stem(&self, key: EntryKey, stem: &StemRecord) {
        let Some(place) = self.engine_place(key, stem) else { return };
        let bus = self.player.bus(&stem.bus);
        let mix = StemMix {
            gain: Decibels(stem.level_db as f32).to_gain(),
            pan: Pan(stem.pan as f32),
            bus: bus.unwrap_or(BusId::MAIN),
            // What goes to a bus that is not there goes nowhere.
            is_muted: stem.is_muted || bus.is_none(),
            is_soloed: self.soloed.contains(&stem.id),
            is_solo_safe: stem.is_solo_safe,
        };
        self.player.set_stem_mix(key, place, mix);
    }
}

/// The buses of the settings with the main one first, if they can be.
///
/// # Errors
/// When a name is empty or there twice, a channel can't be, or there are too many.
pub(super) fn checked_buses(buses: &[BusSettings]) -> Result<Vec<BusSettings>, IpcError> {
    let mut checked: Vec<BusSettings> = Vec::new();
    for bus in buses {
        let name = bus.name.trim();
        if name.is_empty() || name.len() > NAME_BYTES || name.chars().any(char::is_control) {
            return Err(IpcError::invalid(format!("a bus has a name of 1 to {NAME_BYTES} bytes")));
        }
        if checked.iter().any(|other| is_same_name(&other.name, name)) {
            return Err(IpcError::invalid(format!("there are two buses called {name}")));
        }
        check_channels(&bus.channels)?;
        within("the level of a bus", bus.level_db, -100.0, 12.0)?;
        checked.push(BusSettings { name: name.to_owned(), ..bus.clone() });
    }
    match checked.iter().position(|bus| is_same_name(&bus.name, MAIN_BUS)) {
        Some(place) => checked[..=place].rotate_right(1),
        None => checked.insert(0, main_bus()),
    }
    if checked.len() > attacca_engine::settings::MAX_BUSES {
        return Err(IpcError::invalid("there are no more buses"));
    }
    Ok(checked)
}

pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn main_bus() -> BusSettings {
    let channels = vec![1, 2];
    BusSettings { name: MAIN_BUS.to_owned(), channels, level_db: 0.0, is_muted: false }
}

fn check_channels(channels: &[u32]) -> Result<(), IpcError> {
    let are_numbers = channels.iter().all(|channel| (1..=255).contains(channel));
    let are_different = channels.len() < 2 || channels[0] != channels[1];
    if channels.len() > 2 || !are_numbers || !are_different {
        let text = "a bus goes to no channel, to one or to two different ones, from 1 to 255";
        return Err(IpcError::invalid(text));
    }
    Ok(())
}

fn channels_of(channels: &[u32]) -> BusChannels {
    let channel = |number: &u32| OutputChannel::new(*number as usize);
    match channels {
        [one] => channel(one).map_or(BusChannels::Nowhere, BusChannels::Mono),
        [left, right] => match (channel(left), channel(right)) {
            (Some(left), Some(right)) => BusChannels::Pair(left, right),
            _ => BusChannels::Nowhere,
        },
        _ => BusChannels::Nowhere,
    }
}

#[cfg(test)]
mod tests;
