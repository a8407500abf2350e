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

/// Checks the file that `command` makes of `sound`; returns the difference from opusdec.
fn measured(sound: &Sound, command: &str) -> f32 {
    let path = sound.encoded(command, "sound.opus");
    let stem = open(&path);
    let info = stem.info();
    assert_eq!(info.format, "Ogg Opus");
    assert_eq!(info.sample_rate.hz(), 48_000);
    let ours = check_stretches(&path);
    difference(&ours, &opusdec_decoded(&path, sound.material.channel_count()))
}

#[test]
fn measure() {
    for channel_count in [1, 2] {
        let sound = Sound::new(48_000, channel_count, 250_007);
        for bitrate in [8, 16, 24, 32, 64, 96, 160, 256] {
            for size in ["2.5", "10", "20", "60"] {
                for tune in ["--speech", "--music"] {
                    let command =
                        format!("{OPUSENC} {tune} --bitrate {bitrate} --framesize {size} IN OUT");
                    println!(
                        "{channel_count} {tune} {bitrate} {size}: {}",
                        measured(&sound, &command)
                    );
                }
            }
        }
    }
}
