//! `cargo xtask bundle`: what users install.

use std::ffi::OsString;

use crate::{
    needs, npm, page,
    place::Place,
    prerequisites,
    shell::{self, Failure},
};

/// Builds the page and the window, and packs them for this system: a `.deb` on Linux, installers on
/// Windows, a disk image on macOS. They come to lie in `target/release/bundle`.
///
/// # Errors
///
/// Something is missing or does not build.
pub(crate) fn bundle(place: &Place, arguments: &[OsString]) -> Result<(), Failure> {
    prerequisites::check_with_node(place)?;
    needs::ensure(&[needs::BUILD, needs::WINDOW])?;
    page::build(place)?;
    let folder = place.root.join("src-tauri");
    npm::install(place, &folder)?;
    let mut tauri = npm::command();
    tauri.args(["exec", "--", "tauri", "build"]).args(arguments);
    // Tauri asks for features of its own, so what `cargo xtask run` has built is built anew in part.
    tauri.current_dir(&folder).env("CARGO_TARGET_DIR", &place.target);
    shell::run(&mut tauri)?;
    println!("\nIn {}", place.target.join("release/bundle").display());
    Ok(())
}
