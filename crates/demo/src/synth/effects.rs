//! Room, echo and chorus of one stem.

use crate::maths::{exp, sine};

/// How wide and deep a stem sounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Space {
    /// Level of the room.
    pub(crate) room: f32,
    /// Seconds until the room is silent, to -60 dB.
    pub(crate) room_seconds: f64,
    /// Level of echoes, a dotted eighth apart.
    pub(crate) echo: f32,
    pub(crate) has_chorus: bool,
}

/// The effects of one stem, in the order of a mixing desk: chorus, echo, room.
#[derive(Debug)]
pub(crate) struct Effects {
    chorus: Option<Chorus>,
    echo: Option<Echo>,
    room: Option<Room>,
}

impl Effects {
    /// `echo_seconds` apart are the echoes.
    pub(crate) fn new(space: Space, echo_seconds: f64, sample_rate: f64) -> Effects {
        Effects {
            chorus: space.has_chorus.then(|| Chorus::new(sample_rate)),
            echo: (space.echo > 0.0).then(|| Echo::new(space.echo, echo_seconds, sample_rate)),
            room: (space.room > 0.0)
                .then(|| Room::new(space.room, space.room_seconds, sample_rate)),
        }
    }

    /// Changes the samples of both channels in place.
    pub(crate) fn apply(&mut self, left: &mut [f32], right: &mut [f32]) {
        if let Some(chorus) = &mut self.chorus {
            chorus.apply(left, right);
        }
        if let Some(echo) = &mut self.echo {
            echo.apply(left, right);
        }
        if let Some(room) = &mut self.room {
            room.apply(left, right);
        }
    }
}

/// Samples that come out as late as they are many.
#[derive(Debug)]
struct DelayLine {
    samples: Vec<f32>,
    at: usize,
}

impl DelayLine {
    fn new(length: usize) -> DelayLine {
        DelayLine { samples: vec![0.0; length.max(1)], at: 0 }
    }

    /// The oldest sample.
    fn oldest(&self) -> f32 {
        self.samples[self.at]
    }

    /// Puts a sample in the place of the oldest.
    fn push(&mut self, sample: f32) {
        self.samples[self.at] = sample;
        self.at += 1;
        if self.at == self.samples.len() {
            self.at = 0;
        }
    }

    /// The sample that was put in `age` pushes ago; 1 is the last.
    fn aged(&self, age: usize) -> f32 {
        let index = self.at + self.samples.len() - age;
        self.samples[if index >= self.samples.len() { index - self.samples.len() } else { index }]
    }
}

/// Two copies, each a little late by a length that sways.
#[derive(Debug)]
struct Chorus {
    lines: [DelayLine; 2],
    turns: f64,
    sample_rate: f64,
    ages: [f32; 2],
}

impl Chorus {
    const HZ: f64 = 0.55;
    const SHORTEST_SECONDS: f64 = 0.007;
    const SWAY_SECONDS: f64 = 0.004;
    const PIECE_FRAMES: usize = 64;

    fn new(sample_rate: f64) -> Chorus {
        let longest = (Self::SHORTEST_SECONDS + Self::SWAY_SECONDS) * sample_rate;
        let line = || DelayLine::new(longest as usize + 3);
        let mut chorus =
            Chorus { lines: [line(), line()], turns: 0.0, sample_rate, ages: [0.0; 2] };
        chorus.ages = chorus.ages_now();
        chorus
    }

    fn ages_now(&self) -> [f32; 2] {
        [0.0, 0.25].map(|apart| {
            let sway = 0.5 + 0.5 * sine(self.turns + apart);
            ((Self::SHORTEST_SECONDS + Self::SWAY_SECONDS * sway) * self.sample_rate) as f32
        })
    }

    fn apply(&mut self, left: &mut [f32], right: &mut [f32]) {
        for (left, right) in
            left.chunks_mut(Self::PIECE_FRAMES).zip(right.chunks_mut(Self::PIECE_FRAMES))
        {
            self.turns += Self::HZ * left.len() as f64 / self.sample_rate;
            let before = self.ages;
            self.ages = self.ages_now();
            for (channel, samples) in [left, right].into_iter().enumerate() {
                let slope = (self.ages[channel] - before[channel]) / samples.len() as f32;
                let mut age = before[channel];
                for sample in samples {
                    let line = &mut self.lines[channel];
                    line.push(*sample);
                    age += slope;
                    let whole = age as usize;
                    let fraction = age - whole as f32;
                    let [newer, older] = [line.aged(whole), line.aged(whole + 1)];
                    *sample = 0.7 * (*sample + newer + (older - newer) * fraction);
                }
            }
        }
    }
}

