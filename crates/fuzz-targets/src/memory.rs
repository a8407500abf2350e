//! A file in memory.

use std::{io, ops::Range, path::Path, sync::Arc};

use attacca_engine::loading::source::{ByteSource, SourceIdentity, SourceOpener};

/// Bytes that are opened and read as a file, whatever its path.
#[derive(Debug, Clone)]
pub(crate) struct MemoryFile(Arc<[u8]>);

impl MemoryFile {
    pub(crate) fn new(bytes: &[u8]) -> MemoryFile {
        MemoryFile(bytes.into())
    }
}

impl SourceOpener for MemoryFile {
    fn open(&self, _path: &Path) -> io::Result<Arc<dyn ByteSource>> {
        Ok(Arc::new(self.clone()))
    }
}

impl ByteSource for MemoryFile {
    fn byte_count(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.0.len());
        let count = buffer.len().min(self.0.len() - start);
        buffer[..count].copy_from_slice(&self.0[start..start + count]);
        Ok(count)
    }

    fn will_need(&self, bytes: Range<u64>) {
        assert!(bytes.start <= bytes.end, "a hint is a range");
    }

    fn identity(&self) -> SourceIdentity {
        SourceIdentity { byte_count: self.byte_count(), modified_ns: 0 }
    }
}
