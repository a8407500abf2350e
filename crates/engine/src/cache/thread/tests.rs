//! What a turn costs in a cache that is as large as they become.

use std::path::PathBuf;

use attacca_units::SampleRate;

use super::*;
use crate::{
    cache::{
        CacheLive, CachePolicy, CacheSettings,
        disk_stem::DiskStem,
        events::{ViewedSong, ViewedStem},
        metadata::{ChunkMetadata, SCALE_UNIT, StemMetadata, tests::some},
    },
    control::{SongSource, StemMix, StemSource},
    loading::{
        index::IndexCatalog, schedule::StemRef, source::FileOpener, store::Opening,
        work_time::WorkTime,
    },
    settings::EngineSettings,
};

const N_SONGS: u32 = 20;
const N_STEMS: usize = 30;
const N_CHUNKS: u64 = 167;

/// Chunks that are there of each stem; the others are to be written.
const N_CACHED: u64 = 160;

fn path(song: u32, stem: usize) -> PathBuf {
    PathBuf::from(format!("/music/{song} Song/{stem:02} Stem.wav"))
}

fn metadata(path: PathBuf) -> StemMetadata {
    let mut metadata = some();
    metadata.source.path = path.to_string_lossy().into_owned();
    metadata.source.track = None;
    metadata.source.is_short = true;
    metadata.source.frames = N_CHUNKS * metadata.chunk_frames;
    let chunk =
        |n: u64| ChunkMetadata { bytes: 300_000 + n, md5: format!("{n:032x}"), scale: SCALE_UNIT };
    metadata.chunks = (0..N_CACHED).map(|n| (n, chunk(n))).collect();
    metadata
}

/// A cache of twenty songs of thirty stems of a quarter of an hour.
fn large(folder: PathBuf) -> StreamingCache {
    let mut settings = EngineSettings::new(SampleRate::HZ_48000);
    settings.cache = Some(CacheSettings::new(folder));
    settings.live.cache =
        CacheLive { policy: CachePolicy::Always, first_chunks: 0, limit_bytes: 50_000_000_000 };
    let (events, _) = crossbeam_channel::bounded(8);
    let cache = StreamingCache::new(&settings, events).expect("a place is named");
    for song in 0..N_SONGS {
        let stem = |stem| StemSource { location: path(song, stem).into(), mix: StemMix::default() };
        cache.add_song(&SongSource { stems: (0..N_STEMS).map(stem).collect() });
    }
    cache
}

/// All its stems are known, with their chunks.
fn fill(cache: &StreamingCache, books: &mut Books) {
    let mut state = cache.state();
    for song in 0..N_SONGS {
        for stem in 0..N_STEMS {
            let place = &state.songs[song as usize];
            let key = (place.name.clone(), place.stems[stem].name.clone());
            let (folder, counters) = (cache.path().to_owned(), Arc::clone(&cache.counters));
            let disk = DiskStem::new(key.clone(), folder, metadata(path(song, stem)), counters);
            (0..N_CACHED).for_each(|number| books.add(&disk.chunk(number), 300_000 + number));
            state.stems.insert(key, Arc::new(disk));
        }
    }
}

/// All songs open.
fn view(cache: &StreamingCache) -> CacheView {
    let catalog = IndexCatalog::default();
    let engine_rate = cache.engine_rate;
    let opening =
        Opening { store: Some(cache), opener: &FileOpener, catalog: &catalog, engine_rate };
    let song = |id| {
        let stem = |stem| {
            let file = opening.open_stored(StemRef { song: id, stem }, Arc::default());
            ViewedStem { file, is_lost: false, can_be_read: true }
        };
        let stems = (0..N_STEMS).map(stem).collect();
        ViewedSong { id, is_in_set: true, is_in_use: id.0 == 0, stems }
    };
    let songs = (0..N_SONGS).map(SongId);
    CacheView {
        songs: songs.clone().map(song).collect(),
        kept: songs.collect(),
        playhead: Some((SongId(0), attacca_units::FramePos(0))),
        ..CacheView::default()
    }
}

#[test]
fn a_hundred_thousand_chunks_are_planned_in_no_time_and_only_when_something_changes() {
    let folder = tempfile::tempdir().unwrap();
    let cache = large(folder.path().join("cache"));
    thread::scope(|scope| {
        let mut desk = Desk::open(&cache, Worker::start(scope, &cache).unwrap());
        fill(&cache, &mut desk.books);
        let view = view(&cache);
        let planned_in = |desk: &mut Desk<'_>| {
            // Others may have the cores meanwhile.
            let begun = WorkTime::now();
            let planned = desk.planned(&view, 1);
            let next = planned.next;
            desk.planned = Some(planned);
            (next, begun.elapsed())
        };
        let (next, first) = planned_in(&mut desk);
        assert_eq!((next, desk.quota), (Some((0, 0, N_CACHED)), N_CHUNKS));

        // What no plan comes to shows that none was made.
        desk.quota = u64::MAX;
        let (_, unchanged) = planned_in(&mut desk);
        assert_eq!(desk.quota, u64::MAX);

        let disk = Arc::clone(&desk.planned.as_ref().unwrap().songs[0].stems[0].disk);
        disk.give_up(N_CACHED);
        let (next, again) = planned_in(&mut desk);
        assert_eq!((next, desk.quota), (Some((0, 1, N_CACHED)), N_CHUNKS));

        println!("first {first:?}, again {again:?}, while nothing changes {unchanged:?}");
        // Ten times what it takes, for machines that do other things as well.
        assert!(again < Duration::from_millis(200), "{again:?}");
        assert!(unchanged < Duration::from_millis(10), "{unchanged:?}");

        let begun = Instant::now();
        let victims = desk.books.victims(3_000_000, |chunk| desk.holds.of(chunk));
        assert_eq!(victims, None, "the set stays");
        let victims = desk.books.victims(3_000_000, |_| crate::cache::books::Hold::Free).unwrap();
        assert_eq!(victims.len(), 10);
        println!("who gives way is found in {:?}", begun.elapsed() / 2);
    });
}
