//! The fuzz targets as ordinary tests: what is in their corpora, and what chance makes of it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use attacca_fuzz_targets::TARGETS;
use attacca_test_support::noise::Noise;

/// Changed copies of each file of a corpus.
const COPIES: usize = 300;

/// The files of a target's corpus, in order.
fn corpus(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{target} has a corpus");
    paths
}

/// A copy of `bytes` with a few changes as fuzzers make them.
fn changed(bytes: &[u8], random: &mut Noise) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for _ in 0..=random.below(4) {
        // Headers are at the front: half of the changes are there.
        let reach = if random.below(2) == 0 { copy.len().min(64) } else { copy.len() };
        let at = random.below(reach as u64 + 1) as usize;
        let odd = [0, 1, 0x7f, 0x80, 0xfe, 0xff, random.below(256) as u8];
        let byte = odd[random.below(odd.len() as u64) as usize];
        match random.below(6) {
            0 => copy.truncate(at),
            1 => copy.insert(at, byte),
            2 if at < copy.len() => drop(copy.remove(at)),
            3 => {
                let end = copy.len().min(at + 1 + random.below(8) as usize);
                copy[at..end].fill(byte);
            }
            4 if at < copy.len() => copy[at] ^= 1 << random.below(8),
            _ if at < copy.len() => copy[at] = byte,
            _ => copy.push(byte),
        }
    }
    copy
}

#[test]
fn every_file_of_the_corpora_passes() {
    for (target, check) in TARGETS {
        for path in corpus(target) {
            println!("{}", path.display());
            check(&fs::read(path).expect("it can be read"));
        }
    }
}

#[test]
fn changed_copies_of_them_pass() {
    for (target, check) in TARGETS {
        let mut random = Noise::new(7);
        for path in corpus(target) {
            let bytes = fs::read(&path).expect("it can be read");
            for number in 0..COPIES {
                // Shown when the test fails.
                println!("{}, copy {number}", path.display());
                check(&changed(&bytes, &mut random));
            }
        }
    }
}

#[test]
fn every_target_has_its_program_and_no_other_corpus_is_there() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |folder: &str, extension: &str| {
        let entries = fs::read_dir(fuzz.join(folder)).expect("it can be read");
        let names = entries.map(|entry| entry.expect("it can be read").file_name());
        let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
        names.iter_mut().for_each(|name| *name = name.replace(extension, ""));
        names.sort();
        names
    };
    let mut targets: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    targets.sort_unstable();
    assert_eq!(names("fuzz_targets", ".rs"), targets);
    assert_eq!(names("corpus", ""), targets);
}
