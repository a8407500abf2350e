//! Random samples, the same in every run.

/// White noise from a seed.
///
/// Source: Sebastiano Vigna, splitmix64, <https://prng.di.unimi.it/splitmix64.c> (public domain).
#[derive(Debug, Clone)]
pub struct Noise(u64);

impl Noise {
    /// Noise that is always the same for the same seed.
    pub fn new(seed: u64) -> Noise {
        Noise(seed)
    }

    /// 64 random bits.
    pub fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A random number below `limit`, which is not zero.
    pub fn below(&mut self, limit: u64) -> u64 {
        // The bias of the remainder is nothing to tests: limit / 2^64.
        self.next_bits() % limit
    }

    /// A random integer sample of `bits_per_sample` bits, 1 to 32, over the whole range.
    pub fn integer(&mut self, bits_per_sample: u32) -> i32 {
        (self.next_bits() as i32) >> (32 - bits_per_sample)
    }

    /// A random sample from -1 up to but not including 1, in steps of 2^-23.
    pub fn float(&mut self) -> f32 {
        self.integer(24) as f32 / (1 << 23) as f32
    }

    /// `count` random integer samples.
    pub fn integers(&mut self, bits_per_sample: u32, count: usize) -> Vec<i32> {
        (0..count).map(|_| self.integer(bits_per_sample)).collect()
    }

    /// `count` random samples.
    pub fn floats(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.float()).collect()
    }
}

#[cfg(test)]
mod tests;