/// Echoes that go from side to side and grow duller.
#[derive(Debug)]
struct Echo {
    lines: [DelayLine; 2],
    dulled: [f32; 2],
    level: f32,
}

impl Echo {
    const FEEDBACK: f32 = 0.38;

    fn new(level: f32, seconds: f64, sample_rate: f64) -> Echo {
        let line = || DelayLine::new((seconds * sample_rate) as usize);
        Echo { lines: [line(), line()], dulled: [0.0; 2], level }
    }

    fn apply(&mut self, left: &mut [f32], right: &mut [f32]) {
        let [first, second] = &mut self.lines;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let echoes = [first.oldest(), second.oldest()];
            for (dulled, echo) in self.dulled.iter_mut().zip(echoes) {
                *dulled += (echo - *dulled) * 0.5;
            }
            // Into the left line, from there into the right one, and round.
            first.push((*left + *right) * 0.5 + self.dulled[1] * Self::FEEDBACK);
            second.push(self.dulled[0]);
            *left += echoes[0] * self.level;
            *right += echoes[1] * self.level;
        }
    }
}

const LINE_COUNT: usize = 8;

/// A room: eight delays that feed each other.
///
/// Source: Jean-Marc Jot and Antoine Chaigne, Digital Delay Networks for Designing Artificial
/// Reverberators, 90th AES Convention, 1991; the mixing matrix is Householder's.
#[derive(Debug)]
struct Room {
    diffusers: [DelayLine; 2],
    lines: [DelayLine; LINE_COUNT],
    gains: [f32; LINE_COUNT],
    dulled: [f32; LINE_COUNT],
    level: f32,
}

impl Room {
    /// At 48 kHz; primes, so that echoes seldom coincide.
    const LINE_FRAMES: [usize; LINE_COUNT] = [1433, 1601, 1867, 2053, 2251, 2399, 2617, 2797];
    const DIFFUSER_FRAMES: [usize; 2] = [347, 113];
    const DIFFUSION: f32 = 0.6;
    /// How much of the treble each round keeps.
    const BRIGHTNESS: f32 = 0.55;

    fn new(level: f32, seconds: f64, sample_rate: f64) -> Room {
        let scaled = |frames: usize| (frames as f64 * sample_rate / 48_000.0) as usize;
        let gain = |frames: usize| {
            exp(-6.907_755 * scaled(frames) as f64 / (seconds * sample_rate)) as f32
        };
        Room {
            diffusers: Self::DIFFUSER_FRAMES.map(|frames| DelayLine::new(scaled(frames))),
            lines: Self::LINE_FRAMES.map(|frames| DelayLine::new(scaled(frames))),
            gains: Self::LINE_FRAMES.map(gain),
            dulled: [0.0; LINE_COUNT],
            level,
        }
    }

    fn apply(&mut self, left: &mut [f32], right: &mut [f32]) {
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            let mut input = (*left + *right) * 0.5;
            for diffuser in &mut self.diffusers {
                let delayed = diffuser.oldest();
                let fed = input + delayed * Self::DIFFUSION;
                diffuser.push(fed);
                input = delayed - fed * Self::DIFFUSION;
            }
            let [wet_left, wet_right] = self.next(input);
            *left += wet_left * self.level;
            *right += wet_right * self.level;
        }
    }

    fn next(&mut self, input: f32) -> [f32; 2] {
        let mut sum = 0.0;
        for index in 0..LINE_COUNT {
            let echo = self.lines[index].oldest() * self.gains[index];
            self.dulled[index] += (echo - self.dulled[index]) * Self::BRIGHTNESS;
            sum += self.dulled[index];
        }
        let mixed = sum * (2.0 / LINE_COUNT as f32);
        for index in 0..LINE_COUNT {
            self.lines[index].push(input + self.dulled[index] - mixed);
        }
        let d = &self.dulled;
        [(d[0] - d[2] + d[4] - d[6]) * 0.5, (d[1] - d[3] + d[5] - d[7]) * 0.5]
    }
}
