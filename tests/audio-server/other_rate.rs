//! The sink goes and comes back at 44.1 kHz while the player plays, or comes after the player.
//!
//! Stems that are coded by position do not survive a resampler: a rising pitch tells the place. ALSA's
//! plug-in of the server takes every rate, so the resampler is the server's here; ours is heard in
//! [`resampled`](crate::resampled), and a device that comes back at a rate of its own is a scripted
//! one in the engine's tests.

use std::{
    thread,
    time::{Duration, Instant},
};

use attacca_test_support::{audio_server::AudioServer, files::TestFolder};

use crate::{
    chirp,
    live::{self, LivePlayer},
    player, server,
};

/// How long nothing is there: a transport that stood meanwhile would be found out.
const GONE: Duration = Duration::from_secs(2);

/// How long the transport may have stood meanwhile: a server that a loaded machine holds up runs dry,
/// and the transport of its clients stands for as long.
const STOOD_SECONDS: f64 = 1.0;

/// How far the sound may be from where the transport is. The recorder's beginning is known to a few
/// tenths of a second: at a load of 18 on two cores the error is 0.04 to 0.14 s.
const TOLERANCE_SECONDS: f64 = 0.75;

/// What is recorded at once.
const RECORDED: Duration = Duration::from_millis(1_500);

/// How long the server may take until it plays what it gets, on the slowest machine.
const TIMEOUT: Duration = Duration::from_secs(60);

#[test]
fn a_sink_that_comes_back_at_another_rate_plays_the_right_place() {
    if let Some(folder) = player::role() {
        return live::play(|engine| chirp::add(engine, &folder));
    }
    let folder = TestFolder::new();
    chirp::write(&folder);
    let mut server = server::start(48_000);
    let test = "other_rate::a_sink_that_comes_back_at_another_rate_plays_the_right_place";
    let mut player = LivePlayer::start(&server, test, folder.root());
    player.wait_for("playing");
    assert_in_place(&server, &mut player);
    let before = player.ask();
    // The plug-in says nothing of it: the server plays to nowhere, and back to the sink.
    server.unload_sink();
    thread::sleep(GONE);
    server.load_sink_at(44_100);
    assert_in_place(&server, &mut player);
    assert!(player.ask().stood_since(before) < STOOD_SECONDS, "the transport stood");
    player.end();
}

#[test]
fn a_server_that_comes_back_at_another_rate_plays_the_right_place() {
    if let Some(folder) = player::role() {
        return live::play(|engine| chirp::add(engine, &folder));
    }
    let folder = TestFolder::new();
    chirp::write(&folder);
    let mut server = server::start(48_000);
    let test = "other_rate::a_server_that_comes_back_at_another_rate_plays_the_right_place";
    let mut player = LivePlayer::start(&server, test, folder.root());
    player.wait_for("playing");
    assert_in_place(&server, &mut player);
    let before = player.ask();
    server.end();
    player.wait_for("lost");
    thread::sleep(GONE);
    server.run_at(44_100);
    let back = player.wait_for("back");
    assert!(back.stood_since(before) < STOOD_SECONDS, "the transport stood");
    assert_in_place(&server, &mut player);
    player.end();
}

#[test]
fn a_server_that_comes_after_the_player_plays_the_right_place() {
    if let Some(folder) = player::role() {
        return live::play(|engine| chirp::add(engine, &folder));
    }
    let folder = TestFolder::new();
    chirp::write(&folder);
    let mut server = server::start(48_000);
    server.end();
    let test = "other_rate::a_server_that_comes_after_the_player_plays_the_right_place";
    let mut player = LivePlayer::start(&server, test, folder.root());
    let before = player.wait_for("playing");
    thread::sleep(GONE);
    server.run_at(44_100);
    let arrived = player.wait_for("arrived");
    assert!(arrived.stood_since(before) < STOOD_SECONDS, "the transport stood");
    assert_in_place(&server, &mut player);
    player.end();
}

/// What the sink gets is the place where the player's transport is.
fn assert_in_place(server: &AudioServer, player: &mut LivePlayer) {
    let begin = Instant::now();
    loop {
        let recorder = server.record();
        thread::sleep(RECORDED);
        let recorded = recorder.stop();
        if let Some(second) = chirp::second_at_start(&recorded.samples, recorded.rate) {
            let began_at = recorded.arrival_of(0).expect("there are frames");
            let error = second - player.ask().seconds_due(began_at);
            assert!(error.abs() < TOLERANCE_SECONDS, "{error} s off at second {second}");
            return;
        }
        assert!(begin.elapsed() < TIMEOUT, "nothing of the song is heard");
    }
}
