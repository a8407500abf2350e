//! Thirty stems of which one is marked, so that each frame heard tells its number and how much of
//! the marked stem is in it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use attacca_engine::{
    EngineEvent, SongId, SongSource, StemMix, StemSource,
    control::{FileChange, QuarantineReason},
};
use attacca_test_support::{
    faults::FaultControl,
    files::{WavFormat, write_wav},
    position::{PositionCodedStem, position_coded_stereo},
};
use attacca_units::{FramePos, Gain};

use crate::stage::{DECLICK, RATE, Stage};

/// Frames of the songs: 12.5 s.
pub(crate) const FRAMES: u64 = 600_000;

/// Stems that always answer.
pub(crate) const N_OTHERS: usize = 29;

/// What the marked stem adds to both channels, in steps of 16 bits. It is written as 24 bits, whose
/// steps are 1/256 of that.
const MARK: f32 = 0.25;

/// A song of 29 position-coded stems and one that adds [`MARK`] to every sample, so that every frame
/// heard tells its number and whether the marked stem is in it.
pub(crate) struct Marked {
    pub(crate) stage: Stage,
    pub(crate) control: FaultControl,
    pub(crate) song: SongId,
    pub(crate) path: PathBuf,
    events: Vec<EngineEvent>,
}

/// What was heard of the marked stem: its gain frame by frame.
pub(crate) struct Presence(pub(crate) Vec<f32>);

impl Marked {
    pub(crate) fn new() -> Marked {
        let (control, mut stage) = Stage::faulty(&[(2, FRAMES)]);
        let good = stage.folder().join("good.flac");
        PositionCodedStem::new(0..FRAMES).write_flac(&good);
        let path = stage.folder().join("marked.wav");
        write_mark(&path, 1.0);
        let mix = StemMix { gain: Gain(1.0 / N_OTHERS as f32), ..StemMix::default() };
        let others = (0..N_OTHERS).map(|_| StemSource { location: good.clone().into(), mix });
        let marked = StemSource { location: path.clone().into(), mix: StemMix::default() };
        let stems = others.chain([marked]).collect();
        let song = stage.engine.add_song(SongSource { stems });
        stage.arm_all();
        Marked { stage, control, song, path, events: Vec::new() }
    }

    pub(crate) fn arm(&mut self) {
        let song = self.song;
        self.stage.engine.arm(song, FramePos::ZERO);
        self.stage.wait_until("the song is armed", |stage| stage.engine.song(song).is_armed);
    }

    pub(crate) fn play(&mut self) {
        self.stage.engine.play_song(self.song, FramePos::ZERO);
    }

    /// Plays `frames` as a patient output would; asserts that every other stem is exact in each.
    pub(crate) fn hear(&mut self, frames: usize) -> Presence {
        let first = self.stage.render(0).transport.playhead.0;
        let heard = self.stage.render_patiently(frames, 500);
        presence(&heard, first)
    }

    /// Plays until `is_so` of what is heard of the marked stem in a stretch.
    pub(crate) fn hear_until(&mut self, what: &str, is_so: impl Fn(&Presence) -> bool) -> Presence {
        let mut all = Vec::new();
        loop {
            let heard = self.hear(1000);
            let is_last = is_so(&heard);
            all.extend(heard.0);
            if is_last {
                return Presence(all);
            }
            let playhead = self.stage.engine.telemetry().transport.playhead.0;
            assert!(playhead < FRAMES - 10_000, "the song was over before {what}");
            // At twice its pace the song lasts longer than the longest rest of these tests.
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What the engine told of the marked stem until now, in words.
    pub(crate) fn told(&mut self) -> Vec<&'static str> {
        // The events of the audio thread are passed on every 20 ms, those of loaders at once.
        self.events.extend(self.stage.engine.events().try_iter());
        let path = &self.path;
        let words = self.events.iter().filter_map(|event| match event {
            EngineEvent::StemLeftOut { path: of, reason, .. } if of == path => Some(match reason {
                QuarantineReason::NoAnswer => "no answer",
                QuarantineReason::ReadFailed(_) => "read failed",
                QuarantineReason::Changed(_) => "left out",
                _ => "another reason",
            }),
            EngineEvent::StemBack { path: of, .. } if of == path => Some("back"),
            EngineEvent::StemFileChanged { path: of, change, .. } if of == path => {
                Some(match change {
                    FileChange::Vanished => "vanished",
                    FileChange::Replaced => "replaced",
                    FileChange::Shrunk => "shrunk",
                    FileChange::Rewritten => "rewritten",
                    _ => "changed otherwise",
                })
            }
            EngineEvent::DecodeFailed { path: of, .. } if of == path => Some("damaged"),
            EngineEvent::StemFailed { path: of, .. } if of == path => Some("failed"),
            EngineEvent::StemLeftOut { .. } | EngineEvent::UnderrunBegan { .. } => Some("other"),
            _ => None,
        });
        words.collect()
    }

    /// Goes to `at` of `song`, to where no fade is left of.
    pub(crate) fn go_to(&mut self, song: SongId, at: u64) {
        self.stage.engine.play_song(song, FramePos(at));
        self.stage.wait_for_target();
        self.stage.render_patiently(5000, 500);
    }
}

impl Drop for Marked {
    fn drop(&mut self) {
        self.control.clear_all();
    }
}

impl Presence {
    pub(crate) fn is(&self, gain: f32) -> bool {
        self.0.iter().all(|heard| (heard - gain).abs() < 0.05)
    }

    /// The greatest change from one frame to the next.
    pub(crate) fn steepest(&self) -> f32 {
        self.0.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
    }

    /// True when nothing clicks: no step is much more than that of a declick.
    pub(crate) fn is_smooth(&self) -> bool {
        // The mark is 64 of the steps that rounding is a fraction of.
        self.steepest() < 1.0 / DECLICK as f32 + 0.03
    }
}

/// What is heard of the marked stem in samples that begin at frame `first`.
fn presence(samples: &[f32], first: u64) -> Presence {
    let gain = |(i, frame): (usize, &[f32])| {
        let (left, right) = position_coded_stereo(first + i as u64);
        let rest = |sample: f32, code: i16| (sample * 32_768.0 - f32::from(code)) / MARK;
        let (left, right) = (rest(frame[0], left), rest(frame[1], right));
        let is_exact = (left - right).abs() < 0.04 && (-0.04..1.04).contains(&left);
        assert!(is_exact, "frame {}: {left} and {right} of the marked stem", first + i as u64);
        left
    };
    Presence(samples.chunks_exact(2).enumerate().map(gain).collect())
}

/// Writes a marked stem whose mark is `share` of [`MARK`].
pub(crate) fn write_mark(path: &Path, share: f32) {
    let format = WavFormat { sample_rate: RATE, channel_count: 2, bits_per_sample: 24 };
    write_wav(path, format, &vec![(share * MARK * 256.0) as i32; 2 * FRAMES as usize]);
}
