//! Frame indexes that outlive the program, and what may happen to them meanwhile.

use std::{
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
};

use attacca_engine::loading::{
    decoder::ChunkDecoder,
    index::{FileKey, IndexBuilder, IndexCatalog, IndexFolder, IndexProgress},
    samples::{SampleBlock, SampleData},
    stem::OpenStem,
};
use attacca_test_support::{faults::faulty_files, files::TestFolder};
use proptest::prelude::*;

use crate::{
    material::Material,
    stems::{check_stretch, decode, expected, open},
};

/// A stem of the file at `path`, and a builder of its index, as a new run of the program has them.
fn run_anew(path: &Path) -> (Arc<OpenStem>, IndexBuilder, FileKey) {
    let stem = open(path);
    let builder = stem.index_builder().expect("a new run knows no index");
    let key = builder.key().expect("the file can be read");
    (stem, builder, key)
}

fn build(builder: &mut IndexBuilder) {
    while builder.step().expect("the file can be read") == IndexProgress::Unfinished {}
}

/// Builds the index of the file at `path` and keeps it; returns where.
fn keep(path: &Path, folder: &IndexFolder) -> std::path::PathBuf {
    let (_stem, mut builder, key) = run_anew(path);
    build(&mut builder);
    builder.store(folder, &key).expect("the folder can be written");
    folder.path_of(&key)
}

#[test]
fn an_index_of_one_run_serves_the_next() {
    let place = TestFolder::new();
    let folder = IndexFolder::new(place.path("indexes"));
    let material = Material::noise(24, 2, 1_000_000);
    let path = material.flac(&place, "--no-seektable -b 4096");
    keep(&path, &folder);

    let (control, opener) = faulty_files();
    let stem = OpenStem::open(&path, &opener, &IndexCatalog::new()).unwrap();
    let mut builder = stem.index_builder().unwrap();
    let before = control.counts("").bytes;
    let key = builder.key().unwrap();
    assert!(builder.load(&folder, &key), "it is found");
    assert_eq!(control.counts("").bytes - before, 2 * 65_536, "only the file's ends were read");
    assert!(stem.index_builder().is_none(), "the stem has it");
    let mut lane = ChunkDecoder::new(stem.clone());
    let before = control.counts("").reads;
    for block in [200, 3, 180, 77] {
        check_stretch(&mut lane, &stem, &material, block * 4096, 4096);
    }
    assert_eq!(control.counts("").reads - before, 4, "one read for each seek");
}

#[test]
fn a_moved_file_keeps_its_index_and_a_changed_one_does_not() {
    let place = TestFolder::new();
    let folder = IndexFolder::new(place.path("indexes"));
    let path = Material::new(24, 2, 100_000).flac(&place, "-5");
    keep(&path, &folder);
    let moved = place.path("moved.flac");
    std::fs::rename(&path, &moved).unwrap();
    let (_stem, mut builder, key) = run_anew(&moved);
    assert!(builder.load(&folder, &key), "its content is the same");

    let touched = std::fs::File::options().append(true).open(&moved).unwrap();
    touched.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(10)).unwrap();
    let (_stem, mut builder, other_key) = run_anew(&moved);
    assert_ne!(key, other_key);
    assert!(!builder.load(&folder, &other_key));
}

#[test]
fn other_ends_are_another_file() {
    let place = TestFolder::new();
    let path = Material::new(24, 2, 100_000).flac(&place, "-5");
    let (_stem, _builder, key) = run_anew(&path);
    let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    for place in [100, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        std::fs::write(&path, changed).unwrap();
        std::fs::File::options().append(true).open(&path).unwrap().set_modified(modified).unwrap();
        let (_stem, _builder, other) = run_anew(&path);
        assert_ne!(key, other, "byte {place}");
    }
}

