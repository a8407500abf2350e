//! `cargo xtask bench --window`: what the window takes of this machine.

use std::{fs, path::Path, process};

use crate::{
    needs, npm, page,
    place::Place,
    prerequisites,
    shell::{self, Failure},
    songs, stage,
    tasks::window,
};

/// Songs of as many stems as a desk has to show.
const SONGS: [&str; 8] = ["--songs", "2", "--stems", "60", "--minutes", "3", "--seed", "2"];

/// Measures the window, then the page alone, and prints what it finds.
///
/// # Errors
///
/// Something is missing or does not build, or the window does not come up.
pub(crate) fn bench(place: &Place) -> Result<(), Failure> {
    prerequisites::check_with_node(place)?;
    needs::ensure(&[needs::BUILD, needs::WINDOW, needs::WINDOW_TESTS])?;
    page::build(place)?;
    window::build(place)?;
    let songs = place.target.join("window-songs/sixty");
    songs::ensure(&place.attacca(), &songs, &SONGS)?;
    let library = place.target.join("window-songs/large-library");
    large_library(place, &library)?;
    let mut measure = stage::node(place, &songs)?;
    measure.env("ATTACCA_WINDOW", place.program("release", window::PROGRAM));
    shell::run(measure.env("ATTACCA_LIBRARY", library).arg("measure.mjs"))?;
    let mut page_alone = npm::command();
    page_alone.args(["run", "measure"]).current_dir(place.page());
    shell::run(needs::with_browser(&mut page_alone))
}

/// Makes the library of 10,000 songs unless it is there.
fn large_library(place: &Place, folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        return Ok(());
    }
    // Of its own name, so that what an interrupted run left is not added to.
    let unfinished = folder.with_extension(format!("unfinished-{}", process::id()));
    let example = ["run", "--release", "--package", "attacca-tests", "--example", "large-library"];
    shell::run(shell::cargo().args(example).arg("--").arg(&unfinished).current_dir(&place.root))?;
    fs::rename(&unfinished, folder)
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", folder.display())))
}
