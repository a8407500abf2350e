//! Signals that are hard for an encoder, each for its own reason.

use crate::FlacSettings;

/// A kind of signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// Decaying tones with a little noise: what stems are like.
    Music,
    Silence,
    /// One value that is not zero.
    Constant,
    /// Every bit random, at full scale: no prediction helps.
    Noise,
    /// Full scale up and down every 50 frames: grew 10,000-fold in flacenc.
    Square,
    /// Full scale up and down every frame, channels opposed: the largest residuals there are.
    Nyquist,
    /// Single full-scale frames in silence.
    Impulses,
    /// Loud noise in the first channel, silence in the others.
    OneLoudChannel,
}

impl Signal {
    pub(super) const ALL: [Signal; 8] = [
        Signal::Music,
        Signal::Silence,
        Signal::Constant,
        Signal::Noise,
        Signal::Square,
        Signal::Nyquist,
        Signal::Impulses,
        Signal::OneLoudChannel,
    ];

    /// Shape: `samples[frame][channel]`.
    pub(super) fn samples(self, settings: &FlacSettings, frame_count: usize) -> Vec<i32> {
        let mut noise = Noise(0x9E37_79B9);
        (0..frame_count)
            .flat_map(|frame| (0..settings.channel_count).map(move |channel| (frame, channel)))
            .map(|(frame, channel)| {
                let random = noise.next() >> (32 - settings.bits_per_sample);
                self.sample(settings, frame, channel, random)
            })
            .collect()
    }

    fn sample(self, settings: &FlacSettings, frame: usize, channel: usize, random: i32) -> i32 {
        let (low, high) = settings.sample_range().into_inner();
        match self {
            Signal::Music => {
                let decay = 1.0 - (frame % 9600) as f64 / 9600.0;
                let tone = (frame as f64 * 0.03 * (channel + 1) as f64).sin();
                (tone * decay * f64::from(high) * 0.2) as i32 + random / 4096
            }
            Signal::Silence => 0,
            Signal::Constant => high / 3,
            Signal::Noise => random,
            Signal::Square if (frame / 50).is_multiple_of(2) => high,
            Signal::Square => low,
            Signal::Nyquist if (frame + channel).is_multiple_of(2) => high,
            Signal::Nyquist => low,
            Signal::Impulses if frame % 1000 == 500 => low,
            Signal::Impulses => 0,
            Signal::OneLoudChannel if channel == 0 => random,
            Signal::OneLoudChannel => 0,
        }
    }
}

/// Marsaglia's xorshift32.
struct Noise(u32);

impl Noise {
    fn next(&mut self) -> i32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as i32
    }
}
