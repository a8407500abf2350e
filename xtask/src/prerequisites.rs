//! What the user has to bring: Rust, and Node for what has to do with the window. It is checked before
//! anything else happens.

use std::{env, fmt, fs, path::Path, process::Command};

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
    let accepted = accepted_nodes(&manifest)
        .ok_or_else(|| Failure::new("the page's package.json names no version of node"))?;
    check_node(&accepted, shell::read(Command::new("node").arg("--version")).as_deref())
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

/// Versions of Node of which one is enough, as npm writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Accepted {
    /// `^20.19`: this one or a newer one with the same major number.
    SameMajor(Version),
    /// `>=24`: this one or any newer one.
    AnyNewer(Version),
}

impl Accepted {
    fn parse(range: &str) -> Option<Accepted> {
        let range = range.trim();
        let same_major = || Some(Accepted::SameMajor(version(range.strip_prefix('^')?)?));
        same_major().or_else(|| Some(Accepted::AnyNewer(version(range.strip_prefix(">=")?)?)))
    }

    fn takes(self, found: Version) -> bool {
        match self {
            Accepted::SameMajor(least) => found.0 == least.0 && found >= least,
            Accepted::AnyNewer(least) => found >= least,
        }
    }
}

impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Accepted::SameMajor((major, minor)) => write!(f, "{major} from {major}.{minor} on"),
            Accepted::AnyNewer((major, minor)) => write!(f, "{major}.{minor} or newer"),
        }
    }
}

/// The versions in `"node": "^20.19.0 || >=24.0.0"` of a package.json; none if one of them is unknown.
fn accepted_nodes(manifest: &str) -> Option<Vec<Accepted>> {
    let line = manifest.lines().find(|line| line.trim_start().starts_with("\"node\":"))?;
    line.split('"').nth(3)?.split("||").map(Accepted::parse).collect()
}

/// `found` is what `node --version` prints, such as `v20.20.2`; none if there is no Node.
fn check_node(accepted: &[Accepted], found: Option<&str>) -> Result<(), Failure> {
    let number = found.map(|found| found.trim_start_matches('v'));
    let is_accepted = |found: Version| accepted.iter().any(|range| range.takes(found));
    if number.and_then(version).is_some_and(is_accepted) {
        return Ok(());
    }
    let needed = accepted.iter().map(Accepted::to_string).collect::<Vec<_>>().join(", or ");
    let here =
        number.map_or("there is none here".to_owned(), |it| format!("the Node here is {it}"));
    Err(Failure::new(format!(
        "The window needs Node {needed}, to build its page; {here}.\n\
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
