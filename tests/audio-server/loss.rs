//! The server dies and comes back while the player plays.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{
    EngineSettings, MultiTrackEngine,
    output::{DeviceSettings, DeviceStream, OutputEvent, OutputState},
};
use attacca_test_support::{audio_server::AudioServer, files::TestFolder};
use attacca_units::{FramePos, SampleRate};

use crate::{
    player,
    recording::{Stretch, joined_over_lost_quanta, stretches},
    script::Songs,
    server,
};

const TEST: &str = "loss::the_sound_comes_back_with_the_server_where_the_clock_is";

/// How long the player may take for anything, on the slowest machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long it plays before the server dies, and after it is back.
const PLAYS: Duration = Duration::from_millis(1_000);

/// How long the server is gone.
const GONE: Duration = Duration::from_millis(700);

/// How far a loaded machine may delay what the player says.
const TOLERANCE_SECONDS: f64 = 0.5;

#[test]
fn the_sound_comes_back_with_the_server_where_the_clock_is() {
    if let Some(folder) = player::role() {
        return play(&folder);
    }
    let folder = TestFolder::new();
    let songs = Songs::write(&folder);
    let mut server = server::start(48_000);
    let recorder = server.record();
    let mut player = Player::start(&server, folder.root());
    let (playing_at, first) = player.wait_for("playing");
    thread::sleep(PLAYS);
    server.vanish();
    let before = recorder.stop().samples;
    player.wait_for("lost");
    thread::sleep(GONE);
    server.come_back();
    let recorder = server.record();
    let (back_at, frame) = player.wait_for("back");
    thread::sleep(PLAYS);
    player.end();
    let after = recorder.stop().samples;

    let passed = back_at.duration_since(playing_at).as_secs_f64();
    let played = (frame - first) as f64 / 48_000.0;
    let error = played - passed;
    assert!(error.abs() < TOLERANCE_SECONDS, "{played} s of music in {passed} s");
    let before = in_order(&before, &songs);
    let after = in_order(&after, &songs);
    assert!(before.end <= after.start, "frames from before the loss came again");
    let late = (after.start as f64 - frame as f64) / 48_000.0;
    // The recording begins at most a moment after the player is back, or waits for it.
    assert!(late.abs() < TOLERANCE_SECONDS + PLAYS.as_secs_f64(), "{late} s from what was said");
}

/// The frames that a recording holds, which are in order, in step and never come twice.
///
/// A server that comes too late loses some, which is not the player's fault.
fn in_order(samples: &[f32], songs: &Songs) -> std::ops::Range<u64> {
    let found = joined_over_lost_quanta(stretches(samples, songs), samples);
    let heard: u64 = found.iter().map(|stretch| stretch.frames.end - stretch.frames.start).sum();
    assert!(heard > 9_600, "nothing is heard in {} samples: {found:?}", samples.len());
    let is_after = |pair: &[Stretch]| {
        pair[0].song == pair[1].song && pair[0].frames.end <= pair[1].frames.start
    };
    assert!(found.windows(2).all(is_after), "frames come twice or out of order: {found:?}");
    found[0].frames.start..found[found.len() - 1].frames.end
}

/// The player as the test sees it: lines of a word and a frame.
struct Player {
    child: Child,
    lines: Receiver<(Instant, String)>,
}

impl Player {
    fn start(server: &AudioServer, songs: &Path) -> Player {
        let mut command = player::command(server, TEST, songs);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the player can be started");
        let output = child.stdout.take().expect("it is piped");
        let (sender, lines) = channel();
        let read = move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // Nobody may wait for it any more.
                let _ = sender.send((Instant::now(), line));
            }
        };
        thread::Builder::new().name("player-lines".to_owned()).spawn(read).expect("a thread");
        Player { child, lines }
    }

    /// When the player says `word`, and the frame that it names.
    fn wait_for(&self, word: &str) -> (Instant, u64) {
        loop {
            let (at, line) = self
                .lines
                .recv_timeout(TIMEOUT)
                .unwrap_or_else(|_| panic!("the player does not say that it is {word}"));
            let Some(frame) = line.strip_prefix(word) else { continue };
            return (at, frame.trim().parse().expect("a word and a frame"));
        }
    }

    /// Lets the player end, and waits for it.
    fn end(&mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("the player can be waited for").success());
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Plays a song to the default device and says what happens, until standard input ends.
fn play(folder: &Path) {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
    let device = DeviceSettings { buffer_frames: Some(4096), ..DeviceSettings::default() };
    let stream = DeviceStream::start(renderer, &device).expect("the server's sink opens");
    let song = player::add_song(&engine, folder, 0);
    engine.play_song(song, FramePos::ZERO);
    player::wait(&engine, "plays", |t| t.transport.playhead > FramePos::ZERO);
    say("playing", &engine);
    let events = stream.events();
    let speaker = thread::Builder::new().name("speaker".to_owned());
    let end = speaker.spawn(|| std::io::stdin().read_to_end(&mut Vec::new())).expect("a thread");
    while !end.is_finished() {
        match events.recv_timeout(Duration::from_millis(10)) {
            Ok(OutputEvent::Lost(_)) => say("lost", &engine),
            Ok(OutputEvent::Back { .. }) => say("back", &engine),
            _ => {}
        }
    }
    assert_eq!(stream.state(), OutputState::Running);
    assert_eq!(engine.telemetry().transport.unsynchronised_blocks, 0);
    engine.pause();
    stream.stop();
}

fn say(word: &str, engine: &MultiTrackEngine) {
    println!("{word} {}", engine.telemetry().transport.playhead.0);
}
