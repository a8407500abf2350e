//! What the user has to bring: Rust, and Node for what has to do with the window. It is checked before
//! anything else happens.

use std::{env, fs, path::Path, process::Command};

use crate::{
    npm,
    place::Place,
    shell::{self, Failure},
};

/// Checks that Rust is new enough for the workspace.
///
/// # Errors
///
/// It is not; the message says how to update.
pub(crate) fn check(place: &Place) -> Result<(), Failure> {
    all_of(&[rust(place)])
}

/// Checks that Rust and Node are new enough, and names both at once when both are not.
///
/// # Errors
///
/// One is not; the message says how to get it.
pub(crate) fn check_with_node(place: &Place) -> Result<(), Failure> {
    all_of(&[rust(place), node(place), npm()])
}

fn rust(place: &Place) -> Result<(), Failure> {
    let manifest = text_of(&place.root.join("Cargo.toml"))?;
    let needed = needed_rust(&manifest)
        .ok_or_else(|| Failure::new("the workspace's Cargo.toml names no rust-version"))?;
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let found = shell::read(Command::new(rustc).arg("--version")).unwrap_or_default();
    check_rust(needed, &found)
}

fn node(place: &Place) -> Result<(), Failure> {
    let manifest = text_of(&place.page().join("package.json"))?;
    let needed = needed_node(&manifest)
        .ok_or_else(|| Failure::new("the page's package.json names no version of node"))?;
    check_node(needed, shell::read(Command::new("node").arg("--version")).as_deref())
}

fn npm() -> Result<(), Failure> {
    if shell::succeeds(npm::command().arg("--version")) {
        return Ok(());
    }
    Err(Failure::new("npm is missing: it comes with Node, from https://nodejs.org"))
}

/// Every failure in one message.
fn all_of(checks: &[Result<(), Failure>]) -> Result<(), Failure> {
    let failures: Vec<String> =
        checks.iter().filter_map(|check| check.as_ref().err()).map(Failure::to_string).collect();
    if failures.is_empty() { Ok(()) } else { Err(Failure::new(failures.join("\n\n"))) }
}

fn text_of(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", file.display())))
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

/// Major and minor number of a version.
type Version = (u32, u32);

/// The `rust-version` of the workspace's manifest, whose own package refers to it before.
fn needed_rust(manifest: &str) -> Option<Version> {
    let line = manifest.lines().find(|line| line.starts_with("rust-version ="))?;
    version(line.split('"').nth(1)?)
}

/// `found` is what `rustc --version` prints, such as `rustc 1.95.0 (59807616e 2026-04-14)`.
fn check_rust(needed: Version, found: &str) -> Result<(), Failure> {
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

/// The version in `"node": ">=20.19"` of a package.json.
fn needed_node(manifest: &str) -> Option<Version> {
    let line = manifest.lines().find(|line| line.trim_start().starts_with("\"node\":"))?;
    version(line.split(">=").nth(1)?.split('"').next()?)
}

/// `found` is what `node --version` prints, such as `v20.20.2`; none if there is no Node.
fn check_node(needed: Version, found: Option<&str>) -> Result<(), Failure> {
    let number = found.map(|found| found.trim_start_matches('v'));
    if number.and_then(version).is_some_and(|found| found >= needed) {
        return Ok(());
    }
    let (major, minor) = needed;
    let here =
        number.map_or("there is none here".to_owned(), |it| format!("the Node here is {it}"));
    Err(Failure::new(format!(
        "The window needs Node {major}.{minor} or newer to build its page; {here}.\n\
         Install it from https://nodejs.org, or with a version manager such as fnm or nvm.\n\
         Without it, `cargo xtask run --terminal` plays in the terminal."
    )))
}

/// `1.95`, `1.95.0` and `1.97.0-nightly` all have two numbers in front.
fn version(text: &str) -> Option<Version> {
    let mut numbers = text.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests;
