//! AAC files in ADTS of `ffmpeg`: their length and every sample, from any frame on.

use std::path::PathBuf;

use attacca_engine::{
    error::DecodeError,
    loading::{index::IndexCatalog, source::FileOpener, stem::OpenStem},
};
use attacca_test_support::{files::TestFolder, reference::decode_with_ffmpeg};

use crate::{
    material::{Material, write},
    mpeg_files::{check_from_anywhere, check_near, difference, sound, wav_at, whole},
    stems::open,
    tools::ffmpeg,
};

/// How far floats of two decoders are apart: 20 dB under the last of 16 bits.
const BOUND: f64 = 3e-6;

/// Not a multiple of anything.
const FRAMES: usize = 60_011;

/// Frames of one packet.
const PACKET: usize = 1024;

fn encoded(folder: &TestFolder, rate: u32, channels: usize, options: &str) -> PathBuf {
    let material = Material::new(16, channels, FRAMES);
    let source = write(folder, "source.wav", &wav_at(&material, rate));
    let path = folder.path("ffmpeg.aac");
    ffmpeg(&source, &format!("-c:a aac -f adts {options}"), &path);
    path
}

/// Where the frames of a file begin.
fn frame_offsets(file: &[u8]) -> Vec<usize> {
    let mut offsets = Vec::new();
    let mut at = 0;
    while let Some(header) = file.get(at..at + 7) {
        offsets.push(at);
        at += usize::from(header[3] & 3) << 11
            | usize::from(header[4]) << 3
            | usize::from(header[5]) >> 5;
    }
    offsets
}

#[test]
fn every_rate_decodes_as_ffmpeg_does() {
    for (rate, channels, options) in [
        (48_000, 2, "-b:a 128k"),
        (44_100, 2, "-b:a 320k"),
        (44_100, 1, "-b:a 64k"),
        (96_000, 2, "-b:a 256k"),
        (32_000, 2, "-b:a 96k"),
        (22_050, 1, "-b:a 32k"),
        (16_000, 2, "-b:a 48k"),
        (8_000, 1, "-b:a 16k"),
    ] {
        let folder = TestFolder::new();
        // What stands in place of noise is random in both decoders.
        let path = encoded(&folder, rate, channels, &format!("-aac_pns 0 {options}"));
        let info = open(&path).info().clone();
        assert_eq!((info.format, info.sample_rate.hz()), ("AAC", rate), "{options}");
        let planes = check_from_anywhere(&path);
        check_near(&planes, &decode_with_ffmpeg(&path), BOUND, &format!("{rate} Hz, {options}"));
        // One packet of the encoder's delay, which nothing in the file tells of.
        let packets = (FRAMES + PACKET).div_ceil(PACKET);
        assert_eq!(planes[0].len(), packets * PACKET, "{rate} Hz, {options}");
    }
}

#[test]
fn what_stands_in_place_of_noise_is_the_same_after_a_seek() {
    let folder = TestFolder::new();
    let source = write(&folder, "source.wav", &Material::noise(16, 2, 120_000).wav());
    let path = folder.path("noise.aac");
    ffmpeg(&source, "-c:a aac -aac_pns 1 -b:a 48k -f adts", &path);
    let planes = check_from_anywhere(&path);
    assert!(planes[0].iter().any(|sample| sample.abs() > 0.1), "it sounds");
}

#[test]
fn a_broken_header_costs_its_own_packet() {
    let folder = TestFolder::new();
    let path = encoded(&folder, 48_000, 2, "-aac_pns 0 -b:a 128k");
    let file = std::fs::read(&path).expect("ffmpeg wrote it");
    let intact = sound(&path);
    let offsets = frame_offsets(&file);
    let mut damaged = file.clone();
    damaged[offsets[20]..offsets[20] + 40].fill(0);
    let path = write(&folder, "damaged.aac", &damaged);
    let (planes, damages) = whole(&open(&path));
    assert!(matches!(damages[0].error, DecodeError::Damaged(_)), "{damages:?}");
    let (from, to) = difference(&intact, &planes).expect("something is missing");
    assert!(from >= 20 * PACKET && to <= 22 * PACKET, "{from} to {to}");
    check_from_anywhere(&path);
}

#[test]
fn a_file_cut_short_is_as_long_as_what_is_there() {
    let folder = TestFolder::new();
    let path = encoded(&folder, 48_000, 2, "-b:a 128k");
    let file = std::fs::read(&path).expect("ffmpeg wrote it");
    let offsets = frame_offsets(&file);
    let path = write(&folder, "short.aac", &file[..offsets[30] + 3]);
    let (planes, damages) = whole(&open(&path));
    assert_eq!(planes[0].len(), 30 * PACKET);
    assert!(damages.is_empty(), "{damages:?}");
}

#[test]
fn channels_that_are_not_played_are_named() {
    let folder = TestFolder::new();
    let path = encoded(&folder, 48_000, 6, "-b:a 256k");
    let stem = OpenStem::open(path.as_path(), &FileOpener, &IndexCatalog::new());
    let message = stem.expect_err("six channels are refused").to_string();
    assert!(message.starts_with("AAC of 6 channels is not supported"), "{message}");
}
