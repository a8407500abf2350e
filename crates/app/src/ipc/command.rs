//! The closed set of commands: one table for the dispatch, for whoever carries them out, and for
//! the page.
//!
//! A command that is not in the table can't be called, and one that nobody carries out does not
//! compile.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::*;

/// Makes, out of lines `"name" function(arguments) -> result;`, the trait of those who carry the
/// commands out, the dispatch from JSON, and the lines of the page's `Commands`.
macro_rules! commands {
    (
        $(#[$trait_doc:meta])* $trait:ident, $dispatch:ident, $names:ident, $lines:ident;
        $($(#[$doc:meta])* $name:literal $function:ident(
            $($(#[$arg_attr:meta])* $arg:ident: $type:ty),*
        ) -> $result:ty;)+
    ) => {
        $(#[$trait_doc])*
        pub(crate) trait $trait {
            $(
                $(#[$doc])*
                fn $function(&mut self, $($arg: $type),*) -> Result<$result, IpcError>;
            )+
        }

        /// The commands' names.
        pub(crate) const $names: &[&str] = &[$($name),+];

        /// Carries out the command called `name`.
        ///
        /// # Errors
        /// When the arguments are not the command's, and what the command answers.
        pub(crate) fn $dispatch(
            to: &mut impl $trait,
            name: &str,
            args: Value,
        ) -> Result<Value, IpcError> {
            match name {
                $($name => {
                    #[derive(serde::Deserialize)]
                    #[serde(rename_all = "camelCase", deny_unknown_fields)]
                    struct Args { $($(#[$arg_attr])* $arg: $type),* }
                    let Args { $($arg),* } = arguments(name, args)?;
                    answer(to.$function($($arg),*)?)
                })+
                _ => Err(unknown(name)),
            }
        }

        /// The commands' lines in the page's `Commands`, and a walk over their types.
        #[cfg(test)]
        pub(crate) fn $lines(
            config: &ts_rs::Config,
            visitor: &mut impl ts_rs::TypeVisitor,
        ) -> Vec<String> {
            vec![$({
                #[derive(serde::Serialize, ts_rs::TS)]
                #[allow(dead_code, reason = "only its type is looked at")]
                #[serde(rename_all = "camelCase")]
                struct Args { $($(#[$arg_attr])* $arg: $type),* }
                <Args as ts_rs::TS>::visit_dependencies(visitor);
                visitor.visit::<$result>();
                <$result as ts_rs::TS>::visit_dependencies(visitor);
                <$result as ts_rs::TS>::visit_generics(visitor);
                let has_args = !concat!($(stringify!($arg)),*).is_empty();
                let args = if has_args {
                    <Args as ts_rs::TS>::inline(config)
                } else {
                    "null".to_owned()
                };
                let result = <$result as ts_rs::TS>::name(config);
                format!("  {}: {{ args: {args}; result: {result} }};", $name)
            }),+]
        }
    };
}

commands! {
    /// What the app's thread does, one after the other.
    ShowCommands, dispatch_show, SHOW_COMMANDS, show_lines;

    /// All that the page begins with.
    "snapshot" snapshot() -> Snapshot;

    /// Plays from the playhead.
    "play" play() -> ();
    /// Fades out and stays where it is.
    "pause" pause() -> ();
    /// Plays or pauses.
    "togglePlay" toggle_play() -> ();
    /// Fades out and goes to the start of the song.
    "stop" stop() -> ();
    /// Goes to a place of the current song.
    "seekTo" seek_to(seconds: f64) -> ();
    /// Goes back or forth in the current song.
    "seekBy" seek_by(seconds: f64) -> ();
    /// Goes to the start of an entry.
    "goToEntry" go_to_entry(entry: EntryId, then_play: bool) -> ();
    /// Goes to the next entry.
    "nextSong" next_song() -> ();
    /// Goes to the entry before.
    "previousSong" previous_song() -> ();
    /// Arms a jump from the current song; without an entry within it, without `atSeconds` at its end.
    "armJump" arm_jump(
        entry: Option<EntryId>,
        to_seconds: f64,
        at_seconds: Option<f64>,
        crossfade_seconds: f64
    ) -> ();
    /// Arms a loop in the current song.
    "armLoop" arm_loop(from_seconds: f64, to_seconds: f64, crossfade_seconds: f64) -> ();
    /// Cancels the jumps and loops that were armed by hand.
    "cancelJumps" cancel_jumps() -> ();
    /// Protects the show: edits are refused.
    "setShowLock" set_show_lock(is_locked: bool) -> ();

    /// Mixes a stem; changes of one gesture are one step of undo, heard at once and stored soon.
    "setStemMix" set_stem_mix(stem: StemId, change: StemMixChange, gesture: Option<u64>) -> ();
    /// Solos a stem of the current song; not stored.
    "setStemSolo" set_stem_solo(stem: StemId, is_soloed: bool) -> ();
    /// No stem is soloed any more.
    "clearSolos" clear_solos() -> ();
    /// Sets the level of all stems of a song.
    "setSongTrim" set_song_trim(song: SongId, trim_db: f64, gesture: Option<u64>) -> ();
    /// Sets the main bus; as `setBus`.
    "setMaster" set_master(
        level_db: Option<f64>,
        is_muted: Option<bool>,
        gesture: Option<u64>
    ) -> ();
    /// Mixes a bus or sends it to other channels; changes of one gesture are one step of undo, heard at once
    /// and stored soon.
    "setBus" set_bus(bus: String, change: BusChange, gesture: Option<u64>) -> ();
    /// Makes a bus that goes nowhere yet.
    "addBus" add_bus(bus: String) -> ();
    /// Forgets a bus that no stem of the library goes to.
    "removeBus" remove_bus(bus: String) -> ();
    /// Puts the clip lamp out that is named as in `Telemetry.clips`; null puts all out.
    "clearClips" clear_clips(clip: Option<i32>) -> ();

    /// Looks for songs.
    "searchSongs" search_songs(#[serde(flatten)] query: SongQuery) -> SongPage;
    /// A song with all that is known of it.
    "songDetail" song_detail(song: SongId) -> SongDetail;
    /// The outline of a song's mix; null while it is being made.
    "songWave" song_wave(song: SongId) -> Option<Wave>;
    /// The outline of a stem; null while it is being made.
    "stemWave" stem_wave(stem: StemId) -> Option<Wave>;
    /// Changes what is known of a song.
    "updateSong" update_song(song: SongId, change: SongChange) -> ();
    /// Changes what is known of a stem.
    "updateStem" update_stem(stem: StemId, change: StemChange) -> ();
    /// Moves a stem to another place in its song, from 0.
    "moveStem" move_stem(stem: StemId, to: u32) -> ();
    /// Forgets a stem; its file stays.
    "removeStem" remove_stem(stem: StemId) -> ();
    /// Replaces the sections of a song.
    "setSections" set_sections(song: SongId, sections: Vec<Section>) -> ();
    /// Forgets songs, also in setlists; their files stay.
    "removeSongs" remove_songs(songs: Vec<SongId>) -> ();
    /// Opens the files of a song of the set anew, as when its disk is back; the one that plays waits until it
    /// does not. It is done by itself when a missing file is back.
    "tryFilesAgain" try_files_again(song: SongId) -> ();
    /// Undoes the last edit.
    "undo" undo() -> UndoState;
    /// Does again what was undone last.
    "redo" redo() -> UndoState;
    /// Stops the import; what has come stays, and can be undone.
    "cancelImport" cancel_import() -> ();

    /// All setlists.
    "setlists" setlists() -> Vec<SetlistSummary>;
    /// A setlist with its entries.
    "setlistDetail" setlist_detail(setlist: SetlistId) -> Setlist;
    /// Makes a setlist.
    "createSetlist" create_setlist(name: String) -> SetlistId;
    /// Renames a setlist or changes its notes.
    "updateSetlist" update_setlist(
        setlist: SetlistId,
        name: Option<String>,
        notes: Option<String>
    ) -> ();
    /// Makes a copy of a setlist.
    "duplicateSetlist" duplicate_setlist(setlist: SetlistId) -> SetlistId;
    /// Deletes a setlist.
    "deleteSetlist" delete_setlist(setlist: SetlistId) -> ();
    /// Makes a setlist the show under way.
    "openSetlist" open_setlist(setlist: SetlistId) -> ();
    /// Puts songs into a setlist, at a place from 0 or at its end.
    "addEntries" add_entries(
        setlist: SetlistId,
        songs: Vec<SongId>,
        at: Option<u32>
    ) -> Vec<EntryId>;
    /// Takes entries out of their setlist.
    "removeEntries" remove_entries(entries: Vec<EntryId>) -> ();
    /// Moves an entry to another place in its setlist, from 0.
    "moveEntry" move_entry(entry: EntryId, to: u32) -> ();
    /// Changes an entry's notes or transition.
    "updateEntry" update_entry(
        entry: EntryId,
        notes: Option<String>,
        transition: Option<Transition>
    ) -> ();

    /// Changes settings; they hold at once.
    "setSettings" set_settings(change: SettingsChange) -> Settings;
    /// Sets a part of the settings back.
    "resetSettings" reset_settings(part: SettingsPart) -> Settings;
    /// A second of 440 Hz at −20 dBFS on one channel, from 1.
    "testTone" test_tone(channel: u32) -> ();

    /// What the cache holds.
    "cacheStatus" cache_status() -> CacheStatus;
    /// Empties the cache, or what it holds of a song.
    "clearCache" clear_cache(song: Option<SongId>) -> CacheStatus;
    /// Keeps a song in the cache whatever comes.
    "pinInCache" pin_in_cache(song: SongId, is_pinned: bool) -> CacheStatus;

    /// The copies of the library.
    "backups" backups() -> Vec<Backup>;
    /// Goes back to a copy of the library.
    "restoreBackup" restore_backup(name: String) -> ();
    /// Goes on without the copy that was offered after damage: it is not offered again.
    "declineRestore" decline_restore() -> ();
    /// Figures of the engine.
    "diagnostics" diagnostics() -> Diagnostics;
    /// Figures, settings and the log as text, without titles and folders.
    "diagnosticsText" diagnostics_text() -> String;
    /// Stores where the show is.
    "savePlace" save_place() -> ();
}

commands! {
    /// What is done on the caller's thread, since it may take long or needs no show.
    FreeCommands, dispatch_free, FREE_COMMANDS, free_lines;

    /// The outputs there are; looks anew.
    "outputs" outputs() -> Vec<OutputDevice>;
    /// Lines of the log of a level or a worse one, after the one of a number.
    "logLines" log_lines(level: LogLevel, after: Option<u64>) -> Vec<LogLine>;
}

/// Every command's name.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHOW_COMMANDS.iter().chain(FREE_COMMANDS).copied()
}

/// The refusal of a command that is not in the table.
pub(crate) fn unknown(name: &str) -> IpcError {
    let name: String = name.chars().take(64).collect();
    IpcError::invalid(format!("there is no command {name:?}"))
}

/// `args` as a command's arguments; null is none.
fn arguments<T: DeserializeOwned>(name: &str, args: Value) -> Result<T, IpcError> {
    let wrong = |detail: String| {
        IpcError::invalid(format!("{name} was called with other arguments than it takes"))
            .with_detail(detail)
    };
    let args = match args {
        Value::Null => Value::Object(serde_json::Map::new()),
        Value::Object(_) => args,
        // Serde would take a list as the arguments in their order.
        _ => return Err(wrong("arguments are an object".to_owned())),
    };
    serde_json::from_value(args).map_err(|error| wrong(error.to_string()))
}

fn answer(result: impl Serialize) -> Result<Value, IpcError> {
    serde_json::to_value(result).map_err(|error| {
        IpcError::new(ErrorCode::Internal, "the answer can't be written")
            .with_detail(error.to_string())
    })
}
