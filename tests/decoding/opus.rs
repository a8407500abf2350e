//! Ogg Opus files of `opusenc` and ffmpeg, as `opusdec` decodes them.

use std::path::Path;

use attacca_test_support::reference::run;

use crate::{
    ogg_files::{Planes, Sound, check_stretches, difference, planes_of},
    stems::open,
};

const OPUSENC: &str = "opusenc --quiet --raw --raw-bits 16 --raw-rate RATE --raw-chan CHANNELS";

fn opusdec_decoded(path: &Path, channel_count: usize) -> Planes {
    let options = ["--quiet", "--float", "--rate", "48000"].map(AsRef::as_ref);
    let files = [path.as_os_str(), "-".as_ref()];
    let bytes = run("opusdec", options.into_iter().chain(files));
    planes_of(&bytes, channel_count, f32::from_le_bytes)
}

/// How a file of ours differs from opusdec's.
#[derive(Debug)]
struct Differences {
    /// The greatest.
    greatest: f32,
    /// Their energy over that of the signal, in dB.
    energy_db: f64,
}

/// Checks stretches of the file that `command` makes of `sound`, and compares the whole.
fn differences(sound: &Sound, command: &str) -> Differences {
    let path = sound.encoded(command, "sound.opus");
    let stem = open(&path);
    let info = stem.info();
    assert_eq!(info.format, "Ogg Opus");
    assert_eq!(info.sample_rate.hz(), 48_000);
    let ours = check_stretches(&path);
    let theirs = opusdec_decoded(&path, sound.material.channel_count());
    let greatest = difference(&ours, &theirs);
    let energy = |samples: &mut dyn Iterator<Item = f32>| -> f64 {
        samples.map(|sample| f64::from(sample).powi(2)).sum()
    };
    let pairs = ours.iter().flatten().zip(theirs.iter().flatten());
    let error = energy(&mut pairs.map(|(ours, theirs)| ours - theirs));
    let signal = energy(&mut theirs.iter().flatten().copied());
    Differences { greatest, energy_db: 10.0 * (error / signal).log10() }
}

/// Checks that the differences stay below both bounds.
fn check(sound: &Sound, options: &str, greatest: f32, energy_db: f64) {
    let found = differences(sound, &format!("{OPUSENC} {options} IN OUT"));
    let is_near = found.greatest <= greatest && found.energy_db <= energy_db;
    assert!(is_near, "{options}: {found:?}, not {greatest} and {energy_db} dB");
}

#[test]
fn music_decodes_as_by_opusdec() {
    for channel_count in [1, 2] {
        let sound = Sound::new(48_000, channel_count, 250_007);
        for options in [
            "--music --bitrate 16",
            "--music --bitrate 32 --framesize 10",
            "--bitrate 96",
            "--bitrate 96 --framesize 2.5",
            "--bitrate 96 --framesize 60",
            "--hard-cbr --bitrate 256",
        ] {
            check(&sound, options, 0.004, -70.0);
        }
    }
}

#[test]
fn low_bitrates_of_speech_decode_nearly_as_by_opusdec() {
    // Predictors of pitch hold on to steady tones, which no speech has.
    for channel_count in [1, 2] {
        let sound = Sound::new(48_000, channel_count, 250_007);
        for options in [
            "--speech --bitrate 8",
            "--speech --bitrate 16 --framesize 60",
            "--speech --bitrate 24 --framesize 10",
            "--speech --bitrate 32",
        ] {
            check(&sound, options, 0.1, -35.0);
        }
    }
}

#[test]
fn other_rates_come_out_at_48_khz() {
    check(&Sound::new(44_100, 2, 100_003), "--bitrate 128", 0.004, -70.0);
}

#[test]
fn files_of_ffmpeg_decode_as_by_opusdec() {
    let sound = Sound::new(48_000, 2, 120_001);
    let input = "ffmpeg -v error -f s16le -ar RATE -ac CHANNELS -i IN";
    let found = differences(&sound, &format!("{input} -c:a libopus -b:a 96k OUT"));
    assert!(found.greatest <= 0.004 && found.energy_db <= -70.0, "{found:?}");
}

#[test]
fn the_length_is_that_of_the_sound() {
    for frame_count in [1, 312, 960, 961, 5000, 48_000, 100_003] {
        let sound = Sound::new(48_000, 1, frame_count);
        let path = sound.encoded(&format!("{OPUSENC} IN OUT"), "sound.opus");
        assert_eq!(open(&path).info().frame_count.0 as usize, frame_count);
    }
}
