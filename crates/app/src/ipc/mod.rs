//! The types that cross to the page, and the table of commands. Nothing else is serialised.
//!
//! [`command`] holds the table: from it come the traits that [`App`](crate::App) answers, the
//! dispatch from JSON, and the page's `Commands`. The page's copy of all types is generated into
//! `ui/src/ipc/bindings.ts`; a test fails when it is stale.

#[cfg(test)]
mod bindings;
mod care;
pub mod command;
mod error;
mod event;
mod id;
mod mixer;
mod output;
mod settings;
mod show;
mod song;
mod telemetry;

pub use care::{
    Backup, CacheMove, CacheMoveState, CacheSample, CacheStatus, CachedSong, Diagnostics,
    ImportFailure, ImportPhase, ImportProgress, LogLevel, LogLine, MemoryUse, Timing, UndoState,
    WindowLead,
};
pub use error::{ErrorCode, IpcError};
pub use event::{AppEvent, Notice, NoticeAbout, NoticeAction, Severity, Snapshot};
pub use id::{EntryId, SetlistId, SongId, StemId};
pub use mixer::{Bus, BusChange, Mixer};
pub use output::{Output, OutputDevice, OutputState};
pub use settings::{
    AppearanceSettings, AudioSettings, BusSettings, CachePolicy, CacheSettings, DebugSettings,
    MemoryBudget, PlaybackSettings, Settings, SettingsChange, SettingsPart, Theme,
};
pub use show::{
    Entry, EntryState, JumpKind, JumpView, Pending, Setlist, SetlistSummary, Show, Transition,
    Transport,
};
pub use song::{
    Role, Section, SongChange, SongDetail, SongFilter, SongPage, SongQuery, SongSort, SongSummary,
    Stem, StemChange, StemMixChange, Wave,
};
pub use telemetry::{HealthState, Telemetry};
