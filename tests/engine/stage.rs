//! A stage: the real engine over real files, whose renderer the test calls itself, block by block.

use std::{
    panic,
    path::Path,
    sync::{Arc, Once},
    thread,
    time::Instant,
};

use assert_no_alloc::assert_no_alloc;
use attacca_engine::{
    EngineSettings, MultiTrackEngine, Renderer, SongId, SongSource, StemMix, StemSource,
    TransportState,
    control::SongPhase,
    protocol::{BlockReport, TransportSnapshot},
};
use attacca_test_support::{
    faults::{FaultControl, faulty_files},
    position::{self, PositionCodedStem},
};
use attacca_units::{FrameCount, FramePos, Gain, SampleRate};

pub(crate) const RATE: SampleRate = SampleRate::HZ_48000;

/// Frames of a declick at [`RATE`].
pub(crate) const DECLICK: u64 = 240;

/// An engine, its renderer, and songs of position-coded stems.
///
/// Song `k`'s frame `i` has the position code `i + k · SONG_STRIDE`, so that what is heard tells the
/// song too.
pub(crate) struct Stage {
    pub(crate) engine: MultiTrackEngine,
    pub(crate) renderer: Renderer,
    pub(crate) songs: Vec<StagedSong>,
    folder: tempfile::TempDir,
}

pub(crate) struct StagedSong {
    pub(crate) id: SongId,
    pub(crate) frames: u64,
    pub(crate) stems: usize,
}

/// A block that was heard.
pub(crate) struct Heard {
    pub(crate) report: BlockReport,
    pub(crate) transport: TransportSnapshot,
    /// Interleaved; stereo unless asked otherwise.
    pub(crate) samples: Vec<f32>,
}

/// More frames than a song of a test has.
const SONG_STRIDE: u64 = 1 << 22;

impl Stage {
    /// A stage with songs of so many stems and frames.
    pub(crate) fn new(songs: &[(usize, u64)]) -> Stage {
        Stage::with(EngineSettings::new(RATE), songs)
    }

    /// A stage whose files obey the returned control.
    pub(crate) fn faulty(songs: &[(usize, u64)]) -> (FaultControl, Stage) {
        let (control, opener) = faulty_files();
        let mut settings = EngineSettings::new(RATE);
        settings.opener = Arc::new(opener);
        (control, Stage::with(settings, songs))
    }

    pub(crate) fn with(settings: EngineSettings, songs: &[(usize, u64)]) -> Stage {
        tell_loader_panics_shortly();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
        let songs = songs
            .iter()
            .enumerate()
            .map(|(number, &(stems, frames))| {
                let path = folder.path().join(format!("song-{number}.flac"));
                let code = number as u64 * SONG_STRIDE;
                PositionCodedStem::new(code..code + frames).write_flac(&path);
                let id = engine.add_song(identical_stems(&path, stems));
                StagedSong { id, frames, stems }
            })
            .collect();
        Stage { engine, renderer, songs, folder }
    }

    /// The songs of this stage, on an engine of their own: as after a new start of the program.
    pub(crate) fn again(self, settings: EngineSettings) -> Stage {
        let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
        let folder = self.folder;
        let songs = self.songs.into_iter().enumerate();
        let songs = songs.map(|(number, song)| {
            let path = folder.path().join(format!("song-{number}.flac"));
            StagedSong { id: engine.add_song(identical_stems(&path, song.stems)), ..song }
        });
        Stage { songs: songs.collect(), engine, renderer, folder }
    }

    /// Where its files are.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Renders a block of `frames`, under the callback's rules.
    pub(crate) fn render(&mut self, frames: usize) -> Heard {
        self.render_channels(frames, 2)
    }

    /// As [`Stage::render`], for an output of so many channels.
    pub(crate) fn render_channels(&mut self, frames: usize, channel_count: usize) -> Heard {
        let mut samples = vec![f32::NAN; frames * channel_count];
        let renderer = &mut self.renderer;
        let now = Instant::now();
        let report = assert_no_alloc(|| renderer.render(&mut samples, channel_count, now));
        let transport = self.engine.telemetry().transport;
        Heard { report, transport, samples }
    }

