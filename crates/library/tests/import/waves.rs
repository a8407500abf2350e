//! Claims about waves, measured of real files.

use std::{
    fs,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use attacca_flac_writer::FlacSettings;
use attacca_library::{
    Edit, Library, SongDetail, StemMixChange,
    waves::{BIN_COUNT, WaveEvent, Waves},
};
use attacca_test_support::files::{TestFolder, WavFormat, write_flac, write_wav};
use attacca_units::SampleRate;

use crate::material::{TIMEOUT, import, library, songs};

const FRAMES: usize = 20_480;

/// A stereo WAV of `FRAMES` frames: `level` in the first half, silence in the second.
fn half(path: &Path, level: i32) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let sample_rate = SampleRate::HZ_48000;
    let format = WavFormat { sample_rate, channel_count: 2, bits_per_sample: 16 };
    let samples = [vec![level; FRAMES], vec![0; FRAMES]].concat();
    write_wav(path, format, &samples);
}

fn imported(files: &TestFolder, data: &TestFolder) -> (Library, SongDetail) {
    let mut library = library(data.root());
    import(&mut library, &[files.root()], 1);
    let song = songs(&library).remove(0);
    (library, song)
}

fn start(data: &TestFolder) -> Waves {
    Waves::start(data.root(), Arc::new(AtomicBool::new(false))).unwrap()
}

fn made(waves: &Waves, song: &SongDetail) -> WaveEvent {
    waves.want(song);
    let event = waves.events.recv_timeout(TIMEOUT).unwrap();
    assert_eq!(event.song, song.song.id);
    event
}

#[test]
fn a_wave_shows_where_a_stem_sounds_and_the_mix_is_what_the_audience_hears() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Bass.wav"), 8192);
    half(&files.path("Song/Keys.wav"), 16_384);
    half(&files.path("Song/Click.wav"), 32_767);
    half(&files.path("Song/Mix.wav"), 32_767);
    let (_library, song) = imported(&files, &data);
    let waves = start(&data);
    assert_eq!(waves.of_song(&song), None);
    assert_eq!(made(&waves, &song).failures, []);
    let bass = waves.of_stem(&song.stems[0].file).unwrap();
    assert_eq!(bass.peak.len(), BIN_COUNT);
    assert_eq!(bass.seconds_per_bin, 10.0 / 48_000.0);
    assert!(bass.peak[..1024].iter().chain(&bass.rms[..1024]).all(|level| *level == 64));
    assert!(bass.peak[1024..].iter().all(|level| *level == 0));
    // 0.25 + 0.5: the click is for the band, and the mix is muted.
    assert!(waves.of_song(&song).unwrap().peak[..1024].iter().all(|level| *level == 191));
}

#[test]
fn waves_are_kept_and_a_file_that_changes_gets_a_new_one() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Bass.wav"), 8192);
    let (mut library, song) = imported(&files, &data);
    made(&start(&data), &song);
    let waves = start(&data);
    assert!(waves.of_song(&song).is_some());
    let mut changed = song.stems[0].file.clone();
    changed.modified_ns += 1;
    assert_eq!(waves.of_stem(&changed), None);
    // Muting is heard, and changes no wave.
    let change = StemMixChange { is_muted: Some(true), ..StemMixChange::default() };
    library.apply(Edit::MixStem { stem: song.stems[0].id, change }, None).unwrap();
    let muted = library.song(song.song.id).unwrap();
    assert_eq!(waves.of_song(&muted), waves.of_song(&song));
    assert!(waves.of_song(&muted).is_some());
}

#[test]
fn only_what_is_missing_is_measured() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Bass.wav"), 8192);
    half(&files.path("Song/Click.wav"), 32_767);
    let (_library, mut song) = imported(&files, &data);
    let waves = start(&data);
    made(&waves, &song);
    let before = waves.of_song(&song);
    // A click that is another one is no part of the mix; the bass is not read again.
    let click = song.stems.iter().position(|stem| stem.name == "Click").unwrap();
    song.stems[click].file.modified_ns += 1;
    fs::remove_file(files.path("Song/Bass.wav")).unwrap();
    assert_eq!(made(&waves, &song).failures, []);
    let wave = waves.of_stem(&song.stems[click].file).unwrap();
    assert_eq!((wave.peak[100], wave.peak[2000]), (255, 0));
    assert_eq!(waves.of_song(&song), before);
}

