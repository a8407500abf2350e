//! Programs that make and read the files of these tests.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use attacca_test_support::reference::run;

/// Lets `ffmpeg` make `output`, or return it if that is a pipe, of the file `input`, with `options`
/// parted by spaces.
pub(crate) fn ffmpeg(input: &Path, options: &str, output: &Path) -> Vec<u8> {
    let before = ["-v", "error", "-i"].map(AsRef::as_ref).into_iter().chain([input.as_os_str()]);
    let options = options.split_whitespace().map(AsRef::as_ref);
    run("ffmpeg", before.chain(options).chain([output.as_os_str()]))
}

/// Feeds `input` to `flac`, with `options` parted by spaces; returns what it writes.
pub(crate) fn flac_piped(options: &str, input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("flac")
        .args(options.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("this test needs flac ({error}): Debian package flac"));
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let output = std::thread::scope(|scope| {
        // It closes the pipe early when it fails; its messages tell why.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("flac ends")
    });
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "flac {options} failed: {messages}");
    output.stdout
}
