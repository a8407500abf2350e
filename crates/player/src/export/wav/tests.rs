//! Claims about files that appear only when they are complete.

use super::*;

const RATE: SampleRate = SampleRate::HZ_48000;

fn create(path: &Path, format: WavFormat, frames: u64) -> Result<WavFile, ExportError> {
    WavFile::create(path, format, RATE, FrameCount(frames), false)
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_finished_file_holds_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.wav");
    let mut file = create(&path, WavFormat::Int24, 2).unwrap();
    file.write(&[0.5, -0.5, 1.0, -1.0]).unwrap();
    assert_eq!(file.clipped_frames(), 1);
    file.finish(ExistingFile::Keep).unwrap();

    assert_eq!(files_in(folder.path()), std::slice::from_ref(&path));
    let mut reader = hound::WavReader::open(path).unwrap();
    assert_eq!((reader.spec().channels, reader.spec().sample_rate), (2, 48_000));
    let samples: Vec<i32> = reader.samples().map(Result::unwrap).collect();
    assert_eq!(samples, [4_194_304, -4_194_304, 8_388_607, -8_388_608]);
}

#[test]
fn an_unfinished_file_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.wav");
    let mut file = create(&path, WavFormat::Float32, 1).unwrap();
    file.write(&[0.0, 0.0]).unwrap();
    assert!(!path.exists(), "it has its name only when it is complete");
    drop(file);
    assert_eq!(files_in(folder.path()), [] as [PathBuf; 0]);
}

#[test]
fn a_file_that_appears_meanwhile_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.wav");
    let file = create(&path, WavFormat::Int16, 0).unwrap();
    fs::write(&path, b"precious").unwrap();
    assert!(matches!(file.finish(ExistingFile::Keep), Err(ExportError::Exists { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    assert_eq!(files_in(folder.path()), [path]);
}

#[test]
fn a_file_that_may_be_replaced_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.wav");
    fs::write(&path, b"old").unwrap();
    create(&path, WavFormat::Int16, 0).unwrap().finish(ExistingFile::Replace).unwrap();
    assert_eq!(hound::WavReader::open(path).unwrap().duration(), 0);
}

#[test]
fn what_does_not_fit_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.wav");
    // 4 GiB hold 2^29 frames of two floats, less the header.
    let result = create(&path, WavFormat::Float32, 1 << 29);
    assert!(matches!(result, Err(ExportError::TooLong { byte_count: 0x1_0000_0000 })));
    assert!(create(&path, WavFormat::Float32, (1 << 29) - 17).is_ok());
    assert!(create(&path, WavFormat::Int16, 1 << 29).is_ok());
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("absent/out.wav");
    let Err(error) = create(&path, WavFormat::Int16, 0) else { panic!("there is no folder") };
    assert!(error.to_string().contains("absent"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_finished_file_can_be_read_by_whom_the_system_lets() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (ours, usual) = (folder.path().join("out.wav"), folder.path().join("usual"));
    create(&ours, WavFormat::Int16, 0).unwrap().finish(ExistingFile::Keep).unwrap();
    fs::write(&usual, b"").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&ours), mode(&usual));
}
