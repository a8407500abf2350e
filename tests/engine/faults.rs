//! Files that stall, fail, panic or are not what they should be: the callbacks go on, the clock
//! runs on, the other stems play, and the engine's owner is told.

use std::{io, path::Path, time::Duration};

use attacca_engine::{
    EngineEvent, MultiTrackEngine, SongSource, StemMix, StemSource, control::SongPhase,
};
use attacca_test_support::{
    faults::Fault,
    files::{WavFormat, write_wav},
    position::PositionCodedStem,
};
use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::stage::{DECLICK, Stage};

/// Adds a song of one position-coded stem and of others, which the test spoils.
fn add_song(stage: &mut Stage, frames: u64, others: &[&Path]) -> attacca_engine::SongId {
    let good = stage.folder().join("good.flac");
    PositionCodedStem::new(0..frames).write_flac(&good);
    let paths = [good.as_path()].into_iter().chain(others.iter().copied());
    let stems = paths.map(|path| StemSource { location: path.into(), mix: StemMix::default() });
    stage.engine.add_song(SongSource { stems: stems.collect() })
}

fn events(stage: &Stage) -> Vec<EngineEvent> {
    // The audio thread's events are passed on every 20 ms.
    std::thread::sleep(Duration::from_millis(60));
    stage.engine.events().try_iter().collect()
}

#[test]
fn when_every_loader_is_blocked_the_callbacks_and_the_clock_go_on() {
    // Of one stem: of several, those that hang would be left out first, which is another claim.
    let (control, mut stage) = Stage::faulty(&[(1, 400_000), (4, 100_000)]);
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(2000, 500);
    control.set("", Fault::Stall);
    // Whichever loader the playing song leaves is soon stuck in the other one.
    stage.engine.arm(stage.songs[1].id, FramePos::ZERO);

    let mut heard = Vec::new();
    let mut playhead = 2000;
    let mut render = |stage: &mut Stage| {
        let block = stage.render(500);
        playhead += 500;
        assert_eq!(block.transport.playhead, FramePos(playhead), "the clock runs on");
        heard.extend(block.samples);
        playhead
    };
    // The loaders hang when they fill the window again; what they have read by then is played.
    while !control.wait_for_stalled(2, Duration::from_millis(2)) {
        render(&mut stage);
    }
    while render(&mut stage) < 100_000 {}
    let transport = stage.engine.telemetry().transport;
    assert_eq!(transport.underruns, 1);

    // All that was there is heard, but for the fade at its end; then there is silence.
    let last = heard.chunks_exact(2).rposition(|frame| frame != [0.0, 0.0]).expect("sound");
    let sound = &heard[..2 * (last + 1 - DECLICK as usize)];
    stage.assert_plays(sound, 0, 2000);
    let dry_from = 2000 + sound.len() as u64 / 2;
    assert_eq!(transport.underrun_frames, 100_000 - dry_from);

    // The look-ahead is looked at every 20 ms.
    std::thread::sleep(Duration::from_millis(60));
    // Actions are answered although no loader is free.
    stage.engine.pause();
    assert_eq!(stage.render(500).transport.state, attacca_engine::TransportState::Paused);
    stage.engine.play();

    control.clear_all();
    stage.wait_until("the sound is back", |stage| {
        stage.render(500).samples.iter().any(|sample| *sample != 0.0)
    });
    stage.render_patiently(500, 500);
    let playhead = stage.engine.telemetry().transport.playhead.0;
    assert!(playhead > 100_000, "it fades in at the current time, not where it stopped");
    let heard = stage.render_patiently(1000, 500);
    stage.assert_plays(&heard, 0, playhead);
    let has =
        |wanted: fn(&EngineEvent) -> bool| move |events: &[EngineEvent]| events.iter().any(wanted);
    let events = events(&stage);
    assert!(has(|event| matches!(event, EngineEvent::UnderrunBegan { .. }))(&events));
    assert!(has(|event| matches!(event, EngineEvent::UnderrunEnded { .. }))(&events));
    assert!(has(|event| matches!(event, EngineEvent::LowLead { .. }))(&events));
}

