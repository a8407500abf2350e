//! Under pressure: slow and hanging storage, impatient users, absent outputs, samples beyond measure.

use std::time::{Duration, Instant};

use attacca_engine::{
    BusId, EngineEvent, EngineSettings, SongSource, StemMix, StemSource, TransportState,
    control::SongPhase,
};
use attacca_flac_writer::FlacSettings;
use attacca_test_support::{
    faults::{Fault, FaultControl},
    files::{WavFormat, write_flac, write_wav, write_wav_float},
    noise::Noise,
    position::PositionCodedStem,
};
use attacca_units::{FrameCount, FramePos, Gain};

use crate::stage::{DECLICK, RATE, Stage};

/// Renders `seconds` in blocks of 480 frames as fast as a device would ask for them.
fn render_paced(stage: &mut Stage, seconds: f64, mut each: impl FnMut(&mut Stage, u64)) {
    let start = Instant::now();
    for block in 0..(seconds * 100.0) as u64 {
        let due = start + Duration::from_millis(10 * block);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        stage.render(480);
        each(stage, block);
    }
}

fn absent(stage: &Stage) -> SongSource {
    let path = stage.folder().join("absent");
    SongSource { stems: vec![StemSource { location: path.into(), mix: StemMix::default() }] }
}

#[test]
fn play_after_a_song_that_failed_does_not_play_for_ever_in_silence() {
    let mut stage = Stage::new(&[]);
    let song = stage.engine.add_song(absent(&stage));
    stage.engine.play_song(song, FramePos::ZERO);
    stage.wait_until("the song has failed", |stage| {
        stage.engine.song(song).phase == SongPhase::Failed
    });
    stage.wait_until("the transport stops", |stage| {
        stage.render(100).transport.state == TransportState::Stopped
    });
    stage.engine.play();
    std::thread::sleep(Duration::from_millis(100));
    for _ in 0..100 {
        stage.render(480);
    }
    let transport = stage.engine.telemetry().transport;
    assert!(
        transport.state != TransportState::Playing && !transport.is_loading,
        "plays a song that can't: {transport:?}"
    );
}

#[test]
fn a_song_without_stems_fails_or_ends() {
    let mut stage = Stage::new(&[]);
    let song = stage.engine.add_song(SongSource::default());
    stage.engine.play_song(song, FramePos::ZERO);
    for _ in 0..100 {
        stage.render(480);
        std::thread::sleep(Duration::from_millis(5));
    }
    let transport = stage.engine.telemetry().transport;
    assert!(
        transport.state == TransportState::Stopped,
        "{:?} {transport:?}",
        stage.engine.song(song).phase
    );
}

