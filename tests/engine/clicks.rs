//! No step, whatever happens: with stems of constant level, every frame is close to the one before.

use std::{sync::Arc, time::Duration};

use attacca_engine::{EngineSettings, SongId, SongSource, StemMix, StemSource};
use attacca_test_support::{
    faults::{Fault, FaultControl, faulty_files},
    files::{WavFormat, write_wav},
    noise::Noise,
};
use attacca_units::FramePos;

use crate::stage::{RATE, Stage};

/// What both stems of both songs add up to.
const LEVEL: f32 = 16_000.0 / 32_768.0;

/// The steepest fade of the walk, 5 ms, moves by 0.7 % a frame; two of them may meet.
const CLICK: f32 = 0.03 * LEVEL;

const STEPS: usize = 2000;

#[test]
fn random_actions_never_click() {
    for (seed, crossfade) in [(0, 0.05), (1, 0.2), (2, 0.005)] {
        Walk::new(seed, crossfade).run(false);
    }
}

#[test]
fn random_actions_never_click_while_storage_stalls_now_and_then() {
    for (seed, crossfade) in [(100, 0.05), (101, 0.2), (102, 0.005)] {
        Walk::new(seed, crossfade).run(true);
    }
}

struct Walk {
    control: FaultControl,
    stage: Stage,
    songs: Vec<SongId>,
    random: Noise,
    previous: f32,
}

impl Walk {
    fn new(seed: u64, crossfade: f64) -> Walk {
        let (control, opener) = faulty_files();
        let mut settings = EngineSettings::new(RATE);
        settings.opener = Arc::new(opener);
        settings.live.seek_crossfade_seconds = crossfade;
        settings.live.pcm_window_seconds = 0.4;
        let mut stage = Stage::with(settings, &[]);
        let path = stage.folder().join("level.wav");
        let format = WavFormat { sample_rate: RATE, channel_count: 2, bits_per_sample: 16 };
        write_wav(&path, format, &vec![8000; 2 * 1_000_000]);
        let stem = StemSource { location: path.into(), mix: StemMix::default() };
        let songs: Vec<_> = (0..2)
            .map(|_| stage.engine.add_song(SongSource { stems: vec![stem.clone(); 2] }))
            .collect();
        for song in &songs {
            stage.engine.arm(*song, FramePos(500_000));
            stage.wait_until("the song is armed", |stage| stage.engine.song(*song).is_armed);
        }
        Walk { control, stage, songs, random: Noise::new(seed), previous: 0.0 }
    }

    fn run(mut self, has_stalls: bool) {
        for step in 0..STEPS {
            self.act(has_stalls);
            if self.stage.engine.telemetry().transport.playhead.0 > 880_000 {
                self.stage.engine.seek(FramePos(200_000));
            }
            let lengths = [1, 7, 64, 128, 480, 512, 1024, 3000, 8192];
            let block = lengths[self.random.below(9) as usize];
            let heard = self.stage.render(block);
            for (frame, sample) in heard.samples.iter().step_by(2).enumerate() {
                let change = (sample - self.previous).abs();
                assert!(change < CLICK, "{change} at step {step}, frame {frame} of {block}");
                self.previous = *sample;
            }
            if self.random.below(4) == 0 {
                std::thread::sleep(Duration::from_micros(self.random.below(3000)));
            }
        }
        self.control.clear_all();
        self.stage.engine.play();
        self.stage.wait_until("it plays again: nothing is stuck", |stage| {
            let heard = stage.render(128);
            if heard.transport.playhead.0 > 950_000 {
                stage.engine.seek(FramePos(200_000));
            }
            let is_level = heard.samples.iter().all(|sample| (sample - LEVEL).abs() < 1e-3);
            heard.is_playing() && heard.transport.seeking.is_none() && is_level
        });
    }

    /// Away from the songs' ends, which are edges of their own.
    fn act(&mut self, has_stalls: bool) {
        let at = FramePos(100_000 + self.random.below(700_000));
        let song = self.songs[self.random.below(2) as usize];
        let engine = &self.stage.engine;
        match self.random.below(40) {
            0 => _ = engine.play_song(song, at),
            1 => _ = engine.locate(song, at),
            2 | 3 => _ = engine.pause(),
            4..=6 => _ = engine.play(),
            7 => _ = engine.seek(at),
            8 => {
                let near = engine.telemetry().transport.playhead.0 + self.random.below(20_000);
                engine.seek(FramePos(near.clamp(90_000, 880_000)));
            }
            9 if has_stalls => self.control.set("", Fault::Stall),
            10..=12 if has_stalls => self.control.clear_all(),
            13 => engine.disarm(song),
            14 => engine.arm(song, FramePos(500_000)),
            _ => {}
        }
    }
}