#[test]
fn the_old_audio_goes_on_while_a_slow_target_loads() {
    let (control, mut stage) = Stage::faulty(&[(3, 400_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(48_000, 500);
    stage.wait_until("the window is full", |stage| {
        stage.render(0).transport.leads.playing > FrameCount(60_000)
    });
    control.set("", Fault::Delay(Duration::from_millis(30)));
    let action = stage.engine.seek(FramePos(300_000)).expect("a song is current");
    let mut playhead = 48_000;
    loop {
        let block = stage.render(480);
        if block.report.action == action {
            break;
        }
        assert_eq!(block.transport.seeking, Some((stage.songs[0].id, FramePos(300_000))));
        stage.assert_plays(&block.samples, 0, playhead);
        playhead += 480;
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(playhead > 48_000 + 480, "the target took longer than a block");
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);
}

#[test]
fn a_seek_that_never_arrives_is_superseded_by_one_that_can() {
    let (control, mut stage) = Stage::faulty(&[(2, 400_000), (2, 400_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(1000, 500);
    control.set("song-0", Fault::Stall);
    stage.engine.seek(FramePos(300_000));
    stage.render(500);
    let action = stage.engine.locate(stage.songs[1].id, FramePos::ZERO);
    let heard = stage.render(500);
    assert_eq!(heard.report.action, action, "the armed song is there at once");
}

#[test]
fn a_stem_whose_reads_fail_is_silent_and_the_others_play() {
    let (control, mut stage) = Stage::faulty(&[]);
    let bad = stage.folder().join("bad.wav");
    PositionCodedStem::new(5..200_000).write_wav(&bad);
    let song = add_song(&mut stage, 200_000, &[&bad]);
    stage.engine.arm(song, FramePos::ZERO);
    stage.wait_until("the song is armed", |stage| stage.engine.song(song).is_armed);
    control.set("bad.wav", Fault::ReadError(io::ErrorKind::Other));
    stage.engine.play_song(song, FramePos(100_000));
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(20_000, 500);
    stage.assert_plays_code(&heard[2 * DECLICK as usize..], 100_000 + DECLICK);
    let reports: Vec<_> = events(&stage)
        .into_iter()
        .filter_map(|event| match event {
            EngineEvent::StemLeftOut { path, at, .. } => Some((path, at)),
            _ => None,
        })
        .collect();
    assert_eq!(reports.len(), 1, "told once: {reports:?}");
    assert_eq!(reports[0].0, bad);
    control.clear_all();
}

#[test]
fn a_panic_in_a_decoder_harms_its_stem_only() {
    let (control, mut stage) = Stage::faulty(&[]);
    let bad = stage.folder().join("bad.wav");
    PositionCodedStem::new(5..200_000).write_wav(&bad);
    let song = add_song(&mut stage, 200_000, &[&bad]);
    stage.engine.arm(song, FramePos::ZERO);
    stage.wait_until("the song is armed", |stage| stage.engine.song(song).is_armed);
    control.set("bad.wav", Fault::Panic);
    stage.engine.play_song(song, FramePos(100_000));
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(10_000, 500);
    stage.assert_plays_code(&heard[2 * DECLICK as usize..], 100_000 + DECLICK);
    control.clear_all();
    stage.engine.seek(FramePos(50_000));
    stage.wait_for_target();
    stage.render_patiently(3000, 500);
    stage.wait_until("the stem is back", |stage| {
        // Where a panic takes long, with a backtrace, the stem is left out and rests for a moment.
        std::thread::sleep(Duration::from_millis(10));
        stage.render_patiently(500, 500);
        stage.engine.stem_meters(song)[1].peak[0] > 0.0
    });
}

#[test]
fn files_that_cannot_be_played_are_named_and_the_others_play() {
    let mut stage = Stage::new(&[]);
    let folder = stage.folder().to_owned();
    let other_rate = folder.join("other rate.wav");
    let sample_rate = SampleRate::new(4_000).expect("a rate is not zero");
    let format = WavFormat { sample_rate, channel_count: 2, bits_per_sample: 16 };
    write_wav(&other_rate, format, &[0; 2000]);
    let (absent, empty, text) =
        (folder.join("absent.flac"), folder.join("empty.wav"), folder.join("text.flac"));
    std::fs::write(&empty, b"").expect("a file");
    std::fs::write(&text, b"These are not the frames you are looking for.").expect("a file");
    let cut = folder.join("cut.flac");
    PositionCodedStem::new(0..100_000).write_flac(&cut);
    let bytes = std::fs::read(&cut).expect("the file");
    std::fs::write(&cut, &bytes[..20]).expect("a file");

    let bad = [&*other_rate, &absent, &empty, &text, &cut, &folder];
    let song = add_song(&mut stage, 100_000, &bad);
    stage.engine.play_song(song, FramePos::ZERO);
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(10_000, 500);
    stage.assert_plays_code(&heard, 0);
    let failed: Vec<_> = events(&stage)
        .into_iter()
        .filter_map(|event| match event {
            EngineEvent::StemFailed { path, error, .. } => Some((path, error.to_string())),
            _ => None,
        })
        .collect();
    for path in bad {
        let reasons = failed.iter().filter(|(failed, _)| failed == path).count();
        assert_eq!(reasons, 1, "{path:?} in {failed:?}");
    }
    let said = |path: &Path| failed.iter().find(|(failed, _)| failed == path).map(|(_, e)| &**e);
    assert!(
        said(&other_rate).is_some_and(|e| e.contains("4000 Hz") && e.contains("from 8 to 384 kHz"))
    );
    assert!(said(&empty).is_some_and(|error| error.contains("empty")));
}

#[test]
fn a_truncated_stem_is_silent_from_where_it_ends() {
    let mut stage = Stage::new(&[]);
    let cut = stage.folder().join("cut.flac");
    PositionCodedStem::new(0..200_000).write_flac(&cut);
    let bytes = std::fs::read(&cut).expect("the file");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).expect("a file");
    let song = add_song(&mut stage, 200_000, &[&cut]);
    stage.engine.play_song(song, FramePos(180_000));
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(15_000, 500);
    stage.assert_plays_code(&heard[2 * DECLICK as usize..], 180_000 + DECLICK);
    let is_told = events(&stage).iter().any(
        |event| matches!(event, EngineEvent::DecodeFailed { path, error, .. } if *path == cut && error.to_string().contains("ends early")),
    );
    assert!(is_told);
}

#[test]
fn a_song_without_a_playable_file_does_not_stop_the_one_that_plays() {
    let mut stage = Stage::new(&[(2, 200_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(1000, 500);
    let absent =
        StemSource { location: stage.folder().join("absent").into(), mix: StemMix::default() };
    let song = stage.engine.add_song(SongSource { stems: vec![absent] });
    for _ in 0..2 {
        stage.engine.play_song(song, FramePos::ZERO);
        stage.wait_until("the song has failed", |stage| {
            stage.engine.song(song).phase == SongPhase::Failed
        });
        let playhead = stage.engine.telemetry().transport.playhead.0;
        let heard = stage.render_patiently(2000, 500);
        stage.assert_plays(&heard, 0, playhead);
        let failed = |event: &EngineEvent| matches!(event, EngineEvent::SongFailed { song: s } if *s == song);
        assert!(events(&stage).iter().any(failed), "each attempt is answered");
    }
}

#[test]
fn an_engine_whose_loaders_hang_can_be_dropped() {
    let (control, mut stage) = Stage::faulty(&[(2, 400_000)]);
    stage.arm_all();
    control.set("", Fault::Stall);
    stage.engine.play_song(stage.songs[0].id, FramePos(300_000));
    assert!(control.wait_for_stalled(2, Duration::from_secs(5)));
    let started = std::time::Instant::now();
    drop(stage);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_renderer_that_outlives_its_engine_frees_nothing_in_its_callback() {
    let Stage { engine, mut renderer, songs, .. } = {
        let mut stage = Stage::new(&[(3, 100_000)]);
        stage.arm_all();
        stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
        stage.render_patiently(1000, 500);
        stage
    };
    assert_eq!(songs.len(), 1);
    drop::<MultiTrackEngine>(engine);
    let mut block = [0.0; 1000];
    for _ in 0..300 {
        assert_no_alloc::assert_no_alloc(|| {
            renderer.render(&mut block, 2, std::time::Instant::now());
        });
    }
}
