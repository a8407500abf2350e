//! A player whose output is the test: blocks are rendered as fast as the engine has them.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{EngineEvent, EngineSettings, Renderer, TransportState};
use attacca_session::Setlist;
use attacca_units::{FrameCount, SampleRate};
use hound::{SampleFormat, WavSpec, WavWriter};
use tempfile::TempDir;

use super::super::Player;
use crate::{
    Action, Notice, OutputReport, folder,
    ipc::{OutputState, Status},
};

/// Frames of a song unless said otherwise: half a second at 48 kHz, less than a window.
pub(super) const SONG_FRAMES: u64 = 24_000;

/// Frames of a block.
const BLOCK_FRAMES: usize = 480;

/// How long a test waits for what it expects, on a machine with other work.
const TIMEOUT: Duration = Duration::from_secs(20);

pub(super) struct Stage {
    pub(super) player: Player,
    renderer: Renderer,
    /// Everything that was said.
    pub(super) notices: Vec<Notice>,
    /// Songs that the player knows to be open.
    pub(super) opened: usize,
    heard: Vec<f32>,
    _folder: TempDir,
}

impl Stage {
    /// A set of song folders with stems of these file names. A stem whose name begins with `bad` is
    /// an empty file.
    pub(super) fn new(songs: &[(&str, &[&str])]) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let mut paths: Vec<PathBuf> = Vec::new();
        for (title, stems) in songs {
            let song = folder.path().join(title);
            std::fs::create_dir(&song).unwrap();
            for stem in *stems {
                write_stem(&song.join(stem));
            }
            paths.push(song);
        }
        let setlist = Setlist::new(folder::read_set(&paths).songs).unwrap();
        let settings = EngineSettings::new(SampleRate::HZ_48000);
        let (player, renderer) = Player::new(setlist, settings, 0.0).unwrap();
        let mut stage = Stage {
            player,
            renderer,
            notices: Vec::new(),
            opened: 0,
            heard: Vec::new(),
            _folder: folder,
        };
        stage.until(|stage| stage.status().is_armed);
        stage
    }

    /// A set of three songs.
    pub(super) fn with_three_songs() -> Stage {
        let stems: &[&str] = &["01 Kick.wav", "02 Bass DI.wav", "03 Click.wav"];
        Stage::new(&[("1 One", stems), ("2 Two", stems), ("3 Three", stems)])
    }

    pub(super) fn act(&mut self, action: Action) {
        self.player.act(&action).unwrap();
    }

    pub(super) fn status(&mut self) -> Status {
        let (name, state) = ("test".to_owned(), OutputState::Running);
        self.player.status(&OutputReport {
            name,
            state,
            health: attacca_engine::output::OutputHealth::Ok,
        })
    }

    /// Renders blocks and takes in events until `is_reached`.
    #[track_caller]
    pub(super) fn until(&mut self, is_reached: impl Fn(&mut Stage) -> bool) {
        let began = Instant::now();
        while !is_reached(self) {
            assert!(
                began.elapsed() < TIMEOUT,
                "never came: {:?}, {:?}",
                self.player.glance(),
                self.notices
            );
            self.step();
        }
    }

    /// Renders a second or so of blocks, and takes in what comes of it.
    pub(super) fn for_a_while(&mut self) {
        for _ in 0..100 {
            self.step();
        }
    }

    /// Everything that was rendered, interleaved stereo.
    pub(super) fn heard(&self) -> &[f32] {
        &self.heard
    }

    pub(super) fn step(&mut self) {
        self.wait_for_frames();
        let mut block = [0.0; BLOCK_FRAMES * 2];
        self.renderer.render(&mut block, 2, Instant::now());
        self.heard.extend(block);
        // The engine's threads share the machine with the test.
        thread::sleep(Duration::from_micros(500));
        self.take_in_events();
    }

    fn take_in_events(&mut self) {
        for event in self.player.events().try_iter() {
            self.opened += usize::from(matches!(event, EngineEvent::SongOpened { .. }));
            self.notices.extend(self.player.take_in(&event, Instant::now()));
        }
    }

    /// Waits as a patient output would, until what plays can go on for a block, what is armed is
    /// ready, and the player knows which song plays: blocks are rendered faster than time here, and
    /// a loaded machine must not make holes.
    fn wait_for_frames(&mut self) {
        let began = Instant::now();
        while !self.has_frames() {
            self.take_in_events();
            assert!(began.elapsed() < TIMEOUT, "never loaded: {:?}", self.player.glance());
            thread::sleep(Duration::from_micros(200));
        }
    }

    fn has_frames(&mut self) -> bool {
        // A block of no frames takes in what has been delivered.
        self.renderer.render(&mut [], 2, Instant::now());
        let telemetry = self.player.telemetry();
        let transport = telemetry.transport;
        let Some(song_frames) = transport.song_frames else { return true };
        let is_told = transport.state != TransportState::Playing
            || transport.seeking.is_some()
            || transport.song == self.player.current_entry().ok().map(|entry| entry.id)
            || transport.song.and_then(|song| self.player.key_of(song)).is_none();
        let left = song_frames.from_start().saturating_since(transport.playhead);
        // A block and a declick, and what a place needs to begin.
        let needed = FrameCount(BLOCK_FRAMES as u64 + 240 + 2048);
        let fades = transport.leads.outgoing.is_none_or(|lead| lead >= needed);
        is_told
            && transport.leads.playing >= left.min(needed)
            && (fades || telemetry.loader.queued_jobs == 0)
            && self.player.engine.jumps().iter().all(|jump| jump.is_ready)
    }

    pub(super) fn has_said(&self, words: &str) -> bool {
        self.notices.iter().any(|notice| notice.text.contains(words))
    }
}

fn write_stem(path: &Path) {
    if path.file_name().unwrap().to_string_lossy().starts_with("bad") {
        std::fs::write(path, b"").unwrap();
        return;
    }
    let spec = WavSpec {
        channels: 2,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::create(path, spec).unwrap();
    for _ in 0..SONG_FRAMES {
        writer.write_sample(8192i16).unwrap();
        writer.write_sample(-8192i16).unwrap();
    }
    writer.finalize().unwrap();
}
