//! `cargo xtask test`: everything a change has to pass.

use std::process::Command;

use crate::{
    arguments::Extent,
    needs,
    place::Place,
    prerequisites,
    report::Report,
    shell::{self, Failure},
    tools,
};

/// Installs what the tests need, checks everything and shows how each check went.
///
/// # Errors
///
/// Something is missing, or a check failed: then the others were still done.
pub(crate) fn test(place: &Place, extent: Extent) -> Result<(), Failure> {
    prerequisites::check(place)?;
    prerequisites::ensure_components()?;
    needs::ensure(&[needs::BUILD, needs::REFERENCES, needs::AUDIO_SERVER])?;
    let mut report = Report::default();
    report.step("format", || format(place));
    if extent == Extent::Full {
        report.step("licences", || licences(place));
    }
    report.step("clippy", || clippy(place));
    match extent {
        Extent::Full => {
            report.step("docs", || docs(place));
            report.step("tests", || tests(place, &[]));
        }
        Extent::Quick => report.step("unit tests", || tests(place, &["--lib", "--bins"])),
    }
    report.finish()
}

/// The peers' bench is a workspace of its own, which is formatted here and built only by its task.
fn format(place: &Place) -> Result<(), Failure> {
    shell::run(cargo(place).args(["fmt", "--all", "--check"]))?;
    let peers = place.root.join("benches/peers/Cargo.toml");
    shell::run(cargo(place).args(["fmt", "--check", "--manifest-path"]).arg(peers))
}

fn licences(place: &Place) -> Result<(), Failure> {
    let deny = tools::cargo_deny(place)?;
    shell::run(
        Command::new(deny)
            // Locked: this is also the step that fails when Cargo.lock was not committed.
            .args(["--workspace", "--locked", "check", "--hide-inclusion-graph"])
            .args(["licenses", "bans", "sources"])
            .current_dir(&place.root),
    )
}

fn clippy(place: &Place) -> Result<(), Failure> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    shell::run(cargo(place).args(arguments))
}

fn docs(place: &Place) -> Result<(), Failure> {
    let arguments = ["doc", "--workspace", "--no-deps"];
    shell::run(cargo(place).args(arguments).env("RUSTDOCFLAGS", "-D warnings"))
}

/// `targets` narrow what is tested; none mean everything, examples in the documentation included.
fn tests(place: &Place, targets: &[&str]) -> Result<(), Failure> {
    let mut command = cargo(place);
    // Without --no-fail-fast the first failing crate would hide the others.
    command.args(["test", "--workspace", "--no-fail-fast"]).args(targets);
    if let Some(python) = needs::python_with_numpy() {
        command.env("ATTACCA_PYTHON", python);
    }
    shell::run(&mut command)
}

fn cargo(place: &Place) -> Command {
    let mut command = shell::cargo();
    command.current_dir(&place.root);
    command
}
