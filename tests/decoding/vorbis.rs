//! Ogg Vorbis files of `oggenc` and ffmpeg, as `oggdec` and ffmpeg decode them.

use std::path::Path;

use attacca_test_support::reference::run;

use crate::{
    ogg_files::{Planes, Sound, check_stretches, difference, ffmpeg_decoded, planes_of},
    stems::open,
};

/// Half a step of the 16 bits that `oggdec` writes, and what two ways to reckon the same in float may
/// differ by.
const OGGDEC_BOUND: f32 = 0.5 / 32_768.0 + FFMPEG_BOUND;

/// What two ways to reckon the same in float may differ by, at full scale: 2⁻¹⁷.
const FFMPEG_BOUND: f32 = 1.0 / 131_072.0;

const OGGENC: &str = "oggenc -Q --raw --raw-bits 16 --raw-rate RATE --raw-chan CHANNELS";

fn oggdec_decoded(path: &Path, channel_count: usize) -> Planes {
    let options = ["-Q", "-R", "-b", "16", "-o", "-"].map(AsRef::as_ref);
    let bytes = run("oggdec", options.into_iter().chain([path.as_os_str()]));
    planes_of(&bytes, channel_count, |bytes| f32::from(i16::from_le_bytes(bytes)) / 32_768.0)
}

/// Checks the file that `command` makes of `sound`.
fn check(sound: &Sound, command: &str) {
    let path = sound.encoded(command, "sound.ogg");
    let channel_count = sound.material.channel_count();
    let stem = open(&path);
    let info = stem.info();
    assert_eq!(info.format, "Ogg Vorbis");
    assert_eq!(info.sample_rate.hz(), sound.rate);
    assert_eq!(info.frame_count.0 as usize, sound.material.frame_count(), "{command}");
    let ours = check_stretches(&path);
    // What is louder than full scale is cut by oggdec.
    let cut = ours.iter().map(|plane| plane.iter().map(|s| s.clamp(-1.0, 32_767.0 / 32_768.0)));
    let cut: Planes = cut.map(Iterator::collect).collect();
    let by_oggdec = difference(&cut, &oggdec_decoded(&path, channel_count));
    assert!(by_oggdec <= OGGDEC_BOUND, "{command} differs by {by_oggdec} from oggdec");
    let by_ffmpeg = difference(&ours, &ffmpeg_decoded(&path, "", channel_count));
    assert!(by_ffmpeg <= FFMPEG_BOUND, "{command} differs by {by_ffmpeg} from ffmpeg");
}

#[test]
fn files_of_oggenc_decode_as_by_oggdec_and_ffmpeg() {
    for (rate, channel_count, quality) in
        [(44_100, 2, "-1"), (48_000, 1, "3"), (44_100, 2, "10"), (22_050, 1, "6"), (96_000, 2, "5")]
    {
        let sound = Sound::new(rate, channel_count, 150_001);
        check(&sound, &format!("{OGGENC} -q {quality} -o OUT IN"));
    }
}

#[test]
fn files_of_ffmpeg_decode_as_by_oggdec_and_ffmpeg() {
    for (rate, channel_count) in [(44_100, 2), (48_000, 1)] {
        let sound = Sound::new(rate, channel_count, 130_013);
        let input = "ffmpeg -v error -f s16le -ar RATE -ac CHANNELS -i IN";
        check(&sound, &format!("{input} -c:a libvorbis -q:a 4 OUT"));
    }
}

#[test]
fn short_files_end_on_their_last_frame() {
    for frame_count in [200, 1000, 2048, 5000] {
        check(&Sound::new(44_100, 2, frame_count), &format!("{OGGENC} -q 5 -o OUT IN"));
    }
}
