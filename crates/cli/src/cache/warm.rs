//! `attacca cache warm`: writes the stems of a set.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use attacca_engine::{
    CachePolicy, CacheSettings, EngineEvent, EngineSettings,
    cache::{CacheReport, CachedSong},
};
use attacca_player::{
    OfferedRates, Output, OutputChoice, Player, Setlist, Song, chain, folder, read_rates,
};
use attacca_units::SampleRate;
use serde_json::{Value, json};

use super::{megabytes, path, print_json, progress_bar, show};
use crate::{args::WarmArgs, failure::Failure, terminal};

/// How often it looks how far it is.
const LOOK: Duration = Duration::from_millis(50);

/// Looks in which nothing changed, before what is written counts as all: costs may still be measured.
const QUIET_LOOKS: u32 = 20;

/// Writes what is wanted of the set, song by song, and tells why.
///
/// # Errors
/// When there is nothing to play, or the cache can't be written to.
pub(super) fn run(args: &WarmArgs) -> Result<(), Failure> {
    let found = folder::read_set(&args.paths);
    for problem in &found.problems {
        terminal::complain(&chain(problem));
    }
    let is_interrupted = Arc::new(AtomicBool::new(false));
    let flag = is_interrupted.clone();
    // Relaxed: the flag is read alone.
    ctrlc::set_handler(move || flag.store(true, Relaxed)).map_err(Failure::general)?;
    let all = Setlist::new(found.songs.clone());
    let all = all.map_err(|_| Failure::input("there is nothing to play"))?;
    let rates = read_rates(&all).map_err(|_| Failure::input("none of the files can be played"))?;
    let rate = args.rate.unwrap_or_else(|| rates.engine_rate(&OfferedRates::Any));
    let settings = settings(args, rate)?;
    let set = Setlist::new(found.songs.clone()).map_err(Failure::general)?;
    let (player, renderer) = Player::new(set, settings, 0.0).map_err(Failure::general)?;
    // Stopped all the time; it takes in what the player asks for.
    let silent = OutputChoice::Null { buffer_frames: None };
    let (_output, _) = Output::start(renderer, &silent).map_err(Failure::device)?;
    let report = write(&player, args.folder.json, &is_interrupted)?;
    tell(args, &player, &report)
}

fn settings(args: &WarmArgs, rate: SampleRate) -> Result<EngineSettings, Failure> {
    let mut settings = EngineSettings::new(rate);
    settings.cache = Some(CacheSettings::new(path(&args.folder)?));
    if args.all {
        settings.live.cache.policy = CachePolicy::Always;
        settings.live.cache.first_chunks = 0;
    }
    if let Some(bytes) = args.cache_limit {
        settings.live.cache.limit_bytes = bytes;
    }
    Ok(settings)
}

/// Waits until all is written that is wanted.
fn write(
    player: &Player,
    is_json: bool,
    is_interrupted: &AtomicBool,
) -> Result<CacheReport, Failure> {
    let bar = progress_bar(is_json);
    let events = player.events();
    let (mut quiet, mut last) = (0, 0);
    let report = loop {
        let report = player.cache_report().unwrap_or_default();
        let failed = events.try_iter().find_map(|event| match event {
            EngineEvent::CacheFailed { path, error } => {
                Some(format!("{}: {}", path.display(), chain(&*error)))
            }
            _ => None,
        });
        if let Some(reason) = failed {
            bar.finish_and_clear();
            return Err(Failure::general_text(reason));
        }
        let (done, total) = chunks(&report);
        show(&bar, attacca_engine::cache::upkeep::UpkeepProgress { done, total });
        let changes = done + report.telemetry.written;
        quiet = if report.is_complete && changes == last { quiet + 1 } else { 0 };
        last = changes;
        if quiet == QUIET_LOOKS || is_interrupted.load(Relaxed) {
            break report;
        }
        thread::sleep(LOOK);
    };
    bar.finish_and_clear();
    Ok(report)
}

/// Chunks that are there, and that are to be there.
fn chunks(report: &CacheReport) -> (u64, u64) {
    let cached = report.songs.iter().map(|song| song.cached_chunks).sum();
    (cached, report.songs.iter().map(|song| song.wanted_chunks).sum())
}

fn tell(args: &WarmArgs, player: &Player, report: &CacheReport) -> Result<(), Failure> {
    let title = |song: &CachedSong| player.song_with(song.song).map_or("", Song::title);
    let telemetry = report.telemetry;
    if args.folder.json {
        let songs: Vec<Value> =
            report.songs.iter().map(|song| song_json(song, title(song))).collect();
        return print_json(&json!({
            "folder": report.folder,
            "bytes": telemetry.byte_count,
            "limit_bytes": telemetry.limit_bytes,
            "written_chunks": telemetry.written,
            "written_bytes": telemetry.written_bytes,
            "written_seconds": telemetry.written_seconds,
            "decode_seconds": telemetry.decode_seconds,
            "encode_seconds": telemetry.encode_seconds,
            "verify_seconds": telemetry.verify_seconds,
            "songs": songs,
        }));
    }
    let mut text = String::new();
    for song in &report.songs {
        text.push_str(&format!("{}: {}\n", title(song), song.sentence));
    }
    let (all, limit) = (megabytes(telemetry.byte_count), megabytes(telemetry.limit_bytes));
    let (new, folder) = (megabytes(telemetry.written_bytes), report.folder.display());
    text.push_str(&format!("{folder}: {all} of {limit}, {new} of them new\n"));
    terminal::print(&text)
}

fn song_json(song: &CachedSong, title: &str) -> Value {
    json!({
        "title": title,
        "song": song.name,
        "why": song.sentence,
        "cached_chunks": song.cached_chunks,
        "wanted_chunks": song.wanted_chunks,
        "chunks": song.chunk_count,
        "bytes": song.byte_count,
    })
}
