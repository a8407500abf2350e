//! A show: an engine with a set of songs, and an output that waits for what is missing.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{
    ActionId, EngineSettings, MemoryBudget, MultiTrackEngine, Renderer, SongId, SongSource,
    StemMix, StemSource,
};
use attacca_test_support::{files::TestFolder, position::PositionCodedStem};
use attacca_units::{FramePos, SampleRate};

/// Frames of a block.
const BLOCK: usize = 500;

/// Files of songs of so many stems and frames.
pub(crate) struct Songs {
    songs: Vec<(PathBuf, usize)>,
    _folder: TestFolder,
}

/// Writes songs of so many stems and frames.
pub(crate) fn songs(songs: &[(usize, u64)]) -> Songs {
    let folder = TestFolder::new();
    let write = |(number, &(stems, frames)): (usize, &(usize, u64))| {
        let path = folder.path(format!("song-{number}.flac"));
        PositionCodedStem::new(0..frames).write_flac(&path);
        (path, stems)
    };
    Songs { songs: songs.iter().enumerate().map(write).collect(), _folder: folder }
}

/// The engine, its renderer and its songs.
pub(crate) struct Show {
    pub(crate) engine: MultiTrackEngine,
    renderer: Renderer,
    songs: Vec<SongId>,
    samples: Vec<f32>,
}

impl Show {
    /// An engine whose set is all of the songs.
    pub(crate) fn new(songs: &Songs, budget: usize) -> Show {
        let mut settings = EngineSettings::new(SampleRate::HZ_48000);
        settings.live.memory_budget = MemoryBudget::Bytes(budget);
        let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
        let ids = songs.songs.iter().map(|(path, count)| {
            let stem = || StemSource { location: path.clone().into(), mix: StemMix::default() };
            let stems = std::iter::repeat_with(stem).take(*count).collect();
            engine.add_song(SongSource { stems })
        });
        let ids: Vec<SongId> = ids.collect();
        engine.set_setlist(&ids);
        Show { engine, renderer, songs: ids, samples: vec![0.0; 2 * BLOCK] }
    }

    /// Has these places of every song kept ready while it is the current one.
    pub(crate) fn keep_sections(&self, starts: Vec<FramePos>) {
        self.songs.iter().for_each(|song| self.engine.set_sections(*song, starts.clone()));
    }

    /// Plays `frames` of a song from `at` on.
    pub(crate) fn visit(&mut self, number: usize, at: FramePos, frames: usize) {
        let action = self.engine.play_song(self.songs[number], at);
        self.wait_until("the place is heard", |show| {
            show.wait_for_lead();
            show.render(BLOCK / 8) == action
        });
        for _ in 0..frames / BLOCK {
            self.wait_for_lead();
            self.render(BLOCK);
        }
        // Nobody else reads them.
        self.engine.events().try_iter().count();
    }

    /// Stands at the start of the first song, with all in memory that is kept.
    pub(crate) fn rest(&mut self) {
        self.visit(1, FramePos::ZERO, 2000);
        self.visit(0, FramePos::ZERO, 2000);
        self.engine.stop();
        self.wait_until("all is loaded", |show| {
            show.render(BLOCK);
            let telemetry = show.engine.telemetry();
            let pins = show.songs.iter().flat_map(|song| show.engine.song(*song).pins);
            let is_ready = pins.into_iter().all(|pin| pin.is_ready);
            let jobs = telemetry.loader.queued_jobs + telemetry.loader.running_jobs;
            let is_indexed = telemetry.indexes.built >= show.songs.len() as u64;
            is_ready && jobs == 0 && is_indexed && telemetry.transport.leads.outgoing.is_none()
        });
        self.engine.events().try_iter().count();
    }

    /// Waits until a block can be rendered without running dry.
    fn wait_for_lead(&mut self) {
        self.wait_until("the look-ahead is long enough", |show| {
            show.render(0);
            let transport = show.engine.telemetry().transport;
            let Some(song_frames) = transport.song_frames else {
                return transport.song.is_none();
            };
            let left = song_frames.0 - transport.playhead.0;
            transport.leads.playing.0 >= left.min(BLOCK as u64 + 2500)
        });
    }

    /// Renders a block; returns the last action that is heard.
    fn render(&mut self, frames: usize) -> ActionId {
        let samples = &mut self.samples[..2 * frames];
        self.renderer.render(samples, 2, Instant::now()).action
    }

    fn wait_until(&mut self, what: &str, mut is_so: impl FnMut(&mut Show) -> bool) {
        let started = Instant::now();
        while !is_so(self) {
            let has_time = started.elapsed().as_secs() < 60;
            assert!(has_time, "60 s passed before {what}: {:?}", self.engine.telemetry());
            thread::sleep(Duration::from_micros(200));
        }
    }
}
