//! Programs that are fed through a pipe.

use std::{
    io::Write,
    process::{Command, Stdio},
};

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
