//! Random sequences of play, pause, stop, seek, song change and gain: every frame heard is the
//! right one, all stems in step, and there is no hole outside the documented fades.

use attacca_engine::{LiveSettings, MemoryBudget, StemMix, TransportState};
use attacca_test_support::noise::Noise;
use attacca_units::{FrameCount, FramePos, Gain};

use crate::stage::{DECLICK, Heard, Stage};

/// Frames after an action in which its fades may sound: a crossfade of 50 ms, before it the rest
/// of an older one that is hurried out (5 ms), and a declick.
const FADE_FRAMES: u64 = 2400 + 2 * DECLICK;

const STEPS: usize = 10_000;

#[test]
fn every_frame_of_ten_thousand_random_steps_is_the_right_one() {
    let mut stage = Stage::new(&[(30, 400_000), (3, 150_000), (1, 30_000)]);
    stage.open_all();
    let mut walk = Walk { random: Noise::new(7), fading: 0, proved: 0 };
    for _ in 0..STEPS {
        walk.step(&mut stage);
    }
    // 6.7 million frames are rendered; the others are silent or in a fade.
    assert!(walk.proved > 1_000_000, "only {} frames were proved", walk.proved);
    let transport = stage.engine.telemetry().transport;
    assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
}

#[test]
fn every_frame_is_the_right_one_while_settings_change() {
    let mut stage = Stage::new(&[(30, 400_000), (3, 150_000), (1, 30_000)]);
    stage.open_all();
    let mut walk = Walk { random: Noise::new(8), fading: 0, proved: 0 };
    for step in 0..STEPS / 4 {
        if step % 5 == 0 {
            walk.turn_settings(&stage);
        }
        walk.step(&mut stage);
    }
    assert!(walk.proved > 200_000, "only {} frames were proved", walk.proved);
    let transport = stage.engine.telemetry().transport;
    assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
}

struct Walk {
    random: Noise,
    /// Frames in which a fade may still sound.
    fading: u64,
    /// Frames whose position was proved.
    proved: u64,
}

impl Walk {
    fn step(&mut self, stage: &mut Stage) {
        // Actions may be heard as soon as frames are waited for.
        let before = stage.engine.telemetry().transport;
        self.act(stage);
        let block = [1, 64, 128, 170, 480, 512, 1024, 3000][self.below(8)];
        stage.wait_for_lead(block);
        let heard = stage.render(block as usize);
        let has_changed = heard.transport.action != before.action
            || heard.transport.state != before.state
            || heard.transport.song != before.song
            || heard.transport.seeking != before.seeking
            || heard.transport.is_loading != before.is_loading;
        if has_changed {
            self.fading = FADE_FRAMES + block;
        }
        self.check(stage, &heard, before.playhead);
        self.fading = self.fading.saturating_sub(block);
    }

    /// Other settings from now on, within and beyond their limits.
    fn turn_settings(&mut self, stage: &Stage) {
        let windows = [0.0, 0.25, 0.5, 1.5, 4.0, 12.0];
        stage.engine.set_settings(LiveSettings {
            pcm_window_seconds: windows[self.below(windows.len())],
            chunk_seconds: 0.5 + self.below(8) as f64,
            buffer_chunks: self.below(6) as u32,
            loader_threads: self.below(6),
            parallel_decode: self.below(2) == 0,
            whole_song: self.below(3) == 0,
            memory_budget: MemoryBudget::Bytes([16, 24, 256][self.below(3)] << 20),
            ..stage.engine.settings().live
        });
    }

    fn below(&mut self, end: usize) -> usize {
        self.random.below(end as u64) as usize
    }

    fn act(&mut self, stage: &Stage) {
        let engine = &stage.engine;
        let number = self.below(stage.songs.len());
        let (song, frames) = (stage.songs[number].id, stage.songs[number].frames);
        let at = FramePos(self.below(frames as usize + 100) as u64);
        match self.below(60) {
            0 => _ = engine.play_song(song, at),
            1 => _ = engine.locate(song, at),
            2 => _ = engine.play_song(song, FramePos::ZERO),
            3 => _ = engine.pause(),
            4 => _ = engine.stop(),
            5..8 => _ = engine.play(),
            8..10 => {
                let current = engine.telemetry().transport.song.unwrap_or(song);
                let frames = stage.songs[stage.number_of(current)].frames;
                engine.seek(FramePos(self.below(frames as usize) as u64));
            }
            10..13 => self.turn_faders(stage, number),
            _ => {}
        }
    }

    /// Makes one stem louder and another softer by as much: the sum must not show it.
    fn turn_faders(&mut self, stage: &Stage, number: usize) {
        let song = &stage.songs[number];
        if song.stems < 2 {
            return;
        }
        let share = 1.0 / song.stems as f32;
        let change = share * self.below(100) as f32 / 100.0;
        for (stem, gain) in [(0, share + change), (1, share - change)] {
            let mix = StemMix { gain: Gain(gain), ..StemMix::default() };
            stage.engine.set_stem_mix(song.id, stem, mix);
        }
    }

    fn check(&mut self, stage: &Stage, heard: &Heard, from: FramePos) {
        if self.fading > 0 {
            return;
        }
        let transport = &heard.transport;
        match transport.state {
            TransportState::Playing if heard.is_playing() => {
                let song = stage.number_of(transport.song.expect("a song plays"));
                let played = (transport.playhead.0 - from.0) as usize;
                let (sound, rest) = heard.samples.split_at(2 * played);
                stage.assert_plays(sound, song, from.0);
                assert!(rest.iter().all(|sample| *sample == 0.0), "silence after the end");
                assert!(
                    rest.is_empty()
                        || transport.song_frames == Some(FrameCount(transport.playhead.0))
                );
                self.proved += played as u64;
            }
            _ => assert!(heard.is_silent(), "{transport:?}"),
        }
    }
}
