//! Which files are audio, by their names.

use std::path::Path;

use crate::name::is_stem_file;

/// Extensions of audio files, of the formats that are played and of those that people also have.
const AUDIO_EXTENSIONS: [&str; 30] = [
    "flac", "wav", "wave", "bwf", "rf64", "bw64", "w64", "aif", "aiff", "aifc", "mp3", "m4a",
    "m4b", "aac", "oga", "ogg", "opus", // played
    "ac3", "alac", "ape", "caf", "dsf", "m4p", "mka", "mp2", "mpc", "ra", "tta", "wma", "wv",
];

/// True for names of audio files of every format, also of those that can't be played, so that they are
/// reported and not missed.
pub fn is_audio_file(path: &Path) -> bool {
    let has_extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| AUDIO_EXTENSIONS.contains(&&*extension.to_lowercase()));
    // Other files of the same extension are films.
    has_extension || is_stem_file(path)
}

/// True for hidden files, and the shadows of files that macOS puts into archives.
pub fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name == "__MACOSX"
}

#[cfg(test)]
mod tests;
