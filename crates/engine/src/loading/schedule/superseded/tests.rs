//! Claims about superseded places.

use std::{path::PathBuf, sync::Arc, time::Instant};

use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    control::{SongSource, StemMix, StemSource},
    loading::schedule::{AudioLink, Place, Schedule},
    protocol::{SongId, ThenTransport, TransportSnapshot, WindowId},
    settings::EngineSettings,
};

/// A schedule with a song, and the end by which an audio thread says what it knows.
fn schedule() -> (Schedule, triple_buffer::Input<TransportSnapshot>) {
    let (messages, _) = rtrb::RingBuffer::new(16);
    let (_, retired) = rtrb::RingBuffer::new(16);
    let initial = TransportSnapshot::initial(Instant::now());
    let (said, snapshots) = triple_buffer::triple_buffer(&initial);
    let link = AudioLink { messages, retired, snapshots, callback_stats: Arc::default() };
    let mut schedule = Schedule::new(EngineSettings::new(SampleRate::HZ_48000), link);
    let stem =
        StemSource { location: PathBuf::from("nowhere.flac").into(), mix: StemMix::default() };
    schedule.add_song(SongSource { stems: vec![stem] });
    (schedule, said)
}

fn locate(schedule: &mut Schedule, at: u64) {
    schedule.locate(Place {
        song: SongId(0),
        at: FramePos(at),
        then: ThenTransport::Keep,
        crossfade: FrameCount::ZERO,
        start_fade: FrameCount::ZERO,
    });
}

#[test]
fn of_seeks_that_no_output_takes_the_last_one_has_a_window() {
    let (mut schedule, mut said) = schedule();
    for step in 0..1000 {
        locate(&mut schedule, step * 5000);
    }
    let places: Vec<FramePos> = schedule.windows.iter().map(|window| window.start).collect();
    assert_eq!(places, [FramePos(999 * 5000)]);
    assert_eq!(schedule.n_superseded(), 999, "what the audio thread will drop is known");

    // The output is back, and has taken them all.
    let newest_window = WindowId(1000);
    said.write(TransportSnapshot {
        newest_window,
        playing_window: Some(newest_window),
        song: Some(SongId(0)),
        ..TransportSnapshot::initial(Instant::now())
    });
    schedule.service();
    assert_eq!((schedule.windows.len(), schedule.n_superseded()), (1, 0));
    locate(&mut schedule, 0);
    assert!(schedule.superseded.is_empty());
}

#[test]
fn a_superseded_place_that_is_heard_in_passing_has_a_window_again() {
    let (mut schedule, mut said) = schedule();
    locate(&mut schedule, 5000);
    locate(&mut schedule, 9000);
    said.write(TransportSnapshot {
        newest_window: WindowId(1),
        playing_window: Some(WindowId(1)),
        song: Some(SongId(0)),
        playhead: FramePos(5000),
        ..TransportSnapshot::initial(Instant::now())
    });
    schedule.service();
    let mut places: Vec<FramePos> = schedule.windows.iter().map(|window| window.start).collect();
    places.sort();
    assert_eq!(places, [FramePos(5000), FramePos(9000)]);
}
