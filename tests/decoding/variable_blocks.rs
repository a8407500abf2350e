//! Streams whose blocks vary in length, which no encoder here writes, and other streams made by
//! hand. `flac -d` still says what they hold.

use attacca_engine::loading::decoder::ChunkDecoder;
use attacca_test_support::{files::TestFolder, noise::Noise};
use proptest::prelude::*;

use crate::{
    hand_made::{FrameStyle, StreamHeader, frame, head},
    material::{Material, flac_decoded, write},
    stems::{build_index, check, check_stretch, decode, expected, open},
};

/// A stream of `material` cut into blocks of these lengths, again and again.
fn variable_stream(material: &Material, blocks: &[usize]) -> Vec<u8> {
    let mut flac = head(&StreamHeader {
        min_block: 16,
        max_block: *blocks.iter().max().unwrap() as u16,
        channel_count: material.channel_count(),
        bits: material.bits,
        frame_count: material.frame_count() as u64,
    });
    let style = FrameStyle { is_variable: true, bits: material.bits, bits_code: 0 };
    let mut start = 0;
    for &block in blocks.iter().cycle() {
        let end = (start + block).min(material.frame_count());
        let planes: Vec<_> = material.planes.iter().map(|plane| &plane[start..end]).collect();
        flac.extend(frame(&style, start as u64, &planes));
        start = end;
        if start == material.frame_count() {
            return flac;
        }
    }
    flac
}

fn check_blocks(material: &Material, blocks: &[usize]) {
    let folder = TestFolder::new();
    let path = write(&folder, "variable.flac", &variable_stream(material, blocks));
    let reference = flac_decoded(&path, material.bits, material.channel_count());
    assert!(reference == *material, "flac reads blocks of {blocks:?}");
    check(&path, &reference);
}

#[test]
fn blocks_of_varying_length_decode_as_flac_does() {
    check_blocks(&Material::new(16, 2, 60_000), &[16, 4096, 17, 1000, 65_535]);
    check_blocks(&Material::new(24, 2, 60_000), &[4096, 4095]);
    check_blocks(&Material::new(24, 1, 9000), &[16]);
    check_blocks(&Material::new(20, 2, 200_000), &[65_535, 16]);
    check_blocks(&Material::new(32, 2, 60_000), &[576, 1152, 2304]);
}

/// Widths that `flac` does not encode: the header can say all from 4 to 32.
#[test]
fn every_width_of_the_format_decodes() {
    for bits in 4..=32 {
        let material = Material::noise(bits, 2, 5000);
        let folder = TestFolder::new();
        let path = write(&folder, "width.flac", &variable_stream(&material, &[1024]));
        check(&path, &material);
    }
}

#[test]
fn a_stream_header_that_understates_blocks_does_no_harm() {
    // Some encoders write the last block's length, or none.
    for (min_block, max_block) in [(0, 0), (0, 4096), (5, 5), (1000, 16), (65_535, 65_535)] {
        let material = Material::new(24, 2, 20_000);
        let header = StreamHeader {
            min_block,
            max_block,
            channel_count: 2,
            bits: 24,
            frame_count: material.frame_count() as u64,
        };
        let mut flac = head(&header);
        let style = FrameStyle { is_variable: false, bits: 24, bits_code: 6 };
        for (number, start) in (0..material.frame_count()).step_by(4096).enumerate() {
            let end = (start + 4096).min(material.frame_count());
            let planes: Vec<_> = material.planes.iter().map(|plane| &plane[start..end]).collect();
            flac.extend(frame(&style, number as u64, &planes));
        }
        let folder = TestFolder::new();
        check(&write(&folder, "odd.flac", &flac), &material);
    }
}

#[test]
fn a_frame_of_other_width_is_silent_by_itself() {
    let material = Material::noise(24, 2, 10 * 4096);
    let other = Material::noise(16, 2, 4096);
    let header = StreamHeader {
        min_block: 4096,
        max_block: 4096,
        channel_count: 2,
        bits: 24,
        frame_count: material.frame_count() as u64,
    };
    let mut flac = head(&header);
    for number in 0..10 {
        let (material, bits, bits_code) =
            if number == 4 { (&other, 16, 4) } else { (&material, 24, 6) };
        let start = if number == 4 { 0 } else { number * 4096 };
        let planes: Vec<_> = material.planes.iter().map(|p| &p[start..start + 4096]).collect();
        let style = FrameStyle { is_variable: false, bits, bits_code };
        flac.extend(frame(&style, number as u64, &planes));
    }
    let folder = TestFolder::new();
    let stem = open(&write(&folder, "mixed.flac", &flac));
    let mut lane = ChunkDecoder::new(stem.clone());
    for number in 0..10 {
        let (block, result) = decode(&mut lane, &stem, number * 4096, 4096);
        let mut sound = expected(&material, stem.info().sample_format, number * 4096, 4096);
        if number == 4 {
            sound.silence(0..4096);
        }
        assert_eq!(result.is_err(), number == 4, "frame {number}: {result:?}");
        assert!(block == sound, "frame {number} differs");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_stretch_of_any_blocks_decodes_exactly(
        blocks in proptest::collection::vec(16usize..9000, 1..6),
        frame_count in 1usize..50_000,
        stretches in proptest::collection::vec((0usize..50_000, 0usize..9000), 1..10),
        seed in any::<u64>(),
    ) {
        let folder = TestFolder::new();
        let mut noise = Noise::new(seed);
        let planes = vec![noise.integers(16, frame_count), noise.integers(16, frame_count)];
        let planes = planes.into_iter().map(|p| p.into_iter().map(|s| s << 16).collect()).collect();
        let material = Material { bits: 16, planes };
        let stem = open(&write(&folder, "any.flac", &variable_stream(&material, &blocks)));
        let mut lane = ChunkDecoder::new(stem.clone());
        for (idx, &(start, length)) in stretches.iter().enumerate() {
            if idx == stretches.len() / 2 {
                build_index(&stem);
            }
            check_stretch(&mut lane, &stem, &material, start, length);
        }
    }
}
