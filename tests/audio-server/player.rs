//! The player: this program once more, in the audio server's world.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{
    EngineSettings, MultiTrackEngine, SongId, SongSource, StemMix, StemSource, TransportState,
    control::Telemetry,
    output::{DeviceSettings, DeviceStream},
    protocol::TransportSnapshot,
};
use attacca_test_support::audio_server::AudioServer;
use attacca_units::{FramePos, SampleRate};

use crate::script::{Action, PAUSE, SCRIPT, Step, stem_paths};

/// Set for the player: the folder of the songs.
const ROLE: &str = "ATTACCA_TEST_PLAYER";

/// How long the engine may take for anything, on the slowest machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Begins the line in which the player says how it went.
const REPORT: &str = "player report:";

/// How the player's engine and device did.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PlayerReport {
    pub(crate) xruns: u64,
    pub(crate) underruns: u64,
    pub(crate) unsynchronised_blocks: u64,
}

/// The folder of the songs, if this process is the player.
pub(crate) fn role() -> Option<PathBuf> {
    env::var_os(ROLE).map(|folder: OsString| folder.into())
}

/// Runs the player in the server's world until it has played the script.
pub(crate) fn run(server: &AudioServer, test: &str, songs: &Path) -> PlayerReport {
    let mut command = command(server, test, songs);
    let output = command.output().expect("the player can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "the player failed:\n{text}");
    report_in(&text).unwrap_or_else(|| panic!("the player does not say how it went:\n{text}"))
}

/// The player of `test`, in the server's world.
pub(crate) fn command(server: &AudioServer, test: &str, songs: &Path) -> Command {
    let mut command = server.command(env::current_exe().expect("the test knows its own program"));
    command.args(["--exact", test, "--nocapture"]).env(ROLE, songs).stderr(Stdio::inherit());
    command
}

/// Plays the script to the default device, and prints how it went.
pub(crate) fn play(folder: &Path) {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
    // Long blocks, so that a slow machine keeps up.
    let device = DeviceSettings { buffer_frames: Some(4096), ..DeviceSettings::default() };
    let stream = DeviceStream::start(renderer, &device).expect("the server's sink opens");
    let songs = [0, 1].map(|song| add_song(&engine, folder, song));
    for song in songs {
        engine.arm(song, FramePos::ZERO);
        wait(&engine, "arms a song", |_| engine.song(song).is_armed);
    }
    for step in &SCRIPT {
        do_step(&engine, songs[step.song], step);
        thread::sleep(step.lasts);
    }
    engine.pause();
    wait(&engine, "pauses", |telemetry| telemetry.transport.state == TransportState::Paused);
    thread::sleep(PAUSE);
    let telemetry = engine.telemetry();
    stream.stop();
    let (xruns, transport) = (telemetry.callbacks.xruns, telemetry.transport);
    report(xruns, &transport);
}

/// Prints how it went, as the last thing that a player does.
pub(crate) fn report(xruns: u64, transport: &TransportSnapshot) {
    println!("{REPORT} {xruns} {} {}", transport.underruns, transport.unsynchronised_blocks);
}

fn do_step(engine: &MultiTrackEngine, song: SongId, step: &Step) {
    let target = FramePos(step.target);
    let action = match step.action {
        Action::Play => Some(engine.play_song(song, target)),
        Action::Seek => engine.seek(target),
        Action::PauseAndPlay => {
            engine.pause();
            thread::sleep(PAUSE);
            engine.play()
        }
    }
    .expect("there is a current song");
    wait(engine, "does what the script says", |telemetry| telemetry.transport.action >= action);
}

/// Makes one of the songs in `folder` known.
pub(crate) fn add_song(engine: &MultiTrackEngine, folder: &Path, song: usize) -> SongId {
    let stems = stem_paths(song)
        .map(|path| StemSource { location: folder.join(path).into(), mix: StemMix::default() })
        .collect();
    engine.add_song(SongSource { stems })
}

/// Waits until the engine is so.
pub(crate) fn wait(engine: &MultiTrackEngine, what: &str, condition: impl Fn(&Telemetry) -> bool) {
    let begin = Instant::now();
    while !condition(&engine.telemetry()) {
        assert!(begin.elapsed() < TIMEOUT, "the engine never {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

fn report_in(text: &str) -> Option<PlayerReport> {
    let (_, numbers) = text.split_once(REPORT)?;
    let mut numbers = numbers.split_whitespace().map_while(|number| number.parse().ok());
    Some(PlayerReport {
        xruns: numbers.next()?,
        underruns: numbers.next()?,
        unsynchronised_blocks: numbers.next()?,
    })
}
