//! Chance that falls the same way in every run.

/// Random numbers from a seed.
///
/// Source: Sebastiano Vigna, splitmix64, <https://prng.di.unimi.it/splitmix64.c> (public domain).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Other numbers for every `topic`, however many were drawn elsewhere.
    pub(crate) fn about(&self, topic: &str, number: u64) -> Random {
        // FNV-1a, to spread the topic over the seed.
        let bytes = topic.bytes().chain(number.to_le_bytes());
        Random(bytes.fold(self.0 ^ 0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// 0 up to but not including 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next_bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// -1 up to but not including 1.
    pub(crate) fn bipolar(&mut self) -> f64 {
        self.unit() * 2.0 - 1.0
    }

    /// A number below `count`, which is not zero.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }

    /// True with the given probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of `choices`, which are not none.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Brings `items` into a random order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// White noise for sounds: fast, and good enough for ears.
///
/// Source: George Marsaglia, Xorshift RNGs, 2003 (xorshift32).
#[derive(Debug, Clone)]
pub(crate) struct WhiteNoise(u32);

impl WhiteNoise {
    pub(crate) fn new(random: &mut Random) -> WhiteNoise {
        // Zero would stay zero.
        WhiteNoise(random.next_bits() as u32 | 1)
    }

    /// The next sample, -1 up to but not including 1.
    pub(crate) fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 as i32) as f32 / 2_147_483_648.0
    }
}
