//! Stems, buses, the master.

use attacca_engine::{BusChannels, BusId, BusMix, OutputChannel, StemMix};
use attacca_library::{Edit, SongChange, SongDetail, SongId, StemMixChange, StemRecord};
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

    /// Carries out a change of a stem's mix, and stores it: at once, or soon if it belongs to a gesture.
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
        self.check_lock()?;
        level_db.map(|level| within("the level", level, -100.0, 12.0)).transpose()?;
        pan.map(|pan| within("the pan", pan, -1.0, 1.0)).transpose()?;
        let change = StemMixChange { level_db, pan, is_muted, is_solo_safe, bus };
        let stem = self.known_stem(attacca_library::StemId(stem.0))?;
        match gesture {
            Some(gesture) => self.move_stem_fader(&stem, change, gesture),
            None => self.edit(Edit::MixStem { stem: stem.id, change }, None).map(|_| ())?,
        }
        Ok(())
    }

    /// The same for a song's trim, in dB.
    pub(super) fn change_trim(
        &mut self,
        song: SongId,
        trim_db: f64,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        self.check_lock()?;
        let trim_db = within("the trim", trim_db, -100.0, 12.0)?;
        if let (Some(gesture), true) = (gesture, self.songs.contains_key(&song)) {
            self.move_trim(song, trim_db, gesture);
            return Ok(());
        }
        let change = SongChange { trim_db: Some(trim_db), ..SongChange::default() };
        self.edit(Edit::ChangeSong { song, change }, gesture).map(|_| ())
    }

    /// A stem as it is now; those of the set are known without the library.
    fn known_stem(&self, id: attacca_library::StemId) -> Result<StemRecord, IpcError> {
        let mut stems = self.songs.values().flat_map(|song| &song.stems);
        let known = stems.find(|stem| stem.id == id);
        known.map_or_else(|| Ok(self.library.stem(id)?), |stem| Ok(stem.clone()))
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

    /// Changes the level, the mute or the channels of the main bus, or of another one. Levels and mutes are heard
    /// at once, and stored soon: silence waits for no disk. A locked show lets them be changed.
    pub(super) fn change_bus(
        &mut self,
        name: &str,
        change: ipc::BusChange,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        let mut settings = self.settings.clone();
        let find = |bus: &&mut BusSettings| is_same_name(&bus.name, name);
        let bus = settings.audio.buses.iter_mut().find(find);
        let bus = bus.ok_or_else(|| IpcError::not_found("there is no such bus"))?;
        let label = bus_label(&change);
        if let Some(level) = change.level_db {
            bus.level_db = within("the level of a bus", level, -100.0, 12.0)?;
        }
        bus.is_muted = change.is_muted.unwrap_or(bus.is_muted);
        let is_rerouted = change.channels.is_some();
        bus.channels = change.channels.unwrap_or_else(|| bus.channels.clone());
        if is_rerouted {
            self.store_faders();
            return self.store_settings(settings, label);
        }
        self.mix_bus(bus);
        self.move_bus_fader(settings, label, gesture)
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
        self.store_settings(settings, "add bus")
    }

    /// Forgets a bus that no stem of the library goes to.
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
        let is_it = |bus: &&(String, usize)| is_same_name(&bus.0, name);
        let stems = self.library.stems_by_bus()?.iter().filter(is_it).map(|bus| bus.1).sum();
        match stems {
            0 => self.store_settings(settings, "remove bus"),
            1 => Err(IpcError::invalid("1 stem goes to this bus; give it another one first")),
            more => Err(IpcError::invalid(format!(
                "{more} stems go to this bus; give them another one first"
            ))),
        }
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
            if self.player.bus_or_new(&one.name).is_ok() {
                self.mix_bus(one);
            }
        }
        self.shown.view().buses = wanted.iter().filter_map(|b| self.player.bus(&b.name)).collect();
        self.mix_set();
    }

    fn mix_bus(&self, settings: &BusSettings) {
        let Some(bus) = self.player.bus(&settings.name) else { return };
        let (gain, is_muted) = (Decibels(settings.level_db as f32).to_gain(), settings.is_muted);
        let mix = BusMix { gain, is_muted, channels: channels_of(&settings.channels) };
        self.player.set_bus_mix(bus, mix);
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

    pub(super) fn mix_stem(&self, key: EntryKey, stem: &StemRecord) {
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

/// What a change of a bus is called.
fn bus_label(change: &ipc::BusChange) -> &'static str {
    match (change.level_db, change.is_muted, &change.channels) {
        (Some(_), None, None) => "bus level",
        (None, Some(true), None) => "mute bus",
        (None, Some(false), None) => "unmute bus",
        (None, None, Some(_)) => "bus output",
        _ => "mix bus",
    }
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
