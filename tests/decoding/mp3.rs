//! MP3 files of `lame` and `ffmpeg`: their length and every sample, from any frame on.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use attacca_engine::{
    error::DecodeError,
    loading::{index::IndexCatalog, source::FileOpener, stem::OpenStem},
};
use attacca_test_support::{
    files::TestFolder,
    noise::Noise,
    reference::{ReferenceSamples, decode_with_ffmpeg, run},
};

use crate::{
    material::{Material, write},
    mpeg_files::{check_from_anywhere, check_near, difference, is_cut_short, sound, wav_at, whole},
    stems::open,
    tools::ffmpeg,
};

/// How far floats of two decoders are apart: 10 dB under the last of 16 bits.
const BOUND: f64 = 1e-5;

/// Not a multiple of anything.
const FRAMES: usize = 60_011;

/// Frames of one packet of MPEG 1.
const PACKET: usize = 1152;

/// What `lame` makes of some sound with `options`.
fn lame(folder: &TestFolder, rate: u32, channels: usize, options: &str) -> PathBuf {
    lame_of(folder, &Material::new(16, channels, FRAMES), rate, options)
}

fn lame_of(folder: &TestFolder, material: &Material, rate: u32, options: &str) -> PathBuf {
    let source = write(folder, "source.wav", &wav_at(material, rate));
    let path = folder.path("lame.mp3");
    let options = ["--quiet"].into_iter().chain(options.split_whitespace()).map(OsStr::new);
    run("lame", options.chain([source.as_os_str(), path.as_os_str()]));
    path
}

fn lame_bytes(folder: &TestFolder, rate: u32, options: &str) -> Vec<u8> {
    std::fs::read(lame(folder, rate, 2, options)).expect("lame wrote it")
}

/// Checks the file at `path` against another decoder, and itself from anywhere.
///
/// Up to 24 kHz that is mpg123: ffmpeg 5.1 decodes short blocks of MPEG 2 otherwise than mpg123 and lame do,
/// and further from what was encoded.
fn check(path: &Path, name: &str) -> usize {
    let planes = check_from_anywhere(path);
    let rate = open(path).info().sample_rate.hz();
    let reference = if rate < 32_000 {
        decode_with_mpg123(path, planes.len())
    } else {
        decode_with_ffmpeg(path)
    };
    check_near(&planes, &reference, BOUND, name);
    planes[0].len()
}

fn decode_with_mpg123(path: &Path, channel_count: usize) -> ReferenceSamples {
    let options = ["-q", "-s", "-e", "f32"].map(OsStr::new);
    let bytes = run("mpg123", options.into_iter().chain([path.as_os_str()]));
    let (floats, _) = bytes.as_chunks();
    let interleaved = floats.iter().map(|float| f64::from(f32::from_le_bytes(*float))).collect();
    ReferenceSamples { sample_rate: open(path).info().sample_rate.hz(), channel_count, interleaved }
}

#[test]
fn every_rate_and_mode_decodes_as_ffmpeg_does_and_keeps_its_length() {
    let settings = [
        (48_000, 2, "-b 320"),
        (48_000, 2, "-b 128 -m j"),
        (44_100, 2, "-b 320 -m s"),
        (44_100, 2, "-V 0"),
        (44_100, 2, "-V 9 --resample 44.1"),
        (44_100, 1, "--abr 90"),
        (44_100, 2, "--nores -b 192"),
        (44_100, 2, "-p -b 160"),
        (32_000, 1, "-b 32"),
        (32_000, 2, "-b 40 -m d"),
        (24_000, 2, "-b 64"),
        (22_050, 2, "-V 4"),
        (16_000, 1, "-b 24"),
        (12_000, 2, "-b 32"),
        (11_025, 1, "-V 5"),
        (8_000, 1, "-b 8"),
    ];
    let mut tagged = 0;
    for (rate, channels, options) in settings {
        let folder = TestFolder::new();
        let options = if options.contains("resample") {
            options.to_owned()
        } else {
            // What it would choose itself may be another rate.
            format!("{options} --resample {}", f64::from(rate) / 1000.0)
        };
        let path = lame(&folder, rate, channels, &options);
        let info = open(&path).info().clone();
        assert_eq!((info.format, info.sample_rate.hz()), ("MP3", rate), "{options}");
        let length = check(&path, &format!("{rate} Hz, {channels} channels, {options}"));
        // The shortest frames have no room for lame's tag.
        let file = std::fs::read(&path).expect("lame wrote it");
        let has_tag = file.windows(4).any(|mark| mark == b"Info" || mark == b"Xing");
        assert!(!has_tag || length == FRAMES, "{options}: {length}, not what was encoded");
        tagged += usize::from(has_tag);
    }
    assert!(tagged >= 10, "most have a tag: {tagged}");
}

