//! Which files stems of a song are, when somebody has found one.

use std::path::{Path, PathBuf};

use attacca_library::{
    Relink, StemFacts,
    import::{ImportFailure, read_file},
};
use attacca_player::printable;
use attacca_units::format_seconds;

use crate::{core::Sought, ipc::IpcError};

/// What the first stem is when its sound is at `path`, and the other missing ones that are beside it as the library
/// knows them.
pub(super) fn found_at(sought: &[Sought], path: &Path) -> Result<Vec<Relink>, IpcError> {
    let Some((first, others)) = sought.split_first() else { return Ok(Vec::new()) };
    let read = |one: &Sought, path: &Path| {
        let (file, facts) = read_file(path, one.track)?;
        Ok::<_, ImportFailure>(Relink { stem: one.stem, file, facts })
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(other) = others.iter().find(|other| is_file_of(other, first, path)) {
        let (name, other) = (printable(&name), printable(&other.name));
        let text = format!("{name} is the file of {other}; choose another file");
        return Err(IpcError::invalid(text));
    }
    let unplayable = |failure: ImportFailure| {
        let text = format!("{} can't be played; choose another file", printable(&name));
        IpcError::invalid(text).with_detail(failure.reason)
    };
    let mut found = vec![read(first, path).map_err(unplayable)?];
    let missing = others.iter().filter(|other| other.is_missing);
    for (other, path) in missing.filter_map(|other| Some((other, beside(other, first, path)?))) {
        let is_taken = |file: &Path| {
            let has = |one: &Relink| one.file.path == file && one.file.track == other.track;
            let is_there =
                |one: &Sought| !one.is_missing && (&*one.path, one.track) == (file, other.track);
            found.iter().any(has) || others.iter().any(is_there)
        };
        // One that is not there, is none, or is another's or another recording, stays missing.
        if let Ok(relink) = read(other, &path)
            && !is_taken(&relink.file.path)
            && is_same_length(&relink.facts, &other.facts)
        {
            found.push(relink);
        }
    }
    Ok(found)
}

/// Where a stem would be if the first one is at `path`.
fn beside(one: &Sought, first: &Sought, path: &Path) -> Option<PathBuf> {
    match one.path == first.path {
        // Another track of the same file.
        true => Some(path.to_owned()),
        false => Some(path.with_file_name(one.path.file_name()?)),
    }
}

/// True when the file at `path`, which somebody chose for the first stem, is by its name or place another's.
fn is_file_of(other: &Sought, first: &Sought, path: &Path) -> bool {
    let is_its_name = |one: &Sought| one.path.file_name() == path.file_name();
    other.track == first.track
        && match other.is_missing {
            true => is_its_name(other) && !is_its_name(first),
            false => other.path == path,
        }
}

/// True when both say the same length and rate.
fn is_same_length(one: &StemFacts, other: &StemFacts) -> bool {
    (one.length_frames, one.sample_rate_hz) == (other.length_frames, other.sample_rate_hz)
}

/// What is said of a stem that was taken from a file of another length or rate.
pub(super) fn other_length(sought: &Sought, found: &Relink) -> Option<String> {
    let words = |facts: &StemFacts| {
        format!("{} at {} Hz", format_seconds(facts.length_seconds()), facts.sample_rate_hz)
    };
    (!is_same_length(&sought.facts, &found.facts)).then(|| {
        format!(
            "the file that was found for {} has {}, and the one before had {}: listen to whether it is in step",
            printable(&sought.name),
            words(&found.facts),
            words(&sought.facts)
        )
    })
}
