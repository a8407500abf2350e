//! Ogg Vorbis files of `oggenc` and ffmpeg, as `oggdec` and ffmpeg decode them.

use std::path::Path;

use attacca_engine::loading::{index::IndexCatalog, source::FileOpener, stem::OpenStem};
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
fn surround_is_mixed_from_the_places_that_vorbis_gives_its_channels() {
    // More than a page: of a file with one, ffmpeg leaves out the beginning.
    let sound = Sound::new(48_000, 6, 100_000);
    let path = sound.encoded(&format!("{OGGENC} -q 5 -o OUT IN"), "sound.ogg");
    let info = open(&path).info().clone();
    assert_eq!((info.source_channels, info.channel_count), (6, 2));
    // ffmpeg puts them into the order of WAVE files: front, centre, low frequencies, back.
    let parts = ffmpeg_decoded(&path, "", 6);
    let side = |front: usize, back: usize| -> Vec<f32> {
        const HALF_POWER: f32 = std::f32::consts::FRAC_1_SQRT_2;
        let others = |at: usize| HALF_POWER * (parts[2][at] + parts[back][at]);
        (0..parts[0].len()).map(|at| parts[front][at] + others(at)).collect()
    };
    let found = difference(&check_stretches(&path), &vec![side(0, 4), side(1, 5)]);
    assert!(found <= 8.0 * FFMPEG_BOUND, "6 channels differ by {found}");
}

#[test]
fn channels_that_would_be_decoded_wrong_are_refused_by_name() {
    for channel_count in [3, 4, 5, 7, 8] {
        let sound = Sound::new(48_000, channel_count, 5000);
        let path = sound.encoded(&format!("{OGGENC} -q 5 -o OUT IN"), "sound.ogg");
        let error = OpenStem::open(&path, &FileOpener, &IndexCatalog::new()).unwrap_err();
        let expected = format!("Vorbis with {channel_count} channels coded beside each other");
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
}

#[test]
fn short_files_end_on_their_last_frame() {
    // On the only page of a file, oggdec and ffmpeg overlook where it ends: the encoder's word counts.
    for frame_count in [1, 100, 200, 1000, 2048, 5000] {
        let sound = Sound::new(44_100, 2, frame_count);
        let path = sound.encoded(&format!("{OGGENC} -q 5 -o OUT IN"), "sound.ogg");
        let ours = check_stretches(&path);
        assert_eq!(ours[0].len(), frame_count);
        let mut theirs = oggdec_decoded(&path, 2);
        theirs.iter_mut().for_each(|plane| plane.truncate(frame_count));
        let found = difference(&ours, &theirs);
        assert!(found <= OGGDEC_BOUND, "{frame_count} frames differ by {found} from oggdec");
    }
}
