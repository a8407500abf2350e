//! Damaged files: silence for just what is lost, and never a panic, a hang or a wrong frame.

use std::path::Path;

use attacca_engine::{
    error::DecodeError,
    loading::{
        decoder::{ChunkDecoder, Damage},
        index::IndexCatalog,
        samples::{SampleBlock, SampleData},
        source::FileOpener,
        stem::OpenStem,
    },
};
use attacca_test_support::{
    faults::{Fault, faulty_files},
    files::TestFolder,
    noise::Noise,
};
use attacca_units::FramePos;
use proptest::prelude::*;

use crate::{
    hand_made::{FrameStyle, StreamHeader, frame, frame_offsets, head, set_length},
    material::{Material, write},
    stems::{build_index, decode, expected, open},
};

const BLOCK: usize = 4096;
const BLOCKS: usize = 30;

/// Sound without silent stretches: silence means loss.
fn material() -> Material {
    Material::noise(24, 2, BLOCKS * BLOCK)
}

struct Original {
    folder: TestFolder,
    bytes: Vec<u8>,
    frames: Vec<usize>,
    material: Material,
}

fn original() -> Original {
    let folder = TestFolder::new();
    let material = material();
    let path = material.flac(&folder, "-1 -b 4096 -S 5x");
    let bytes = std::fs::read(path).unwrap();
    let frames = frame_offsets(&bytes);
    assert_eq!(frames.len(), BLOCKS, "one frame for each block");
    Original { folder, bytes, frames, material }
}

/// Checks that just the blocks `lost` are silent and reported, and all others sound; in sequence,
/// from each block, with and without an index.
fn check_lost(path: &Path, material: &Material, lost: &[usize]) {
    for is_indexed in [false, true] {
        let stem = open(path);
        if is_indexed {
            build_index(&stem);
        }
        let mut lane = ChunkDecoder::new(stem.clone());
        let mut random = Noise::new(5);
        let anywhere = (0..100).map(|_| random.below(BLOCKS as u64) as usize);
        for block in (0..BLOCKS).chain(anywhere) {
            check_block(&mut lane, &stem, material, block, lost.contains(&block));
        }
    }
}

fn check_block(
    lane: &mut ChunkDecoder,
    stem: &OpenStem,
    material: &Material,
    block: usize,
    is_lost: bool,
) {
    let (decoded, result) = decode(lane, stem, block * BLOCK, BLOCK);
    let mut sound = expected(material, stem.info().sample_format, block * BLOCK, BLOCK);
    if is_lost {
        sound.silence(0..BLOCK);
        let damage = result.expect_err("a lost block is reported");
        assert_eq!(damage.at, FramePos((block * BLOCK) as u64), "where block {block} begins");
        assert_eq!(damage.frames.0, BLOCK as u64, "all of block {block} is lost");
    } else {
        assert!(result.is_ok(), "block {block} is intact: {result:?}");
    }
    assert!(decoded == sound, "block {block} differs");
}

#[test]
fn a_flipped_bit_silences_only_its_own_frame() {
    let Original { folder, bytes, frames, material } = original();
    // In the header: sync code, sizes, number, checksum; then samples, and the last checksum.
    for (frame, byte) in [(3, 0), (4, 2), (5, 4), (6, 7), (7, 20), (8, 9000), (0, 1), (0, 5)] {
        let mut damaged = bytes.clone();
        damaged[frames[frame] + byte] ^= 0x10;
        let path = write(&folder, "flipped.flac", &damaged);
        check_lost(&path, &material, &[frame]);
    }
    let mut damaged = bytes.clone();
    damaged[frames[10] - 1] ^= 1;
    *damaged.last_mut().unwrap() ^= 1;
    check_lost(&write(&folder, "flipped.flac", &damaged), &material, &[9, BLOCKS - 1]);
}

#[test]
fn a_frame_before_a_destroyed_header_still_plays() {
    let Original { folder, mut bytes, frames, material } = original();
    bytes[frames[12]..frames[12] + 40].fill(0);
    check_lost(&write(&folder, "zeroed.flac", &bytes), &material, &[12]);
}

#[test]
fn lost_bytes_silence_only_the_frames_that_lost_them() {
    let Original { folder, bytes, frames, material } = original();
    let mut damaged = bytes.clone();
    damaged.drain(frames[8] + 100..frames[8] + 200);
    check_lost(&write(&folder, "cut.flac", &damaged), &material, &[8]);

    let mut damaged = bytes.clone();
    damaged.drain(frames[8] + 100..frames[11] + 200);
    check_lost(&write(&folder, "cut.flac", &damaged), &material, &[8, 9, 10, 11]);

    let mut damaged = bytes;
    damaged.drain(frames[20]..frames[22]);
    check_lost(&write(&folder, "cut.flac", &damaged), &material, &[20, 21]);
}

