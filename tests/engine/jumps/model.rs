//! Random jumps, loops, seeks and cancels against a simple model that says which frame is to be
//! heard. Seeks cut here, so that every frame tells its number.

use attacca_engine::{EngineSettings, Jump, JumpId, JumpTarget, TransportState};
use attacca_test_support::noise::Noise;
use attacca_units::{FrameCount, FramePos};

use super::wait_until_ready;
use crate::stage::{RATE, Stage};

const SONGS: [u64; 3] = [40_000, 9000, 4096];

#[derive(Debug, Clone, Copy)]
struct ArmedJump {
    id: JumpId,
    from: usize,
    at: u64,
    to: (usize, u64),
    is_loop: bool,
}

/// Where the transport is and what is armed.
#[derive(Debug)]
struct Model {
    song: usize,
    frame: u64,
    /// In the order in which they were armed.
    jumps: Vec<ArmedJump>,
    is_playing: bool,
}

impl Model {
    /// The frames of the next block: songs and numbers, `None` in silence.
    fn render(&mut self, frames: u64) -> Vec<Option<(usize, u64)>> {
        let heard = (0..frames).map(|_| self.next_frame()).collect();
        self.settle();
        heard
    }

    fn next_frame(&mut self) -> Option<(usize, u64)> {
        self.settle();
        if !self.is_playing {
            return None;
        }
        let heard = (self.song, self.frame);
        self.frame += 1;
        Some(heard)
    }

    /// Lets jumps happen that are due; without one, the song's end stops.
    fn settle(&mut self) {
        while self.is_playing {
            let due = |jump: &&ArmedJump| {
                jump.from == self.song && jump.at.min(SONGS[jump.from]) == self.frame
            };
            let Some(jump) = self.jumps.iter().rev().find(due).copied() else { break };
            self.jumps.retain(|other| other.id != jump.id || jump.is_loop);
            self.go_to(jump.to);
        }
        self.is_playing &= self.frame < SONGS[self.song];
    }

    fn go_to(&mut self, (song, frame): (usize, u64)) {
        (self.song, self.frame) = (song, frame.min(SONGS[song]));
        let kept = self.reachable();
        self.jumps.retain(|jump| kept.contains(&jump.id));
    }

    /// Walks from the playhead over every jump that lies ahead, and from there on again.
    fn reachable(&self) -> Vec<JumpId> {
        let mut places = vec![(self.song, self.frame)];
        let mut reached: Vec<JumpId> = Vec::new();
        while let Some((song, frame)) = places.pop() {
            for jump in &self.jumps {
                if jump.from == song && jump.at >= frame && !reached.contains(&jump.id) {
                    reached.push(jump.id);
                    places.push((jump.to.0, jump.to.1.min(SONGS[jump.to.0])));
                }
            }
        }
        reached
    }

    fn arm(&mut self, jump: ArmedJump) {
        self.jumps.push(jump);
        if jump.from == self.song && !self.reachable().contains(&jump.id) {
            self.jumps.pop();
        }
        self.settle();
    }
}

struct Walk {
    stage: Stage,
    model: Model,
    random: Noise,
}

impl Walk {
    fn new(seed: u64) -> Walk {
        let mut settings = EngineSettings::new(RATE);
        settings.live.seek_crossfade_seconds = 0.0;
        let mut stage = Stage::with(settings, &SONGS.map(|frames| (2, frames)));
        stage.open_all();
        let model = Model { song: 0, frame: 0, jumps: Vec::new(), is_playing: false };
        Walk { stage, model, random: Noise::new(seed) }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.random.below(end)
    }

    fn step(&mut self) {
        if self.model.is_playing {
            match self.below(8) {
                0..3 => self.arm_jump(),
                3 => self.arm_loop(),
                4 => self.cancel(),
                5 => self.seek(),
                _ => {}
            }
        } else {
            self.start();
        }
        wait_until_ready(&mut self.stage);
        self.render();
    }

