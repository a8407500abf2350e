//! Where the real window is tried: its build for tests, songs, and a display with a session of its own.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    place::Place,
    shell::{self, Failure},
    songs,
    tasks::window,
};

/// The profile of the window under test, which is quick to build: see the root `Cargo.toml`.
pub(crate) const PROFILE: &str = "window";

/// Builds the window as the tests want it.
///
/// # Errors
///
/// It does not build.
pub(crate) fn build(place: &Place) -> Result<(), Failure> {
    shell::run(
        shell::cargo()
            .args(["build", "--profile", PROFILE, "--package", window::PACKAGE])
            .current_dir(&place.root),
    )
}

/// Short songs of few stems, made once.
///
/// # Errors
///
/// The command does not build, or cannot write them.
pub(crate) fn short_songs(place: &Place) -> Result<PathBuf, Failure> {
    made(place, "short", &["--songs", "4", "--stems", "6", "--minutes", "0.5"])
}

/// The demo songs as everybody gets them, made once.
///
/// # Errors
///
/// The command does not build, or cannot write them.
pub(crate) fn demo_songs(place: &Place) -> Result<PathBuf, Failure> {
    made(place, "demo", &[])
}

fn made(place: &Place, name: &str, options: &[&str]) -> Result<PathBuf, Failure> {
    let folder = place.target.join("window-songs").join(name);
    // The command as the other tests have built it.
    shell::run(
        shell::cargo()
            .args(["build", "--package", "attacca-cli", "--bin", "attacca"])
            .current_dir(&place.root),
    )?;
    songs::ensure(&place.program("debug", "attacca"), &folder, options)?;
    Ok(folder)
}

/// Node in the folder of the window's tests, with a display and a D-Bus session that end with it. It
/// learns by its environment where the window and the songs are.
///
/// # Errors
///
/// This system has no display to be had without a screen.
pub(crate) fn node(place: &Place, songs: &Path) -> Result<Command, Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new("the real window is tried on Linux: it takes Xvfb"));
    }
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "node"]);
    command.current_dir(place.root.join("tests/window"));
    command.env("ATTACCA_WINDOW", place.program(PROFILE, window::PROGRAM));
    command.env("ATTACCA_SONGS", songs);
    command.env("ATTACCA_WORK", place.target.join("window-tests"));
    Ok(command)
}
