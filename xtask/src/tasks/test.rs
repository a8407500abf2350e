//! `cargo xtask test`: everything a change has to pass.

use std::{io, net::TcpListener, process::Command};

use crate::{
    arguments::Extent,
    needs, npm, page,
    place::Place,
    prerequisites,
    report::Report,
    shell::{self, Failure},
    stage,
    tasks::window,
    tools,
};

/// Installs what the tests need, checks everything and shows how each check went.
///
/// # Errors
///
/// Something is missing, or a check failed: then the others were still done.
pub(crate) fn test(place: &Place, extent: Extent) -> Result<(), Failure> {
    prerequisites::check_with_node(place)?;
    prerequisites::ensure_components()?;
    needs::ensure(&[needs::BUILD, needs::WINDOW])?;
    let mut report = Report::default();
    // Without one of these only the tests fail that use it.
    report.step("packages", || {
        needs::ensure(&[needs::REFERENCES, needs::AUDIO_SERVER, needs::WINDOW_TESTS])
    });
    report.step("format", || format(place));
    match extent {
        Extent::Full => everything(place, &mut report),
        Extent::Quick => the_most_telling(place, &mut report),
    }
    report.finish()
}

fn everything(place: &Place, report: &mut Report) {
    report.step("licences", || licences(place));
    report.step("clippy", || clippy(place));
    report.step("docs", || docs(place));
    report.step("tests", || tests(place, &[]));
    // The page first: the window has it built in.
    report.step("page build", || page::build(place));
    for (name, script) in PAGE {
        report.step(name, || npm::script(&place.page(), script));
    }
    report.step("page e2e", || rehearsals(place));
    report.step("window clippy", || window_clippy(place));
    report.step("window build", || stage::build(place));
    report.step("window unit", || window_unit_tests(place));
    report.step("window tests", || window_tests(place));
}

/// No window: it takes longer to build than all else together.
fn the_most_telling(place: &Place, report: &mut Report) {
    report.step("clippy", || clippy(place));
    report.step("unit tests", || tests(place, &["--lib", "--bins"]));
    report.step("page build", || page::build(place));
    for (name, script) in PAGE {
        report.step(name, || npm::script(&place.page(), script));
    }
}

/// What is asked of the page: the step, and the script in its package.json.
const PAGE: [(&str, &str); 3] =
    [("page lint", "lint"), ("page types", "check"), ("page unit", "test")];

/// The page in a browser: in the one that is here, and on a port that no other checkout uses.
fn rehearsals(place: &Place) -> Result<(), Failure> {
    let port = free_port().map_err(|error| {
        Failure::new(format!("this machine gives no port to listen on: {error}"))
    })?;
    let mut script = npm::command();
    script.args(["run", "--silent", "e2e"]).current_dir(place.page());
    script.env("ATTACCA_E2E_PORT", port.to_string());
    shell::run(needs::with_browser(&mut script))
}

/// One that the system gives, and lets go of again.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
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
    let arguments = ["--all-targets", "--", "-D", "warnings"];
    shell::run(cargo(place).arg("clippy").args(ALL_BUT_THE_WINDOW).args(arguments))
}

fn docs(place: &Place) -> Result<(), Failure> {
    let mut command = cargo(place);
    command.arg("doc").args(ALL_BUT_THE_WINDOW).arg("--no-deps");
    shell::run(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// `targets` narrow what is tested; none mean everything, examples in the documentation included.
fn tests(place: &Place, targets: &[&str]) -> Result<(), Failure> {
    let mut command = cargo(place);
    // Without --no-fail-fast the first failing crate would hide the others.
    command.arg("test").args(ALL_BUT_THE_WINDOW).arg("--no-fail-fast").args(targets);
    if let Some(python) = needs::python_with_numpy() {
        command.env("ATTACCA_PYTHON", python);
    }
    shell::run(&mut command)
}

/// The window has steps of its own, in the profile that it is built with.
const ALL_BUT_THE_WINDOW: [&str; 3] = ["--workspace", "--exclude", window::PACKAGE];

const THE_WINDOW: [&str; 4] = ["--profile", stage::PROFILE, "--package", window::PACKAGE];

fn window_clippy(place: &Place) -> Result<(), Failure> {
    let arguments = ["--all-targets", "--", "-D", "warnings"];
    shell::run(cargo(place).arg("clippy").args(THE_WINDOW).args(arguments))
}

fn window_unit_tests(place: &Place) -> Result<(), Failure> {
    shell::run(cargo(place).arg("test").args(THE_WINDOW))
}

/// Stories of users, told to the real window with the real engine.
fn window_tests(place: &Place) -> Result<(), Failure> {
    let mut stories = stage::node(place, &stage::short_songs(place)?)?;
    shell::run(stories.args(["--test", "stories/"]))
}

fn cargo(place: &Place) -> Command {
    let mut command = shell::cargo();
    command.current_dir(&place.root);
    command
}
