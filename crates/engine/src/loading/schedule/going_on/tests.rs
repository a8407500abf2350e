//! Claims about the order in which a loader decodes parts.

use std::{sync::Arc, time::Instant};

use attacca_test_support::{files::TestFolder, position::PositionCodedStem};
use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    control::{SongSource, StemMix, StemSource},
    loading::{
        index::IndexCatalog,
        loader::decode,
        schedule::{AudioLink, Job, JobDone, Place, Schedule},
        source::FileOpener,
        stem::OpenStem,
    },
    protocol::{SongId, ThenTransport, TransportSnapshot, TransportState, WindowId},
    settings::{EngineSettings, SLAB_FRAMES},
};

const STEMS: usize = 3;
const FRAMES: u64 = 500_000;

/// A schedule whose song plays, one loader, and an audio thread that only says where it is.
struct Scene {
    schedule: Schedule,
    said: triple_buffer::Input<TransportSnapshot>,
    catalog: IndexCatalog,
    _messages: rtrb::Consumer<crate::protocol::ToAudio>,
    _folder: TestFolder,
}

impl Scene {
    fn new() -> Scene {
        let folder = TestFolder::new();
        let stem = |number: usize| {
            let path = folder.path(format!("{number}.wav"));
            PositionCodedStem::new(0..FRAMES).write_wav(&path);
            StemSource { location: path.into(), mix: StemMix::default() }
        };
        let stems = (0..STEMS).map(stem).collect();
        let (messages, taken) = rtrb::RingBuffer::new(64);
        let (_, retired) = rtrb::RingBuffer::new(16);
        let initial = TransportSnapshot::initial(Instant::now());
        let (said, snapshots) = triple_buffer::triple_buffer(&initial);
        let link = AudioLink { messages, retired, snapshots, callback_stats: Arc::default() };
        let mut schedule = Schedule::new(EngineSettings::new(SampleRate::HZ_48000), link);
        let song = schedule.add_song(SongSource { stems });
        schedule.locate(Place {
            song,
            at: FramePos::ZERO,
            then: ThenTransport::Play,
            crossfade: FrameCount::ZERO,
            start_fade: FrameCount::ZERO,
        });
        let catalog = IndexCatalog::new();
        Scene { schedule, said, catalog, _messages: taken, _folder: folder }
    }

    /// The audio thread plays at the start of this slab.
    fn play_at(&mut self, slab: u64) {
        self.said.write(TransportSnapshot {
            state: TransportState::Playing,
            song: Some(SongId(0)),
            playhead: FramePos(slab * SLAB_FRAMES as u64),
            song_frames: Some(FrameCount(FRAMES)),
            playing_window: Some(WindowId(1)),
            newest_window: WindowId(1),
            ..TransportSnapshot::initial(Instant::now())
        });
        self.schedule.service();
    }

    /// Does all jobs there are; the stems and slabs of the parts, in their order.
    fn work(&mut self) -> Vec<(usize, u64)> {
        let (mut parts, mut last) = (Vec::new(), None);
        while let Some((id, job)) = self.schedule.next_job(last) {
            last = job.part();
            parts.extend(last.map(|part| (part.stem.stem, part.slab)));
            let done = match job {
                Job::Open { location, .. } => JobDone::Opened(OpenStem::open_at(
                    location,
                    &FileOpener,
                    &self.catalog,
                    SampleRate::HZ_48000,
                )),
                Job::Decode(job) => decode(job),
                Job::Hint { .. } => JobDone::Hinted,
            };
            self.schedule.complete(id, done);
        }
        parts
    }
}

#[test]
fn what_is_heard_soon_is_decoded_slab_by_slab() {
    let mut scene = Scene::new();
    scene.play_at(0);
    let parts = scene.work();
    let first: Vec<_> = (0..4).flat_map(|slab| (0..STEMS).map(move |stem| (stem, slab))).collect();
    assert_eq!(parts[..first.len()], first);
}

#[test]
fn what_has_time_is_decoded_stem_by_stem() {
    let mut scene = Scene::new();
    scene.play_at(0);
    let filled = scene.work().into_iter().map(|(_, slab)| slab).max().unwrap();
    scene.play_at(4);
    let parts = scene.work();
    let refilled = parts.iter().map(|(_, slab)| *slab).max().unwrap();
    assert!(refilled >= filled + 3, "a window is refilled by some slabs at a time");
    let run = |stem: usize| (filled + 1..=refilled).map(move |slab| (stem, slab));
    assert_eq!(parts, (0..STEMS).flat_map(run).collect::<Vec<_>>());
}
