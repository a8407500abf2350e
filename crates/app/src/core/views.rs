//! Records of the library as the page sees them. Pure but for what the engine knows.

use std::path::Path;

use attacca_library::{
    EntryRecord, SectionRecord, SetlistRecord, SetlistSummary, SongDetail, SongRecord, StemRecord,
    Transition,
};
use attacca_player::{Colour, printable};

use super::{Core, transport::key};
use crate::{
    clock,
    ipc::{self, EntryState, IpcError},
};

impl Core {
    /// A setlist with the states of its entries, which are of the show if it is the one under way.
    pub(super) fn setlist_view(&self, setlist: &SetlistRecord) -> ipc::Setlist {
        let is_open = self.set.as_ref().is_some_and(|set| set.id == setlist.id);
        let entries = setlist.entries.iter().map(|entry| self.entry_view(entry, is_open));
        ipc::Setlist {
            id: ipc::SetlistId(setlist.id.0),
            name: setlist.name.clone(),
            notes: setlist.notes.clone(),
            entries: entries.collect(),
            total_seconds: setlist.total_seconds(),
        }
    }

    pub(super) fn song_view(&self, song: &SongDetail) -> ipc::SongDetail {
        ipc::SongDetail {
            summary: summary(&song.song),
            notes: song.song.notes.clone(),
            trim_db: song.song.trim_db,
            sections: song.sections.iter().map(section).collect(),
            stems: song.stems.iter().map(|stem| self.stem_view(stem)).collect(),
            warnings: self.routing_warnings(song),
        }
    }

    pub(super) fn mixer_view(&self) -> ipc::Mixer {
        let engine = self.player.engine();
        let channel_count = engine.telemetry().transport.channel_count;
        let bus = |bus: &ipc::BusSettings| ipc::Bus {
            name: bus.name.clone(),
            level_db: bus.level_db,
            is_muted: bus.is_muted,
            channels: bus.channels.clone(),
            is_heard: is_heard(&bus.channels, channel_count),
        };
        let buses: Vec<ipc::Bus> = self.settings.audio.buses.iter().map(bus).collect();
        let song = self.current_song();
        let soloed = |song: &SongDetail| song.stems.iter().any(|s| self.soloed.contains(&s.id));
        ipc::Mixer {
            master_db: buses.first().map_or(0.0, |main| main.level_db),
            is_master_muted: buses.first().is_some_and(|main| main.is_muted),
            has_solo: song.is_some_and(soloed),
            warnings: song.map_or_else(Vec::new, |song| self.routing_warnings(song)),
            buses,
        }
    }

    fn entry_view(&self, entry: &EntryRecord, is_open: bool) -> ipc::Entry {
        let id = ipc::EntryId(entry.id.0);
        let is_missing = is_missing(&entry.song)
            || is_open
                && self.player.song_of(key(id)).is_some_and(|song| {
                    let phase = self.player.engine().song_glance(song).phase;
                    phase == attacca_engine::control::SongPhase::Failed
                });
        let state = match is_open {
            _ if is_missing => EntryState::Missing,
            false => EntryState::Queued,
            true => self.state_of(id),
        };
        ipc::Entry {
            id,
            song: summary(&entry.song),
            notes: entry.notes.clone(),
            transition: transition(entry.transition),
            state,
            trouble: trouble(&entry.song),
        }
    }

    fn state_of(&self, entry: ipc::EntryId) -> EntryState {
        let is_armed = || {
            let song = self.player.song_of(key(entry));
            song.is_some_and(|song| self.player.engine().song_glance(song).is_armed)
        };
        if self.player.current_key() == Some(key(entry)) {
            EntryState::Playing
        } else if self.player.next_key() == Some(key(entry)) && is_armed() {
            EntryState::Armed
        } else if self.played.contains(&attacca_library::EntryId(entry.0)) {
            EntryState::Played
        } else {
            EntryState::Queued
        }
    }

    fn stem_view(&self, stem: &StemRecord) -> ipc::Stem {
        let path = &stem.file.path;
        ipc::Stem {
            id: ipc::StemId(stem.id.0),
            name: stem.name.clone(),
            role: role(stem.role),
            colour: stem.colour.to_string(),
            file_name: file_name(path),
            folder: printable(&path.parent().unwrap_or(path).to_string_lossy()).into_owned(),
            length_seconds: stem.facts.length_seconds(),
            format: format_of(stem),
            level_db: stem.level_db,
            pan: stem.pan,
            is_muted: stem.is_muted,
            is_soloed: self.soloed.contains(&stem.id),
            is_solo_safe: stem.is_solo_safe,
            bus: stem.bus.clone(),
            trouble: stem.trouble.clone(),
        }
    }
}

