//! A window shows the right bytes and reads none twice.

use super::*;
use crate::loading::memory::MemorySource;

fn counted(byte_count: usize) -> MemorySource {
    MemorySource::new((0..byte_count).map(|at| (at % 251) as u8).collect::<Vec<_>>())
}

#[test]
fn every_view_shows_the_bytes_of_its_offset() {
    let source = counted(3 * WINDOW_BYTES + 17);
    let mut window = ByteWindow::default();
    for (offset, at_least) in
        [(0, 10), (5, WINDOW_BYTES), (40_000, 9), (39_990, 100), (100_000, 23_000), (3, 60_000)]
    {
        let bytes = window.view(&source, offset, at_least).unwrap();
        let expected = at_least.min(source.byte_count() as usize - offset as usize);
        assert!(bytes.len() >= expected, "{} bytes from {offset}", bytes.len());
        for (at, byte) in bytes.iter().enumerate() {
            assert_eq!(*byte, ((offset as usize + at) % 251) as u8, "byte {at} from {offset}");
        }
    }
}

#[test]
fn a_view_past_the_end_is_short_or_empty() {
    let source = counted(100);
    let mut window = ByteWindow::default();
    assert_eq!(window.view(&source, 90, 50).unwrap().len(), 10);
    assert!(window.view(&source, 100, 50).unwrap().is_empty());
    assert!(window.view(&source, 1 << 40, 50).unwrap().is_empty());
}

#[test]
fn what_is_held_is_not_read_again() {
    let source = counted(WINDOW_BYTES);
    let mut window = ByteWindow::default();
    for offset in 0..1000 {
        window.view(&source, offset, 16).unwrap();
    }
    assert_eq!(source.read_count(), 1);
}

#[test]
fn memory_grows_only_to_what_is_asked_for() {
    let source = counted(10 * WINDOW_BYTES);
    let mut window = ByteWindow::default();
    for offset in 0..9 {
        window.view(&source, offset * 40_000, 30_000).unwrap();
    }
    assert_eq!(window.capacity(), WINDOW_BYTES);
    window.view(&source, 0, WINDOW_BYTES + 1).unwrap();
    assert_eq!(window.capacity(), 2 * WINDOW_BYTES);
}
