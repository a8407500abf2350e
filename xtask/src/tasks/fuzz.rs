//! `cargo xtask fuzz`: bytes that a parser can't stand, sought by libFuzzer.
//!
//! Builds with the released toolchain: the instrumentation is part of it. What needs a nightly one
//! are sanitizers, which look for faults of `unsafe` code, and ours has none.

use std::{
    ffi::{OsStr, OsString},
    fs,
    process::Command,
};

use crate::{
    needs,
    place::Place,
    prerequisites,
    shell::{self, Failure},
};

/// Tells libFuzzer which branches were taken and which numbers compared.
const INSTRUMENTATION: [&str; 7] = [
    "--cfg fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// Runs one fuzz target, or each in turn.
///
/// # Errors
///
/// Something is missing or does not build, there is no such target, or bytes were found.
pub(crate) fn fuzz(
    place: &Place,
    target: Option<OsString>,
    options: &[OsString],
) -> Result<(), Failure> {
    prerequisites::check(place)?;
    needs::ensure(&[needs::BUILD])?;
    let targets = match target {
        Some(target) => vec![target],
        None => all_targets(place)?,
    };
    let output = place.target.join("fuzz");
    for target in targets {
        build(place, &target)?;
        let found = output.join("found").join(&target);
        let failing = output.join("failing");
        for folder in [&found, &failing] {
            fs::create_dir_all(folder).map_err(|error| {
                Failure::new(format!("cannot make {}: {error}", folder.display()))
            })?;
        }
        let mut prefix = OsString::from("-artifact_prefix=");
        prefix.push(failing.join(&target));
        prefix.push("-");
        let mut program = Command::new(output.join(host()?).join("release").join(&target));
        // New finds go to the first folder; the tree's corpus is the second.
        program.arg(found).arg(place.root.join("fuzz/corpus").join(&target));
        shell::run(program.arg(prefix).arg("-max_total_time=60").args(options))?;
    }
    Ok(())
}

/// The targets, which are the folders of the corpora.
fn all_targets(place: &Place) -> Result<Vec<OsString>, Failure> {
    let folder = place.root.join("fuzz/corpus");
    let entries = fs::read_dir(&folder)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", folder.display())))?;
    let mut targets: Vec<OsString> = entries.flatten().map(|entry| entry.file_name()).collect();
    targets.sort();
    Ok(targets)
}

fn build(place: &Place, target: &OsStr) -> Result<(), Failure> {
    shell::run(
        shell::cargo()
            .args(["build", "--release", "--target"])
            // Named, so that the instrumentation is not asked of build scripts.
            .arg(host()?)
            .arg("--target-dir")
            .arg(place.target.join("fuzz"))
            .arg("--bin")
            .arg(target)
            .env("RUSTFLAGS", INSTRUMENTATION.join(" "))
            .current_dir(place.root.join("fuzz")),
    )
}

/// The machine that the toolchain builds for.
fn host() -> Result<String, Failure> {
    let version = shell::read(Command::new("rustc").arg("-vV"));
    let host = version.as_deref().and_then(|version| {
        version.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
    });
    host.ok_or_else(|| Failure::new("rustc does not say what it builds for"))
}
