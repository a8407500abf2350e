//! Claims about exports. That their samples are right is proven by `tests/render`, against other
//! programs.

use attacca_session::{SongFiles, Stem};
use hound::{SampleFormat, WavSpec, WavWriter};
use tempfile::TempDir;

use super::*;

/// A song of stereo stems of 4,800 frames that rise from their number on; `bits` for each.
fn song_of(bits: &[u16]) -> (TempDir, Song) {
    let folder = tempfile::tempdir().unwrap();
    let files = bits.iter().enumerate().map(|(number, bits)| {
        let path = folder.path().join(format!("{number}.wav"));
        let spec = WavSpec {
            channels: 2,
            sample_rate: 48_000,
            bits_per_sample: *bits,
            sample_format: SampleFormat::Int,
        };
        let mut writer = WavWriter::create(&path, spec).unwrap();
        for frame in 0..4800 {
            writer.write_sample(frame + number as i32).unwrap();
            writer.write_sample(-frame).unwrap();
        }
        writer.finalize().unwrap();
        Stem::of_file(path)
    });
    let stems = files.collect();
    let song = SongFiles { folder: folder.path().into(), stems }.into_song().unwrap();
    (folder, song)
}

fn settings(folder: &TempDir) -> ExportSettings {
    ExportSettings {
        out: folder.path().join("out.wav"),
        existing: ExistingFile::Keep,
        format: WavFormat::Int16,
        sample_rate: None,
        from_seconds: 0.0,
        to_seconds: None,
    }
}

fn run(
    song: &Song,
    mixes: &[StemMix],
    settings: &ExportSettings,
) -> Result<ExportReport, ExportError> {
    export(song, mixes, settings, |_| ControlFlow::Continue(()))
}

fn muted() -> StemMix {
    StemMix { is_muted: true, ..StemMix::default() }
}

fn samples(path: &std::path::Path) -> Vec<i32> {
    hound::WavReader::open(path).unwrap().into_samples().map(Result::unwrap).collect()
}

#[test]
fn one_16_bit_stereo_stem_comes_out_as_it_went_in() {
    let (folder, song) = song_of(&[16, 16]);
    let settings = settings(&folder);
    let report = run(&song, &[StemMix::default(), muted()], &settings).unwrap();
    assert!(!report.is_dithered);
    assert_eq!(report.frame_count, FrameCount(4800));
    assert_eq!(samples(&settings.out), samples(&song.stems()[0].path));
}

#[test]
fn a_stretch_equals_that_stretch_of_the_whole() {
    let (folder, song) = song_of(&[16]);
    let mut settings = settings(&folder);
    // 0.02 s is frame 960, 0.05 s is frame 2,400.
    (settings.from_seconds, settings.to_seconds) = (0.02, Some(0.05));
    run(&song, &[StemMix::default()], &settings).unwrap();
    assert_eq!(samples(&settings.out), samples(&song.stems()[0].path)[1920..4800]);
}

#[test]
fn sixteen_bits_are_dithered_when_the_mix_needs_it() {
    let quiet = StemMix { gain: Gain(0.5), ..StemMix::default() };
    let solo = StemMix { is_soloed: true, ..StemMix::default() };
    let unity = StemMix::default();
    let panned = StemMix { pan: Pan(0.3), ..unity };
    let click = StemMix { bus: BusId::new(1).unwrap(), ..unity };
    let cases: [(&[u16], &[StemMix], bool); 9] = [
        (&[16], &[unity], false),
        (&[16], &[quiet], true),
        (&[24], &[unity], true),
        (&[16, 16], &[unity, unity], true),
        (&[16, 16], &[unity, solo], false),
        (&[16, 24], &[muted(), muted()], false),
        (&[16], &[panned], true),
        (&[16, 24], &[unity, click], false),
        (&[24], &[click], false),
    ];
    for (bits, mixes, is_dithered) in cases {
        let (folder, song) = song_of(bits);
        let report = run(&song, mixes, &settings(&folder)).unwrap();
        assert_eq!(report.is_dithered, is_dithered, "{bits:?} {mixes:?}");
    }
}

#[test]
fn only_the_main_bus_is_written() {
    let (folder, song) = song_of(&[16, 16]);
    let click = StemMix { bus: BusId::new(1).unwrap(), ..StemMix::default() };
    let settings = settings(&folder);
    run(&song, &[StemMix::default(), click], &settings).unwrap();
    assert_eq!(samples(&settings.out), samples(&song.stems()[0].path));
}

#[test]
fn an_existing_file_is_kept_unless_it_may_be_replaced() {
    let (folder, song) = song_of(&[16]);
    let mut settings = settings(&folder);
    fs::write(&settings.out, b"precious").unwrap();
    let refused = run(&song, &[StemMix::default()], &settings);
    assert!(matches!(refused, Err(ExportError::Exists { .. })));
    assert_eq!(fs::read(&settings.out).unwrap(), b"precious");

    settings.existing = ExistingFile::Replace;
    run(&song, &[StemMix::default()], &settings).unwrap();
    assert_eq!(samples(&settings.out).len(), 9600);
}

#[test]
fn a_stem_of_the_song_is_never_replaced() {
    let (folder, song) = song_of(&[16]);
    let mut settings = settings(&folder);
    settings.existing = ExistingFile::Replace;
    settings.out = folder.path().join("./0.wav");
    let refused = run(&song, &[StemMix::default()], &settings);
    assert!(matches!(refused, Err(ExportError::IsStem { .. })));
    assert_eq!(samples(&song.stems()[0].path).len(), 9600);
}

#[test]
fn a_stretch_without_frames_is_refused() {
    let (folder, song) = song_of(&[16]);
    for (from_seconds, to_seconds) in [(0.1, None), (7.0, Some(8.0)), (0.05, Some(0.05))] {
        let settings = ExportSettings { from_seconds, to_seconds, ..settings(&folder) };
        let refused = run(&song, &[StemMix::default()], &settings);
        assert!(matches!(refused, Err(ExportError::EmptyRange { .. })), "{from_seconds}");
        assert!(!settings.out.exists());
    }
}

#[test]
fn giving_up_leaves_nothing() {
    let (folder, song) = song_of(&[16]);
    let settings = settings(&folder);
    let before = fs::read_dir(folder.path()).unwrap().count();
    let result = export(&song, &[StemMix::default()], &settings, |_| ControlFlow::Break(()));
    assert!(matches!(result, Err(ExportError::Cancelled)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
}

#[test]
fn a_stem_that_cannot_be_opened_is_silent_and_named() {
    let (folder, song) = song_of(&[16, 16]);
    fs::write(&song.stems()[1].path, b"").unwrap();
    let settings = settings(&folder);
    let report = run(&song, &[StemMix::default(); 2], &settings).unwrap();
    assert_eq!(report.silent_stems.len(), 1);
    assert_eq!(report.silent_stems[0].0, song.stems()[1].path);
    assert_eq!(samples(&settings.out), samples(&song.stems()[0].path));
}
