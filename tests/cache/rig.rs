//! Engines over one cache, one after the other, as programs come and go.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use attacca_engine::{
    CacheLive, CachePolicy, CacheSettings, EngineEvent, EngineSettings, MultiTrackEngine, Renderer,
    SongId, SongSource, StemMix, StemSource,
    cache::{CacheTelemetry, CachedSong},
    loading::source::SourceOpener,
    output::offline::OfflineRenderer,
};
use attacca_test_support::files::TestFolder;
use attacca_units::{FramePos, SampleRate};

pub(crate) const RATE: SampleRate = SampleRate::HZ_48000;

/// Frames of a chunk of [`Rig`]: a second is nearest to twelve slabs.
pub(crate) const CHUNK: u64 = 12 * 4096;

/// A folder for stems, one for the cache, and how engines use it.
pub(crate) struct Rig {
    pub(crate) place: TestFolder,
    pub(crate) live: CacheLive,
    pub(crate) chunk_seconds: f64,
    pub(crate) opener: Option<Arc<dyn SourceOpener>>,
}

/// An engine, not played yet.
pub(crate) struct Opened {
    pub(crate) engine: MultiTrackEngine,
    pub(crate) renderer: Renderer,
    pub(crate) songs: Vec<SongId>,
}

/// What was heard of a stretch.
pub(crate) struct Heard {
    pub(crate) samples: Vec<f32>,
    pub(crate) cache: CacheTelemetry,
    pub(crate) events: Vec<EngineEvent>,
}

impl Rig {
    /// Caches everything, in chunks of a second.
    pub(crate) fn new() -> Rig {
        let live =
            CacheLive { policy: CachePolicy::Always, first_chunks: 0, ..CacheLive::default() };
        Rig { place: TestFolder::new(), live, chunk_seconds: 1.0, opener: None }
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.place.path("cache")
    }

    /// An engine with the cache and songs of these stems, all in its set.
    pub(crate) fn open(&self, songs: &[Vec<PathBuf>]) -> Opened {
        self.open_at(RATE, songs)
    }

    pub(crate) fn open_at(&self, rate: SampleRate, songs: &[Vec<PathBuf>]) -> Opened {
        let mut settings = EngineSettings::new(rate);
        settings.cache = Some(CacheSettings { folder: self.cache(), free_bytes: 0 });
        settings.live.cache = self.live;
        settings.live.chunk_seconds = self.chunk_seconds;
        if let Some(opener) = &self.opener {
            settings.opener = Arc::clone(opener);
        }
        let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
        let songs: Vec<_> = songs.iter().map(|stems| engine.add_song(song_of(stems))).collect();
        engine.set_setlist(&songs);
        Opened { engine, renderer, songs }
    }

    /// Writes all that is wanted of these songs, and ends the engine.
    pub(crate) fn warm(&self, songs: &[Vec<PathBuf>]) -> CacheTelemetry {
        let opened = self.open(songs);
        opened.wait_until_written();
        opened.engine.telemetry().cache.expect("it has a cache")
    }

    /// Renders a stretch of a song of these stems on an engine of its own.
    pub(crate) fn hear(&self, stems: &[PathBuf], frames: Range<u64>) -> Heard {
        self.open(&[stems.to_vec()]).hear(frames)
    }

    /// The same without a cache.
    pub(crate) fn hear_without(&self, stems: &[PathBuf], frames: Range<u64>) -> Vec<f32> {
        let (engine, renderer) = MultiTrackEngine::new(EngineSettings::new(RATE)).unwrap();
        let song = engine.add_song(song_of(stems));
        render(engine, renderer, song, frames).0
    }

    /// The files of all chunks, in order.
    pub(crate) fn chunks(&self) -> Vec<PathBuf> {
        files_below(&self.cache(), "flac")
    }

    /// The descriptions of all stems.
    pub(crate) fn descriptions(&self) -> Vec<PathBuf> {
        files_below(&self.cache(), "json")
    }

    /// Bytes of all files in the cache.
    pub(crate) fn bytes_on_disk(&self) -> u64 {
        bytes_below(&self.cache())
    }
}

impl Opened {
    /// Waits until all songs are open and all that is wanted of them is written.
    pub(crate) fn wait_until_written(&self) {
        self.wait_until("all is written", |opened| {
            opened.engine.cache_report().expect("it has a cache").is_complete
        });
        let report = self.engine.cache_report().expect("it has a cache");
        let is_written = |song: &CachedSong| song.cached_chunks >= song.wanted_chunks;
        assert_eq!(report.songs.len(), self.songs.len(), "it is complete with all songs");
        assert!(report.songs.iter().all(|song| song.chunk_count > 0 && is_written(song)));
    }

    pub(crate) fn wait_until(&self, what: &str, is_so: impl Fn(&Opened) -> bool) {
        let started = Instant::now();
        while !is_so(self) {
            let has_time = started.elapsed().as_secs() < 60;
            assert!(has_time, "60 s passed before {what}: {:?}", self.engine.cache_report());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn hear(self, frames: Range<u64>) -> Heard {
        let song = self.songs[0];
        let (samples, engine) = render(self.engine, self.renderer, song, frames);
        let cache = engine.engine().telemetry().cache.expect("it has a cache");
        Heard { samples, cache, events: engine.engine().events().try_iter().collect() }
    }
}

fn render(
    engine: MultiTrackEngine,
    renderer: Renderer,
    song: SongId,
    frames: Range<u64>,
) -> (Vec<f32>, OfflineRenderer) {
    let range = FramePos(frames.start)..FramePos(frames.end);
    let mut offline = OfflineRenderer::new(engine, renderer, song, range).expect("it plays");
    let mut samples = vec![0.0; 2 * (frames.end - frames.start) as usize];
    let mut done = 0;
    while done < samples.len() {
        match offline.render(&mut samples[done..]) {
            0 => break,
            count => done += 2 * count,
        }
    }
    samples.truncate(done);
    (samples, offline)
}

pub(crate) fn song_of(stems: &[PathBuf]) -> SongSource {
    let source = |path: &PathBuf| StemSource { location: path.into(), mix: StemMix::default() };
    SongSource { stems: stems.iter().map(source).collect() }
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|is| is == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub(crate) fn bytes_below(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
