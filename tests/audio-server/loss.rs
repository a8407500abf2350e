//! The server dies and comes back while the player plays.

use std::{thread, time::Duration};

use attacca_test_support::files::TestFolder;

use crate::{
    live::{self, LivePlayer},
    player,
    recording::{Stretch, joined_over_lost_quanta, stretches},
    script::Songs,
    server,
};

const TEST: &str = "loss::the_sound_comes_back_with_the_server_where_the_clock_is";

/// How long it plays before the server dies, and after it is back.
const PLAYS: Duration = Duration::from_millis(1_000);

/// How long the server is gone.
const GONE: Duration = Duration::from_millis(1_500);

/// How far the sound may be from its place. The recorder's beginning is known to a few tenths of a
/// second, on a loaded machine; a transport that stood for the time of [`GONE`] is further off.
const TOLERANCE_SECONDS: f64 = 0.75;

#[test]
fn the_sound_comes_back_with_the_server_where_the_clock_is() {
    if let Some(folder) = player::role() {
        return live::play(|engine| player::add_song(engine, &folder, 0));
    }
    let folder = TestFolder::new();
    let songs = Songs::write(&folder);
    let mut server = server::start(48_000);
    let recorder = server.record();
    let player = LivePlayer::start(&server, TEST, folder.root());
    let playing = player.wait_for("playing");
    thread::sleep(PLAYS);
    server.vanish();
    let before = recorder.stop().samples;
    player.wait_for("lost");
    thread::sleep(GONE);
    server.come_back();
    let recorder = server.record();
    let back = player.wait_for("back");
    thread::sleep(PLAYS);
    player.end();
    let after = recorder.stop();

    let stood = back.stood_since(playing);
    assert!(stood < TOLERANCE_SECONDS, "the transport stood for {stood} s");
    let before = in_order(&before, &songs);
    let found = in_order(&after.samples, &songs);
    assert!(before.frames.end <= found.frames.start, "frames from before the loss came again");
    let heard_at = after.arrival_of(found.at).expect("it is in the recording");
    let error = found.frames.start as f64 / 48_000.0 - back.seconds_due(heard_at);
    assert!(error.abs() < TOLERANCE_SECONDS, "{error} s from what was said");
}

/// The frames that a recording holds, from the first to the last. They are in order, in step and never
/// come twice.
///
/// A server that comes too late loses some, which is not the player's fault.
fn in_order(samples: &[f32], songs: &Songs) -> Stretch {
    let found = joined_over_lost_quanta(stretches(samples, songs), samples);
    let heard: u64 = found.iter().map(|stretch| stretch.frames.end - stretch.frames.start).sum();
    assert!(heard > 9_600, "nothing is heard in {} samples: {found:?}", samples.len());
    let is_after = |pair: &[Stretch]| {
        pair[0].song == pair[1].song && pair[0].frames.end <= pair[1].frames.start
    };
    assert!(found.windows(2).all(is_after), "frames come twice or out of order: {found:?}");
    let (first, last) = (&found[0], &found[found.len() - 1]);
    let frames = first.frames.start..last.frames.end;
    Stretch { song: first.song, frames, at: first.at }
}
