//! Stems whose files do not answer, or answer with errors: the others play on, every frame of them,
//! the stem's silence begins and ends with a fade, and the engine's owner is told once.

use std::{io, time::Duration};

use attacca_engine::{
    EngineEvent, LiveSettings, SongSource, StemMix, StemSource,
    control::{HealthReason, HealthState, SongPhase},
};
use attacca_test_support::faults::Fault;
use attacca_units::FramePos;

use crate::{
    marked::{FRAMES, Marked, N_OTHERS},
    stage::Stage,
};

/// True when the health names the marked stem, the thirtieth.
fn is_left_out(stage: &Stage) -> bool {
    let health = stage.engine.telemetry().health;
    let is_named = |reason: &HealthReason| matches!(reason, HealthReason::StemLeftOut { stem, .. } if *stem == N_OTHERS);
    health.reasons.iter().any(is_named) && health.state != HealthState::Ok
}

#[test]
fn one_of_thirty_stems_never_answers_and_the_others_play_on() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0), "all thirty are heard");
    marked.control.set("marked", Fault::Stall);
    let leaving = marked.hear_until("it is silent", |heard| heard.is(0.0));
    assert!(leaving.is_smooth(), "it clicks by {} of its level", leaving.steepest());
    assert!(marked.hear(50_000).is(0.0), "it stays silent");

    // A place far away, another song, and back.
    let (song, other) = (marked.song, marked.stage.songs[0].id);
    marked.go_to(song, 300_000);
    assert!(marked.hear(20_000).is(0.0));
    marked.go_to(other, 0);
    marked.go_to(song, 100_000);
    assert!(marked.hear(20_000).is(0.0));

    let transport = marked.stage.engine.telemetry().transport;
    assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
    assert_eq!(marked.told(), ["no answer"], "told once");
    assert!(is_left_out(&marked.stage), "the health says so");
    marked.stage.wait_until("the loaders that hang are replaced", |stage| {
        stage.engine.telemetry().loader.stuck_loaders == 2
    });

    marked.control.clear_all();
    let coming = marked.hear_until("it is back", |heard| heard.is(1.0));
    assert!(coming.is_smooth(), "it clicks by {} of its level", coming.steepest());
    assert!(marked.hear(20_000).is(1.0), "it stays");
    assert_eq!(marked.told(), ["no answer", "back"]);
    assert!(!is_left_out(&marked.stage), "the health says so");
    marked
        .stage
        .wait_until("no loader hangs", |stage| stage.engine.telemetry().loader.stuck_loaders == 0);
}

#[test]
fn a_read_that_never_returns_is_given_up_and_the_next_one_plays() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    marked.control.set_times("marked", Fault::Stall, 1);
    marked.hear_until("it is silent", |heard| heard.is(0.0));
    marked.hear_until("it is back", |heard| heard.is(1.0));
    assert_eq!(marked.control.n_stalled(), 1, "the first read still hangs");
    assert_eq!(marked.told(), ["no answer", "back"]);
}

#[test]
fn a_seek_waits_a_bounded_time_for_a_stem_that_hangs() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    marked.control.set("marked", Fault::Stall);
    marked.go_to(marked.song, 400_000);
    assert!(marked.hear(20_000).is(0.0));
    assert!(marked.stage.engine.telemetry().transport.playhead.0 > 400_000);
}

#[test]
fn a_start_waits_a_bounded_time_for_a_stem_that_hangs() {
    let mut marked = Marked::new();
    marked.arm();
    marked.control.set("marked", Fault::Stall);
    marked.stage.engine.play_song(marked.song, FramePos(200_000));
    marked.stage.wait_for_lead(500);
    marked.stage.render_patiently(1000, 500);
    assert!(marked.hear(20_000).is(0.0));
}

#[test]
fn a_song_opens_without_a_file_that_does_not_open_and_takes_it_in_later() {
    let mut marked = Marked::new();
    marked.control.set("marked", Fault::StallOpen);
    marked.play();
    marked.stage.wait_for_lead(500);
    assert!(marked.hear(50_000).is(0.0));
    assert_eq!(marked.stage.engine.song(marked.song).phase, SongPhase::Open);
    assert_eq!(marked.told(), ["no answer"]);
    marked.control.clear_all();
    let coming = marked.hear_until("it is back", |heard| heard.is(1.0));
    assert!(coming.is_smooth(), "it clicks by {} of its level", coming.steepest());
    assert_eq!(marked.told(), ["no answer", "back"]);
}

