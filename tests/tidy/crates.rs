//! Which crate may know which, and that manifests take lints and versions from the workspace.

use std::{collections::BTreeSet, fs};

use crate::{
    assert_none,
    manifest::{self, Package},
};

/// The whole picture of who may use whom. A crate that is not listed here may not exist.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("attacca-units", &[]),
    ("attacca-session", &["attacca-units"]),
    ("attacca-engine", &["attacca-flac-writer", "attacca-units"]),
    ("attacca-library", &["attacca-engine", "attacca-session", "attacca-units"]),
    ("attacca-player", &["attacca-engine", "attacca-session", "attacca-units"]),
    (
        "attacca-app",
        &[
            "attacca-engine",
            "attacca-library",
            "attacca-player",
            "attacca-session",
            "attacca-units",
        ],
    ),
    (
        "attacca-cli",
        &["attacca-demo", "attacca-engine", "attacca-library", "attacca-player", "attacca-units"],
    ),
    ("attacca-shell", &["attacca-app", "attacca-library", "attacca-player"]),
    ("attacca-flac-writer", &["attacca-units"]),
    ("attacca-demo", &["attacca-flac-writer", "attacca-units"]),
    ("attacca-test-support", &["attacca-engine", "attacca-flac-writer", "attacca-units"]),
    (
        "attacca-fuzz-targets",
        &["attacca-engine", "attacca-flac-writer", "attacca-player", "attacca-units"],
    ),
    ("attacca-tests", &[]),
    ("xtask", &[]),
];

/// Crates that make sounds for tests: any crate's own tests may use them.
const FOR_TESTS: [&str; 3] = ["attacca-demo", "attacca-flac-writer", "attacca-test-support"];

/// Outside crates that stay at the rim of the house, and the crates that are not the rim.
const AT_THE_RIM: [(&str, &[&str]); 5] = [
    ("anyhow", LIBRARIES),
    ("clap", LIBRARIES),
    ("rusqlite", LIBRARIES),
    ("serde", PURE),
    ("serde_json", PURE),
];
const LIBRARIES: &[&str] = &[
    "attacca-units",
    "attacca-session",
    "attacca-engine",
    "attacca-player",
    "attacca-flac-writer",
    "attacca-demo",
];
/// The engine serialises in one file alone: see `sources`.
const PURE: &[&str] = &["attacca-units", "attacca-session"];

#[test]
fn crates_know_only_the_crates_below_them() {
    let mut offences = Vec::new();
    for package in ours() {
        let may_use = may_use(&package.name);
        for other in package.dependencies.iter().filter(|name| is_ours(name)) {
            if !may_use.contains(other.as_str()) {
                offences.push(format!("{} uses {other}", package.name));
            }
        }
    }
    assert_none("a crate knows only the crates below it", offences);
}

#[test]
fn tests_of_a_crate_add_only_makers_of_test_sounds() {
    let mut offences = Vec::new();
    for package in ours().into_iter().filter(|package| package.name != "attacca-tests") {
        let may_use = may_use(&package.name);
        for other in package.dev_dependencies.iter().filter(|name| is_ours(name)) {
            if !may_use.contains(other.as_str()) && !FOR_TESTS.contains(&other.as_str()) {
                offences.push(format!("{} tests with {other}", package.name));
            }
        }
    }
    assert_none("what needs crates from above is tested in tests/", offences);
}

#[test]
fn serialisation_and_storage_stay_at_the_rim() {
    let packages = manifest::packages();
    let mut offences = Vec::new();
    for (outside, not_the_rim) in AT_THE_RIM {
        for package in packages.iter().filter(|p| not_the_rim.contains(&p.name.as_str())) {
            if package.dependencies.contains(outside) {
                offences.push(format!("{} uses {outside}", package.name));
            }
        }
    }
    for package in packages.iter().filter(|package| package.name != "attacca-shell") {
        if package.dependencies.iter().any(|name| name.starts_with("tauri")) {
            offences.push(format!("{} uses tauri", package.name));
        }
    }
    assert_none("only the rim serialises, stores and shows", offences);
}

#[test]
fn units_need_nothing_at_all() {
    let packages = manifest::packages();
    let units = packages.iter().find(|package| package.name == "attacca-units");
    let units = units.expect("the units crate exists");
    assert!(units.dependencies.is_empty(), "units uses {:?}", units.dependencies);
}

#[test]
fn every_package_takes_its_lints_from_the_workspace() {
    let without = |package: &Package| !manifest_text(package).contains("[lints]\nworkspace = true");
    let offences = manifest::packages().into_iter().filter(without).map(|package| package.name);
    assert_none("`[lints] workspace = true` is in every manifest", offences.collect());
}

#[test]
fn versions_are_written_in_the_root_manifest_alone() {
    let mut offences = Vec::new();
    for package in manifest::packages() {
        // The root manifest holds the table of versions below its own dependencies.
        let text = manifest_text(&package);
        let own_part = text.split("[workspace]").next().expect("a first part");
        let mut in_dependencies = false;
        for line in own_part.lines().map(str::trim) {
            if line.starts_with('[') {
                in_dependencies = line.ends_with("dependencies]");
            } else if in_dependencies && (line.contains("version") || line.contains("= \"")) {
                offences.push(format!("{}: {line}", package.name));
            }
        }
    }
    assert_none("a dependency says `workspace = true`", offences);
}

/// The packages, after checking that each has its line in [`MAY_USE`] and each line its package.
fn ours() -> Vec<Package> {
    let packages = manifest::packages();
    let found: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let listed: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    assert_eq!(found, listed, "the table of who may use whom lists every package, and no other");
    packages
}

fn may_use(name: &str) -> BTreeSet<&'static str> {
    let line = MAY_USE.iter().find(|(listed, _)| *listed == name);
    line.expect("checked in `ours`").1.iter().copied().collect()
}

fn is_ours(name: &str) -> bool {
    name.starts_with("attacca-")
}

fn manifest_text(package: &Package) -> String {
    let path = &package.manifest_path;
    fs::read_to_string(path).expect("cargo has read it already").replace("\r\n", "\n")
}