    /// Renders `frames` in blocks of `block`, as a patient output would: it waits for what is
    /// missing.
    pub(crate) fn render_patiently(&mut self, frames: usize, block: usize) -> Vec<f32> {
        let mut heard = Vec::new();
        while heard.len() < frames * 2 {
            self.wait_for_lead(block as u64);
            heard.extend(self.render(block.min(frames - heard.len() / 2)).samples);
        }
        heard
    }

    /// Waits until the current song can be rendered for `frames` without running dry.
    pub(crate) fn wait_for_lead(&mut self, frames: u64) {
        self.wait_until("the look-ahead is long enough", |stage| {
            // A block of no frames takes in what has been delivered.
            let transport = stage.render(0).transport;
            let Some(song_frames) = transport.song_frames else {
                return transport.song.is_none();
            };
            let left = song_frames.0 - transport.playhead.0;
            transport.leads.playing.0 >= left.min(frames + DECLICK + 2048)
        });
    }

    /// Waits until a target that is sought is complete, or heard.
    pub(crate) fn wait_for_target(&mut self) {
        self.wait_until("the target is complete", |stage| {
            let transport = stage.render(0).transport;
            let is_new = transport.action == stage.engine.telemetry().transport.action;
            is_new && transport.leads.target.is_none_or(|lead| lead >= FrameCount(2048))
        });
    }

    pub(crate) fn wait_until(&mut self, what: &str, mut is_so: impl FnMut(&mut Stage) -> bool) {
        let started = Instant::now();
        while !is_so(self) {
            let has_time = started.elapsed().as_secs() < 20;
            assert!(has_time, "20 s passed before {what}: {:?}", self.engine.telemetry());
            std::thread::sleep(std::time::Duration::from_micros(200));
        }
    }

    /// Arms every song at its start and waits for it.
    pub(crate) fn arm_all(&mut self) {
        for song in &self.songs {
            self.engine.arm(song.id, FramePos::ZERO);
        }
        self.wait_until("all songs are armed", |stage| {
            stage.songs.iter().all(|song| stage.engine.song(song.id).is_armed)
        });
    }

    /// Opens every song and waits for it.
    pub(crate) fn open_all(&mut self) {
        self.arm_all();
        for song in &self.songs {
            assert_eq!(self.engine.song(song.id).phase, SongPhase::Open);
        }
    }

    /// The song and frame that a frame of samples says it is.
    pub(crate) fn decode(&self, left: f32, right: f32) -> Option<(usize, u64)> {
        let code = position::frame_of(left, right)?;
        Some(((code / SONG_STRIDE) as usize, code % SONG_STRIDE))
    }

    /// The place of a song in `songs`.
    pub(crate) fn number_of(&self, song: SongId) -> usize {
        self.songs.iter().position(|staged| staged.id == song).expect("a song of the stage")
    }

    /// Asserts that `samples` have the position codes from `first` on.
    pub(crate) fn assert_plays_code(&self, samples: &[f32], first: u64) {
        self.assert_plays(samples, 0, first);
    }

    /// Asserts that `samples` are the frames of song `number` from `first` on, every stem in step.
    pub(crate) fn assert_plays(&self, samples: &[f32], number: usize, first: u64) {
        for (i, frame) in samples.chunks_exact(2).enumerate() {
            let heard = self.decode(frame[0], frame[1]);
            assert_eq!(heard, Some((number, first + i as u64)), "frame {i} of the block");
        }
    }
}

/// Tells a loader's panic without a backtrace from now on: to print the first one of a program takes
/// longer than a file may owe an answer.
fn tell_loader_panics_shortly() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            let is_loader = |name: &str| name.starts_with("stem-loader");
            if thread::current().name().is_some_and(is_loader) {
                eprintln!("{panicked}");
            } else {
                usual(panicked);
            }
        }));
    });
}

/// `count` times the same file at gain 1/`count`: what is heard decodes to a position if and only
/// if all stems are in step.
fn identical_stems(path: &Path, count: usize) -> SongSource {
    let mix = StemMix { gain: Gain(1.0 / count as f32), ..StemMix::default() };
    let stems = (0..count).map(|_| StemSource { location: path.into(), mix }).collect();
    SongSource { stems }
}

impl Heard {
    pub(crate) fn is_silent(&self) -> bool {
        self.samples.iter().all(|sample| *sample == 0.0)
    }

    pub(crate) fn is_playing(&self) -> bool {
        self.transport.state == TransportState::Playing && self.report.is_sounding
    }
}
