//! Reads the work tree: which files belong to the project, and their text.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What was built or downloaded, never what somebody wrote. In a second work tree `.git` is a file.
const NOT_OURS: [&str; 4] = [".git", "target", "node_modules", "__pycache__"];

/// One text file of the project.
pub(crate) struct TextFile {
    /// Relative to the root, with `/` on every system.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl TextFile {
    /// True for unit tests beside their module and for everything that only tests use.
    pub(crate) fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs")
            || self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.starts_with("benches/")
            || self.path.starts_with("crates/test-support/")
    }
}

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust sources below `folder`, which is relative to the root; "" means all.
pub(crate) fn rust_files(folder: &str) -> Vec<TextFile> {
    let mut files = text_files(folder);
    files.retain(|file| file.path.ends_with(".rs"));
    files
}

/// The text files below `folder` in the order of their paths; pictures and sounds are left out.
pub(crate) fn text_files(folder: &str) -> Vec<TextFile> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?;
        let inside = path.strip_prefix(root()).expect("collected below the root");
        Some(TextFile { path: inside.to_string_lossy().replace('\\', "/"), text })
    };
    let files: Vec<TextFile> = paths.into_iter().filter_map(read).collect();
    assert!(!files.is_empty(), "no text files below `{folder}`: has the folder moved?");
    files
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.expect("a readable folder entry");
        if NOT_OURS.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        if entry.file_type().expect("a known file type").is_dir() {
            collect(&entry.path(), paths);
        } else {
            paths.push(entry.path());
        }
    }
}
