//! Files in memory, for tests.

use std::{
    io,
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use crate::loading::source::{ByteSource, SourceIdentity};

/// Bytes that are read as a file, and how often.
#[derive(Debug, Default)]
pub(crate) struct MemorySource {
    bytes: Vec<u8>,
    reads: AtomicUsize,
}

impl MemorySource {
    pub(crate) fn new(bytes: impl Into<Vec<u8>>) -> MemorySource {
        MemorySource { bytes: bytes.into(), reads: AtomicUsize::new(0) }
    }

    pub(crate) fn read_count(&self) -> usize {
        self.reads.load(Relaxed)
    }
}

impl ByteSource for MemorySource {
    fn byte_count(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.reads.fetch_add(1, Relaxed);
        let start = (offset as usize).min(self.bytes.len());
        let count = buffer.len().min(self.bytes.len() - start);
        buffer[..count].copy_from_slice(&self.bytes[start..start + count]);
        Ok(count)
    }

    fn will_need(&self, _bytes: Range<u64>) {}

    fn identity(&self) -> SourceIdentity {
        SourceIdentity { byte_count: self.byte_count(), modified_ns: 0 }
    }
}
