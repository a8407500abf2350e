//! Songs and stems as the page sees them.

use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

use super::{SongId, StemId};

/// A song in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SongSummary {
    /// Its number.
    pub id: SongId,
    /// What people call it.
    pub title: String,
    /// Whose it is; may be empty.
    pub artist: String,
    /// Its key, as somebody wrote it; may be empty.
    pub key: String,
    /// Beats per minute.
    pub tempo_bpm: Option<f64>,
    /// As written: "6/8"; may be empty.
    pub time_signature: String,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// Its length in seconds; 0 while it is not known.
    pub length_seconds: f64,
    /// How many stems it has.
    pub stem_count: u32,
    /// How many of their files are not there.
    pub missing_stems: u32,
    /// When it came into the library: "2026-11-28T21:04:05Z".
    pub added_at: String,
}

/// A song with all that is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SongDetail {
    /// As in lists.
    pub summary: SongSummary,
    /// The musician's notes.
    pub notes: String,
    /// The level of all its stems, in dB.
    pub trim_db: f64,
    /// Its parts, in order.
    pub sections: Vec<Section>,
    /// Its stems, in the order of their strips.
    pub stems: Vec<Stem>,
    /// What the musician should know: "Click reaches the main output".
    pub warnings: Vec<String>,
}

/// A named part of a song.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Section {
    /// What people call it.
    pub name: String,
    /// Where it begins, in seconds.
    pub start_seconds: f64,
    /// Where it ends, in seconds.
    pub end_seconds: f64,
    /// `#rrggbb`.
    pub colour: Option<String>,
}

/// What a stem plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Lead vocals.
    Vocals,
    /// Backing vocals.
    BackingVocals,
    /// A drum kit or a part of one.
    Drums,
    /// Percussion.
    Percussion,
    /// Bass.
    Bass,
    /// Piano, organ, keys.
    Keys,
    /// Guitar.
    Guitar,
    /// Strings.
    Strings,
    /// Brass and winds.
    Brass,
    /// Synthesiser.
    Synth,
    /// Pads.
    Pads,
    /// Effects.
    Effects,
    /// The metronome.
    Click,
    /// Spoken prompts.
    Guide,
    /// The finished mix.
    Mix,
    /// Something else.
    Other,
}

/// A stem of a song.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Stem {
    /// Its number.
    pub id: StemId,
    /// What people call it.
    pub name: String,
    /// What it plays.
    pub role: Role,
    /// `#rrggbb`.
    pub colour: String,
    /// The name of its file.
    pub file_name: String,
    /// The folder of its file.
    pub folder: String,
    /// Its length in seconds; 0 while it is not known.
    pub length_seconds: f64,
    /// What its file is: "FLAC 48 kHz 24-bit stereo"; empty while it is not known.
    pub format: String,
    /// The fader, in dB; −100 is silence.
    pub level_db: f64,
    /// −1 left … 1 right.
    pub pan: f64,
    /// Silent.
    pub is_muted: bool,
    /// Heard alone, with other soloed ones. Not stored.
    pub is_soloed: bool,
    /// Never silenced by another stem's solo.
    pub is_solo_safe: bool,
    /// The name of the bus it goes to.
    pub bus: String,
    /// Why it is not heard.
    pub trouble: Option<String>,
}

/// What to change of a song; what is absent stays.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct SongChange {
    /// Not empty.
    pub title: Option<String>,
    /// May be empty.
    pub artist: Option<String>,
    /// May be empty.
    pub key: Option<String>,
    /// 20 to 400 beats per minute; null forgets it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<f64>", optional = nullable)]
    pub tempo_bpm: Option<Option<f64>>,
    /// May be empty.
    pub time_signature: Option<String>,
    /// `#rrggbb`; null forgets it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub colour: Option<Option<String>>,
    /// May be empty.
    pub notes: Option<String>,
}

/// What to change of a stem; what is absent stays.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct StemChange {
    /// Not empty.
    pub name: Option<String>,
    /// What it plays. The bus stays.
    pub role: Option<Role>,
    /// `#rrggbb`.
    pub colour: Option<String>,
}

/// What to change of a stem's mix; what is absent stays.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct StemMixChange {
    /// −100 (silence) to 12 dB.
    pub level_db: Option<f64>,
    /// −1 left … 1 right.
    pub pan: Option<f64>,
    /// Silent.
    pub is_muted: Option<bool>,
    /// Never silenced by another stem's solo.
    pub is_solo_safe: Option<bool>,
    /// The name of a bus.
    pub bus: Option<String>,
}

/// What to look for in the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SongQuery {
    /// Beginnings of words; empty finds all.
    pub text: String,
    /// The order.
    pub sort: SongSort,
    /// The order's reverse.
    pub is_descending: bool,
    /// Which of them.
    pub filter: SongFilter,
    /// So many are passed over.
    pub offset: u32,
    /// So many come at most; 1000 at most.
    pub limit: u32,
}

/// Orders of songs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SongSort {
    /// By title.
    Title,
    /// By artist, then title.
    Artist,
    /// By when they came into the library.
    Added,
    /// By tempo.
    Tempo,
    /// By length.
    Length,
}

/// Which songs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SongFilter {
    /// All.
    All,
    /// Those of which files are not there.
    Missing,
    /// Those that are not in the set under way.
    NotInSet,
}

/// A part of what was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SongPage {
    /// How many were found in all.
    pub total: u32,
    /// Those that were asked for.
    pub songs: Vec<SongSummary>,
    /// The library's revision that they are of.
    pub revision: u64,
}

/// The outline of a sound, for drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Wave {
    /// Seconds that one bin stands for.
    pub seconds_per_bin: f64,
    /// The greatest magnitude in each bin: 0 … 255 for full scale.
    pub peak: Vec<u8>,
    /// The root mean square in each bin: 0 … 255 for full scale.
    pub rms: Vec<u8>,
}

/// A field that is there, be it null; one that is absent is the default, `None`.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
