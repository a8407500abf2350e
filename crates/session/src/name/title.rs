//! Titles and stem names out of the names of folders and files.

use std::path::{Path, PathBuf};

/// The title of a song from its folder or file: `01 Northern Lights` is "Northern Lights".
///
/// A leading number with its separators goes, underscores become spaces; what would be left empty
/// stays as it is. Bytes that are no Unicode show as `�`.
pub fn song_title(path: &Path) -> String {
    clean(&last_part(path))
}

/// The name of a stem from its file: `03 Bass DI.flac` is "Bass DI".
///
/// As [`song_title`], without the file's extension; that of a [file of several
/// stems](is_stem_file) has two parts.
pub fn stem_name(path: &Path) -> String {
    let without_extension = |path: &Path| path.file_stem().map_or(path.into(), PathBuf::from);
    let mut name = without_extension(path);
    if is_stem_file(path) {
        name = without_extension(&name);
    }
    clean(&last_part(&name))
}

/// True for names of files that hold a mix and the stems that it was made of: `Encore.stem.mp4`.
pub fn is_stem_file(path: &Path) -> bool {
    let has = |path: &Path, extensions: &[&str]| {
        let extension = path.extension().unwrap_or_default();
        extensions.iter().any(|one| extension.eq_ignore_ascii_case(one))
    };
    has(path, &["mp4", "m4a"]) && path.file_stem().is_some_and(|name| has(name.as_ref(), &["stem"]))
}

fn last_part(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into()
}

fn clean(raw: &str) -> String {
    let spaced = raw.replace('_', " ");
    let cleaned = without_number(spaced.trim());
    if cleaned.is_empty() { raw.to_owned() } else { cleaned.to_owned() }
}

/// `name` without a leading number, if a separator and more text follow: "01 Intro", "1. Intro",
/// "01 - Intro", but not "808 ", "24K Magic" or "1999".
fn without_number(name: &str) -> &str {
    let after_digits = name.trim_start_matches(|c: char| c.is_ascii_digit());
    if after_digits.len() == name.len() {
        return name;
    }
    let rest = after_digits.trim_start_matches([' ', '-', '–', '.', ')']);
    if rest.is_empty() || rest.len() == after_digits.len() { name } else { rest }
}

#[cfg(test)]
mod tests;