#[test]
fn a_song_plays_on_when_a_file_that_hung_can_not_be_opened_at_last() {
    let mut marked = Marked::new();
    marked.control.set("marked.wav", Fault::StallOpen);
    marked.control.set("marked", Fault::OpenError(io::ErrorKind::PermissionDenied));
    marked.play();
    marked.stage.wait_for_lead(500);
    assert!(marked.hear(20_000).is(0.0));
    assert_eq!(marked.told(), ["no answer"]);
    // With slow others the slabs of another place are being filled for long: until it has failed.
    marked.control.set("good", Fault::Delay(Duration::from_millis(10)));
    let reads = marked.control.counts("good").reads;
    let song = marked.song;
    marked.stage.engine.play_song(song, FramePos(450_000));
    marked
        .stage
        .wait_until("the others are read", |_| marked.control.counts("good").reads >= reads + 8);
    marked.control.clear("marked.wav");
    marked.stage.wait_until("it has failed", |stage| {
        stage.engine.song(song).stems[N_OTHERS].error.is_some()
    });
    marked.control.clear("good");
    marked.stage.wait_for_target();
    marked.stage.render_patiently(5000, 500);
    assert!(marked.hear(100_000).is(0.0));
    assert_eq!(marked.told(), ["no answer", "failed"]);
    assert!(!is_left_out(&marked.stage), "it is known what is wrong with it");
    let transport = marked.stage.engine.telemetry().transport;
    assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
}

#[test]
fn a_file_that_takes_too_long_to_open_again_comes_back_when_it_is_open() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    marked.control.set("marked.wav", Fault::StallOpen);
    marked.control.set("marked.wav", Fault::ReadError(io::ErrorKind::Other));
    marked.hear_until("it is silent", |heard| heard.is(0.0));
    marked.stage.wait_until("two openings are given up", |stage| {
        stage.engine.telemetry().loader.stuck_loaders == 2
    });
    // Only an opening that was given up can bring it back: every later one fails.
    marked.control.set("marked", Fault::OpenError(io::ErrorKind::NotFound));
    marked.control.clear("marked.wav");
    marked.hear_until("it is back", |heard| heard.is(1.0));
    assert_eq!(marked.told(), ["read failed", "back"]);
}

#[test]
fn a_stem_comes_back_into_a_window_that_is_longer_than_what_is_sent() {
    let mut marked = Marked::new();
    let live = LiveSettings { pcm_window_seconds: 20.0, ..marked.stage.engine.settings().live };
    marked.stage.engine.set_settings(live);
    marked.control.set("marked", Fault::StallOpen);
    marked.play();
    marked.stage.wait_for_lead(500);
    assert!(marked.hear(20_000).is(0.0));
    marked.stage.wait_until("the whole song is decoded", |stage| {
        stage.render(0);
        stage.engine.telemetry().loader.queued_jobs == 0
    });
    marked.control.clear_all();
    marked.hear_until("it is back", |heard| heard.is(1.0));
    let playhead = marked.stage.engine.telemetry().transport.playhead.0;
    let rest = (FRAMES - playhead) as usize - 5000;
    assert!(marked.hear(rest).is(1.0), "it stays");
    assert_eq!(marked.told(), ["no answer", "back"]);
}

#[test]
fn a_head_that_was_armed_without_a_stem_is_made_whole_when_it_answers() {
    let mut marked = Marked::new();
    marked.control.set("marked", Fault::Stall);
    marked.arm();
    assert_eq!(marked.told(), ["no answer"]);
    marked.control.clear_all();
    let song = marked.song;
    let mut is_back = false;
    marked.stage.wait_until("the stem is in the head", |stage| {
        let says_so = |event| matches!(event, EngineEvent::StemBack { .. });
        is_back |= stage.engine.events().try_iter().any(says_so);
        let report = stage.engine.song(song);
        is_back && report.is_armed && report.pins.iter().all(|pin| pin.is_ready)
    });
    marked.play();
    assert!(marked.hear(20_000).is(1.0), "from the first frame on");
}

