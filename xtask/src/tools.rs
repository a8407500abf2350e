//! Tools that are Rust programs: built once, in a version of our choice, below the target folder.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    needs,
    place::Place,
    shell::{self, Failure},
};

/// The cargo-deny that `deny.toml` is written for.
const CARGO_DENY: &str = "0.20.2";

/// The mtrack that the peers' bench knows how to steer.
const MTRACK: &str = "0.17.4";

/// Finds cargo-deny in its version, or builds it (a minute on two cores).
///
/// # Errors
///
/// It cannot be downloaded or built.
pub(crate) fn cargo_deny(place: &Place) -> Result<PathBuf, Failure> {
    let tools = place.target.join("tools");
    let ours = tools.join("bin").join(format!("cargo-deny{}", env::consts::EXE_SUFFIX));
    let has_version = |program: &Path| {
        let answer = shell::read(Command::new(program).arg("--version"));
        answer.is_some_and(|answer| answer == format!("cargo-deny {CARGO_DENY}"))
    };
    let on_path = PathBuf::from("cargo-deny");
    if let Some(found) = [&ours, &on_path].into_iter().find(|program| has_version(program)) {
        return Ok(found.clone());
    }
    let build = tools.join("build");
    // Unoptimised: it checks the workspace in two seconds, and builds in a minute instead of four.
    shell::run(
        shell::cargo()
            .args([
                "install",
                "cargo-deny",
                "--locked",
                "--debug",
                "--version",
                CARGO_DENY,
                "--root",
            ])
            .arg(&tools)
            .arg("--target-dir")
            .arg(&build)
            .env("CARGO_PROFILE_DEV_DEBUG", "0"),
    )?;
    // Hundreds of megabytes that nobody looks at again; if they stay, nothing is lost.
    let _ = fs::remove_dir_all(build);
    Ok(ours)
}

/// Finds mtrack in its version below the peers' folder, or builds it there. It is under the GPL 3, so it
/// is run and never linked.
///
/// # Errors
///
/// It cannot be downloaded or built, or there is no audio server for it.
pub(crate) fn mtrack(place: &Place) -> Result<PathBuf, Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new("the audio server that it would play to is one of Linux"));
    }
    let folder = place.target.join("peers/mtrack");
    let program = folder.join("bin").join(format!("mtrack{}", env::consts::EXE_SUFFIX));
    let answer = shell::read(Command::new(&program).arg("--version"));
    if answer.is_some_and(|answer| answer == format!("mtrack {MTRACK}")) {
        return Ok(program);
    }
    needs::ensure(&[needs::MTRACK])?;
    println!("mtrack {MTRACK} is built once, to be measured: ten minutes on two cores.");
    let build = folder.join("build");
    shell::run(
        shell::cargo()
            .args(["install", "mtrack", "--locked", "--version", MTRACK, "--root"])
            .arg(&folder)
            .arg("--target-dir")
            .arg(&build),
    )?;
    // As above.
    let _ = fs::remove_dir_all(build);
    Ok(program)
}