#[test]
fn a_file_without_a_tag_is_played_whole_as_ffmpeg_and_mpg123_do() {
    for (rate, options) in [(44_100, "-t -b 128"), (44_100, "-t -V 2"), (24_000, "-t -b 64")] {
        let folder = TestFolder::new();
        let path = lame(&folder, rate, 2, options);
        let length = check(&path, options);
        let floats = run("mpg123", ["-q".as_ref(), "-s".as_ref(), path.as_os_str()]);
        assert_eq!(length, floats.len() / 4, "{options}: 16 bits in stereo");
        assert!(length >= FRAMES + 1105, "{options}: encoder and decoder delay are in it");
    }
}

#[test]
fn files_of_ffmpeg_decode_as_it_does() {
    for (options, length) in [
        ("-c:a libmp3lame -b:a 128k", Some(FRAMES)),
        ("-c:a libmp3lame -q:a 0 -id3v2_version 4", Some(FRAMES)),
        ("-c:a libmp3lame -b:a 128k -write_xing 0 -id3v2_version 0", None),
    ] {
        let folder = TestFolder::new();
        let source = write(&folder, "source.wav", &Material::new(16, 2, FRAMES).wav());
        let path = folder.path("ffmpeg.mp3");
        ffmpeg(&source, options, &path);
        let decoded = check(&path, options);
        assert_eq!(decoded, length.unwrap_or(decoded), "{options}");
    }
}

#[test]
fn tags_and_pictures_are_no_sound() {
    let folder = TestFolder::new();
    let file = lame_bytes(&folder, 44_100, "-b 128");
    let plain = sound(&write(&folder, "plain.mp3", &file));
    // A picture full of frames, as files in files have them.
    let picture = &file[1000..20_000];
    let size = [14, 7, 0].map(|shift| (picture.len() >> shift) as u8 & 0x7f);
    let id3v2 = [b"ID3\x03\0\0\0", &size[..], picture].concat();
    let id3v1 = [&b"TAG"[..], &[0xff; 125]].concat();
    let mut ape =
        [&b"APETAGEX\xd0\x07\0\0"[..], &(picture.len() as u32 + 32).to_le_bytes()].concat();
    ape.extend([0; 16]);
    let ape = [picture, &ape].concat();
    for (before, behind) in
        [(vec![&id3v2], vec![]), (vec![&id3v2, &id3v2], vec![&id3v1]), (vec![], vec![&ape, &id3v1])]
    {
        let join = |parts: &[&Vec<u8>]| parts.iter().copied().flatten().copied().collect();
        let parts: [Vec<u8>; 3] = [join(&before), file.clone(), join(&behind)];
        let tagged = write(&folder, "tagged.mp3", &parts.concat());
        assert!(sound(&tagged) == plain, "{} tags, {} tags", before.len(), behind.len());
        check_from_anywhere(&tagged);
    }
}

#[test]
fn what_is_glued_together_plays_through_as_in_ffmpeg() {
    let folder = TestFolder::new();
    let first = lame_bytes(&folder, 44_100, "-b 128");
    let second = lame_bytes(&folder, 44_100, "-V 4");
    let path = write(&folder, "glued.mp3", &[first, second].concat());
    assert!(check(&path, "glued") > 2 * FRAMES);
}

/// A file of constant 128 kbit/s at 48 kHz, of which every frame has 384 bytes, and where its first
/// frame of sound is.
fn constant(folder: &TestFolder) -> (Vec<u8>, usize) {
    let path = lame_of(folder, &Material::noise(16, 2, FRAMES), 48_000, "-b 128");
    let file = std::fs::read(path).expect("lame wrote it");
    let start = file.windows(2).position(|sync| sync == [0xff, 0xfb]).expect("it has frames");
    (file, start + 384)
}

