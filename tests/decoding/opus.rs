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

#[test]
fn measure() {
    for channel_count in [1, 2] {
        let sound = Sound::new(48_000, channel_count, 250_007);
        for bitrate in [8, 16, 32, 96, 256] {
            for size in ["2.5", "10", "20", "60"] {
                for tune in ["--speech", "--music"] {
                    let command =
                        format!("{OPUSENC} {tune} --bitrate {bitrate} --framesize {size} IN OUT");
                    let found = differences(&sound, &command);
                    println!("{channel_count} {tune} {bitrate} {size}: {found:?}");
                }
            }
        }
    }
    let sound = Sound::new(48_000, 2, 48_000 * 60);
    let encoded = [
        sound.encoded(&format!("{OPUSENC} --bitrate 128 IN OUT"), "long.opus"),
        sound.encoded(
            "oggenc -Q --raw --raw-bits 16 --raw-rate RATE --raw-chan CHANNELS -q 5 -o OUT IN",
            "long.ogg",
        ),
    ];
    for path in encoded {
        use std::time::Instant;
        let us = |from: Instant, n: u32| from.elapsed().as_micros() as f64 / f64::from(n);
        let t = Instant::now();
        for _ in 0..50 {
            open(&path);
        }
        println!("{path:?} open {} us", us(t, 50));
        let stem = open(&path);
        let seek = |name: &str, place: &dyn Fn(usize) -> usize| {
            let t = Instant::now();
            let mut worst = 0.0_f64;
            for n in 0..100 {
                let one = Instant::now();
                let mut lane = attacca_engine::loading::decoder::ChunkDecoder::new(stem.clone());
                crate::stems::decode(&mut lane, &stem, place(n), 4096).1.unwrap();
                worst = worst.max(us(one, 1));
            }
            println!("{name}: {} us, worst {worst}", us(t, 100));
        };
        seek("start", &|_| 0);
        seek("near start", &|_| 30_000);
        seek("anywhere", &|n| 100_000 + 25_013 * n);
        crate::stems::build_index(&stem);
        seek("indexed", &|n| 100_000 + 25_013 * n);
        let t = Instant::now();
        crate::ogg_files::whole(&stem);
        println!("x real time {}", 60e6 / us(t, 1));
        println!("lane {} bytes at most", stem.lane_bytes());
    }
}
