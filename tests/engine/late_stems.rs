//! Stems whose file opens late and that are longer than the others: the song becomes as long as they are.

use attacca_engine::{
    EngineEvent, LiveSettings, SongId, SongSource, StemMix, StemSource, TransportState,
};
use attacca_test_support::{
    faults::{Fault, FaultControl},
    position::PositionCodedStem,
};
use attacca_units::{FrameCount, FramePos, Gain};

use crate::stage::Stage;

/// Frames of the stem that opens at once.
const SHORT: u64 = 300_000;

/// Frames of the other one.
const LONG: u64 = 500_000;

/// A song of two stems that tell their frames at half their level, of which the longer one does not open.
struct LateStem {
    stage: Stage,
    control: FaultControl,
    song: SongId,
}

impl LateStem {
    fn new() -> LateStem {
        let (control, stage) = Stage::faulty(&[]);
        let mix = StemMix { gain: Gain(0.5), ..StemMix::default() };
        let stem = |name: &str, frames: u64| {
            let path = stage.folder().join(name);
            PositionCodedStem::new(0..frames).write_flac(&path);
            StemSource { location: path.into(), mix }
        };
        let stems = vec![stem("early.flac", SHORT), stem("late.flac", LONG)];
        let song = stage.engine.add_song(SongSource { stems });
        control.set("late", Fault::StallOpen);
        LateStem { stage, control, song }
    }

    /// Plays to `end` as an output would whose loaders have all the time they need.
    fn hear_to(&mut self, end: u64) -> Vec<f32> {
        let mut heard = Vec::new();
        let mut playhead = self.stage.render(0).transport.playhead.0;
        while playhead < end {
            self.stage.wait_until("the window is full", |stage| {
                let transport = stage.render(0).transport;
                let left = transport.song_frames.map_or(u64::MAX, |end| end.0 - playhead);
                transport.leads.playing.0 >= left.min(50_000)
            });
            let frames = (end - playhead).min(5000);
            heard.extend(self.stage.render_patiently(frames as usize, 500));
            playhead += frames;
        }
        heard
    }

    /// Lets the late stem open and waits until the song is as long.
    fn open_late(&mut self) {
        let song = self.song;
        self.control.clear_all();
        self.stage.wait_until("the song is longer, also for those who hear it", |stage| {
            let song_frames = stage.render(0).transport.song_frames;
            let known = stage.engine.song(song).frame_count;
            [song_frames, known] == [Some(FrameCount(LONG)); 2]
        });
    }

    /// Asserts that `samples` are the frames from `first` on, times `gain`.
    fn assert_hears(&self, samples: &[f32], first: u64, gain: f32) {
        let samples: Vec<f32> = samples.iter().map(|sample| sample / gain).collect();
        self.stage.assert_plays_code(&samples, first);
    }
}

impl Drop for LateStem {
    fn drop(&mut self) {
        self.control.clear_all();
    }
}

#[test]
fn a_song_becomes_as_long_as_a_stem_that_is_late() {
    let mut late = LateStem::new();
    late.stage.engine.play_song(late.song, FramePos::ZERO);
    let alone = late.hear_to(20_000);
    late.assert_hears(&alone, 0, 0.5);
    assert_eq!(late.stage.engine.song(late.song).frame_count, Some(FrameCount(SHORT)));
    late.open_late();
    late.hear_to(200_000);
    let both = late.hear_to(SHORT);
    late.assert_hears(&both, 200_000, 1.0);
    let rest = late.hear_to(LONG);
    late.assert_hears(&rest, SHORT, 0.5);
    let transport = late.stage.render(480).transport;
    assert_eq!((transport.state, transport.playhead), (TransportState::Stopped, FramePos(LONG)));
    assert_eq!(transport.underruns, 0);
    let lengths: Vec<u64> = late.stage.engine.events().try_iter().filter_map(length_of).collect();
    assert_eq!(lengths, [SHORT, LONG]);
}

/// The length of a song that an event tells.
fn length_of(event: EngineEvent) -> Option<u64> {
    match event {
        EngineEvent::SongOpened { frame_count, .. }
        | EngineEvent::SongLengthened { frame_count, .. } => Some(frame_count.0),
        _ => None,
    }
}

#[test]
fn a_song_that_had_ended_before_its_longest_stem_was_open_plays_on() {
    let mut late = LateStem::new();
    late.stage.engine.play_song(late.song, FramePos::ZERO);
    late.hear_to(SHORT);
    let transport = late.stage.render(480).transport;
    assert_eq!((transport.state, transport.playhead), (TransportState::Stopped, FramePos(SHORT)));
    late.open_late();
    late.stage.engine.play();
    // The slab in which it had ended lacks the stem.
    late.hear_to(310_000);
    let rest = late.hear_to(LONG);
    late.assert_hears(&rest, 310_000, 0.5);
    assert_eq!(late.stage.engine.telemetry().transport.underruns, 0);
}

#[test]
fn a_song_that_is_held_whole_is_held_to_its_new_end() {
    let mut late = LateStem::new();
    let live = LiveSettings { whole_song: true, ..late.stage.engine.settings().live };
    late.stage.engine.set_settings(live);
    late.stage.engine.locate(late.song, FramePos::ZERO);
    let song = late.song;
    let end_of_pins = move |stage: &mut Stage| {
        stage.render(0);
        let pins = stage.engine.song(song).pins;
        pins.iter().map(|pin| pin.frames.end.0).max()
    };
    late.stage.wait_until("it is held whole", |stage| end_of_pins(stage) == Some(SHORT));
    late.open_late();
    late.stage.wait_until("it is held to its new end", |stage| end_of_pins(stage) == Some(LONG));
}