pub(super) fn summary(song: &SongRecord) -> ipc::SongSummary {
    ipc::SongSummary {
        id: ipc::SongId(song.id.0),
        title: song.title.clone(),
        artist: song.artist.clone(),
        key: song.key.clone(),
        tempo_bpm: song.tempo_bpm,
        time_signature: song.time_signature.clone(),
        colour: song.colour.map(|colour| colour.to_string()),
        length_seconds: song.length_seconds,
        stem_count: song.stem_count as u32,
        missing_stems: song.missing_stems as u32,
        added_at: clock::date_and_time(song.added_at),
    }
}

pub(super) fn setlist_summary(setlist: &SetlistSummary) -> ipc::SetlistSummary {
    ipc::SetlistSummary {
        id: ipc::SetlistId(setlist.id.0),
        name: setlist.name.clone(),
        entry_count: setlist.entry_count as u32,
        total_seconds: setlist.total_seconds,
    }
}

/// The last part of a path, as text that is safe to show.
pub(super) fn file_name(path: &Path) -> String {
    printable(&path.file_name().unwrap_or_default().to_string_lossy()).into_owned()
}

/// A role by its name, which is the same on both sides.
pub(super) fn role(role: attacca_library::Role) -> ipc::Role {
    let name = serde_json::Value::from(role.name());
    serde_json::from_value(name).unwrap_or(ipc::Role::Other)
}

/// As [`role`], the other way round.
pub(super) fn library_role(role: ipc::Role) -> attacca_library::Role {
    let value = serde_json::to_value(role).unwrap_or_default();
    let name = value.as_str().and_then(attacca_library::Role::of_name);
    name.unwrap_or(attacca_library::Role::Other)
}

/// `#rrggbb`.
///
/// # Errors
/// For every other text.
pub(super) fn colour(text: &str) -> Result<Colour, IpcError> {
    let digits = text.strip_prefix('#').filter(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    });
    let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let number = number.ok_or_else(|| IpcError::invalid("a colour is written #rrggbb"))?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok(Colour { red, green, blue })
}

pub(super) fn transition(transition: Transition) -> ipc::Transition {
    match transition {
        Transition::Stop => ipc::Transition::Stop,
        Transition::Gapless => ipc::Transition::Gapless,
        Transition::Crossfade { seconds } => ipc::Transition::Crossfade { seconds },
    }
}

pub(super) fn library_transition(transition: ipc::Transition) -> Transition {
    match transition {
        ipc::Transition::Stop => Transition::Stop,
        ipc::Transition::Gapless => Transition::Gapless,
        ipc::Transition::Crossfade { seconds } => Transition::Crossfade { seconds },
    }
}

fn section(section: &SectionRecord) -> ipc::Section {
    ipc::Section {
        name: section.name.clone(),
        start_seconds: section.start_seconds,
        end_seconds: section.end_seconds,
        colour: section.colour.map(|colour| colour.to_string()),
    }
}

fn is_heard(channels: &[u32], channel_count: usize) -> bool {
    let is_folded = channel_count == 1 && channels.iter().all(|channel| *channel <= 2);
    !channels.is_empty()
        && (is_folded || channels.iter().all(|channel| *channel as usize <= channel_count))
}

fn is_missing(song: &SongRecord) -> bool {
    song.missing_stems >= song.stem_count
}

fn trouble(song: &SongRecord) -> Option<String> {
    match (song.missing_stems, song.stem_count) {
        (_, 0) => Some("it has no stems".to_owned()),
        (0, _) => None,
        (missing, all) if missing >= all => Some("none of its files can be played".to_owned()),
        (1, _) => Some("one stem can't be played".to_owned()),
        (missing, _) => Some(format!("{missing} stems can't be played")),
    }
}

/// `FLAC 48 kHz 24-bit stereo`.
fn format_of(stem: &StemRecord) -> String {
    let facts = &stem.facts;
    if facts.format.is_empty() {
        return String::new();
    }
    let channels = match facts.channel_count {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        count => format!("{count} channels"),
    };
    let bits = if facts.bits > 0 { format!(" {}-bit", facts.bits) } else { String::new() };
    let kilohertz = f64::from(facts.sample_rate_hz) / 1000.0;
    format!("{} {kilohertz} kHz{bits} {channels}", facts.format)
}

#[cfg(test)]
mod tests;