#[test]
fn a_broken_index_is_built_anew_and_mended() {
    let place = TestFolder::new();
    let folder = IndexFolder::new(place.path("indexes"));
    let material = Material::new(24, 2, 100_000);
    let path = material.flac(&place, "-5");
    let kept = keep(&path, &folder);
    let whole = std::fs::read(&kept).unwrap();
    let broken: [&[u8]; 4] = [&whole[..whole.len() / 2], b"", b"not an index", &[0xff; 100_000]];
    for bytes in broken {
        std::fs::write(&kept, bytes).unwrap();
        let (stem, mut builder, key) = run_anew(&path);
        assert!(!builder.load(&folder, &key));
        build(&mut builder);
        builder.store(&folder, &key).unwrap();
        assert_eq!(std::fs::read(&kept).unwrap(), whole, "it is as it was");
        let mut lane = ChunkDecoder::new(stem.clone());
        check_stretch(&mut lane, &stem, &material, 70_000, 4096);
    }
}

#[test]
fn readers_find_whole_indexes_while_others_write() {
    let place = TestFolder::new();
    let path = Material::new(24, 2, 300_000).flac(&place, "-5");
    let indexes = place.path("indexes");
    keep(&path, &IndexFolder::new(indexes.clone()));
    thread::scope(|scope| {
        for _ in 0..2 {
            // A folder of its own, as another program has it.
            let folder = IndexFolder::new(indexes.clone());
            let path = &path;
            scope.spawn(move || {
                let (_stem, mut builder, key) = run_anew(path);
                build(&mut builder);
                (0..50).for_each(|_| builder.store(&folder, &key).expect("it can be written"));
            });
        }
        let folder = IndexFolder::new(indexes.clone());
        for _ in 0..100 {
            let (_stem, mut builder, key) = run_anew(&path);
            assert!(builder.load(&folder, &key), "the index is there, and whole");
        }
    });
}

/// Compares with `material` what `stem` gives; returns how many samples are wrong and not reported
/// as damaged.
fn wrong_samples(stem: &Arc<OpenStem>, material: &Material, stretches: &[(usize, usize)]) -> usize {
    let mut lane = ChunkDecoder::new(stem.clone());
    let mut wrong = 0;
    for &(start, length) in stretches {
        let (block, result) = decode(&mut lane, stem, start, length);
        let right = expected(material, stem.info().sample_format, start, length);
        wrong += differing(&block, &right, result.is_err());
    }
    wrong
}

fn differing(block: &SampleBlock, right: &SampleBlock, may_be_silent: bool) -> usize {
    let (SampleData::F32(heard), SampleData::F32(right)) = (&block.data, &right.data) else {
        panic!("24 bits are kept as float")
    };
    let is_wrong =
        |(heard, right): &(&f32, &f32)| heard != right && !(may_be_silent && **heard == 0.0);
    heard.iter().zip(right).filter(is_wrong).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_an_index_says_no_sample_is_wrong(
        seed in any::<u64>(),
        scale in 1u64..100_000,
        stretches in proptest::collection::vec((0usize..90_000, 1usize..9000), 1..8),
    ) {
        let place = TestFolder::new();
        let folder = IndexFolder::new(place.path("indexes"));
        let material = Material::noise(24, 2, 90_000);
        let path = material.flac(&place, "-0 -b 1152");
        let kept = std::fs::read(keep(&path, &folder)).unwrap();
        // Entries that rise by chance, under a right checksum: nothing else can pass.
        let (header, body) = kept.split_at(56);
        let entry_count = u32::from_le_bytes(header[12..16].try_into().unwrap()) as usize;
        let bases = entry_count.div_ceil(256) * 8;
        let file_bytes = std::fs::metadata(&path).unwrap().len();
        let first = u64::from_le_bytes(body[..8].try_into().unwrap());
        let mut random = attacca_test_support::noise::Noise::new(seed);
        let mut offset = 0;
        let mut lie = [header, &body[..bases]].concat();
        for _ in 0..entry_count {
            offset = (offset + random.below(scale)).min(file_bytes - first - 1);
            lie.extend((offset as u32).to_le_bytes());
        }
        lie.extend(blake3::hash(&lie).as_bytes());
        let (stem, mut builder, key) = run_anew(&path);
        prop_assert_eq!(builder.adopt(&lie, &key), Ok(()));
        prop_assert_eq!(wrong_samples(&stem, &material, &stretches), 0);
    }
}
