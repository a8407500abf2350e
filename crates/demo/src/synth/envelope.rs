//! How loud a held note is over time.

/// Attack, decay, sustain and release; times in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EnvelopeSettings {
    pub(crate) attack: f32,
    /// To a third of the way to the sustained level.
    pub(crate) decay: f32,
    /// 0 to 1.
    pub(crate) sustain: f32,
    /// To a third.
    pub(crate) release: f32,
}

impl EnvelopeSettings {
    pub(crate) const fn new(attack: f32, decay: f32, sustain: f32, release: f32) -> Self {
        EnvelopeSettings { attack, decay, sustain, release }
    }
}

/// An envelope on its way.
#[derive(Debug)]
pub(crate) struct Envelope {
    settings: EnvelopeSettings,
    frames_per_second: f32,
    frames_to_release: f32,
    age_frames: f32,
    level: f32,
}

/// 80 dB below full: nobody hears the rest.
const INAUDIBLE: f32 = 1e-4;

impl Envelope {
    pub(crate) fn new(settings: EnvelopeSettings, sample_rate: f64, held_frames: u64) -> Envelope {
        Envelope {
            settings,
            frames_per_second: sample_rate as f32,
            frames_to_release: held_frames as f32,
            age_frames: 0.0,
            level: 0.0,
        }
    }

    pub(crate) fn level(&self) -> f32 {
        self.level
    }

    /// Moves on by a few frames and returns the level there.
    pub(crate) fn advance(&mut self, frames: usize) -> f32 {
        let frames = frames as f32;
        self.age_frames += frames;
        let towards = |seconds: f32| (frames / (seconds * self.frames_per_second)).min(1.0);
        let attack_frames = self.settings.attack * self.frames_per_second;
        if self.age_frames >= self.frames_to_release {
            self.level -= self.level * towards(self.settings.release);
        } else if self.age_frames < attack_frames {
            self.level = self.age_frames / attack_frames;
        } else if self.age_frames - frames < attack_frames {
            self.level = 1.0;
        } else {
            self.level += (self.settings.sustain - self.level) * towards(self.settings.decay);
        }
        self.level
    }

    /// True once the note has died away for good.
    pub(crate) fn has_ended(&self) -> bool {
        let can_rise = self.age_frames < self.frames_to_release
            && (self.settings.sustain > INAUDIBLE
                || self.age_frames <= self.settings.attack * self.frames_per_second);
        self.level < INAUDIBLE && !can_rise
    }
}
