//! What the program takes of the machine's memory, as the kernel counts it, with files of hours.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::Duration,
};

use attacca_test_support::files::TestFolder;

use crate::attacca::Playing;

/// What the program takes beside its budget, in MiB: its own data, threads and queues, and what the
/// allocator keeps.
const BESIDE_BUDGET: u64 = 24;

const HOUR: u64 = 3600;

/// Anonymous memory of a process, in MiB (RssAnon of proc_pid_status(5)).
fn anonymous_mebibytes(process: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kib = text.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    kib.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kib| kib.div_ceil(1024))
}

/// Looks at a process's memory all the time; the most that it took while `act` went on.
fn most_while(process: u32, act: impl FnOnce()) -> u64 {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0;
            while !is_over.load(Relaxed) {
                most = most.max(anonymous_mebibytes(process).expect("the kernel tells it"));
                thread::sleep(Duration::from_millis(10));
            }
            most
        });
        act();
        is_over.store(true, Relaxed);
        watch.join().expect("it watches")
    })
}

/// A FLAC file of silence, which is small: 48 kHz, 16 bits, stereo, blocks of 4096 frames.
fn write_silent_flac(path: &Path, seconds: u64) {
    let raw = path.with_extension("raw");
    // A hole, which takes no room on the disk.
    File::create(&raw).and_then(|file| file.set_len(seconds * 48_000 * 4)).expect("a sparse file");
    let format = ["--endian=little", "--sign=signed", "--channels=2", "--bps=16"];
    let flac = Command::new("flac")
        .args(["--totally-silent", "-f", "-5", "--force-raw-format", "--sample-rate=48000"])
        .args(format)
        .arg("-o")
        .arg(path)
        .arg(&raw)
        .status();
    assert!(flac.expect("flac is installed").success());
    fs::remove_file(raw).expect("it was there");
}

/// A WAV file of silence, which takes no room on the disk: 48 kHz, 16 bits, mono.
fn write_silent_wav(path: &Path, seconds: u64) {
    let bytes = u32::try_from(seconds * 48_000 * 2).expect("a WAV file is under 4 GiB");
    let mut header = Vec::new();
    header.extend(b"RIFF");
    header.extend((bytes + 36).to_le_bytes());
    header.extend(b"WAVEfmt ");
    header.extend(16u32.to_le_bytes());
    header.extend([1u16, 1].map(u16::to_le_bytes).concat());
    header.extend([48_000u32, 96_000].map(u32::to_le_bytes).concat());
    header.extend([2u16, 16].map(u16::to_le_bytes).concat());
    header.extend(b"data");
    header.extend(bytes.to_le_bytes());
    let mut file = File::create(path).expect("a file");
    file.write_all(&header).expect("there is room");
    file.set_len(44 + u64::from(bytes)).expect("a sparse file");
}

/// Goes to places all over the set; the most memory that the program took, in MiB.
fn most_of_a_show(mut playing: Playing, songs: u64, seconds: u64) -> u64 {
    let process = playing.id();
    let most = most_while(process, || {
        playing.type_lines(&["play"]);
        playing.until(|status| status["position_seconds"].as_f64().is_some_and(|at| at > 1.0));
        for step in 0..12 {
            let song = step * 5 % songs + 1;
            let at = step * 997 * 61 % (seconds - 10);
            playing.type_lines(&[&format!("song {song}"), &format!("seek {at}")]);
            playing.until(|status| {
                status["song_number"] == song
                    && status["seeking_to"].is_null()
                    && status["position_seconds"].as_f64().is_some_and(|now| now > at as f64 + 0.5)
            });
        }
    });
    let ran = playing.quit();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    most
}

/// Eight songs of thirty stems of two hours.
fn long_songs() -> TestFolder {
    let set = TestFolder::new();
    let first = set.path("stem.flac");
    write_silent_flac(&first, 2 * HOUR);
    for song in 1..=8 {
        let folder = set.make_folder(format!("{song} Song"));
        for stem in 1..=30 {
            // Copies: each has an index of its own.
            fs::copy(&first, folder.join(format!("{stem:02}.flac"))).expect("a copy");
        }
    }
    fs::remove_file(&first).expect("it was there");
    set
}

/// Begins to play them with a budget of 96 MiB.
fn play_long_songs(set: &TestFolder, more: &[&OsStr]) -> Playing {
    let indexes = set.make_folder("indexes");
    let arguments =
        ["--budget".as_ref(), "96".as_ref(), "--index-folder".as_ref(), indexes.as_os_str()];
    let songs = (1..=8).map(|song| set.path(format!("{song} Song")).into_os_string());
    let arguments = arguments.into_iter().chain(more.iter().copied());
    Playing::start(arguments.map(ToOwned::to_owned).chain(songs))
}

#[test]
fn eight_songs_of_thirty_stems_of_two_hours_take_no_more_than_the_budget() {
    let set = long_songs();
    let budget = 96;
    let playing = play_long_songs(&set, &["--no-cache".as_ref()]);
    let most = most_of_a_show(playing, 8, 2 * HOUR);
    assert!(most <= budget + BESIDE_BUDGET, "{most} MiB with a budget of {budget}");
}

#[test]
fn they_take_no_more_while_the_cache_is_written() {
    let set = long_songs();
    let budget = 96;
    let cache = set.make_folder("cache");
    let more =
        ["--cache".as_ref(), cache.as_os_str(), "--cache-policy".as_ref(), "always".as_ref()];
    let playing = play_long_songs(&set, &more);
    let most = most_of_a_show(playing, 8, 2 * HOUR);
    assert!(most <= budget + BESIDE_BUDGET, "{most} MiB with a budget of {budget}");
    let n_chunks = chunks_below(&cache);
    // How many, depends on what else the machine does.
    assert!(n_chunks >= 3, "it was written meanwhile: {n_chunks} chunks");
}

/// Chunks in a cache.
fn chunks_below(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let count = |path: PathBuf| match path.is_dir() {
        true => chunks_below(&path),
        false => usize::from(path.extension().is_some_and(|extension| extension == "flac")),
    };
    entries.map(|entry| count(entry.path())).sum()
}

#[test]
fn a_file_of_ten_hours_takes_no_more_than_the_budget() {
    let set = TestFolder::new();
    let folder = set.make_folder("Long");
    write_silent_wav(&folder.join("all.wav"), 10 * HOUR);
    let budget = 16;
    let most = most_of_a_show(
        Playing::start(["--budget".as_ref(), "16".as_ref(), set.root().as_os_str()]),
        1,
        10 * HOUR,
    );
    assert!(most <= budget + BESIDE_BUDGET, "{most} MiB with a budget of {budget}");
}