#[test]
fn foreign_bytes_between_frames_lose_nothing() {
    let Original { folder, mut bytes, frames, material } = original();
    let mut noise = Noise::new(9);
    let foreign: Vec<u8> = (0..20_000).map(|_| noise.next_bits() as u8).collect();
    bytes.splice(frames[8]..frames[8], foreign);
    check_lost(&write(&folder, "foreign.flac", &bytes), &material, &[]);
}

#[test]
fn frames_of_another_place_in_the_stream_are_not_played() {
    let Original { folder, mut bytes, frames, material } = original();
    let doubled = bytes[frames[3]..frames[5]].to_vec();
    bytes.splice(frames[9]..frames[9], doubled);
    check_lost(&write(&folder, "doubled.flac", &bytes), &material, &[]);
}

#[test]
fn a_gap_of_megabytes_is_crossed_in_bounded_steps() {
    let Original { folder, mut bytes, frames, material } = original();
    let mut noise = Noise::new(9);
    let foreign: Vec<u8> = (0..8 << 20).map(|_| noise.next_bits() as u8).collect();
    bytes.splice(frames[8]..frames[8], foreign);
    let path = write(&folder, "gap.flac", &bytes);
    let (control, opener) = faulty_files();
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    let mut lane = ChunkDecoder::new(stem.clone());
    let mut lost = 0;
    for block in 0..BLOCKS {
        let before = control.counts("").bytes;
        let (decoded, result) = decode(&mut lane, &stem, block * BLOCK, BLOCK);
        let read = control.counts("").bytes - before;
        assert!(read < 1 << 20, "{read} bytes read for block {block}");
        if let Err(damage) = result {
            assert!(is_silent(&decoded), "block {block} is lost: {damage:?}");
            lost += 1;
            continue;
        }
        let sound = expected(&material, stem.info().sample_format, block * BLOCK, BLOCK);
        assert!(decoded == sound, "block {block} differs");
    }
    // 8 MiB at half a MiB and a frame each.
    assert!((8..=16).contains(&lost), "{lost} blocks were lost to the search");
}

#[test]
fn a_cut_off_file_plays_to_its_last_whole_frame() {
    let Original { folder, bytes, frames, material } = original();
    for end in [frames[17] + 1000, frames[17] + 3, frames[17]] {
        let path = write(&folder, "short.flac", &bytes[..end]);
        check_lost(&path, &material, &(17..BLOCKS).collect::<Vec<_>>());

        let stem = open(&path);
        let mut lane = ChunkDecoder::new(stem.clone());
        let (_, result) = decode(&mut lane, &stem, 0, BLOCKS * BLOCK);
        let damage = result.expect_err("the end is missing");
        assert_eq!(damage.at.0, 17 * BLOCK as u64, "where the file ends");
        assert_eq!(damage.frames.0, (13 * BLOCK) as u64, "up to the end that its header gives");
        assert!(matches!(damage.error, DecodeError::Truncated), "{damage:?}");
    }
}

#[test]
fn the_end_of_a_cut_off_file_is_searched_once() {
    let Original { folder, bytes, frames, .. } = original();
    let path = write(&folder, "short.flac", &bytes[..frames[17] + 1000]);
    let (control, opener) = faulty_files();
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    let mut lane = ChunkDecoder::new(stem.clone());
    let (_, result) = decode(&mut lane, &stem, 20 * BLOCK, BLOCK);
    assert!(matches!(result, Err(Damage { error: DecodeError::Truncated, .. })));
    let before = control.counts("");
    for block in 21..BLOCKS {
        assert!(decode(&mut lane, &stem, block * BLOCK, BLOCK).1.is_err());
    }
    assert_eq!(control.counts(""), before, "nothing is read again");
}

#[test]
fn a_length_of_weeks_costs_nothing() {
    let Original { folder, mut bytes, material, .. } = original();
    set_length(&mut bytes, (1 << 36) - 1);
    let stem = open(&write(&folder, "weeks.flac", &bytes));
    assert_eq!(stem.info().frame_count.0, (1 << 36) - 1);
    build_index(&stem);
    let mut lane = ChunkDecoder::new(stem.clone());
    check_block(&mut lane, &stem, &material, 5, false);
    let (block, result) = decode(&mut lane, &stem, 60_000_000_000, BLOCK);
    assert!(is_silent(&block));
    assert!(matches!(result, Err(Damage { error: DecodeError::Truncated, .. })), "{result:?}");
    check_block(&mut lane, &stem, &material, 29, false);
}

