//! The reference programs, and the directory that they work in.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A directory for the files of one test.
pub(crate) struct Workbench(tempfile::TempDir);

impl Workbench {
    pub(crate) fn new() -> Workbench {
        Workbench(tempfile::tempdir().expect("a temporary directory"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("the file can be written");
        path
    }
}

/// Runs a program of the Debian package of the same name; returns what it writes.
///
/// `arguments` are parted by spaces; `files` come behind them; `input` is its standard input.
pub(crate) fn run(program: &str, arguments: &str, files: &[&Path], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program)
        .args(arguments.split_whitespace())
        .args(files)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("cannot run {program} ({error}): install the package that holds it")
        });
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let output = std::thread::scope(|scope| {
        // A program that needs no input may close it.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("the program ends")
    });
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments} failed: {messages}");
    output.stdout
}
