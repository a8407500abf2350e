//! What tells an audio file's content from any other's, without reading all of it.

use std::{fmt, io};

use crate::loading::source::{ByteSource, read_full};

/// Bytes at each end of a file that are looked at: tags and whatever else programs change in place
/// are there, and the first and last seconds of audio.
const END_BYTES: u64 = 64 * 1024;

/// What tells an audio file's content from any other's: its size, the time of its last change, its
/// first and its last 64 KiB.
///
/// Not its path: a song that is moved keeps its indexes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileKey(pub(super) [u8; 32]);

impl FileKey {
    /// The key of `source` as it is now.
    ///
    /// # Errors
    /// What the system says when the ends can't be read.
    pub(crate) fn of(source: &dyn ByteSource) -> io::Result<FileKey> {
        let identity = source.identity();
        let byte_count = source.byte_count();
        let mut end = vec![0; byte_count.min(END_BYTES) as usize];
        let mut hasher = blake3::Hasher::new();
        hasher.update(&identity.byte_count.to_le_bytes());
        hasher.update(&identity.modified_ns.to_le_bytes());
        for offset in [0, byte_count.saturating_sub(END_BYTES)] {
            let count = read_full(source, &mut end, offset)?;
            hasher.update(&(count as u64).to_le_bytes());
            hasher.update(&end[..count]);
        }
        Ok(FileKey(*hasher.finalize().as_bytes()))
    }
}

impl FileKey {
    /// All of it, in 64 hexadecimal digits.
    pub(crate) fn to_hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// 32 hexadecimal digits, of the first half: the name of the index's file.
impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[..16].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileKey({self})")
    }
}
