//! What opening, playing and seeking cost: reads, bytes, memory.

use std::{os::unix::fs::FileExt, path::PathBuf};

use assert_no_alloc::assert_no_alloc;
use attacca_engine::loading::{
    decoder::ChunkDecoder, index::IndexCatalog, samples::SampleBlock, source::FileOpener,
    stem::OpenStem,
};
use attacca_test_support::{faults::faulty_files, files::TestFolder};
use attacca_units::FramePos;

use crate::{
    material::{Material, write},
    stems::{build_index, check_stretch, open},
};

#[test]
fn opening_and_the_first_frame_take_one_read() {
    let folder = TestFolder::new();
    let material = Material::new(24, 2, 500_000);
    let flac = material.flac(&folder, "-5");
    let wav = write(&folder, "stem.wav", &material.wav());
    for path in [flac, wav] {
        let (control, opener) = faulty_files();
        let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
        assert_eq!(control.counts("").reads, 1, "opening");
        let mut lane = ChunkDecoder::new(stem.clone());
        check_stretch(&mut lane, &stem, &material, 0, 4096);
        assert!(control.counts("").reads <= 2, "and the first frame");
    }
}

#[test]
fn playing_reads_every_byte_once_and_a_frame_at_a_time_at_least() {
    let folder = TestFolder::new();
    let material = Material::noise(24, 2, 1_000_000);
    let flac = material.flac(&folder, "-5");
    let wav = write(&folder, "stem.wav", &material.wav());
    for path in [flac, wav] {
        let byte_count = std::fs::metadata(&path).unwrap().len();
        let (control, opener) = faulty_files();
        let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
        let mut lane = ChunkDecoder::new(stem.clone());
        for start in (0..1_000_000).step_by(4096) {
            check_stretch(&mut lane, &stem, &material, start, 4096);
        }
        let counts = control.counts("");
        assert!(counts.bytes < byte_count * 21 / 20, "{} of {byte_count} bytes", counts.bytes);
        assert!(counts.reads <= 1_000_000 / 4096 + 10, "{} reads", counts.reads);
    }
}

/// A FLAC file of `material` that the next one does not take the place of.
fn kept_flac(folder: &TestFolder, material: &Material, options: &str) -> PathBuf {
    let path = material.flac(folder, options);
    let kept = folder.path(format!("{}{options}.flac", material.bits));
    std::fs::rename(path, &kept).unwrap();
    kept
}

#[test]
fn playing_allocates_nothing() {
    let folder = TestFolder::new();
    let mut paths = vec![write(&folder, "stem.wav", &Material::new(24, 2, 300_000).wav())];
    for (bits, options) in [(16, "-5"), (24, "-8 -b 4608"), (32, "-3"), (24, "-b 192")] {
        paths.push(kept_flac(&folder, &Material::new(bits, 2, 300_000), options));
    }
    for path in paths {
        let stem = open(&path);
        let info = stem.info();
        let mut lane = ChunkDecoder::new(stem.clone());
        let mut block = SampleBlock::silent(info.sample_format, info.channel_count, 4096);
        for number in 0..60 {
            let mut play = || lane.decode(FramePos(number * 4096), &mut block).unwrap();
            // The first blocks find out how large frames are.
            if number < 10 {
                play()
            } else {
                assert_no_alloc(play)
            }
            if number == 30 && stem.index_builder().is_some() {
                build_index(&stem);
            }
        }
    }
}

#[test]
fn a_lane_holds_one_block_and_a_little_of_the_file() {
    let folder = TestFolder::new();
    let path = Material::noise(24, 2, 100_000).flac(&folder, "-5");
    let stem = open(&path);
    let mut lane = ChunkDecoder::new(stem.clone());
    let mut block = SampleBlock::silent(stem.info().sample_format, 2, 100_000);
    lane.decode(FramePos(0), &mut block).unwrap();
    assert!(lane.byte_count() <= 100_000, "{} bytes", lane.byte_count());
}

