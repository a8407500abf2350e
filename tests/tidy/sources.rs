//! What Rust sources say and do not say.

use crate::{
    assert_none,
    tree::{self, TextFile},
};

/// Words that allocate, lock, print, panic or log, and so have no place on the audio thread.
const NOT_ON_THE_AUDIO_THREAD: [&str; 18] = [
    "Mutex",
    "RwLock",
    "Condvar",
    ".lock(",
    "Vec::new",
    "Vec::with_capacity",
    "vec![",
    "Box::new",
    "Arc::new",
    "String",
    ".to_vec(",
    ".collect(",
    "format!",
    "println!",
    "tracing::",
    ".unwrap(",
    ".expect(",
    "panic!",
];

/// How the documentation of a function below `realtime/` says that the callback never calls it, as
/// constructors and readers of counters must.
const NOT_CALLED_BY_THE_CALLBACK: [&str; 2] = ["Allocates.", "Runs on: control"];

/// Marks of unfinished work.
const UNFINISHED: [&str; 6] = ["TODO", "FIXME", "todo!(", "unimplemented!(", "dbg!(", "#[ignore"];

/// Lines of a source file without its tests, from which on it wants to be two files.
const LONGEST_FILE: usize = 400;

#[test]
fn every_source_file_begins_with_what_it_is() {
    let without = |file: &TextFile| !file.text.starts_with("//! ");
    let offences = tree::rust_files("").into_iter().filter(without).map(|file| file.path);
    assert_none("a source file begins with `//!`", offences.collect());
}

#[test]
fn the_audio_thread_neither_allocates_nor_locks_nor_panics_by_name() {
    let mut offences = Vec::new();
    for file in tree::rust_files("crates/engine/src/realtime").iter().filter(|f| !f.is_test()) {
        for (number, line) in lines_of_the_callback(&file.text) {
            for word in NOT_ON_THE_AUDIO_THREAD.iter().filter(|word| line.contains(**word)) {
                offences.push(format!("{}:{number}: {word}", file.path));
            }
        }
    }
    assert_none(
        "realtime/ runs in the callback, but for functions whose doc says `Allocates.`",
        offences,
    );
}

#[test]
fn functions_that_run_elsewhere_are_no_lines_of_the_callback() {
    let text = "\
/// Makes it. Allocates.
pub(crate) fn new() -> Ring {
    Ring { slots: Vec::new() }
}

/// Realtime-safe. Runs on: audio.
fn pop(&mut self) {
    // Vec::new
    self.slots.pop()
}";
    let numbers: Vec<usize> = lines_of_the_callback(text).iter().map(|(n, _)| *n).collect();
    assert_eq!(numbers, [5, 7, 9, 10]);
}

#[test]
fn the_engine_serialises_the_descriptions_of_its_cache_and_nothing_else() {
    let mut files = tree::rust_files("crates/engine/src");
    files.retain(|file| !file.is_test() && file.text.contains("serde"));
    let offences = files.into_iter().map(|file| file.path);
    let offences = offences.filter(|path| path != "crates/engine/src/cache/metadata.rs");
    assert_none("serde is used in cache/metadata.rs alone", offences.collect());
}

#[test]
fn nothing_is_left_unfinished() {
    let mut offences = Vec::new();
    for file in tree::rust_files("").iter().filter(|file| !is_this_file(file)) {
        for (number, line) in file.text.lines().enumerate() {
            for word in UNFINISHED.iter().filter(|word| line.contains(**word)) {
                offences.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    assert_none("work is finished, or not begun", offences);
}

#[test]
fn unit_tests_live_in_a_file_of_their_own() {
    let inline = |file: &TextFile| file.text.lines().any(|line| line.trim() == "mod tests {");
    let offences = tree::rust_files("").into_iter().filter(inline).map(|file| file.path);
    assert_none("unit tests of foo.rs are in foo/tests.rs", offences.collect());
}

#[test]
fn a_source_file_ends_before_it_becomes_two() {
    let mut offences = Vec::new();
    for file in tree::rust_files("").iter().filter(|file| !file.is_test()) {
        let length = file.text.lines().count();
        if length > LONGEST_FILE {
            offences.push(format!("{}: {length} lines", file.path));
        }
    }
    assert_none(&format!("a source file has at most {LONGEST_FILE} lines"), offences);
}

/// The numbered lines of code, without comments and without functions that say they run elsewhere.
fn lines_of_the_callback(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut runs_elsewhere = false;
    let mut end_of_function: Option<String> = None;
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        let code = line.trim_start();
        if let Some(end) = &end_of_function {
            if line == end {
                end_of_function = None;
            }
        } else if code.starts_with("//") {
            runs_elsewhere |= NOT_CALLED_BY_THE_CALLBACK.iter().any(|mark| code.contains(mark));
        } else if runs_elsewhere && code.contains("fn ") {
            runs_elsewhere = false;
            // rustfmt closes a function at the indentation at which it began.
            let indent = &line[..line.len() - code.len()];
            end_of_function = Some(format!("{indent}}}")).filter(|_| !code.ends_with('}'));
        } else {
            lines.push((number, line));
        }
    }
    lines
}

/// This file names what it forbids.
fn is_this_file(file: &TextFile) -> bool {
    file.path == "tests/tidy/sources.rs"
}