#[test]
fn a_song_held_whole_is_not_decoded_again_for_a_stem_that_keeps_failing() {
    let mut marked = Marked::new();
    let live = LiveSettings { whole_song: true, ..marked.stage.engine.settings().live };
    marked.stage.engine.set_settings(live);
    // Its header can be read, so that it is opened and on trial again and again.
    marked.control.set("marked", Fault::ReadErrorFrom(10_000));
    marked.play();
    marked.hear_until("it is silent", |heard| heard.is(0.0));
    let song = marked.song;
    let is_whole = |stage: &mut Stage| {
        stage.render(0);
        let telemetry = stage.engine.telemetry();
        let pins = stage.engine.song(song).pins;
        telemetry.look_ahead.whole_song == Some(song) && pins.iter().all(|pin| pin.is_ready)
    };
    marked.stage.wait_until("the others are in memory, and their index is built", |stage| {
        is_whole(stage) && stage.engine.telemetry().indexes.built >= 2
    });
    let reads = marked.control.counts("good").reads;
    let opens = marked.control.counts("marked").opens;
    marked.stage.wait_until("it is tried again and again", |_| {
        marked.control.counts("marked").opens >= opens + 2
    });
    assert!(marked.hear(20_000).is(0.0));
    marked.control.clear_all();
    marked.hear_until("it is back", |heard| heard.is(1.0));
    // What the window held when the stem came back was heard by then.
    marked.go_to(song, 500_000);
    marked.stage.wait_until("it is in every slab", is_whole);
    for at in [20_000, 300_000, 5000] {
        marked.go_to(song, at);
        assert!(marked.hear(60_000).is(1.0), "it is there from {at} on");
    }
    assert_eq!(marked.control.counts("good").reads, reads, "the others were read once");
    assert_eq!(marked.told(), ["read failed", "back"]);
    assert_eq!(marked.stage.engine.telemetry().transport.underruns, 0);
}

#[test]
fn a_read_that_fails_for_a_moment_is_not_heard() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    marked.control.set_times("marked", Fault::ReadError(io::ErrorKind::Other), 2);
    for _ in 0..20 {
        // With a full window there is time to try again.
        marked.stage.wait_until("the window is full", |stage| {
            stage.render(0).transport.leads.playing.0 > 50_000
        });
        assert!(marked.hear(10_000).is(1.0), "tried again in time");
    }
    assert!(marked.told().is_empty());
}

#[test]
fn a_file_that_gives_errors_is_reported_once_and_comes_back() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    marked.control.set("marked", Fault::ReadError(io::ErrorKind::Other));
    let leaving = marked.hear_until("it is silent", |heard| heard.is(0.0));
    assert!(leaving.is_smooth(), "it clicks by {} of its level", leaving.steepest());
    // Two more attempts at least.
    let opens = marked.control.counts("marked").opens;
    marked.stage.wait_until("it is tried again and again", |_| {
        marked.control.counts("marked").opens >= opens + 2
    });
    assert!(marked.hear(100_000).is(0.0));
    assert_eq!(marked.told(), ["read failed"], "told once");
    marked.control.clear_all();
    let coming = marked.hear_until("it is back", |heard| heard.is(1.0));
    assert!(coming.is_smooth(), "it clicks by {} of its level", coming.steepest());
    assert_eq!(marked.told(), ["read failed", "back"]);
}

#[test]
fn a_panic_in_a_decoder_costs_the_slab_and_no_more() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    marked.control.set_times("marked", Fault::Panic, 1);
    let leaving = marked.hear_until("it is silent", |heard| heard.0.contains(&0.0));
    let coming = marked.hear_until("it is back", |heard| heard.is(1.0));
    let silent = leaving.0.iter().chain(&coming.0).filter(|gain| gain.abs() < 0.05).count();
    assert!((4096..4096 + 100).contains(&silent), "{silent} frames are silent");
    assert!(leaving.is_smooth() && coming.is_smooth());
    assert_eq!(marked.told(), ["damaged"]);
}

#[test]
fn files_that_hang_one_after_the_other_leave_loaders_for_the_rest() {
    let (control, mut stage) = Stage::faulty(&[(2, FRAMES)]);
    let stems = (0..40).map(|number| {
        let path = stage.folder().join(format!("hung-{number}.flac"));
        std::fs::hard_link(stage.folder().join("song-0.flac"), &path).expect("a link");
        StemSource { location: path.into(), mix: StemMix::default() }
    });
    let song = stage.engine.add_song(SongSource { stems: stems.collect() });
    stage.arm_all();
    control.set("hung", Fault::StallOpen);
    stage.engine.arm(song, FramePos::ZERO);
    assert!(control.wait_for_stalled(17, Duration::from_secs(20)), "16 are replaced");
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    let heard = stage.render_patiently(300_000, 500);
    stage.assert_plays(&heard, 0, 0);
    assert_eq!(stage.engine.telemetry().transport.underruns, 0);
}