#[test]
fn a_broken_frame_costs_its_own_frames_and_what_was_in_its_reservoir() {
    let folder = TestFolder::new();
    let (file, start) = constant(&folder);
    let intact = sound(&write(&folder, "intact.mp3", &file));
    for (number, count) in [(10, 1), (20, 3)] {
        let mut damaged = file.clone();
        let at = start + number * 384;
        damaged[at..at + count * 384].fill(0);
        let path = write(&folder, "damaged.mp3", &damaged);
        let (planes, damages) = whole(&open(&path));
        let lost = number * PACKET - 1105;
        let first = damages.first().expect("it is reported");
        assert!(matches!(first.error, DecodeError::Damaged(_)), "{damages:?}");
        assert_eq!(first.at.0 as usize, lost, "{damages:?}");
        let (from, to) = difference(&intact, &planes).expect("something is missing");
        assert_eq!(from, lost, "what is before it sounds");
        // 511 bytes of reservoir are in two frames, and one more overlaps.
        assert!(to <= lost + (count + 3) * PACKET, "{to}: what is behind it sounds in its place");
        check_from_anywhere(&path);
    }
}

#[test]
fn rubbish_between_frames_moves_nothing() {
    let folder = TestFolder::new();
    let (file, start) = constant(&folder);
    let intact = sound(&write(&folder, "intact.mp3", &file));
    // The length of the tag no longer holds: it is counted.
    let at = start + 10 * 384;
    let rubbish = [0xff; 500];
    let path = write(&folder, "rubbish.mp3", &[&file[..at], &rubbish, &file[at..]].concat());
    let planes = sound(&path);
    let played: Vec<&[f32]> = planes.iter().map(|plane| &plane[..FRAMES]).collect();
    assert!(played == intact, "all of it is where it was");
    check_from_anywhere(&path);
}

#[test]
fn a_file_cut_short_keeps_its_length_and_is_told_where_it_ends() {
    let folder = TestFolder::new();
    let (file, start) = constant(&folder);
    let intact = sound(&write(&folder, "intact.mp3", &file));
    let path = write(&folder, "short.mp3", &file[..start + 20 * 384 + 100]);
    let (planes, damages) = whole(&open(&path));
    assert!(is_cut_short(&damages), "{damages:?}");
    assert_eq!(damages[0].at.0 as usize, 20 * PACKET - 1105);
    assert_eq!(difference(&intact, &planes).map(|(from, _)| from), Some(20 * PACKET - 1105));
}

#[test]
fn another_rate_in_the_middle_is_damage() {
    let folder = TestFolder::new();
    let (file, start) = constant(&folder);
    let other = lame_bytes(&folder, 24_000, "-t -b 64");
    let at = start + 20 * 384;
    let path = write(&folder, "mixed.mp3", &[&file[..at], &other, &file[at..]].concat());
    let (planes, damages) = whole(&open(&path));
    assert_eq!(damages[0].at.0 as usize, 20 * PACKET - 1105, "{damages:?}");
    assert!(matches!(damages[0].error, DecodeError::Damaged(_)), "{damages:?}");
    assert!(planes[0].iter().rev().take(10_000).any(|sample| *sample != 0.0), "the rest sounds");
}

#[test]
fn no_change_of_a_file_makes_it_panic_or_hang() {
    let folder = TestFolder::new();
    let file = lame_bytes(&folder, 44_100, "-V 6");
    let mut random = Noise::new(17);
    for _ in 0..60 {
        let mut changed = file.clone();
        for _ in 0..20 {
            let at = random.below(changed.len() as u64) as usize;
            changed[at] ^= 1 << random.below(8);
        }
        let cut = 2000 + random.below(10_000) as usize;
        changed.drain(cut..cut + random.below(2000) as usize);
        let path = write(&folder, "changed.mp3", &changed);
        // What no longer begins like one is no MP3 file.
        let opened = OpenStem::open(path.as_path(), &FileOpener, &IndexCatalog::new());
        let Ok(stem) = opened else { continue };
        assert!(whole(&stem).0[0].len() < 10 * FRAMES, "its length is about that of the file");
    }
}
