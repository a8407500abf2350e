//! Packages of npm: installed as their lock says, and only when the lock has changed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    place::Place,
    shell::{self, Failure},
};

/// npm, which is a script of another name on Windows.
pub(crate) fn command() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Installs the packages that `folder` locks, unless they are there.
///
/// # Errors
///
/// npm fails, which it has explained, or the lock cannot be read.
pub(crate) fn install(place: &Place, folder: &Path) -> Result<(), Failure> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", lock.display())))?;
    let stamp = stamp_of(place, folder);
    let is_installed = folder.join("node_modules").is_dir();
    if is_installed && fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::run(command().args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    write(&stamp, &wanted)
}

/// Runs a script of the folder's package.json.
///
/// # Errors
///
/// It fails, which it has explained.
pub(crate) fn script(folder: &Path, name: &str) -> Result<(), Failure> {
    shell::run(command().args(["run", "--silent", name]).current_dir(folder))
}

/// A copy of the lock that was installed last: more telling than its hash, and never wrong.
fn stamp_of(place: &Place, folder: &Path) -> PathBuf {
    let name = folder.strip_prefix(&place.root).unwrap_or(folder).to_string_lossy();
    place.target.join("npm").join(format!("{}.lock", name.replace(['/', '\\'], "-")))
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(file, bytes))
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", file.display())))
}
