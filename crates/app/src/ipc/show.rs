//! The show under way, and setlists.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntryId, SetlistId, SongSummary};

/// The show under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Show {
    /// Its set; null when none is open.
    pub setlist: Option<Setlist>,
    /// The entry that is heard, or would be.
    pub current: Option<EntryId>,
    /// The entry after it that can be played.
    pub next: Option<EntryId>,
    /// What the transport does.
    pub transport: Transport,
    /// What is asked for and not heard yet.
    pub pending: Pending,
    /// Where it leads: the entry.
    pub pending_entry: Option<EntryId>,
    /// Where it leads: seconds in its song.
    pub pending_seconds: Option<f64>,
    /// Protected: edits are refused.
    pub is_locked: bool,
    /// What is armed, in order.
    pub jumps: Vec<JumpView>,
    /// The length of the current song; 0 while it is not known.
    pub length_seconds: f64,
}

/// What the transport does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Transport {
    /// Silent, at a place from which play begins.
    Stopped,
    /// Sounding, or about to.
    Playing,
    /// Silent, where the song was left.
    Paused,
}

/// What is asked for and not heard yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Pending {
    /// Nothing.
    None,
    /// A song that loads.
    Loading,
    /// A place whose sound is being fetched; the old sound goes on.
    Seeking,
}

/// A jump that is armed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JumpView {
    /// What it is.
    pub kind: JumpKind,
    /// What it needs is in memory.
    pub is_ready: bool,
    /// Where in the current song it happens, in seconds.
    pub at_seconds: f64,
    /// The entry that it leads to.
    pub to_entry: Option<EntryId>,
    /// Where in that song, in seconds.
    pub to_seconds: f64,
    /// How long it fades, in seconds; 0 is a cut.
    pub crossfade_seconds: f64,
}

/// Kinds of jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum JumpKind {
    /// Armed by hand, happens once.
    Jump,
    /// Armed by hand, happens again and again.
    Loop,
    /// The set's way to its next song.
    Transition,
}

/// How a set goes from the end of a song to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Transition {
    /// Stops; the next song waits for play.
    Stop,
    /// The next song's first frame follows the last one of this song.
    Gapless,
    /// The song's end fades into the beginning of the next.
    Crossfade {
        /// 0 to 30 seconds.
        seconds: f64,
    },
}

/// A setlist in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetlistSummary {
    /// Its number.
    pub id: SetlistId,
    /// What people call it.
    pub name: String,
    /// How many entries it has.
    pub entry_count: u32,
    /// The sum of their lengths, in seconds.
    pub total_seconds: f64,
}

/// A setlist with its entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Setlist {
    /// Its number.
    pub id: SetlistId,
    /// What people call it.
    pub name: String,
    /// The musician's notes.
    pub notes: String,
    /// In the order of the show.
    pub entries: Vec<Entry>,
    /// The sum of their lengths, in seconds.
    pub total_seconds: f64,
}

/// A song in a setlist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// Its song.
    pub song: SongSummary,
    /// The musician's notes for this place of the show.
    pub notes: String,
    /// How the set goes on after it.
    pub transition: Transition,
    /// How far it is.
    pub state: EntryState,
    /// What is wrong with it.
    pub trouble: Option<String>,
}

/// How far an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EntryState {
    /// Its turn is to come.
    Queued,
    /// It is the one that is heard, or would be.
    Playing,
    /// It comes next, and sounds at once.
    Armed,
    /// It was played in this show.
    Played,
    /// None of its files can be played.
    Missing,
}