    fn start(&mut self) {
        let song = self.below(3) as usize;
        self.stage.engine.play_song(self.stage.songs[song].id, FramePos::ZERO);
        self.stage.render(0);
        self.model.go_to((song, 0));
        self.model.is_playing = true;
    }

    fn arm_jump(&mut self) {
        // Often in the song that plays, soon; often at a song's end.
        let from = if self.below(3) > 0 { self.model.song } else { self.below(3) as usize };
        let at = match self.below(3) {
            0 => u64::MAX,
            1 => self.model.frame + self.below(3000),
            _ => 1 + self.below(SONGS[from] + 100),
        };
        let to = self.below(3) as usize;
        let to = (to, self.below(SONGS[to] + 10));
        let song = |number: usize| self.stage.songs[number].id;
        let target = JumpTarget { song: song(to.0), at: FramePos(to.1) };
        let (at_frame, crossfade) = (FramePos(at), FrameCount::ZERO);
        let jump = Jump { song: song(from), at: at_frame, to: target, crossfade };
        if self.model.jumps.len() < 16 {
            let id = self.stage.engine.arm_jump(jump).expect("there is room");
            self.take_in(ArmedJump { id, from, at, to, is_loop: false });
        }
    }

    fn arm_loop(&mut self) {
        let from = self.below(3) as usize;
        let start = self.below(SONGS[from] - 960);
        let end = start + 960 + self.below(SONGS[from]);
        let range = FramePos(start)..FramePos(end);
        if self.model.jumps.len() < 16
            && let Ok(id) =
                self.stage.engine.arm_loop(self.stage.songs[from].id, range, FrameCount::ZERO)
        {
            self.take_in(ArmedJump { id, from, at: end, to: (from, start), is_loop: true });
        }
    }

    /// Waits for a jump that was just armed, and for the audio thread to have it.
    fn take_in(&mut self, jump: ArmedJump) {
        self.stage.render(0);
        wait_until_ready(&mut self.stage);
        self.model.arm(jump);
    }

    fn cancel(&mut self) {
        if self.model.jumps.is_empty() {
            return;
        }
        let at = self.below(self.model.jumps.len() as u64) as usize;
        let jump = self.model.jumps.remove(at);
        self.stage.engine.cancel_jump(jump.id);
        self.stage.render(0);
    }

    fn seek(&mut self) {
        let song = self.below(3) as usize;
        // A target is awaited that has its 2048 frames to begin with.
        let at = self.below(SONGS[song] - 2048);
        self.stage.engine.locate(self.stage.songs[song].id, FramePos(at));
        self.stage.wait_for_target();
        self.model.go_to((song, at));
    }

    fn render(&mut self) {
        let block = [1, 63, 128, 480, 1024, 3000][self.below(6) as usize];
        self.stage.wait_for_lead(block);
        let heard = self.stage.render(block as usize);
        let expected = self.model.render(block);
        for (i, (frame, expected)) in heard.samples.chunks_exact(2).zip(&expected).enumerate() {
            match expected {
                Some(expected) => {
                    let heard = self.stage.decode(frame[0], frame[1]);
                    assert_eq!(heard, Some(*expected), "frame {i}, {:?}", self.model);
                }
                None => assert_eq!(frame, [0.0, 0.0], "frame {i}, {:?}", self.model),
            }
        }
        let is_playing = heard.transport.state == TransportState::Playing;
        assert_eq!(is_playing, self.model.is_playing, "{:?}", self.model);
        let armed: Vec<JumpId> = self.stage.engine.jumps().iter().map(|jump| jump.id).collect();
        let expected: Vec<JumpId> = self.model.jumps.iter().map(|jump| jump.id).collect();
        assert_eq!(armed, expected);
    }
}

#[test]
fn random_jumps_loops_seeks_and_cancels_are_heard_as_a_simple_model_says() {
    for seed in 0..4 {
        let mut walk = Walk::new(seed);
        for _ in 0..400 {
            walk.step();
        }
        let transport = walk.stage.render(0).transport;
        assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
    }
}
