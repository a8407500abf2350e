//! A filter that can be moved while it sounds.

use crate::maths::tangent_of_half_turns;

/// A state-variable filter of second order, with low, band and high outputs at once.
///
/// Source: Vadim Zavalishin, The Art of VA Filter Design, rev. 2.1.2, section 4.
#[derive(Debug, Default, Clone)]
pub(crate) struct StateVariableFilter {
    first: f32,
    second: f32,
    step: f32,
    damping: f32,
    scale: f32,
}

/// What a filter makes of one sample.
pub(crate) struct Bands {
    pub(crate) low: f32,
    /// At unity where the filter stands.
    pub(crate) band: f32,
    pub(crate) high: f32,
}

impl StateVariableFilter {
    /// A filter at `hz`; a `quality` of 0.7 is flat, more rings.
    pub(crate) fn new(hz: f64, quality: f32, sample_rate: f64) -> StateVariableFilter {
        let mut filter = StateVariableFilter { damping: 1.0 / quality, ..Default::default() };
        filter.move_to(hz, sample_rate);
        filter
    }

    pub(crate) fn move_to(&mut self, hz: f64, sample_rate: f64) {
        let half_turns = (hz / sample_rate).clamp(1e-5, 0.45);
        self.step = tangent_of_half_turns(half_turns) as f32;
        self.scale = 1.0 / (1.0 + self.step * (self.step + self.damping));
    }

    pub(crate) fn next(&mut self, input: f32) -> Bands {
        let difference = input - self.second;
        let band = self.scale * (self.first + self.step * difference);
        let low = self.second + self.step * band;
        self.first = 2.0 * band - self.first;
        self.second = 2.0 * low - self.second;
        Bands { low, band: band * self.damping, high: input - self.damping * band - low }
    }
}