#[test]
fn a_file_full_of_false_headers_is_opened_in_bounded_time() {
    let folder = TestFolder::new();
    let header = StreamHeader {
        min_block: 16,
        max_block: 65_535,
        channel_count: 8,
        bits: 24,
        frame_count: 0,
    };
    // The valid header of a long frame, without the frame.
    let style = FrameStyle { is_variable: true, bits: 24, bits_code: 6 };
    let coded = frame(&style, 5, &[&[0; 65_535][..]; 8]);
    let bytes = [head(&header), coded[..8].repeat(200_000)].concat();
    let path = write(&folder, "false.flac", &bytes);
    let (control, opener) = faulty_files();
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    assert!(control.counts("").bytes < 64 << 20, "{:?}", control.counts(""));
    let mut lane = ChunkDecoder::new(stem.clone());
    let _ = decode(&mut lane, &stem, 0, BLOCK);
}

#[test]
fn a_read_error_silences_until_reads_succeed_again() {
    let Original { bytes, folder, material, .. } = original();
    let wav = write(&folder, "stem.wav", &material.wav());
    let flac = write(&folder, "stem.flac", &bytes);
    for path in [flac, wav] {
        let (control, opener) = faulty_files();
        let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
        let mut lane = ChunkDecoder::new(stem.clone());
        check_block(&mut lane, &stem, &material, 3, false);
        control.set("stem", Fault::ReadError(std::io::ErrorKind::TimedOut));
        let (block, result) = decode(&mut lane, &stem, 20 * BLOCK, BLOCK);
        assert!(is_silent(&block));
        assert!(matches!(result, Err(Damage { error: DecodeError::Read(_), .. })), "{result:?}");
        control.clear_all();
        check_block(&mut lane, &stem, &material, 20, false);
        check_block(&mut lane, &stem, &material, 21, false);
    }
}

#[test]
fn reads_of_few_bytes_change_nothing() {
    let Original { bytes, folder, material, .. } = original();
    let path = write(&folder, "stem.flac", &bytes);
    let (control, opener) = faulty_files();
    control.set("stem", Fault::ShortReads(700));
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    let mut lane = ChunkDecoder::new(stem.clone());
    for block in [0, 1, 17, 4] {
        check_block(&mut lane, &stem, &material, block, false);
    }
}

#[test]
fn a_file_that_shrinks_or_changes_while_open_does_no_harm() {
    let Original { bytes, folder, material, frames } = original();
    let other = Material::new(24, 2, BLOCKS * BLOCK).flac(&folder, "-8");
    let other = std::fs::read(other).unwrap();
    for contents in [&bytes[..frames[4]], &[], &other] {
        for is_indexed in [false, true] {
            let path = write(&folder, "stem.flac", &bytes);
            let stem = open(&path);
            if is_indexed {
                build_index(&stem);
            }
            let mut lane = ChunkDecoder::new(stem.clone());
            check_block(&mut lane, &stem, &material, 0, false);
            // The same file, not another one of the same name.
            std::fs::write(&path, contents).unwrap();
            for block in 1..BLOCKS {
                let (decoded, result) = decode(&mut lane, &stem, block * BLOCK, BLOCK);
                assert!(is_finite(&decoded), "all of block {block} is written");
                let is_lost = contents.is_empty() && block > 4;
                assert!(!is_lost || result.is_err(), "block {block} is reported");
            }
        }
    }
}

fn is_silent(block: &SampleBlock) -> bool {
    match &block.data {
        SampleData::I16(samples) => samples.iter().all(|&sample| sample == 0),
        SampleData::F32(samples) => samples.iter().all(|&sample| sample == 0.0),
    }
}

fn is_finite(block: &SampleBlock) -> bool {
    match &block.data {
        SampleData::I16(_) => true,
        SampleData::F32(samples) => samples.iter().all(|sample| sample.is_finite()),
    }
}

/// Opens and decodes whatever the file is; checks that every sample is written.
fn check_harmless(path: &Path, starts: &[u64]) {
    let Ok(stem) = OpenStem::open(path, &FileOpener, &IndexCatalog::new()) else { return };
    for is_indexed in [false, true] {
        if is_indexed && stem.index_builder().is_some() {
            build_index(&stem);
        }
        let [mut first, mut second] = [(); 2].map(|()| ChunkDecoder::new(stem.clone()));
        for &start in starts {
            let first = decode_over(&mut first, &stem, start, 0x5555);
            let second = decode_over(&mut second, &stem, start, 0x2aaa);
            assert!(first == second, "from {start}, what was in the block remains");
            assert!(is_finite(&first), "from {start}");
        }
    }
}

fn decode_over(lane: &mut ChunkDecoder, stem: &OpenStem, start: u64, dirt: i16) -> SampleBlock {
    let info = stem.info();
    let mut block = SampleBlock::silent(info.sample_format, info.channel_count, 3000);
    match &mut block.data {
        SampleData::I16(samples) => samples.fill(dirt),
        SampleData::F32(samples) => samples.fill(f32::from(dirt)),
    }
    // Whether the file is damaged there is another matter.
    let _ = lane.decode(FramePos(start), &mut block);
    block
}

