//! Each fault does what it says, to the files it names, for as long as it is set.

use std::{fs, thread, time::Instant};

use attacca_engine::loading::source::read_full;

use super::*;
use crate::files::TestFolder;

const CONTENT: &[u8] = b"0123456789";

fn two_files() -> (TestFolder, [PathBuf; 2]) {
    let folder = TestFolder::new();
    let paths = ["drums.flac", "bass.flac"].map(|name| folder.path(name));
    for path in &paths {
        fs::write(path, CONTENT).unwrap();
    }
    (folder, paths)
}

fn read(source: &dyn ByteSource) -> io::Result<Vec<u8>> {
    let mut buffer = [0; 20];
    let count = source.read_at(&mut buffer, 0)?;
    Ok(buffer[..count].to_vec())
}

#[test]
fn files_without_faults_are_as_they_are() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    assert_eq!(source.byte_count(), 10);
    assert_eq!(source.identity(), FileOpener.open(&paths[0]).unwrap().identity());
    assert_eq!(read(&*source).unwrap(), CONTENT);
    assert_eq!(control.counts("drums"), ReadCounts { opens: 1, reads: 1, bytes: 10 });
    assert_eq!(control.counts("bass"), ReadCounts::default());
}

#[test]
fn errors_strike_the_named_file_alone_until_they_are_cleared() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let [drums, bass] = paths.each_ref().map(|path| opener.open(path).unwrap());
    control.set("drums", Fault::ReadError(io::ErrorKind::TimedOut));
    assert_eq!(read(&*drums).unwrap_err().kind(), io::ErrorKind::TimedOut);
    assert_eq!(read(&*bass).unwrap(), CONTENT);
    control.clear("drums");
    assert_eq!(read(&*drums).unwrap(), CONTENT);
}

#[test]
fn file_that_cannot_be_opened_can_be_opened_later() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    control.set("", Fault::OpenError(io::ErrorKind::PermissionDenied));
    let error = opener.open(&paths[1]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    control.clear_all();
    assert!(opener.open(&paths[1]).is_ok());
}

#[test]
fn delayed_read_takes_that_much_longer() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    let delay = Duration::from_millis(30);
    control.set("drums", Fault::Delay(delay));
    let start = Instant::now();
    assert_eq!(read(&*source).unwrap(), CONTENT);
    assert!(start.elapsed() >= delay);
}

#[test]
fn stalled_read_returns_when_it_is_released() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set("drums", Fault::Stall);
    thread::scope(|scope| {
        let reader = scope.spawn(|| read(&*source).unwrap());
        assert!(control.wait_for_stalled(1, Duration::from_secs(60)));
        control.set("bass", Fault::Stall);
        control.clear("bass");
        assert_eq!(control.n_stalled(), 1, "another file's release let it go");
        assert!(!reader.is_finished());
        control.clear("drums");
        assert_eq!(reader.join().unwrap(), CONTENT);
    });
    assert_eq!(control.n_stalled(), 0);
    assert!(!control.wait_for_stalled(1, Duration::from_millis(1)));
}

#[test]
fn end_of_the_test_releases_stalled_reads() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set("", Fault::Stall);
    thread::scope(|scope| {
        let reader = scope.spawn(|| read(&*source).unwrap());
        assert!(control.wait_for_stalled(1, Duration::from_secs(60)));
        drop(control);
        assert_eq!(reader.join().unwrap(), CONTENT);
    });
}

#[test]
fn short_reads_still_fill_a_buffer_in_the_end() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set("drums", Fault::ShortReads(3));
    assert_eq!(read(&*source).unwrap(), b"012");
    let mut buffer = [0; 20];
    assert_eq!(read_full(&*source, &mut buffer, 0).unwrap(), 10);
    assert_eq!(&buffer[..10], CONTENT);
}

#[test]
fn read_panics_when_told_to() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set("drums", Fault::Panic);
    thread::scope(|scope| {
        assert!(scope.spawn(|| read(&*source)).join().is_err());
    });
    control.clear_all();
    assert_eq!(read(&*source).unwrap(), CONTENT, "the panic has spoilt the file");
}

#[test]
fn file_cut_while_open_keeps_its_length_and_loses_its_end() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let opened_before = opener.open(&paths[0]).unwrap();
    control.set("drums", Fault::EndsAt(4));
    let opened_after = opener.open(&paths[0]).unwrap();
    assert_eq!((opened_before.byte_count(), opened_after.byte_count()), (10, 4));
    assert_ne!(opened_before.identity(), opened_after.identity());
    for source in [opened_before, opened_after] {
        assert_eq!(read(&*source).unwrap(), b"0123");
        assert_eq!(source.read_at(&mut [0; 4], 4).unwrap(), 0);
        assert_eq!(source.read_at(&mut [0; 4], 9).unwrap(), 0);
    }
}

#[test]
fn faults_of_a_file_add_up() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set("drums", Fault::EndsAt(7));
    control.set("", Fault::ShortReads(5));
    assert_eq!(read(&*source).unwrap(), b"01234");
    let mut buffer = [0; 20];
    assert_eq!(read_full(&*source, &mut buffer, 0).unwrap(), 7);
}

#[test]
fn a_counted_fault_strikes_so_many_calls() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set_times("drums", Fault::ReadError(io::ErrorKind::Other), 2);
    assert!(read(&*source).is_err());
    assert!(read(&*source).is_err());
    assert_eq!(read(&*source).unwrap(), CONTENT);
}

#[test]
fn a_read_stalls_until_its_counted_fault_is_cleared_and_the_next_goes_through() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set_times("drums", Fault::Stall, 1);
    thread::scope(|scope| {
        let stalled = scope.spawn(|| read(&*source).unwrap());
        assert!(control.wait_for_stalled(1, Duration::from_secs(10)));
        assert_eq!(read(&*source).unwrap(), CONTENT, "the next read");
        assert_eq!(control.n_stalled(), 1);
        control.clear("drums");
        assert_eq!(stalled.join().unwrap(), CONTENT);
    });
}

#[test]
fn opening_stalls_and_reads_go_on() {
    let (_folder, paths) = two_files();
    let (control, opener) = faulty_files();
    let source = opener.open(&paths[0]).unwrap();
    control.set("drums", Fault::StallOpen);
    assert_eq!(read(&*source).unwrap(), CONTENT);
    thread::scope(|scope| {
        let opened = scope.spawn(|| opener.open(&paths[0]).is_ok());
        assert!(control.wait_for_stalled(1, Duration::from_secs(10)));
        control.clear("drums");
        assert!(opened.join().unwrap());
    });
}