#[test]
fn a_pause_in_a_crossfade_is_silent_after_a_declick() {
    let mut settings = EngineSettings::new(RATE);
    settings.live.seek_crossfade_seconds = 0.2;
    let mut stage = Stage::with(settings, &[(2, 400_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.render_patiently(5000, 500);
    stage.wait_until("the window is full", |stage| {
        stage.render(0).transport.leads.playing > FrameCount(60_000)
    });
    stage.engine.seek(FramePos(40_000));
    stage.render(480);
    stage.engine.pause();
    let fade = stage.render(9600).samples;
    let last = fade.chunks_exact(2).rposition(|frame| frame != [0.0, 0.0]).unwrap_or(0);
    assert!(last < DECLICK as usize, "sounds for {last} frames after the pause");
}

#[test]
fn stem_meters_fall_when_the_song_pauses() {
    let mut stage = Stage::new(&[(2, 400_000)]);
    stage.arm_all();
    let song = stage.songs[0].id;
    stage.engine.play_song(song, FramePos::ZERO);
    stage.render_patiently(48_000, 480);
    stage.engine.pause();
    for _ in 0..1000 {
        stage.render(480);
    }
    stage.engine.stem_meters(song);
    let rms = stage.engine.stem_meters(song)[0].rms;
    assert!(stage.engine.bus_meter(BusId::MAIN).rms[0] < 1e-4);
    assert!(rms[0] < 1e-4, "after 10 s of silence the stem's level is {rms:?}");
}

#[test]
fn a_sample_without_measure_does_not_spoil_the_meters() {
    let mut stage = Stage::new(&[]);
    let path = stage.folder().join("loud.wav");
    let mut samples = vec![0.1f32; 2 * 100_000];
    samples[2 * 20_000] = 1e30;
    write_wav_float(&path, RATE, 2, &samples);
    let stems = vec![StemSource { location: path.into(), mix: StemMix::default() }];
    let song = stage.engine.add_song(SongSource { stems });
    stage.engine.arm(song, FramePos::ZERO);
    stage.wait_until("armed", |stage| stage.engine.song(song).is_armed);
    stage.engine.play_song(song, FramePos::ZERO);
    stage.render_patiently(96_000, 480);
    let (stem, master) =
        (stage.engine.stem_meters(song)[0].rms, stage.engine.bus_meter(BusId::MAIN).rms);
    assert!(stem[0].is_finite() && master[0].is_finite(), "stem {stem:?}, master {master:?}");
}

#[test]
fn opposite_samples_without_measure_do_not_give_nan() {
    let mut stage = Stage::new(&[]);
    let stems = [1.0f32, -1.0].iter().enumerate().map(|(n, sign)| {
        let path = stage.folder().join(format!("max-{n}.wav"));
        write_wav_float(&path, RATE, 2, &vec![sign * f32::MAX; 2 * 100_000]);
        StemSource { location: path.into(), mix: StemMix { gain: Gain(2.0), ..StemMix::default() } }
    });
    let song = stage.engine.add_song(SongSource { stems: stems.collect() });
    stage.engine.play_song(song, FramePos::ZERO);
    stage.wait_for_lead(1000);
    let heard = stage.render_patiently(1000, 480);
    assert!(heard.iter().all(|s| s.is_finite()), "{:?}", &heard[..4]);
}

#[test]
fn damage_before_damage_that_was_told_is_told_too() {
    let mut stage = Stage::new(&[]);
    let path = stage.folder().join("damaged.flac");
    let settings = FlacSettings::new(RATE, 1, 16);
    write_flac(&path, &settings, &Noise::new(1).integers(16, 600_000));
    // Noise does not compress: places in the file are places in the song.
    let mut bytes = std::fs::read(&path).unwrap();
    for twelfth in [5, 10] {
        let at = bytes.len() * twelfth / 12;
        bytes[at..at + 100].fill(0);
    }
    std::fs::write(&path, bytes).unwrap();
    let stems = vec![StemSource { location: path.into(), mix: StemMix::default() }];
    let song = stage.engine.add_song(SongSource { stems });
    let mut told = Vec::new();
    for at in [480_000, 230_000] {
        stage.engine.play_song(song, FramePos(at));
        stage.wait_for_target();
        stage.render_patiently(50_000, 500);
        told.extend(stage.engine.events().try_iter().filter_map(|event| match event {
            EngineEvent::DecodeFailed { at, .. } => Some(at.0),
            _ => None,
        }));
    }
    assert_eq!(stage.engine.telemetry().loader.decode_errors, 2);
    assert!(told.iter().any(|at| *at < 400_000), "told of {told:?} only");
}

#[test]
fn a_song_that_opens_slowly_does_not_starve_the_one_that_plays() {
    let (control, mut stage) = Stage::faulty(&[(4, 600_000), (128, 600_000)]);
    seek_slow_song(&control, &mut stage, FramePos(300_000));
}

#[test]
fn a_target_that_decodes_slowly_does_not_starve_the_song_that_plays() {
    let (control, mut stage) = Stage::faulty(&[(4, 600_000), (128, 600_000)]);
    stage.arm_all();
    seek_slow_song(&control, &mut stage, FramePos(302_000));
}

/// Plays the first song, seeks a place of the second one, whose reads are slow, and asserts that
/// no frame is missing on the way.
fn seek_slow_song(control: &FaultControl, stage: &mut Stage, at: FramePos) {
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_lead(1000);
    render_paced(stage, 2.0, |_, _| {});
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);
    control.set("song-1", Fault::Delay(Duration::from_millis(20)));
    stage.engine.locate(stage.songs[1].id, at);
    render_paced(stage, 6.0, |_, _| {});
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);
}

#[test]
fn dragging_the_playhead_does_not_starve_what_plays() {
    let mut settings = EngineSettings::new(RATE);
    settings.live.pcm_window_seconds = 0.4;
    let mut stage = Stage::with(settings, &[(128, 2_000_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_lead(10_000);
    // A quarter of the pace, so that a slow machine could play easily if the seeks let it; and longer
    // than the window lasts.
    for block in 0..100 {
        stage.render(480);
        // A pointer moves 100 times a second.
        for step in 4 * block..4 * block + 4 {
            stage.engine.seek(FramePos(200_000 + (step * 7919) % 1_700_000));
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    let transport = stage.engine.telemetry().transport;
    assert_eq!(transport.underruns, 0);
}

#[test]
fn seeks_that_no_output_takes_do_not_fill_the_memory() {
    let mut stage = Stage::new(&[(30, 2_000_000)]);
    stage.arm_all();
    let song = stage.songs[0].id;
    stage.engine.play_song(song, FramePos::ZERO);
    stage.render_patiently(1000, 500);
    stage.wait_until("the window is full", |stage| {
        stage.render(0).transport.leads.playing > FrameCount(60_000)
    });
    let full = stage.engine.telemetry().memory.window_bytes;
    // The device is gone: nobody calls the renderer.
    for step in 1..200u64 {
        stage.engine.seek(FramePos(step * 9001));
        std::thread::sleep(Duration::from_millis(15));
    }
    let bytes = stage.engine.telemetry().memory.window_bytes;
    assert!(bytes < 2 * full, "{bytes} bytes of windows, {full} before");
}

#[test]
fn a_target_that_hangs_leaves_the_playing_window_its_length() {
    let (control, mut stage) = Stage::faulty(&[(1, 2_000_000), (30, 600_000)]);
    stage.arm_all();
    let big = stage.songs[1].id;
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_lead(1000);
    render_paced(&mut stage, 2.0, |_, _| {});
    // Every file of the target is slow.
    control.set("song-1", Fault::Delay(Duration::from_millis(100)));
    stage.engine.locate(big, FramePos(300_000));
    let mut leads = Vec::new();
    render_paced(&mut stage, 6.0, |stage, _| {
        let transport = stage.engine.telemetry().transport;
        if transport.song != Some(big) {
            leads.push(transport.leads.playing.0);
        }
    });
    let least = leads.iter().min().copied().unwrap_or(0);
    assert!(least > 10_000, "the lead falls to {least} of 72,000 frames");
}

#[test]
fn arming_again_is_answered() {
    let mut stage = Stage::new(&[(2, 100_000)]);
    stage.arm_all();
    std::thread::sleep(Duration::from_millis(60));
    stage.engine.events().try_iter().count();
    stage.engine.arm(stage.songs[0].id, FramePos::ZERO);
    std::thread::sleep(Duration::from_millis(60));
    let armed = |event: &EngineEvent| matches!(event, EngineEvent::SongArmed { .. });
    assert!(stage.engine.events().try_iter().any(|event| armed(&event)));
}

#[test]
fn spares_of_a_format_that_nobody_uses_make_room_for_others() {
    let format = WavFormat { sample_rate: RATE, channel_count: 1, bits_per_sample: 16 };
    let mut stage = Stage::new(&[]);
    let make = |stage: &Stage, name: &str, float: bool, count: usize| {
        let stems = (0..count).map(|_| {
            let path = stage.folder().join(name);
            if !path.exists() {
                if float {
                    write_wav_float(&path, RATE, 2, &vec![0.01; 800_000]);
                } else {
                    write_wav(&path, format, &vec![1; 400_000]);
                }
            }
            StemSource { location: path.into(), mix: StemMix::default() }
        });
        stage.engine.add_song(SongSource { stems: stems.collect() })
    };
    let big = make(&stage, "big.wav", true, 30);
    let small = make(&stage, "small.wav", false, 4);
    stage.engine.play_song(big, FramePos::ZERO);
    stage.wait_for_lead(1000);
    stage.render_patiently(100_000, 480);
    stage.engine.play_song(small, FramePos::ZERO);
    stage.wait_for_target();
    stage.render_patiently(100_000, 480);
    std::thread::sleep(Duration::from_millis(100));
    stage.render_patiently(100_000, 480);
    std::thread::sleep(Duration::from_millis(100));
    let memory = stage.engine.telemetry().memory;
    let small_slab = 4 * 4096 * 2;
    assert!(memory.spare_bytes <= 2 * small_slab, "{memory:?}");
}

#[test]
fn thousands_of_seeks_that_wait_for_an_output_leave_nothing_behind() {
    let mut stage = Stage::new(&[(2, 400_000)]);
    stage.arm_all();
    let song = stage.songs[0].id;
    for step in 0..2000u64 {
        stage.engine.locate(song, FramePos(step % 4096));
    }
    // The output comes back: 128 frames every 2.7 ms.
    for _ in 0..400 {
        stage.render(128);
        std::thread::sleep(Duration::from_micros(2700));
    }
    stage.engine.disarm(song);
    let other = stage.engine.add_song(absent(&stage));
    stage.engine.locate(other, FramePos::ZERO);
    for _ in 0..200 {
        stage.render(128);
        std::thread::sleep(Duration::from_micros(2700));
    }
    let memory = stage.engine.telemetry().memory;
    assert_eq!(memory.window_bytes + memory.head_bytes, 0, "{memory:?}");
}

fn underruns_with_blocks_in(pieces: usize) -> u64 {
    let (control, mut stage) = Stage::faulty(&[(8, 2_000_000)]);
    stage.arm_all();
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_lead(1000);
    let run = |stage: &mut Stage, seconds: f64| {
        let start = Instant::now();
        for block in 0..(seconds * 48_000.0 / 16384.0) as u64 {
            let due = start + Duration::from_micros(16384 * 1_000_000 / 48_000 * block);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            stage.renderer.expect_block(FrameCount(16_384));
            for _ in 0..pieces {
                stage.render(16384 / pieces);
            }
        }
    };
    run(&mut stage, 2.0);
    control.set("", Fault::Delay(Duration::from_millis(8)));
    for step in 1..7 {
        stage.engine.seek(FramePos(step * 90_013));
        run(&mut stage, 1.1);
    }
    stage.engine.telemetry().transport.underruns
}

#[test]
fn a_device_block_that_is_rendered_in_pieces_does_not_outrun_its_target() {
    // The device's callback renders a block of 16384 frames in pieces of 4096, all at one time.
    let (whole, pieces) = (underruns_with_blocks_in(1), underruns_with_blocks_in(4));
    assert!(pieces <= whole, "whole {whole}, in pieces {pieces}");
}

#[test]
fn the_old_song_comes_back_after_an_underrun_while_a_target_loads() {
    let (control, mut stage) = Stage::faulty(&[(2, 600_000), (2, 600_000)]);
    stage.arm_all();
    let old = stage.songs[0].id;
    stage.engine.play_song(old, FramePos::ZERO);
    stage.render_patiently(5000, 500);
    control.set("song-0", Fault::Stall);
    // What is in memory is played, then frames run out.
    stage.wait_until("an underrun", |stage| stage.render(480).transport.underruns > 0);
    stage.render(4800);
    control.set("song-1", Fault::Stall);
    stage.engine.locate(stage.songs[1].id, FramePos(300_000));
    stage.render(480);
    control.clear("song-0");
    let mut heard = false;
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(2) {
        heard |= !stage.render(480).is_silent();
        std::thread::sleep(Duration::from_millis(10));
    }
    let transport = stage.engine.telemetry().transport;
    assert!(heard, "the old song's frames are there again, and silent: {transport:?}");
}

#[test]
fn a_stem_that_hangs_in_a_target_costs_the_playing_window_nothing() {
    let (control, mut stage) = Stage::faulty(&[(1, 3_000_000), (1, 600_000)]);
    let hung = stage.folder().join("hung.wav");
    PositionCodedStem::new(0..600_000).write_wav(&hung);
    let good = stage.folder().join("song-1.flac");
    let stems = (0..29).map(|_| good.clone()).chain([hung]);
    let stems =
        stems.map(|path| StemSource { location: path.into(), mix: StemMix::default() }).collect();
    let big = stage.engine.add_song(SongSource { stems });
    stage.engine.arm(big, FramePos::ZERO);
    stage.arm_all();
    stage.wait_until("armed", |stage| stage.engine.song(big).is_armed);
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_lead(1000);
    render_paced(&mut stage, 2.0, |_, _| {});
    control.set("hung", Fault::Stall);
    stage.engine.locate(big, FramePos(300_000));
    let mut leads = Vec::new();
    render_paced(&mut stage, 3.0, |stage, _| {
        let transport = stage.engine.telemetry().transport;
        if transport.seeking.is_some() {
            leads.push(transport.leads.playing.0);
        }
    });
    let transport = stage.engine.telemetry().transport;
    assert_eq!(transport.song, Some(big), "the place is heard without the stem");
    assert_eq!(transport.underruns, 0);
    let least = leads.iter().min().copied().unwrap_or(0);
    assert!(least > 24_000, "the lead falls to {least} of 72,000 frames");
}
