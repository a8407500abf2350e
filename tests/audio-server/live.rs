//! A player that says what happens to its output, while it happens.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use attacca_engine::{
    EngineSettings, MultiTrackEngine, SongId,
    output::{DeviceSettings, DeviceStream, OutputEvent, OutputState},
};
use attacca_test_support::audio_server::AudioServer;
use attacca_units::{FramePos, SampleRate};

use crate::player;

/// How long the player may take for anything, on the slowest machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The transport as the player saw it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    /// The playhead.
    pub(crate) frame: u64,
    /// When that frame is to be heard.
    pub(crate) heard_at: Instant,
}

impl Said {
    /// Seconds of the song that are to be heard at `at`, if the transport ran on since.
    pub(crate) fn seconds_due(&self, at: Instant) -> f64 {
        self.frame as f64 / 48_000.0 + seconds_between(self.heard_at, at)
    }

    /// Seconds that the transport stood since `earlier`. A device that runs dry holds it up, too.
    pub(crate) fn stood_since(&self, earlier: Said) -> f64 {
        earlier.seconds_due(self.heard_at) - self.frame as f64 / 48_000.0
    }
}

/// Seconds from one time to another, which may be before it.
fn seconds_between(from: Instant, to: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64()
        - from.saturating_duration_since(to).as_secs_f64()
}

/// Now, by the clock that all processes share: since 1970.
#[expect(clippy::disallowed_methods, reason = "no other clock is the same in two processes")]
fn shared_now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is set")
}

/// The player as the test sees it: lines of a word, a frame and a time.
pub(crate) struct LivePlayer {
    child: Child,
    lines: Receiver<String>,
}

impl LivePlayer {
    /// Starts the player of `test`.
    pub(crate) fn start(server: &AudioServer, test: &str, songs: &Path) -> LivePlayer {
        let mut command = player::command(server, test, songs);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the player can be started");
        let output = child.stdout.take().expect("it is piped");
        let (sender, lines) = channel();
        let read = move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // Nobody may wait for it any more.
                let _ = sender.send(line);
            }
        };
        thread::Builder::new().name("player-lines".to_owned()).spawn(read).expect("a thread");
        LivePlayer { child, lines }
    }

    /// Waits until the player says `word`.
    pub(crate) fn wait_for(&self, word: &str) -> Said {
        loop {
            let line = self
                .lines
                .recv_timeout(TIMEOUT)
                .unwrap_or_else(|_| panic!("the player does not say that it is {word}"));
            if let Some(rest) = line.strip_prefix(word) {
                return said_in(rest).expect("a word, a frame and a time");
            }
        }
    }

    /// Where the player is.
    pub(crate) fn ask(&mut self) -> Said {
        let input = self.child.stdin.as_mut().expect("it is piped");
        writeln!(input, "where").expect("the player reads");
        self.wait_for("there")
    }

    /// Lets the player end, and waits for it.
    pub(crate) fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("the player can be waited for").success());
    }
}

impl Drop for LivePlayer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn said_in(text: &str) -> Option<Said> {
    let mut numbers = text.split_whitespace();
    let frame = numbers.next()?.parse().ok()?;
    let heard_at = Duration::from_nanos(numbers.next()?.parse().ok()?);
    let (now, shared) = (Instant::now(), shared_now());
    let heard_at = (now + heard_at.saturating_sub(shared)) - shared.saturating_sub(heard_at);
    Some(Said { frame, heard_at })
}

/// Plays `song` to the default device, which is waited for, and says what happens, and where it is for
/// each line of standard input, until that ends. The device plays then.
pub(crate) fn play(song: impl FnOnce(&MultiTrackEngine) -> SongId) {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
    let device = DeviceSettings { buffer_frames: Some(4096), ..DeviceSettings::default() };
    let stream =
        DeviceStream::start_or_wait(renderer, &device).expect("the server refuses nothing");
    engine.play_song(song(&engine), FramePos::ZERO);
    player::wait(&engine, "plays", |t| t.transport.playhead > FramePos::ZERO);
    say("playing", &engine);
    let events = stream.events();
    let questions = questions();
    loop {
        match questions.try_recv() {
            Ok(()) => say("there", &engine),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => break,
        }
        match events.recv_timeout(Duration::from_millis(10)) {
            Ok(OutputEvent::Lost(_)) => say("lost", &engine),
            Ok(OutputEvent::Back { .. }) => say("back", &engine),
            Ok(OutputEvent::Arrived(_)) => say("arrived", &engine),
            _ => {}
        }
    }
    assert_eq!(stream.state(), OutputState::Running);
    assert_eq!(engine.telemetry().transport.unsynchronised_blocks, 0);
    engine.pause();
    stream.stop();
}

/// One for each line of standard input.
fn questions() -> Receiver<()> {
    let (sender, questions) = channel();
    let read = move || {
        let lines = std::io::stdin().lines().map_while(Result::ok);
        lines.map_while(|_| sender.send(()).ok()).for_each(drop);
    };
    thread::Builder::new().name("questions".to_owned()).spawn(read).expect("a thread");
    questions
}

fn say(word: &str, engine: &MultiTrackEngine) {
    let transport = engine.telemetry().transport;
    let block_seconds = SampleRate::HZ_48000.seconds(transport.block_frames);
    let heard_at = transport.at + Duration::from_secs_f64(block_seconds);
    let (now, shared) = (Instant::now(), shared_now());
    let heard_at = (shared + heard_at.saturating_duration_since(now))
        .saturating_sub(now.saturating_duration_since(heard_at));
    println!("{word} {} {}", transport.playhead.0, heard_at.as_nanos());
}
