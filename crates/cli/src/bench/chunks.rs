//! `attacca bench --cache`: writing chunks, alone and while a song plays; starts and seeks from them; how
//! often a set finds them.

use std::{
    fs, io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{
    CacheLive, CachePolicy, CacheSettings, EngineSettings, SongSource, StemMix, StemSource,
    cache::CacheTelemetry,
};
use attacca_units::{FramePos, SampleRate};
use serde::Serialize;
use tempfile::TempDir;

use super::{
    BenchArgs, BenchError,
    latencies::{BLOCK_FRAMES, PAUSE_MS},
    machine::Machine,
    material::Material,
    percentiles::Percentiles,
    random::Random,
    rig::{Rig, RigSettings},
    say,
};

/// What the policy "always" takes of each stem, in seconds, and where everything is measured.
const FIRST_SECONDS: f64 = 60.0;

/// Songs of the set, and stems of each, also when it is to go quickly: a minute of all of them is written in
/// half a minute, or in ten seconds.
const SET_SONGS: usize = 10;
const SET_STEMS: usize = 4;
const QUICK_SET_STEMS: usize = 1;

/// Jumps in each song of the set, and how long each is heard.
const SET_JUMPS: usize = 6;
const SET_JUMP: Duration = Duration::from_millis(400);

/// What `attacca bench --cache --json` prints: one object, whose keys stay.
#[derive(Debug, Serialize)]
struct ChunksReport {
    /// Seconds of sound encoded in a second of a core's work.
    encode_times_realtime: f64,
    /// The same of decoding, encoding, and reading back.
    verified_times_realtime: f64,
    /// Bytes of what was written, as a part of its samples'.
    bytes_percent: f64,
    /// What the writing thread takes of a core while a song plays; `null` where it can't be measured.
    writer_percent_while_playing: Option<f64>,
    callbacks_while_playing: u64,
    late_callbacks_while_playing: u64,
    start_from_cache_ms: Percentiles,
    seek_in_cache_ms: Percentiles,
    /// Parts that were read from chunks, of all whose chunk was there.
    read_from_cache_percent: f64,
    set_hit_percent: f64,
    machine: Machine,
}

/// Measures the cache and prints.
///
/// # Errors
/// When the path holds no song that is long enough, or the engine fails.
pub(super) fn run(args: &BenchArgs) -> Result<(), BenchError> {
    let report = measure(args)?;
    if args.json {
        println!("{}", serde_json::to_string(&report).map_err(io::Error::from)?);
    } else {
        print!("{}", table(&report));
    }
    Ok(())
}

fn measure(args: &BenchArgs) -> Result<ChunksReport, BenchError> {
    let material = Material::open(&args.path)?;
    super::cache::warm(material.paths())?;
    let folder = tempfile::tempdir()?;
    say("writing while a song plays");
    let playing = Duration::from_secs(if args.quick { 5 } else { 20 });
    let while_playing = write_while_playing(&material, folder.path(), playing)?;
    say("writing alone");
    let written = write_alone(&material, &folder.path().join("alone"))?;
    say("starts and seeks from the cache");
    let runs = if args.quick { 40 } else { 200 };
    let heard = start_and_seek(&material, &folder.path().join("alone"), runs)?;
    say("two evenings of a set");
    let set_hit_percent =
        two_evenings(&material, if args.quick { QUICK_SET_STEMS } else { SET_STEMS })?;
    let times = |seconds: f64| rounded(written.written_seconds / seconds.max(f64::MIN_POSITIVE));
    let all = written.decode_seconds + written.encode_seconds + written.verify_seconds;
    let part = |part: u64, all: u64| rounded(100.0 * part as f64 / all.max(1) as f64);
    Ok(ChunksReport {
        encode_times_realtime: times(written.encode_seconds),
        verified_times_realtime: times(all),
        bytes_percent: part(written.written_bytes, written.raw_bytes),
        writer_percent_while_playing: while_playing.writer_percent,
        callbacks_while_playing: while_playing.callbacks,
        late_callbacks_while_playing: while_playing.late,
        start_from_cache_ms: heard.starts,
        seek_in_cache_ms: heard.seeks,
        read_from_cache_percent: part(heard.telemetry.read_parts, heard.telemetry.hits),
        set_hit_percent,
        machine: Machine::here(),
    })
}

/// The engine with a cache in `folder` that takes the first minute of each stem.
fn settings(rate: SampleRate, folder: &Path) -> EngineSettings {
    let mut settings = EngineSettings::new(rate);
    let folder = folder.to_owned();
    settings.cache = Some(CacheSettings { folder, free_bytes: 0 });
    settings.live.cache = CacheLive { policy: CachePolicy::Always, ..CacheLive::default() };
    settings
}

fn rig(material: &Material, folder: &Path, songs: Vec<SongSource>) -> Result<Rig, BenchError> {
    let engine = settings(material.engine_rate, folder);
    let rig = Rig::start_with(RigSettings { engine, songs, block_frames: BLOCK_FRAMES })?;
    rig.engine.set_setlist(&rig.songs);
    Ok(rig)
}

struct WhilePlaying {
    writer_percent: Option<f64>,
    callbacks: u64,
    late: u64,
}

fn write_while_playing(
    material: &Material,
    folder: &Path,
    time: Duration,
) -> Result<WhilePlaying, BenchError> {
    let rig = rig(material, &folder.join("playing"), vec![material.source()])?;
    rig.time_to_sound(|engine| engine.play_song(rig.songs[0], FramePos::ZERO))?;
    let (begun, worked, before) = (Instant::now(), writer_time(), rig.telemetry().callbacks);
    let is_complete = || rig.engine.cache_report().is_some_and(|report| report.is_complete);
    while begun.elapsed() < time && !is_complete() {
        thread::sleep(Duration::from_millis(100));
    }
    let elapsed = begun.elapsed().as_secs_f64();
    let worked = worked.zip(writer_time()).map(|(before, now)| now.saturating_sub(before));
    let after = rig.telemetry().callbacks;
    rig.stop();
    Ok(WhilePlaying {
        writer_percent: worked.map(|work| rounded(100.0 * work.as_secs_f64() / elapsed)),
        callbacks: after.callbacks - before.callbacks,
        late: after.late_callbacks - before.late_callbacks,
    })
}

fn write_alone(material: &Material, folder: &Path) -> Result<CacheTelemetry, BenchError> {
    let rig = rig(material, folder, vec![material.source()])?;
    wait_until_written(&rig)?;
    let telemetry = rig.telemetry().cache.unwrap_or_default();
    rig.stop();
    Ok(telemetry)
}

/// Waits as long as it takes while something is written.
fn wait_until_written(rig: &Rig) -> Result<(), BenchError> {
    let (mut last, mut since) = (0, Instant::now());
    loop {
        let report = rig.engine.cache_report().unwrap_or_default();
        if report.is_complete {
            return Ok(());
        }
        if report.telemetry.written != last {
            (last, since) = (report.telemetry.written, Instant::now());
        }
        if since.elapsed() > super::rig::TIMEOUT {
            return Err(BenchError::Timeout { what: "write the cache" });
        }
        thread::sleep(Duration::from_millis(50));
    }
}

struct HeardFromCache {
    starts: Percentiles,
    seeks: Percentiles,
    telemetry: CacheTelemetry,
}

fn start_and_seek(
    material: &Material,
    folder: &Path,
    runs: usize,
) -> Result<HeardFromCache, BenchError> {
    let engine = settings(material.engine_rate, folder);
    let songs = vec![material.source()];
    let rig = Rig::start_with(RigSettings { engine, songs, block_frames: BLOCK_FRAMES })?;
    let song = rig.songs[0];
    rig.arm(song)?;
    rig.check_length()?;
    let cached = material.engine_rate.position_at(FIRST_SECONDS - 4.0).min(rig.last_position());
    let mut random = Random::new(20);
    let mut starts = Vec::new();
    for _ in 0..runs / 4 {
        rig.pause()?;
        let at = random.position(cached);
        starts.push(rig.time_to_sound(|engine| engine.play_song(song, at))?);
        thread::sleep(random.duration_ms(PAUSE_MS.0, PAUSE_MS.1));
    }
    let mut seeks = Vec::new();
    for _ in 0..runs {
        let at = random.position(cached);
        seeks.push(rig.time_to_sound(|engine| engine.locate(song, at))?);
        thread::sleep(random.duration_ms(PAUSE_MS.0, PAUSE_MS.1));
    }
    let telemetry = rig.telemetry().cache.unwrap_or_default();
    rig.stop();
    let (starts, seeks) = (Percentiles::in_ms(starts), Percentiles::in_ms(seeks));
    Ok(HeardFromCache { starts, seeks, telemetry })
}

/// Hits of a set's second evening, in percent: random jumps in the first minute of each song.
fn two_evenings(material: &Material, stem_count: usize) -> Result<f64, BenchError> {
    let folder = tempfile::tempdir()?;
    let songs = set_of_links(material, stem_count, &folder)?;
    let cache = folder.path().join("cache");
    let first = rig(material, &cache, songs.clone())?;
    wait_until_written(&first)?;
    first.stop();
    let second = rig(material, &cache, songs)?;
    let mut random = Random::new(21);
    let end = material.engine_rate.position_at(FIRST_SECONDS - 4.0);
    for &song in &second.songs {
        second.time_to_sound(|engine| engine.play_song(song, FramePos::ZERO))?;
        for _ in 0..SET_JUMPS {
            thread::sleep(SET_JUMP);
            let at = random.position(end.min(second.last_position()));
            second.time_to_sound(|engine| engine.locate(song, at))?;
        }
    }
    let telemetry = second.telemetry().cache.unwrap_or_default();
    second.stop();
    Ok(rounded(100.0 * telemetry.hit_rate().unwrap_or_default()))
}

/// Songs of the material's first stems, under paths of their own: to the cache they are other songs.
fn set_of_links(
    material: &Material,
    stem_count: usize,
    folder: &TempDir,
) -> io::Result<Vec<SongSource>> {
    let song = |number: usize| {
        let folder = folder.path().join(format!("song-{number}"));
        fs::create_dir(&folder)?;
        let stems = material.paths().take(stem_count).enumerate();
        let stems = stems.map(|(at, path)| linked(path, &folder, at)).collect::<io::Result<_>>()?;
        Ok(SongSource { stems })
    };
    (0..SET_SONGS).map(song).collect()
}

fn linked(path: &Path, folder: &Path, number: usize) -> io::Result<StemSource> {
    let extension = path.extension().unwrap_or_default();
    let link: PathBuf = folder.join(number.to_string()).with_extension(extension);
    #[cfg(unix)]
    std::os::unix::fs::symlink(fs::canonicalize(path)?, &link)?;
    #[cfg(not(unix))]
    fs::copy(path, &link)?;
    Ok(StemSource { location: link.into(), mix: StemMix::default() })
}

/// What the writing thread has worked; `None` where the system does not tell.
fn writer_time() -> Option<Duration> {
    let tasks = fs::read_dir("/proc/self/task").ok()?;
    let is_writer = |path: &PathBuf| {
        fs::read_to_string(path.join("comm")).is_ok_and(|name| name.trim() == "cache-writer")
    };
    let task = tasks.flatten().map(|entry| entry.path()).find(is_writer)?;
    // Source: Documentation/scheduler/sched-stats: time on the processor, in nanoseconds, comes first.
    let text = fs::read_to_string(task.join("schedstat")).ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn table(report: &ChunksReport) -> String {
    let percentiles =
        |p: &Percentiles| format!("p50 {:.1} ms, p99 {:.1} ms ({})", p.p50, p.p99, p.n);
    let percent = |value: f64| format!("{value:.1} %");
    let rows = [
        ("start from the cache", percentiles(&report.start_from_cache_ms)),
        ("seek in the cache", percentiles(&report.seek_in_cache_ms)),
        ("read from the cache", percent(report.read_from_cache_percent)),
        ("encode", format!("{:.0} × real time per core", report.encode_times_realtime)),
        (
            "to a verified file",
            format!("{:.0} × real time per core", report.verified_times_realtime),
        ),
        (
            "writer while playing",
            match report.writer_percent_while_playing {
                Some(value) => format!("{value:.1} % of a core"),
                None => "not measured here".to_owned(),
            },
        ),
        (
            "late callbacks meanwhile",
            format!(
                "{} of {}",
                report.late_callbacks_while_playing, report.callbacks_while_playing
            ),
        ),
        ("bytes of raw", percent(report.bytes_percent)),
        ("hits, second evening", percent(report.set_hit_percent)),
    ];
    let machine = &report.machine;
    let mut text = String::new();
    for (what, value) in rows {
        text.push_str(&format!("{what:26}{value}\n"));
    }
    let (name, cores) = (&machine.processor, machine.cores);
    text.push_str(&format!("{name}, {cores} cores, {}, {} build\n", machine.system, machine.build));
    text
}

/// Two decimals: more would be noise.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
