//! Frame indexes: shared by the stems of a file, built in small steps.

use std::{path::Path, sync::Arc};

use attacca_engine::loading::{
    decoder::ChunkDecoder,
    index::{IndexCatalog, IndexProgress},
    source::FileOpener,
    stem::OpenStem,
};
use attacca_test_support::{faults::faulty_files, files::TestFolder};

use crate::{
    material::{Material, write},
    stems::{build_index, check_stretch, decode},
};

fn open_with(path: &Path, catalog: &IndexCatalog) -> Arc<OpenStem> {
    OpenStem::open(path, &FileOpener, catalog).expect("the stem opens")
}

#[test]
fn stems_of_one_file_share_its_index() {
    let folder = TestFolder::new();
    let material = Material::new(24, 2, 100_000);
    let path = material.flac(&folder, "--no-seektable");
    let catalog = IndexCatalog::new();
    let (first, second) = (open_with(&path, &catalog), open_with(&path, &catalog));
    build_index(&first);
    assert!(first.index_builder().is_none(), "it has one");
    assert!(second.index_builder().is_none(), "it has the same");
    assert!(open_with(&path, &catalog).index_builder().is_none(), "so has one opened later");
    catalog.forget(&path);
    assert!(first.index_builder().is_none(), "an open stem keeps it");
    assert!(open_with(&path, &catalog).index_builder().is_some(), "a new one needs a new one");
}

#[test]
fn a_changed_file_needs_a_new_index() {
    let folder = TestFolder::new();
    let path = Material::new(24, 2, 100_000).flac(&folder, "-5");
    let catalog = IndexCatalog::new();
    build_index(&open_with(&path, &catalog));
    let changed = Material::new(24, 2, 90_000);
    let path = changed.flac(&folder, "-5");
    let stem = open_with(&path, &catalog);
    build_index(&stem);
    let mut lane = ChunkDecoder::new(stem.clone());
    check_stretch(&mut lane, &stem, &changed, 70_000, 4096);
}

#[test]
fn one_builder_at_a_time_has_a_file() {
    let folder = TestFolder::new();
    let path = Material::new(24, 2, 1_000_000).flac(&folder, "-5");
    let stem = open_with(&path, &IndexCatalog::new());
    let mut builder = stem.index_builder().expect("nobody builds yet");
    assert_eq!(builder.step().unwrap(), IndexProgress::Unfinished);
    assert!(stem.index_builder().is_none(), "somebody builds");
    drop(builder);
    build_index(&stem);
}

#[test]
fn an_index_takes_four_bytes_for_each_block() {
    let folder = TestFolder::new();
    let blocks = 1000;
    for options in ["-b 4096", "-b 512", "-b 65535"] {
        let silence = Material { bits: 16, planes: vec![vec![0; blocks * 4096]] };
        let path = silence.flac(&folder, options);
        let catalog = IndexCatalog::new();
        assert_eq!(catalog.byte_count(), 0);
        build_index(&open_with(&path, &catalog));
        let limit = 4 * blocks + 8 * blocks.div_ceil(256);
        assert!(catalog.byte_count() <= limit, "{} bytes, {options}", catalog.byte_count());
        catalog.clear();
        assert_eq!(catalog.byte_count(), 0);
    }
}

#[test]
fn every_step_reads_little_and_all_together_the_file_once() {
    let folder = TestFolder::new();
    let path = Material::noise(24, 2, 1_000_000).flac(&folder, "-0");
    let byte_count = std::fs::metadata(&path).unwrap().len();
    let (control, opener) = faulty_files();
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    let before = control.counts("").bytes;
    let mut builder = stem.index_builder().unwrap();
    let mut read = before;
    loop {
        let progress = builder.step().unwrap();
        let step = control.counts("").bytes - read;
        assert!(step <= (1 << 20) + 100_000, "a step reads {step} bytes");
        read += step;
        if progress == IndexProgress::Finished {
            break;
        }
    }
    assert!(read - before < byte_count + 100_000, "{} of {byte_count} bytes", read - before);
}

#[test]
fn an_index_spares_a_lane_at_work_the_search() {
    let folder = TestFolder::new();
    let material = Material::noise(24, 2, 1_000_000);
    let path = material.flac(&folder, "--no-seektable -b 4096");
    let (control, opener) = faulty_files();
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    let mut lane = ChunkDecoder::new(stem.clone());
    let mut reads_of_seeks = || {
        let before = control.counts("").reads;
        for block in [200, 3, 180, 77] {
            check_stretch(&mut lane, &stem, &material, block * 4096, 4096);
        }
        control.counts("").reads - before
    };
    let without = reads_of_seeks();
    // Interpolation: a few guesses and the frame itself.
    assert!((8..=32).contains(&without), "{without} reads for four seeks without an index");
    build_index(&stem);
    let with = reads_of_seeks();
    assert_eq!(with, 4, "one read for each seek with an index");
}

#[test]
fn a_file_without_frames_has_an_index_without_entries() {
    let folder = TestFolder::new();
    let mut flac = std::fs::read(Material::new(16, 2, 5000).flac(&folder, "-5")).unwrap();
    flac.truncate(crate::hand_made::audio_start(&flac));
    let stem = open_with(&write(&folder, "none.flac", &flac), &IndexCatalog::new());
    build_index(&stem);
    let mut lane = ChunkDecoder::new(stem.clone());
    assert!(decode(&mut lane, &stem, 0, 4096).1.is_err(), "its sound is missing");
}
