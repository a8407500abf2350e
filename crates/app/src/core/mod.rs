//! What the app's thread owns and does.
//!
//! [`Core`] is made on that thread, and [`Core::run`] takes one thing after the other: requests,
//! what the engine, the output, an import and the waves tell, and a tick. After each it `publish`es
//! what is different. `commands` is the closed list; the other files are its chapters.

mod arguments;
mod backups;
mod cache;
mod commands;
mod diagnostics;
mod edits;
mod events;
mod faders;
mod importing;
mod missing;
mod mixing;
mod moving;
mod notices;
mod outputs;
mod place;
mod publish;
mod refusals;
mod run;
mod set;
mod settings;
mod timing;
mod transport;
mod views;

use std::{
    collections::{BTreeSet, HashMap, HashSet, VecDeque},
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
    time::Instant,
};

use attacca_library::{
    EntryId, Library, OpenReport, Relink, SetlistRecord, SongDetail, SongId, StemId, waves::Waves,
};
use attacca_player::{EntryKey, Player, Watch};
use attacca_units::SampleRate;
use crossbeam_channel::Sender;
use serde_json::Value;

use crate::{
    AppError, AppOptions, clock,
    ipc::{self, AppEvent, IpcError},
    log::LogRing,
    telemetry::Shown,
};

pub(crate) use missing::Sought;
pub(crate) use outputs::devices;

/// What is asked of the app's thread.
#[derive(Debug)]
pub(crate) enum Request {
    /// A command of the table.
    Call { name: String, args: Value, reply: Sender<Result<Value, IpcError>> },
    /// An import of these paths.
    Import { paths: Vec<PathBuf>, reply: Sender<Result<(), IpcError>> },
    /// The folder of the cache.
    SetCacheFolder { folder: Option<PathBuf>, reply: Sender<Result<(), IpcError>> },
    /// The path of a stem's file.
    FileOfStem { stem: ipc::StemId, reply: Sender<Result<PathBuf, IpcError>> },
    /// A stem whose file somebody looks for, and the other missing ones of its song.
    Seek { stem: ipc::StemId, reply: Sender<Result<Vec<Sought>, IpcError>> },
    /// Files that somebody found.
    Relink { stems: Vec<Relink>, reply: Sender<Result<(), IpcError>> },
    /// A notice of the shell.
    Say { severity: ipc::Severity, text: String },
    /// The end.
    Quit,
}

/// What the app's thread owns.
#[derive(Debug)]
pub(crate) struct Core {
    options: AppOptions,
    library: Library,
    settings: ipc::Settings,
    player: Player,
    output: outputs::Speaker,
    waves: Waves,
    is_playing: Arc<AtomicBool>,
    /// Bytes that the engine was told others hold.
    guest_bytes: usize,
    /// The set under way.
    set: Option<SetlistRecord>,
    /// Its songs.
    songs: HashMap<SongId, SongDetail>,
    /// Which stems the engine's songs were made of, in their order there: an entry that plays keeps its own while
    /// the library says others.
    places: HashMap<EntryKey, Vec<StemId>>,
    /// Entries that were played in this show.
    played: HashSet<EntryId>,
    soloed: HashSet<StemId>,
    /// Songs that stay in the cache whatever set is open.
    pins: BTreeSet<SongId>,
    is_locked: bool,
    /// Files of the current song changed while it played: they are taken when it does not.
    is_set_stale: bool,
    /// Since when nothing plays.
    rested: Option<Instant>,
    /// The rate is looked at when nothing was played for a while.
    is_rate_stale: bool,
    /// The rate that the set asked for when it was looked at last.
    told_rate: SampleRate,
    import: Option<importing::Running>,
    import_progress: Option<ipc::ImportProgress>,
    import_count: u64,
    watch: Watch,
    timings: timing::Timings,
    place_saved: Instant,
    is_place_changed: bool,
    unstored: faders::Unstored,
    absences: missing::Absences,
    moving: Option<moving::Moving>,
    notices: VecDeque<ipc::Notice>,
    notice_count: u64,
    events: Sender<AppEvent>,
    sent: publish::Sent,
    shown: Arc<Shown>,
}

impl Core {
    /// Opens all there is, and puts the last set on.
    pub(crate) fn new(
        options: AppOptions,
        events: Sender<AppEvent>,
        begun: Instant,
    ) -> Result<Core, AppError> {
        let (mut library, report) = Library::open(&options.data_folder, clock::now_seconds())?;
        let settings = settings::stored(&library)?;
        settings::part_routing(&mut library, &settings)?;
        let pins = cache::stored_pins(&library)?;
        let rate = outputs::engine_rate(&library, &settings, place::stored_set(&library));
        let engine_settings = settings::engine_settings(&settings, rate, &options);
        let (player, renderer) = Player::without_songs(engine_settings)?;
        let shown = Arc::new(Shown::new(player.engine(), begun));
        let is_playing = Arc::new(AtomicBool::new(false));
        let waves = Waves::start(&options.data_folder, Arc::clone(&is_playing))?;
        let (output, output_notices) = outputs::Speaker::start(renderer, &options, &settings)?;
        options.log.take_traces(settings.debug.log_chunk_loads);
        let mut core = Core {
            library,
            settings,
            player,
            output,
            waves,
            is_playing,
            guest_bytes: 0,
            set: None,
            songs: HashMap::new(),
            places: HashMap::new(),
            played: HashSet::new(),
            soloed: HashSet::new(),
            pins,
            is_locked: false,
            is_set_stale: false,
            rested: None,
            is_rate_stale: false,
            told_rate: rate,
            import: None,
            import_progress: None,
            import_count: 0,
            watch: Watch::default(),
            timings: timing::Timings::default(),
            place_saved: begun,
            is_place_changed: false,
            unstored: faders::Unstored::default(),
            absences: missing::Absences::default(),
            moving: None,
            notices: VecDeque::new(),
            notice_count: 0,
            events,
            sent: publish::Sent::default(),
            shown,
            options,
        };
        core.begin(report, output_notices);
        Ok(core)
    }

    /// What others may read while it runs.
    pub(crate) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown)
    }

    pub(crate) fn log(&self) -> &LogRing {
        &self.options.log
    }

    fn begin(&mut self, report: OpenReport, output_notices: Vec<attacca_player::Notice>) {
        let was_damaged = report.damage.is_some() || report.offered.is_some();
        self.say_what_opening_found(report);
        self.say_of_output(&output_notices);
        self.put_buses_on();
        self.restore_place();
        self.go_on_moving();
        // What may come back is not mixed with other songs.
        if !was_damaged {
            self.begin_with_demo();
        }
        self.publish();
    }
}
