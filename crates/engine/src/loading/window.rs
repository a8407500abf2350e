//! A reused buffer over a moving stretch of a file.
//!
//! Runs on: loader threads, index threads; each lane has its own.

use std::io;

use crate::loading::source::{ByteSource, read_full};

/// Bytes read at once: holds a 24-bit stereo FLAC frame of 4096 frames (at most 25 KB) and begins
/// the next, so that playing costs less than one read for each frame.
pub(crate) const WINDOW_BYTES: usize = 40 * 1024;

/// Bytes of a file from `offset` on, read ahead.
#[derive(Debug, Default)]
pub(crate) struct ByteWindow {
    bytes: Vec<u8>,
    filled: usize,
    offset: u64,
}

impl ByteWindow {
    /// The bytes held from `offset` on: at least `at_least`, unless the file ends before.
    ///
    /// Allocates only when `at_least` is more than was ever asked for. What is held already is not
    /// read again.
    ///
    /// # Errors
    /// What the system says; nothing is held then.
    pub(crate) fn view(
        &mut self,
        source: &dyn ByteSource,
        offset: u64,
        at_least: usize,
    ) -> io::Result<&[u8]> {
        let held = self.held_from(offset);
        if held < at_least && offset + (held as u64) < source.byte_count() {
            self.refill(source, offset, held, at_least)?;
        }
        let held = self.held_from(offset);
        Ok(&self.bytes[self.filled - held..self.filled])
    }

    /// Bytes of memory that a window takes of which at most `at_least` bytes are viewed at once.
    pub(crate) fn bytes_for(at_least: usize) -> usize {
        at_least.max(1).next_multiple_of(WINDOW_BYTES)
    }

    /// Bytes of memory.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.len()
    }

    fn held_from(&self, offset: u64) -> usize {
        let end = self.offset + self.filled as u64;
        if offset < self.offset || offset > end { 0 } else { (end - offset) as usize }
    }

    /// Moves the last `held` bytes to the front and reads on behind them.
    fn refill(
        &mut self,
        source: &dyn ByteSource,
        offset: u64,
        held: usize,
        at_least: usize,
    ) -> io::Result<()> {
        if self.bytes.len() < at_least.max(WINDOW_BYTES) {
            self.bytes.resize(ByteWindow::bytes_for(at_least), 0);
        }
        self.bytes.copy_within(self.filled - held..self.filled, 0);
        self.filled = 0;
        self.offset = offset;
        let count = read_full(source, &mut self.bytes[held..], offset + held as u64)?;
        self.filled = held + count;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
