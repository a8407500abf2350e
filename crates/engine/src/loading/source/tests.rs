//! Files are opened and read as they are.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::*;

/// Gives one byte at a time, and is interrupted before each.
#[derive(Debug, Default)]
struct Halting(AtomicUsize);

impl ByteSource for Halting {
    fn byte_count(&self) -> u64 {
        5
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if self.0.fetch_add(1, Relaxed).is_multiple_of(2) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match b"hello".get(offset as usize) {
            Some(byte) => {
                buffer[0] = *byte;
                Ok(1)
            }
            None => Ok(0),
        }
    }

    fn will_need(&self, _bytes: Range<u64>) {}

    fn identity(&self) -> SourceIdentity {
        SourceIdentity { byte_count: 5, modified_ns: 0 }
    }
}

#[test]
fn short_and_interrupted_reads_are_gone_on_with() {
    let mut buffer = [0; 3];
    assert_eq!(read_full(&Halting::default(), &mut buffer, 1).unwrap(), 3);
    assert_eq!(&buffer, b"ell");
    assert_eq!(read_full(&Halting::default(), &mut buffer, 3).unwrap(), 2);
}

#[test]
fn an_open_file_is_read_where_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stem");
    std::fs::write(&path, b"0123456789").unwrap();
    let source = FileOpener.open(&path).unwrap();
    assert_eq!(source.byte_count(), 10);
    let mut buffer = [0; 4];
    assert_eq!(source.read_at(&mut buffer, 3).unwrap(), 4);
    assert_eq!(&buffer, b"3456");
    assert_eq!(source.read_at(&mut buffer, 10).unwrap(), 0);
    source.will_need(0..u64::MAX);
    let (from, to) = (7, 3);
    source.will_need(from..to);
}

#[test]
fn a_file_of_other_length_has_another_identity() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stem");
    std::fs::write(&path, b"one").unwrap();
    let first = FileOpener.open(&path).unwrap().identity();
    assert_eq!(FileOpener.open(&path).unwrap().identity(), first);
    std::fs::write(&path, b"three").unwrap();
    assert_ne!(FileOpener.open(&path).unwrap().identity(), first);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    assert_eq!(FileOpener.open(&path).unwrap_err().kind(), io::ErrorKind::InvalidInput);
}
