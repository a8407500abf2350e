//! `cargo xtask run --terminal`: from a fresh checkout to sound, without a window.

use std::{ffi::OsString, process::Command};

use crate::{needs, place::Place, prerequisites, shell::Failure, songs, tasks};

/// Builds the release command, makes the demo set and plays it.
///
/// # Errors
///
/// Something is missing or does not build. What the player itself reports, it reports by its own message
/// and exit code.
pub(crate) fn run(place: &Place, play_arguments: &[OsString]) -> Result<(), Failure> {
    prerequisites::check(place)?;
    needs::ensure(&[needs::BUILD])?;
    tasks::build_attacca(place)?;
    let attacca = place.attacca();
    let set = songs::ensure(&attacca, &place.target.join("demo"), &[])?;
    tasks::become_command(Command::new(attacca).arg("play").args(set).args(play_arguments))
}
