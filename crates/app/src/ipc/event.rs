//! What comes up to the page by itself, and the picture it begins with.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CacheMove, ImportProgress, Mixer, Output, Setlist, SetlistSummary, Settings, Show, SongDetail,
    SongId, UndoState,
};

/// Something that changed: the page puts it in the place of what it had.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum AppEvent {
    /// Set, entry states, current, armed, transport, jumps or lock changed.
    Show {
        /// As it is now.
        show: Show,
    },
    /// The current song, or one that was edited.
    Song {
        /// As it is now.
        song: SongDetail,
    },
    /// Lists of songs may have changed: ask again.
    Library {
        /// Rises with every change.
        revision: u64,
    },
    /// The list of setlists changed.
    Setlists {
        /// As it is now.
        setlists: Vec<SetlistSummary>,
    },
    /// A setlist was edited.
    Setlist {
        /// As it is now.
        setlist: Setlist,
    },
    /// An import went on.
    Import {
        /// How far it is.
        progress: ImportProgress,
    },
    /// The move of the cache went on.
    CacheMove {
        /// How far it is.
        progress: CacheMove,
    },
    /// Settings changed.
    Settings {
        /// As they are now.
        settings: Settings,
    },
    /// The output changed.
    Output {
        /// As it is now.
        output: Output,
    },
    /// Buses, master or solos changed.
    Mixer {
        /// As it is now.
        mixer: Mixer,
    },
    /// What can be undone changed.
    Undo {
        /// As it is now.
        undo: UndoState,
    },
    /// The song's wave is ready.
    Wave {
        /// Which song.
        song: SongId,
    },
    /// Something for the line.
    Notice {
        /// What.
        notice: Notice,
    },
    /// Files are held over the window.
    #[serde(rename_all = "camelCase")]
    DropHover {
        /// False when they are gone or were dropped.
        is_over: bool,
    },
    /// The native menu asks for something that the page does, as it does when a key is pressed.
    Menu {
        /// The name of the page's command: "view.stage".
        command: String,
    },
}

/// Something for the person who plays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Numbers notices in their order.
    pub number: u64,
    /// How much it matters.
    pub severity: Severity,
    /// What happened.
    pub text: String,
    /// What to do.
    pub remedy: Option<String>,
    /// What the page can do at a click.
    pub action: Option<NoticeAction>,
    /// What it is about, if it can be over: the page puts it away then.
    pub about: Option<NoticeAbout>,
    /// When, in UTC: "21:04:05".
    pub at: String,
}

/// What a notice is about that may be over while the page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum NoticeAbout {
    /// The output does not sound: over when `Output.state` is open, or none.
    OutputLost,
    /// Files of a song can't be played: over when no stem of it is missing.
    MissingFiles {
        /// Which song.
        song: SongId,
    },
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// What the page shows anyway.
    Note,
    /// Good to know.
    Hint,
    /// The sound suffers, or something is missing.
    Warning,
    /// Something does not play at all.
    Error,
}

/// What the page can do about a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum NoticeAction {
    /// Open a page of the settings.
    OpenSettings {
        /// Its name, as a part of `Settings`.
        page: String,
    },
    /// Undo.
    Undo,
    /// Open a song in the editor.
    OpenSong {
        /// Which.
        song: SongId,
    },
    /// Go back to a copy of the library.
    RestoreBackup {
        /// Its name.
        name: String,
    },
    /// Show what the import did.
    ShowImport,
}

/// All that the page begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Attacca's.
    pub version: String,
    /// Where the library is.
    pub data_folder: String,
    /// The show under way.
    pub show: Show,
    /// The current song.
    pub song: Option<SongDetail>,
    /// All setlists.
    pub setlists: Vec<SetlistSummary>,
    /// Buses, master, solos.
    pub mixer: Mixer,
    /// All settings.
    pub settings: Settings,
    /// Where the sound goes.
    pub output: Output,
    /// What can be undone.
    pub undo: UndoState,
    /// The import under way, or the last one.
    pub import: Option<ImportProgress>,
    /// The last notices, the oldest first.
    pub notices: Vec<Notice>,
    /// Rises with every change of the library.
    pub library_revision: u64,
    /// How many songs there are.
    pub song_count: u32,
}
