//! FLAC files of every kind that `flac` writes.

use attacca_engine::loading::decoder::ChunkDecoder;
use attacca_test_support::{files::TestFolder, reference::run};
use proptest::prelude::*;

use crate::{
    hand_made::{frame_offsets, set_length},
    material::{Material, flac_decoded, write},
    stems::{build_index, check, check_stretch, open},
    tools::flac_piped,
};

/// Encodes `material` and checks that it decodes to what `flac -d` says, which is what it was.
fn check_flac(material: &Material, options: &str) {
    let folder = TestFolder::new();
    let path = material.flac(&folder, options);
    let reference = flac_decoded(&path, material.bits, material.channel_count());
    assert!(reference == *material, "flac {options} is lossless");
    check(&path, &reference);
}

#[test]
fn every_width_decodes_as_flac_does() {
    for bits in [8, 12, 16, 20, 24, 32] {
        for channel_count in [1, 2] {
            check_flac(&Material::new(bits, channel_count, 30_011), "-5");
            check_flac(&Material::noise(bits, channel_count, 9_000), "-5");
        }
    }
}

#[test]
fn every_block_length_decodes_as_flac_does() {
    for block_frames in [16, 192, 1152, 4096, 4608, 65_535] {
        let frame_count = if block_frames < 192 { 20_003 } else { 150_001 };
        check_flac(&Material::new(16, 2, frame_count), &format!("-b {block_frames}"));
        check_flac(&Material::new(24, 1, frame_count), &format!("-b {block_frames}"));
    }
}

#[test]
fn every_compression_level_decodes_as_flac_does() {
    for level in 0..=8 {
        check_flac(&Material::new(24, 2, 60_000), &format!("-{level}"));
        check_flac(&Material::new(32, 2, 20_000), &format!("-{level}"));
    }
    check_flac(&Material::new(24, 2, 60_000), "-8 -e -l 32 -r 15");
}

#[test]
fn files_with_and_without_seek_table_and_padding_decode_as_flac_does() {
    let material = Material::new(24, 2, 200_000);
    for options in
        ["--no-seektable --no-padding", "-S 0.1s", "-S 100x", "-S 3X", "-P 1000000", "-S 5000"]
    {
        check_flac(&material, options);
    }
}

#[test]
fn short_files_decode_as_flac_does() {
    for frame_count in [1, 2, 15, 16, 17, 4095, 4096, 4097, 8192] {
        check_flac(&Material::new(16, 2, frame_count), "-5");
        check_flac(&Material::new(24, 1, frame_count), "-8");
    }
}

#[test]
fn an_empty_file_has_no_frames() {
    let folder = TestFolder::new();
    let path = write(&folder, "empty.flac", &piped_flac(&Material::new(24, 2, 0), "-5"));
    let stem = open(&path);
    assert_eq!(stem.info().frame_count.0, 0);
    let mut lane = ChunkDecoder::new(stem.clone());
    check_stretch(&mut lane, &stem, &Material::new(24, 2, 0), 0, 4096);
}

/// Encodes from a pipe into a pipe: no length, no checksum of the whole, no frame sizes.
fn piped_flac(material: &Material, options: &str) -> Vec<u8> {
    let bytes = material.bits.div_ceil(8);
    let mut raw = Vec::new();
    for frame in 0..material.frame_count() {
        for plane in &material.planes {
            raw.extend(&plane[frame].to_le_bytes()[4 - bytes as usize..]);
        }
    }
    let format = format!(
        "-s -c --force-raw-format --endian=little --sign=signed --sample-rate=48000 \
         --channels={} --bps={} {options} -",
        material.channel_count(),
        material.bits,
    );
    flac_piped(&format, &raw)
}

#[test]
fn a_file_without_length_decodes_as_flac_does() {
    let folder = TestFolder::new();
    for frame_count in [1, 4096, 70_000, 200_123] {
        for options in ["-5", "-b 65535 --lax", "-b 192"] {
            let material = Material::new(24, 2, frame_count);
            let piped = piped_flac(&material, options);
            let length_field = u64::from_be_bytes(piped[18..26].try_into().unwrap()) << 28;
            assert_eq!(length_field, 0, "a pipe leaves the length unknown");
            let path = write(&folder, "piped.flac", &piped);
            assert!(flac_decoded(&path, 24, 2) == material, "flac decodes it");
            check(&path, &material);
            let with_tag = [&piped[..], b"TAG", &[0; 125]].concat();
            check(&write(&folder, "tagged.flac", &with_tag), &material);
        }
    }
}

#[test]
fn a_long_stretch_of_constant_silence_decodes_as_flac_does() {
    // Frames of 14 bytes: hundreds lie in one read, and an index entry stands for one of them.
    let silence = Material { bits: 16, planes: vec![vec![0; 2_000_000]; 2] };
    check_flac(&silence, "-5");
    check_flac(&silence, "-b 65535");
}

#[test]
fn tags_and_pictures_around_the_audio_are_skipped() {
    let folder = TestFolder::new();
    let material = Material::new(24, 2, 50_000);
    let path = material.flac(&folder, "-P 16000000");
    run("metaflac", ["--set-tag=TITLE=Vamp".as_ref(), path.as_os_str()]);
    check(&path, &material);

    let flac = std::fs::read(&path).unwrap();
    // ID3v2 of 300 bytes (2 × 128 + 44) in front, ID3v1 behind.
    let id3v2 = [b"ID3\x04\0\0\0\0\x02\x2c".as_slice(), &[0xff; 300]].concat();
    let id3v1 = [b"TAG".as_slice(), &[b' '; 125]].concat();
    let tagged = [id3v2, flac, id3v1].concat();
    check(&write(&folder, "tagged.flac", &tagged), &material);
}

#[test]
fn a_cut_out_stream_plays_from_its_first_frame() {
    // The frames of such a stream keep the numbers that they had in the whole.
    let folder = TestFolder::new();
    let material = Material::new(24, 2, 100_000);
    let path = material.flac(&folder, "--no-seektable");
    let flac = std::fs::read(&path).unwrap();
    let frames = frame_offsets(&flac);
    let mut cut = flac[..frames[0]].to_vec();
    cut.extend(&flac[frames[5]..]);
    set_length(&mut cut, 100_000 - 5 * 4096);
    let cut = write(&folder, "cut.flac", &cut);
    check(&cut, &material.slice(5 * 4096..100_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_stretch_decodes_as_flac_does(
        bits in prop_oneof![Just(16), Just(24), Just(32)],
        block_frames in 16usize..6000,
        level in 0..9,
        frame_count in 1usize..60_000,
        stretches in proptest::collection::vec((0usize..61_000, 0usize..9000), 1..12),
        indexed_from in 0usize..12,
    ) {
        let folder = TestFolder::new();
        let material = Material::new(bits, 2, frame_count);
        let path = material.flac(&folder, &format!("-{level} -b {block_frames}"));
        let reference = flac_decoded(&path, bits, 2);
        let stem = open(&path);
        let mut lane = ChunkDecoder::new(stem.clone());
        for (idx, &(start, length)) in stretches.iter().enumerate() {
            if idx == indexed_from {
                build_index(&stem);
            }
            check_stretch(&mut lane, &stem, &reference, start, length);
        }
    }
}
