//! What can be changed: one closed list. Each edit is one transaction and can be undone.

use std::path::PathBuf;

use attacca_session::Colour;

use crate::{
    EntryId, Role, SectionRecord, SetlistId, SongId, StemFacts, StemFile, StemId, Transition,
    UnixSeconds,
};

/// A change of what is stored.
///
/// Text is stored without control characters but line breaks, and cut after 64 KiB. Numbers must be finite and in
/// their ranges.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Adds a song with its stems and sections.
    AddSong(Box<NewSong>),
    /// Adds stems behind those that the song has.
    AddStems {
        /// The song.
        song: SongId,
        /// The stems.
        stems: Vec<NewStem>,
    },
    /// Changes what is known of a song.
    ChangeSong {
        /// The song.
        song: SongId,
        /// What changes.
        change: SongChange,
    },
    /// Replaces the sections of a song. They are kept by their starts.
    SetSections {
        /// The song.
        song: SongId,
        /// All sections it has from then on.
        sections: Vec<SectionRecord>,
    },
    /// Forgets songs, with their entries in setlists. Files stay.
    RemoveSongs {
        /// The songs.
        songs: Vec<SongId>,
    },
    /// Changes what is known of a stem.
    ChangeStem {
        /// The stem.
        stem: StemId,
        /// What changes.
        change: StemChange,
    },
    /// Takes stems' sound from other files from then on. What is known of the stems stays.
    RelinkStems {
        /// Which stems, and where their sound is.
        stems: Vec<Relink>,
    },
    /// Changes how a stem is mixed.
    MixStem {
        /// The stem.
        stem: StemId,
        /// What changes.
        change: StemMixChange,
    },
    /// Moves a stem among those of its song.
    MoveStem {
        /// The stem.
        stem: StemId,
        /// Its place from then on, from 0; beyond the last means the last.
        to: usize,
    },
    /// Forgets a stem. The file stays.
    RemoveStem {
        /// The stem.
        stem: StemId,
    },
    /// Makes an empty setlist.
    CreateSetlist {
        /// What it is called.
        name: String,
    },
    /// Changes a setlist's own words.
    ChangeSetlist {
        /// The setlist.
        setlist: SetlistId,
        /// What it is called from then on.
        name: Option<String>,
        /// What is remembered from then on.
        notes: Option<String>,
    },
    /// Makes a setlist with the same entries.
    DuplicateSetlist {
        /// The setlist.
        setlist: SetlistId,
        /// What the new one is called; `None` means its name with "copy" or a number behind.
        name: Option<String>,
    },
    /// Forgets a setlist and its entries.
    DeleteSetlist {
        /// The setlist.
        setlist: SetlistId,
    },
    /// Adds songs to a setlist.
    AddEntries {
        /// The setlist.
        setlist: SetlistId,
        /// The songs, in their order; one may come several times.
        songs: Vec<SongId>,
        /// The place of the first one, from 0; `None` and beyond the last mean behind all.
        at: Option<usize>,
        /// What happens at their ends.
        transition: Transition,
    },
    /// Takes entries out of their setlists.
    RemoveEntries {
        /// The entries.
        entries: Vec<EntryId>,
    },
    /// Moves an entry in its setlist.
    MoveEntry {
        /// The entry.
        entry: EntryId,
        /// Its place from then on, from 0; beyond the last means the last.
        to: usize,
    },
    /// Stores a setting that is undone as edits are. It is never stored by
    /// [`set_setting`](crate::Library::set_setting) too, once it was.
    ChangeSetting {
        /// Its key.
        key: String,
        /// Its text from then on.
        text: String,
        /// What is done, as in "Undo bus level".
        label: &'static str,
    },
    /// Changes an entry.
    ChangeEntry {
        /// The entry.
        entry: EntryId,
        /// What is remembered from then on.
        notes: Option<String>,
        /// What happens at its end from then on.
        transition: Option<Transition>,
    },
}

/// A song that is not stored yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewSong {
    /// What people call it.
    pub title: String,
    /// Who plays it.
    pub artist: String,
    /// Its musical key.
    pub key: String,
    /// Beats per minute, above 0 and at most 1000.
    pub tempo_bpm: Option<f64>,
    /// "4/4".
    pub time_signature: String,
    /// How it is marked.
    pub colour: Option<Colour>,
    /// The folder or file that it comes from.
    pub folder: PathBuf,
    /// When it is imported.
    pub added_at: UnixSeconds,
    /// Its stems in their order.
    pub stems: Vec<NewStem>,
    /// Its sections.
    pub sections: Vec<SectionRecord>,
}

/// A stem that is not stored yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewStem {
    /// What people call it.
    pub name: String,
    /// What it is in the arrangement.
    pub role: Role,
    /// How it is marked.
    pub colour: Colour,
    /// Where its sound is.
    pub file: StemFile,
    /// What its file holds.
    pub facts: StemFacts,
    /// Its level, dB, -100 to 12.
    pub level_db: f64,
    /// Silent until somebody asks for it.
    pub is_muted: bool,
    /// Heard although others are soloed.
    pub is_solo_safe: bool,
    /// The bus that it goes to.
    pub bus: String,
}

/// Where a stem's sound is from then on.
#[derive(Debug, Clone, PartialEq)]
pub struct Relink {
    /// The stem.
    pub stem: StemId,
    /// The file.
    pub file: StemFile,
    /// What it holds.
    pub facts: StemFacts,
}

/// What changes of a song; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SongChange {
    /// What people call it.
    pub title: Option<String>,
    /// Who plays it.
    pub artist: Option<String>,
    /// Its musical key.
    pub key: Option<String>,
    /// Beats per minute, above 0 and at most 1000.
    pub tempo_bpm: Option<Option<f64>>,
    /// "4/4".
    pub time_signature: Option<String>,
    /// How it is marked.
    pub colour: Option<Option<Colour>>,
    /// What people want to remember.
    pub notes: Option<String>,
    /// Its level against other songs, dB, -100 to 24.
    pub trim_db: Option<f64>,
}

/// What changes of a stem; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StemChange {
    /// What people call it.
    pub name: Option<String>,
    /// What it is in the arrangement.
    pub role: Option<Role>,
    /// How it is marked.
    pub colour: Option<Colour>,
}

/// What changes of a stem's mix; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StemMixChange {
    /// Its level, dB, -100 to 12.
    pub level_db: Option<f64>,
    /// From -1, left, to 1, right.
    pub pan: Option<f64>,
    /// Silent until somebody asks for it.
    pub is_muted: Option<bool>,
    /// Heard although others are soloed.
    pub is_solo_safe: Option<bool>,
    /// The bus that it goes to.
    pub bus: Option<String>,
}

/// What an edit, or undoing one, did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// What was done, as in "Undo rename song".
    pub label: String,
    /// Songs that are new, changed or gone, in no order.
    pub songs: Vec<SongId>,
    /// Setlists that are new, changed or gone, in no order; those with a changed song are not among them.
    pub setlists: Vec<SetlistId>,
    /// The song that was added.
    pub new_song: Option<SongId>,
    /// The stems that were added, in order.
    pub new_stems: Vec<StemId>,
    /// The setlist that was made.
    pub new_setlist: Option<SetlistId>,
    /// The entries that were added, in order.
    pub new_entries: Vec<EntryId>,
    /// Settings are others now.
    pub has_settings: bool,
}

/// What can be undone and done again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoState {
    /// What [`undo`](crate::Library::undo) takes back: "rename song".
    pub undo: Option<String>,
    /// What [`redo`](crate::Library::redo) does again.
    pub redo: Option<String>,
}