#[test]
fn a_song_that_is_nothing_but_a_mix_has_the_wave_of_that() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Mix.wav"), 16_384);
    half(&files.path("Song/Click.wav"), 32_767);
    let (_library, song) = imported(&files, &data);
    let waves = start(&data);
    made(&waves, &song);
    assert_eq!(waves.of_song(&song).unwrap().peak[100], 128);
}

#[test]
fn waves_that_can_not_be_kept_are_made_all_the_same() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Bass.wav"), 8192);
    let (_library, song) = imported(&files, &data);
    // A folder is no file of a database, whoever asks.
    fs::create_dir(data.path("waves.sqlite")).unwrap();
    let waves = start(&data);
    made(&waves, &song);
    assert!(waves.of_song(&song).is_some() && waves.of_stem(&song.stems[0].file).is_some());
}

#[test]
fn stems_of_other_rates_and_lengths_share_one_time() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Bass.wav"), 8192);
    half(&files.path("Song/Keys.wav"), 8192);
    let settings = FlacSettings::new(SampleRate::new(96_000).unwrap(), 1, 24);
    write_flac(&files.path("Song/Vox.flac"), &settings, &[1 << 21; FRAMES]);
    let (_library, song) = imported(&files, &data);
    let waves = start(&data);
    made(&waves, &song);
    let wave = |index: usize| waves.of_stem(&song.stems[index].file).unwrap();
    assert_eq!(wave(0).seconds_per_bin, wave(2).seconds_per_bin);
    let vox = wave(2).peak;
    assert!(vox[20..1000].iter().all(|level| (63..=65).contains(level)), "{:?}", &vox[20..1000]);
    assert!(vox[1030..].iter().all(|level| *level <= 1), "it is half as long");
}

#[test]
fn files_that_are_gone_are_told_and_the_others_are_measured() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Bass.wav"), 8192);
    half(&files.path("Song/Keys.wav"), 8192);
    let (_library, song) = imported(&files, &data);
    fs::remove_file(files.path("Song/Bass.wav")).unwrap();
    let waves = start(&data);
    let event = made(&waves, &song);
    assert_eq!(event.failures[0].0, files.path("Song/Bass.wav"));
    assert_eq!(waves.of_stem(&song.stems[0].file), None);
    assert!(waves.of_stem(&song.stems[1].file).is_some() && waves.of_song(&song).is_some());
}

#[test]
fn damaged_waves_are_measured_anew() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    half(&files.path("Song/Bass.wav"), 8192);
    let (_library, song) = imported(&files, &data);
    fs::write(data.path("waves.sqlite"), b"garbage").unwrap();
    let waves = start(&data);
    made(&waves, &song);
    assert!(waves.of_song(&song).is_some());
}

#[test]
fn stopping_leaves_a_song_that_is_being_measured() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    let settings = FlacSettings::new(SampleRate::HZ_48000, 2, 16);
    fs::create_dir(files.path("Long")).unwrap();
    write_flac(&files.path("Long/a.flac"), &settings, &vec![5; 2 * 48_000 * 60]);
    let (_library, song) = imported(&files, &data);
    // While a song plays it rests after each of 88 blocks: it can't have ended.
    let waves = Waves::start(data.root(), Arc::new(AtomicBool::new(true))).unwrap();
    waves.want(&song);
    let events = waves.events.clone();
    drop(waves);
    assert!(events.recv().is_err(), "it has ended without a word");
    assert_eq!(start(&data).of_song(&song), None);
}

#[test]
fn what_measuring_holds_is_told_and_given_back() {
    let (files, data) = (TestFolder::new(), TestFolder::new());
    for stem in 0..4 {
        half(&files.path(format!("Song/Bass {stem}.wav")), 8192);
    }
    let (_library, song) = imported(&files, &data);
    // While a song plays it takes long enough to be seen.
    let waves = Waves::start(data.root(), Arc::new(AtomicBool::new(true))).unwrap();
    waves.want(&song);
    let began = Instant::now();
    let mut most = 0;
    while waves.events.is_empty() {
        most = waves.held_bytes().max(most);
        assert!(began.elapsed() < Duration::from_secs(60));
        std::thread::yield_now();
    }
    // A block of 16 bits and one or two channels for each stem, and a sum of floats.
    assert!(most > 4 * 32_768 * 2, "{most} bytes");
    assert_eq!(waves.held_bytes(), 0);
}
