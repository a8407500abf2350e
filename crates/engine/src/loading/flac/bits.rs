//! Bits of a FLAC frame, most significant first.

/// Why reading stopped: the bytes are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutOfBits;

/// Reads numbers of any bit length out of bytes.
#[derive(Debug)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    /// Bytes taken into `cache`.
    taken: usize,
    /// Unread bits, from the top.
    cache: u64,
    /// Number of bits in `cache`.
    cached: u32,
}

impl<'a> BitReader<'a> {
    /// At the first bit of `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, taken: 0, cache: 0, cached: 0 }
    }

    /// An unsigned number of `count` bits, at most 33.
    pub(crate) fn unsigned(&mut self, count: u32) -> Result<u64, OutOfBits> {
        if count == 0 {
            return Ok(0);
        }
        self.fill();
        if self.cached < count {
            return Err(OutOfBits);
        }
        let value = self.cache >> (64 - count);
        self.skip(count);
        Ok(value)
    }

    /// A number of `count` bits in two's complement, at most 33.
    pub(crate) fn signed(&mut self, count: u32) -> Result<i64, OutOfBits> {
        if count == 0 {
            return Ok(0);
        }
        let unused = 64 - count;
        Ok((self.unsigned(count)? << unused) as i64 >> unused)
    }

    /// The number of zeros before the next one, which is consumed too.
    pub(crate) fn unary(&mut self) -> Result<u64, OutOfBits> {
        let mut zeros = 0;
        loop {
            self.fill();
            let run = self.cache.leading_zeros();
            if run < self.cached {
                self.skip(run + 1);
                return Ok(zeros + u64::from(run));
            }
            if self.cached == 0 {
                return Err(OutOfBits);
            }
            zeros += u64::from(self.cached);
            self.skip(self.cached);
        }
    }

    /// Bytes that reading has touched.
    pub(crate) fn bytes_used(&self) -> usize {
        self.taken - self.cached as usize / 8
    }

    fn skip(&mut self, count: u32) {
        // A shift by all 64 bits would overflow.
        self.cache = self.cache.checked_shl(count).unwrap_or(0);
        self.cached -= count;
    }

    fn fill(&mut self) {
        while self.cached <= 56 {
            let Some(&byte) = self.bytes.get(self.taken) else { return };
            self.cache |= u64::from(byte) << (56 - self.cached);
            self.cached += 8;
            self.taken += 1;
        }
    }
}

#[cfg(test)]
mod tests;
