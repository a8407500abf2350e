//! Bits of a Vorbis header, lowest first.

/// Why reading stopped: the bytes are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutOfBits;

/// Reads numbers of any bit length out of bytes.
#[derive(Debug)]
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    /// Bits that were read.
    position: usize,
}

impl<'a> BitReader<'a> {
    /// At the first bit of `bytes`.
    pub(super) fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, position: 0 }
    }

    /// A number of `count` bits, at most 32.
    pub(super) fn number(&mut self, count: u32) -> Result<u32, OutOfBits> {
        let first = self.position / 8;
        let shift = self.position % 8;
        self.skip(u64::from(count))?;
        let bytes = &self.bytes[first.min(self.bytes.len())..self.position.div_ceil(8)];
        let bits = bytes.iter().rev().fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        Ok((bits >> shift & ((1 << count) - 1)) as u32)
    }

    /// A bit.
    pub(super) fn flag(&mut self) -> Result<bool, OutOfBits> {
        Ok(self.number(1)? == 1)
    }

    /// Leaves out `count` bits.
    pub(super) fn skip(&mut self, count: u64) -> Result<(), OutOfBits> {
        let left = (self.bytes.len() * 8 - self.position) as u64;
        if count > left {
            return Err(OutOfBits);
        }
        self.position += count as usize;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
