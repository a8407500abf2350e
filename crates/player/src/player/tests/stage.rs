//! A player whose output is the test: blocks are rendered as fast as the engine has them.

use std::{
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{EngineSettings, Renderer};
use attacca_session::Setlist;
use attacca_units::SampleRate;
use hound::{SampleFormat, WavSpec, WavWriter};
use tempfile::TempDir;

use super::super::Player;
use crate::{Action, Notice, folder, ipc::Status};

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
        let mut stage = Stage { player, renderer, notices: Vec::new(), _folder: folder };
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
        self.player.status("test")
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

    fn step(&mut self) {
        let mut block = [0.0; BLOCK_FRAMES * 2];
        self.renderer.render(&mut block, 2, Instant::now());
        // The engine's threads share the machine with the test.
        thread::sleep(Duration::from_micros(500));
        for event in self.player.events().try_iter() {
            self.notices.extend(self.player.take_in(&event, Instant::now()));
        }
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