#[test]
fn metadata_of_megabytes_are_not_read() {
    let folder = TestFolder::new();
    let material = Material::new(24, 2, 50_000);
    let path = material.flac(&folder, "-P 16700000");
    let (control, opener) = faulty_files();
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    let mut lane = ChunkDecoder::new(stem.clone());
    check_stretch(&mut lane, &stem, &material, 0, 4096);
    assert!(control.counts("").bytes < 200_000, "{:?}", control.counts(""));
}

#[test]
fn files_over_four_gibibytes_are_played() {
    let folder = TestFolder::new();
    let material = Material::new(24, 2, 300_000);
    let bytes = std::fs::read(material.flac(&folder, "--no-padding --no-seektable")).unwrap();
    let audio_start = crate::hand_made::audio_start(&bytes);
    // The header, five gibibytes of padding in a file with holes, and the audio.
    let path = folder.path("big.flac");
    let file = std::fs::File::create(&path).unwrap();
    let mut head = bytes[..42].to_vec();
    head[4] &= 0x7f;
    file.write_all_at(&head, 0).unwrap();
    let mut offset = 42;
    let padding: u32 = 0xff_ffff;
    for number in (0..320).rev() {
        let last = if number == 0 { 1 << 31 } else { 0 };
        file.write_all_at(&(last | 1 << 24 | padding).to_be_bytes(), offset).unwrap();
        offset += 4 + u64::from(padding);
    }
    file.write_all_at(&bytes[audio_start..], offset).unwrap();
    assert!(offset > 5 << 30);
    let stem = OpenStem::open(&path, &FileOpener, &IndexCatalog::new()).unwrap();
    let mut lane = ChunkDecoder::new(stem.clone());
    for start in [0, 290_000, 150_000] {
        check_stretch(&mut lane, &stem, &material, start, 4096);
    }
    build_index(&stem);
    for start in [0, 290_000, 150_000] {
        check_stretch(&mut lane, &stem, &material, start, 4096);
    }
}

#[test]
fn a_lane_takes_no_more_memory_than_its_stem_says() {
    let folder = TestFolder::new();
    let mut paths = vec![write(&folder, "stem.wav", &Material::new(24, 2, 100_000).wav())];
    for (bits, options) in
        [(16, "-5"), (24, "-8 -b 4608"), (32, "-3"), (24, "-b 192"), (24, "-b 65535 --lax")]
    {
        paths.push(kept_flac(&folder, &Material::noise(bits, 2, 200_000), options));
    }
    for path in paths {
        let stem = open(&path);
        let info = stem.info();
        let mut lane = ChunkDecoder::new(stem.clone());
        let mut block = SampleBlock::silent(info.sample_format, info.channel_count, 4096);
        for start in [0, 4096, 90_000, 50_000, 8192, 0] {
            lane.decode(FramePos(start), &mut block).unwrap();
            assert!(lane.byte_count() <= stem.lane_bytes(), "{path:?}");
        }
        assert!(stem.lane_bytes() <= 4 * lane.byte_count(), "{path:?}: it says far too much");
    }
}

#[test]
fn a_lane_goes_on_where_another_one_stood_without_a_search() {
    let folder = TestFolder::new();
    for (options, start) in [("-5", 8192), ("-5 -b 4608", 409_600), ("-b 192", 204_800)] {
        let material = Material::noise(24, 2, 600_000);
        let path = material.flac(&folder, options);
        let (control, opener) = faulty_files();
        let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
        let mut lane = ChunkDecoder::new(stem.clone());
        check_stretch(&mut lane, &stem, &material, start - 4096, 4096);
        let bookmark = lane.bookmark().expect("a place in the file");
        assert_eq!(bookmark.position(), FramePos(start as u64));
        drop(lane);
        let before = control.counts("").reads;
        let mut resumed = ChunkDecoder::resume(stem.clone(), bookmark);
        check_stretch(&mut resumed, &stem, &material, start, 4096);
        let reads = control.counts("").reads - before;
        assert!(reads <= 2, "{options}: {reads} reads");
        // It is a lane like others.
        check_stretch(&mut resumed, &stem, &material, 100_000, 5000);
    }
}
