//! `cargo xtask run`: from a fresh checkout to sound.

use std::{ffi::OsString, process::Command};

use crate::{
    needs,
    place::Place,
    prerequisites,
    shell::{self, Failure},
    songs, tasks,
};

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
    become_command(Command::new(attacca).arg("play").args(set).args(play_arguments))
}

/// Becomes the player, so that keys, Ctrl-C and the exit code are the player's alone.
#[cfg(unix)]
fn become_command(command: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;

    let line = shell::line_of(command);
    println!("$ {line}");
    let error = command.exec();
    Err(Failure::new(format!("cannot start `{line}`: {error}")))
}

#[cfg(not(unix))]
fn become_command(command: &mut Command) -> Result<(), Failure> {
    shell::run(command)
}
