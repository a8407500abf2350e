//! What the user has to bring: Rust. It is checked before anything else happens.
//!
//! The user interface will add Node to this list.

use std::{env, fs, process::Command};

use crate::{
    place::Place,
    shell::{self, Failure},
};

/// Checks that Rust is new enough for the workspace.
///
/// # Errors
///
/// It is not; the message says how to update.
pub(crate) fn check(place: &Place) -> Result<(), Failure> {
    let manifest = fs::read_to_string(place.root.join("Cargo.toml")).map_err(|error| {
        Failure::new(format!("cannot read the workspace's Cargo.toml: {error}"))
    })?;
    let needed = needed_rust(&manifest)
        .ok_or_else(|| Failure::new("the workspace's Cargo.toml names no rust-version"))?;
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let found = shell::read(Command::new(rustc).arg("--version")).unwrap_or_default();
    check_rust(needed, &found)
}

/// Checks that the toolchain can format and lint, and adds what it lacks.
///
/// # Errors
///
/// A component is missing and rustup is not there to add it.
pub(crate) fn ensure_components() -> Result<(), Failure> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if shell::succeeds(shell::cargo().args([subcommand, "--version"])) {
            continue;
        }
        if !shell::is_on_path("rustup") {
            let message = format!("`cargo {subcommand}` is missing: install {component}");
            return Err(Failure::new(message));
        }
        shell::run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// Major and minor number of a Rust version.
type RustVersion = (u32, u32);

/// The `rust-version` of the workspace's manifest, whose own package refers to it before.
fn needed_rust(manifest: &str) -> Option<RustVersion> {
    let line = manifest.lines().find(|line| line.starts_with("rust-version ="))?;
    version(line.split('"').nth(1)?)
}

/// `found` is what `rustc --version` prints, such as `rustc 1.95.0 (59807616e 2026-04-14)`.
fn check_rust(needed: RustVersion, found: &str) -> Result<(), Failure> {
    let number = found.split(' ').nth(1).unwrap_or("unknown");
    if version(number).is_some_and(|found| found >= needed) {
        return Ok(());
    }
    let (major, minor) = needed;
    Err(Failure::new(format!(
        "Attacca needs Rust {major}.{minor} or newer; the Rust here is {number}.\n\
         Update it with `rustup update stable`, or install it from https://rustup.rs."
    )))
}

/// `1.95`, `1.95.0` and `1.97.0-nightly` all have two numbers in front.
fn version(text: &str) -> Option<RustVersion> {
    let mut numbers = text.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests;
