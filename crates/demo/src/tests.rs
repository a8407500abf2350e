//! Whole sets, as files.

use std::{collections::BTreeMap, fs, path::Path};

use attacca_test_support::{
    files::TestFolder,
    reference::{decode_with_flac, run, run_numpy},
};
use attacca_units::SampleRate;

use super::*;

/// Short, and at a low rate: tests want the whole way, not the treble.
fn short(stems_per_song: usize) -> DemoSettings {
    DemoSettings {
        songs: 1,
        stems_per_song,
        minutes: 0.1,
        seed: 5,
        sample_rate: SampleRate::new(16_000).unwrap(),
        bits_per_sample: 24,
    }
}

fn write(dir: &Path, settings: &DemoSettings) -> Vec<std::path::PathBuf> {
    write_demo(dir, settings, |_| {}).unwrap()
}

/// The files below `folder`, by their names from there on.
fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let below = files_below(&entry.path());
            files.extend(below.into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// The sum of all stems of a song at 0 dB, as other programs read them; channels interleaved.
fn sum_of_stems(song: &Path) -> Vec<f64> {
    let mut sum: Vec<f64> = Vec::new();
    for name in files_below(song).keys() {
        let stem = decode_with_flac(&song.join(name)).interleaved;
        sum.resize(sum.len().max(stem.len()), 0.0);
        for (sum, sample) in sum.iter_mut().zip(stem) {
            *sum += sample;
        }
    }
    sum
}

#[test]
fn same_settings_make_the_same_bytes() {
    let folder = TestFolder::new();
    let settings = DemoSettings { songs: 2, ..short(12) };
    write(&folder.path("a"), &settings);
    write(&folder.path("b"), &settings);
    let made = files_below(&folder.path("a"));
    assert_eq!(made.len(), 24);
    assert!(made == files_below(&folder.path("b")), "two runs differ");
}

#[test]
fn another_seed_makes_another_set() {
    let folder = TestFolder::new();
    write(&folder.path("a"), &short(3));
    write(&folder.path("b"), &DemoSettings { seed: 6, ..short(3) });
    let [a, b] = ["a", "b"].map(|name| files_below(&folder.path(name)));
    assert!(a.values().all(|stem| b.values().all(|other| stem != other)));
}

#[test]
fn every_stem_passes_the_reference_test() {
    let folder = TestFolder::new();
    for song in write(folder.root(), &short(64)) {
        for name in files_below(&song).keys() {
            run("flac", ["-t".as_ref(), "-s".as_ref(), "-w".as_ref(), song.join(name).as_os_str()]);
        }
    }
}

#[test]
fn stems_are_as_long_as_the_song_and_cues_may_end_before() {
    let folder = TestFolder::new();
    // Long enough for sections, so that there is something to cue.
    let settings = DemoSettings { minutes: 0.75, ..short(12) };
    let song = &write(folder.root(), &settings)[0];
    let frame_count = (0.75 * 60.0 * 16_000.0) as usize;
    for name in files_below(song).keys() {
        let stem = decode_with_flac(&song.join(name));
        assert_eq!((stem.sample_rate, stem.channel_count), (16_000, 2));
        let is_cue = name.contains("Click") || name.contains("Guide");
        if is_cue {
            assert!((1..frame_count).contains(&stem.frame_count()), "{name} does not end before");
        } else {
            assert_eq!(stem.frame_count(), frame_count, "{name}");
        }
    }
}

#[test]
fn sum_of_all_stems_stays_below_minus_one_dbfs() {
    for stems in [1, 2, 12, 64, 90] {
        let folder = TestFolder::new();
        let song = &write(folder.root(), &DemoSettings { seed: stems as u64, ..short(stems) })[0];
        let peak = sum_of_stems(song).iter().fold(0.0, |peak: f64, sample| peak.max(sample.abs()));
        let peak_db = 20.0 * peak.log10();
        assert!(peak_db <= -1.0, "{stems} stems sum to {peak_db:.2} dBFS");
        assert!(peak_db > -12.0, "{stems} stems sum to {peak_db:.2} dBFS: too quiet to be a mix");
    }
}

#[test]
fn loudness_of_the_mix_is_that_of_a_mix() {
    let folder = TestFolder::new();
    let settings = DemoSettings { minutes: 0.4, sample_rate: SampleRate::HZ_48000, ..short(12) };
    for song in write(folder.root(), &settings) {
        let mix = folder.path("mix.wav");
        let floats: Vec<f32> = sum_of_stems(&song).iter().map(|sample| *sample as f32).collect();
        attacca_test_support::files::write_wav_float(&mix, SampleRate::HZ_48000, 2, &floats);
        let arguments = ["-af", "ebur128", "-f", "null", "-"];
        let output = std::process::Command::new("ffmpeg")
            .args(["-hide_banner", "-nostats", "-i"])
            .arg(&mix)
            .args(arguments)
            .output()
            .expect("this test needs the Debian package ffmpeg");
        let report = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{report}");
        let loudness: f64 = report
            .lines()
            .filter_map(|line| line.trim().strip_prefix("I:")?.trim().strip_suffix("LUFS"))
            .filter_map(|number| number.trim().parse().ok())
            .next_back()
            .unwrap_or_else(|| panic!("no loudness in {report}"));
        assert!((-18.0..=-14.0).contains(&loudness), "{}: {loudness} LUFS", song.display());
    }
}

/// The seven strongest pitch classes of a stereo sum at 16 kHz, as numbers from C on.
const STRONGEST_PITCH_CLASSES: &str = "
sound = np.fromfile(sys.argv[1]).reshape(-1, 2).sum(axis=1)
size = 16384
hz = np.fft.rfftfreq(size, 1 / 16000)
heard = (hz > 150) & (hz < 2000)
classes = np.rint(69 + 12 * np.log2(hz[heard] / 440)).astype(int) % 12
strength = np.zeros(12)
for start in range(0, len(sound) - size, size // 2):
    spectrum = np.abs(np.fft.rfft(sound[start:start + size] * np.hanning(size)))[heard]
    peak = spectrum > 0.05 * spectrum.max()
    np.add.at(strength, classes[peak], spectrum[peak] ** 2)
print(*sorted(np.argsort(strength)[-7:]))
";

#[test]
fn songs_are_heard_in_their_keys() {
    let folder = TestFolder::new();
    let settings = DemoSettings { songs: 2, minutes: 0.4, ..short(12) };
    let plans = crate::song::Song::set(&settings);
    for (path, plan) in write(folder.root(), &settings).iter().zip(plans) {
        let sum = folder.path("sum.f64");
        let bytes: Vec<u8> =
            sum_of_stems(path).iter().flat_map(|sample| sample.to_le_bytes()).collect();
        fs::write(&sum, bytes).unwrap();
        let output = String::from_utf8(run_numpy(STRONGEST_PITCH_CLASSES, [&sum])).unwrap();
        let heard: Vec<i32> = output.split_whitespace().map(|n| n.parse().unwrap()).collect();
        let mut scale: Vec<i32> = (0..7).map(|degree| plan.key.pitch_of(degree) % 12).collect();
        scale.sort_unstable();
        assert_eq!(heard, scale, "{}", plan.title);
    }
}

#[test]
fn song_that_is_there_already_is_never_touched() {
    let folder = TestFolder::new();
    let settings = DemoSettings { songs: 2, ..short(1) };
    let songs = write(folder.root(), &settings);
    fs::remove_dir_all(&songs[0]).unwrap();
    fs::write(songs[1].join("mine.txt"), "precious").unwrap();
    let before = files_below(folder.root());
    let error = write_demo(folder.root(), &settings, |_| {}).unwrap_err();
    assert!(matches!(&error, DemoError::SongExists { path } if *path == songs[1]), "{error}");
    assert!(error.to_string().contains("choose another folder"), "{error}");
    assert!(files_below(folder.root()) == before, "something was written");
}

#[test]
fn half_made_song_never_shows() {
    let folder = TestFolder::new();
    let settings = short(2);
    let mut looks = 0;
    let songs = write_demo(folder.root(), &settings, |progress| {
        looks += 1;
        let names: Vec<String> = fs::read_dir(folder.root())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let is_shown = names.iter().any(|name| name.ends_with(progress.title));
        assert_eq!(is_shown, progress.done == 1.0 && !names.iter().any(|n| n.starts_with('.')));
    });
    assert!(looks > 2);
    assert_eq!(fs::read_dir(folder.root()).unwrap().count(), songs.unwrap().len());
}

#[test]
fn progress_counts_songs_and_rises_in_each() {
    let folder = TestFolder::new();
    let mut seen = Vec::new();
    write_demo(folder.root(), &DemoSettings { songs: 2, ..short(1) }, |progress| {
        assert_eq!(progress.song_count, 2);
        seen.push((progress.song_index, progress.done));
    })
    .unwrap();
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(seen.contains(&(0, 1.0)));
    assert_eq!(seen.last(), Some(&(1, 1.0)));
}

#[test]
fn settings_out_of_range_are_refused_before_anything_is_written() {
    let folder = TestFolder::new();
    let good = short(1);
    let slow = SampleRate::new(7999).unwrap();
    for bad in [
        DemoSettings { songs: 0, ..good },
        DemoSettings { songs: 101, ..good },
        DemoSettings { stems_per_song: 0, ..good },
        DemoSettings { stems_per_song: 1001, ..good },
        DemoSettings { minutes: 0.0, ..good },
        DemoSettings { minutes: f64::NAN, ..good },
        DemoSettings { minutes: 121.0, ..good },
        DemoSettings { sample_rate: slow, ..good },
        DemoSettings { bits_per_sample: 15, ..good },
        DemoSettings { bits_per_sample: 17, ..good },
    ] {
        let error = write_demo(&folder.path("demo"), &bad, |_| {}).unwrap_err();
        assert!(matches!(error, DemoError::Settings { .. }), "{bad:?}: {error}");
        assert!(error.to_string().contains(" to ") || error.to_string().contains(" or "));
    }
    assert!(!folder.path("demo").exists());
}

#[test]
fn folder_that_cannot_be_made_is_named() {
    let folder = TestFolder::new();
    let file = folder.path("a file");
    fs::write(&file, "").unwrap();
    let error = write_demo(&file.join("demo"), &short(1), |_| {}).unwrap_err();
    assert!(matches!(error, DemoError::Folder { .. }), "{error:?}");
    assert!(error.to_string().contains("a file"), "{error}");
}
