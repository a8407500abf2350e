//! Repeatable random numbers: the same places and pauses for every contender.

use std::time::Duration;

use crate::positions::STRETCH_FRAMES;

/// Targets lie in the first quarter of a stretch, so that what follows is in the same one.
const TARGETS_OF_A_STRETCH: u64 = STRETCH_FRAMES / 4;

/// SplitMix64. Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// A place to seek to: in the first quarter of any whole stretch before `end`.
    pub(crate) fn target(&mut self, end: u64) -> u64 {
        let stretch = self.below((end / STRETCH_FRAMES).max(1));
        stretch * STRETCH_FRAMES + self.below(TARGETS_OF_A_STRETCH)
    }

    /// A pause of up to 10 ms: calls then fall anywhere between two callbacks.
    pub(crate) fn pause(&mut self) -> Duration {
        Duration::from_micros(self.below(10_000))
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests;
