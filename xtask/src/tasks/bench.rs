//! `cargo xtask bench`: the figures of this machine.

use std::{
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    needs,
    place::Place,
    prerequisites,
    shell::{self, Failure},
    songs, tasks,
};

/// The song that all figures are measured on: what a large show brings.
const SONG: [&str; 8] = ["--songs", "1", "--stems", "30", "--minutes", "6", "--seed", "1"];

/// Measures the player, then its parts.
///
/// # Errors
///
/// Something is missing or does not build, or a measurement fails.
pub(crate) fn bench(place: &Place, bench_arguments: &[OsString]) -> Result<(), Failure> {
    prerequisites::check(place)?;
    needs::ensure(&[needs::BUILD])?;
    tasks::build_attacca(place)?;
    let attacca = place.attacca();
    let song = song(place)?;

    let figures = place.target.join("bench/figures.json");
    let mut measure = Command::new(&attacca);
    measure.arg("bench").arg(song).arg("--json").args(bench_arguments);
    run_into(&mut measure, &figures)?;
    let benches = ["bench", "--package", "attacca-tests", "--benches"];
    shell::run(shell::cargo().args(benches).current_dir(&place.root))?;

    println!("\nfigures of the player:  {}", figures.display());
    println!("figures of its parts:   {}", place.target.join("criterion").display());
    Ok(())
}

/// The folder of the song that all figures are measured on; makes it with the command that was built.
///
/// # Errors
///
/// It cannot be made.
pub(super) fn song(place: &Place) -> Result<PathBuf, Failure> {
    let songs = songs::ensure(&place.attacca(), &place.target.join("bench-songs"), &SONG)?;
    songs.into_iter().next().ok_or_else(|| Failure::new("`attacca demo` made no song"))
}

/// Runs the command with its output in `file`, and shows that output.
pub(super) fn run_into(command: &mut Command, file: &Path) -> Result<(), Failure> {
    let cannot_write =
        |error: io::Error| Failure::new(format!("cannot write {}: {error}", file.display()));
    let folder = file.parent().expect("the file is in a folder");
    fs::create_dir_all(folder).map_err(cannot_write)?;
    command.stdout(File::create(file).map_err(cannot_write)?);
    shell::run(command)?;
    println!("{}", fs::read_to_string(file).map_err(cannot_write)?);
    Ok(())
}
