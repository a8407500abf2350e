//! `cargo xtask run`: from a fresh checkout to a window with a set that is ready to play.

use std::{ffi::OsString, process::Command};

use crate::{
    needs, page,
    place::Place,
    prerequisites,
    shell::{self, Failure},
    songs, tasks,
};

/// The window's package and its program.
pub(crate) const PACKAGE: &str = "attacca-shell";
pub(crate) const PROGRAM: &str = "attacca-window";

/// Builds the page, the window and the command as users get them, makes the demo songs, and opens the
/// window with them.
///
/// The library it opens is one for trying, below the target folder, unless `--data` names another.
///
/// # Errors
///
/// Something is missing or does not build. What the window itself reports, it reports by its own message
/// and exit code.
pub(crate) fn run(place: &Place, arguments: &[OsString]) -> Result<(), Failure> {
    prerequisites::check_with_node(place)?;
    needs::ensure(&[needs::BUILD, needs::WINDOW])?;
    page::build(place)?;
    build(place)?;
    let demo = place.target.join("demo");
    songs::ensure(&place.attacca(), &demo, &[])?;
    let mut window = Command::new(place.program("release", PROGRAM));
    window.arg("--demo").arg(demo);
    if !arguments.iter().any(|argument| argument.to_string_lossy().starts_with("--data")) {
        window.arg("--data").arg(place.target.join("library"));
    }
    tasks::become_command(window.args(arguments))
}

/// Both in one step, so that what they share is built once.
pub(super) fn build(place: &Place) -> Result<(), Failure> {
    shell::run(
        shell::cargo()
            .args(["build", "--release", "--package", "attacca-cli", "--package", PACKAGE])
            .args(["--bin", "attacca", "--bin", PROGRAM])
            .current_dir(&place.root),
    )
}
