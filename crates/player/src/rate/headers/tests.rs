//! Claims about reading rates. That a file which never answers holds nothing up is shown by answers
//! that nobody sends.

use std::path::Path;

use attacca_engine::loading::source::ByteSource;
use attacca_session::{SongFiles, Stem};
use hound::{SampleFormat, WavSpec, WavWriter};

use super::*;

const AT_ONCE: (Duration, Duration) = (Duration::ZERO, Duration::ZERO);

/// A song of `files`; those with a rate are written to `folder`.
fn set(folder: &Path, files: &[(&str, Option<u32>)]) -> Setlist {
    let stems = files.iter().map(|(name, rate)| {
        let path = folder.join(name);
        if let Some(sample_rate) = *rate {
            let (bits_per_sample, sample_format) = (16, SampleFormat::Int);
            let spec = WavSpec { channels: 1, sample_rate, bits_per_sample, sample_format };
            WavWriter::create(&path, spec).unwrap().finalize().unwrap();
        }
        Stem::of_file(path)
    });
    let song = SongFiles { folder: folder.into(), stems: stems.collect() };
    Setlist::new(vec![song.into_song().unwrap()]).unwrap()
}

fn rates(hz: &[u32]) -> RateCounts {
    hz.iter().filter_map(|hz| SampleRate::new(*hz)).collect()
}

#[test]
fn every_stem_of_every_song_counts_and_those_that_cannot_be_opened_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("a.wav", Some(44_100)),
        ("b.wav", Some(48_000)),
        ("c.wav", Some(44_100)),
        ("d.wav", Some(11_025)),
        ("absent.wav", None),
    ];
    let song = set(folder.path(), &files).songs()[0].clone();
    let twice = Setlist::new(vec![song.clone(), song]).unwrap();
    let expected = [44_100, 44_100, 44_100, 44_100, 48_000, 48_000, 11_025, 11_025];
    assert_eq!(read_rates(&twice).unwrap(), rates(&expected));
}

#[test]
fn a_set_without_a_playable_file_says_why_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let setlist = set(folder.path(), &[("b.wma", None), ("a.wav", None)]);
    std::fs::write(folder.path().join("a.wav"), b"").unwrap();
    std::fs::write(folder.path().join("b.wma"), b"\x30\x26\xb2\x75\x8e\x66\xcf\x11").unwrap();
    let NothingPlayable { failures } = read_rates(&setlist).unwrap_err();
    let names: Vec<_> = failures.iter().map(|(path, _)| path.file_name().unwrap()).collect();
    assert_eq!(names, ["a.wav", "b.wma"]);
    assert!(matches!(failures[0].1, OpenError::Empty), "{failures:?}");
}

#[test]
fn answers_before_one_that_never_comes_are_enough() {
    let (sender, answers) = unbounded();
    let answer = || (PathBuf::from("a.wav"), Ok(SampleRate::HZ_44100));
    sender.send(answer()).unwrap();
    let gathered = gather(&answers, 2, AT_ONCE);
    assert_eq!(rates_among(gathered, 2).unwrap(), rates(&[44_100]));
}

#[test]
fn a_set_of_which_no_file_answers_may_be_playable_later() {
    let (_sender, answers) = unbounded();
    assert_eq!(rates_among(gather(&answers, 3, AT_ONCE), 3).unwrap(), RateCounts::default());
}

#[test]
fn a_panic_costs_its_own_file_only() {
    /// Panics over one file, and has no other.
    #[derive(Debug)]
    struct Broken;
    impl SourceOpener for Broken {
        fn open(&self, path: &Path) -> std::io::Result<Arc<dyn ByteSource>> {
            assert!(path != Path::new("trap.wav"), "for this test");
            Err(std::io::ErrorKind::NotFound.into())
        }
    }
    let answers =
        ask(vec![Path::new("trap.wav").into(), Path::new("a.wav").into()], Arc::new(Broken));
    let gathered: Vec<Answer> = answers.iter().collect();
    assert_eq!(gathered.len(), 1, "the channel ends when all are done");
    assert_eq!(gathered[0].0, Path::new("a.wav"));
}
