//! The page that the window shows: built when one of its sources has changed.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    io,
    path::Path,
};

use crate::{npm, place::Place, shell::Failure};

/// What is made in the page's folder, and so is no source of it.
const MADE: [&str; 5] = ["dist", "node_modules", "test-results", "playwright-report", ".vite"];

/// Installs what builds the page, and builds it into `ui/dist`.
///
/// A page that is as it was is left as it is: a new one would make cargo link the window anew, which takes
/// minutes in the release profile.
///
/// # Errors
///
/// npm or the build fails, which they have explained.
pub(crate) fn build(place: &Place) -> Result<(), Failure> {
    let folder = place.page();
    npm::install(place, &folder)?;
    let now = fingerprint(&folder)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", folder.display())))?;
    let stamp = place.target.join("npm/page.built");
    let is_built = folder.join("dist/index.html").is_file();
    if is_built && fs::read_to_string(&stamp).is_ok_and(|built| built == now) {
        return Ok(());
    }
    npm::script(&folder, "build")?;
    fs::write(&stamp, now)
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", stamp.display())))
}

/// A number that changes when a source of the page does: its name, its place or what it holds.
fn fingerprint(folder: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    add(folder, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.retain(|entry| MADE.iter().all(|made| entry.file_name() != *made));
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        entry.file_name().hash(hasher);
        if entry.file_type()?.is_dir() {
            add(&entry.path(), hasher)?;
        } else {
            fs::read(entry.path())?.hash(hasher);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