#[derive(Debug, Clone)]
enum Harm {
    Flip { at: usize, mask: u8 },
    Fill { at: usize, length: usize, value: u8 },
    Cut { at: usize, length: usize },
    Move { from: usize, to: usize, length: usize },
    End { at: usize },
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = 0usize..200_000;
    prop_oneof![
        (prop_oneof![0usize..200, at.clone()], 1u8..)
            .prop_map(|(at, mask)| Harm::Flip { at, mask }),
        (at.clone(), 1usize..30_000, prop_oneof![Just(0), Just(0xff), any::<u8>()])
            .prop_map(|(at, length, value)| Harm::Fill { at, length, value }),
        (at.clone(), 1usize..30_000).prop_map(|(at, length)| Harm::Cut { at, length }),
        (at.clone(), at.clone(), 1usize..30_000).prop_map(|(from, to, length)| Harm::Move {
            from,
            to,
            length
        }),
        at.prop_map(|at| Harm::End { at }),
    ]
}

fn apply(harm: &Harm, bytes: &mut Vec<u8>) {
    let length = bytes.len();
    if length == 0 {
        return;
    }
    let range = |at: usize, count: usize| at % length..(at % length + count).min(length);
    match *harm {
        Harm::Flip { at, mask } => bytes[at % length] ^= mask,
        Harm::Fill { at, length, value } => bytes[range(at, length)].fill(value),
        Harm::Cut { at, length } => drop(bytes.drain(range(at, length))),
        Harm::Move { from, to, length: count } => {
            let moved = bytes[range(from, count)].to_vec();
            bytes.splice(to % length..to % length, moved);
        }
        Harm::End { at } => bytes.truncate(at % length),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn harmed_files_do_no_harm(
        kind in 0..5,
        harms in proptest::collection::vec(harm(), 1..5),
        starts in proptest::collection::vec(0u64..40_000, 1..6),
    ) {
        let folder = TestFolder::new();
        let mut bytes = match kind {
            0 => std::fs::read(Material::new(24, 2, 20_000).flac(&folder, "-5")).unwrap(),
            1 => std::fs::read(Material::new(16, 1, 30_000).flac(&folder, "-0 -b 192")).unwrap(),
            2 => std::fs::read(Material::new(32, 2, 9000).flac(&folder, "-8 -b 65535")).unwrap(),
            3 => Material::new(24, 2, 20_000).wav(),
            _ => Material::new(16, 6, 10_000).wav(),
        };
        harms.iter().for_each(|harm| apply(harm, &mut bytes));
        check_harmless(&write(&folder, "harmed", &bytes), &starts);
    }

    #[test]
    fn random_bytes_behind_a_header_do_no_harm(
        noise in proptest::collection::vec(any::<u8>(), 0..3000),
        mark in prop::sample::select(vec![
            b"fLaC\0\0\0\x22".as_slice(),
            b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0",
            b"RIFF\0\0\0\0WAVEdata",
            b"ID3\x03\0\0",
            b"",
        ]),
    ) {
        let folder = TestFolder::new();
        let path = write(&folder, "random", &[mark, &noise].concat());
        check_harmless(&path, &[0, 1000, u64::MAX - 10, 1 << 35]);
    }

    #[test]
    fn whatever_is_flipped_no_wrong_sample_is_heard(
        flips in proptest::collection::vec((0usize..1_000_000, 1u8..), 1..6),
        starts in proptest::collection::vec(0usize..40_000, 1..6),
    ) {
        let folder = TestFolder::new();
        let material = Material::noise(16, 2, 40_000);
        let mut bytes = std::fs::read(material.flac(&folder, "-3 -b 1024")).unwrap();
        let audio_start = crate::hand_made::audio_start(&bytes);
        let audio_bytes = bytes.len() - audio_start;
        for (at, mask) in flips {
            bytes[audio_start + at % audio_bytes] ^= mask;
        }
        let stem = open(&write(&folder, "flipped.flac", &bytes));
        let mut lane = ChunkDecoder::new(stem.clone());
        for start in starts {
            let (block, result) = decode(&mut lane, &stem, start, 5000);
            let sound = expected(&material, stem.info().sample_format, start, 5000);
            let (SampleData::I16(heard), SampleData::I16(sound)) = (&block.data, &sound.data)
            else {
                panic!("16 bits stay 16 bits");
            };
            let lost = heard.iter().zip(sound).filter(|(heard, sound)| heard != sound);
            prop_assert!(lost.clone().all(|(&heard, _)| heard == 0), "a wrong sample is heard");
            prop_assert!(result.is_err() || lost.count() == 0, "a loss is not reported");
        }
    }
}
