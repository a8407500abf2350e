//! What cargo itself says about the packages of the workspace and what they depend on.

use std::{collections::BTreeSet, path::PathBuf, process::Command};

use serde_json::Value;

use crate::tree;

/// One package of the workspace.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest_path: PathBuf,
    /// Names of normal and build dependencies, on any system.
    pub(crate) dependencies: BTreeSet<String>,
    /// Names of dependencies that only its tests and benches use.
    pub(crate) dev_dependencies: BTreeSet<String>,
}

/// Every package of the workspace, the root one included.
pub(crate) fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(tree::root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    packages.iter().map(package).collect()
}

fn package(entry: &Value) -> Package {
    let dependencies = entry["dependencies"].as_array().expect("a list of dependencies");
    let names = |wanted: fn(&Value) -> bool| {
        dependencies
            .iter()
            .filter(|dependency| wanted(&dependency["kind"]))
            .map(|dependency| text(&dependency["name"]))
            .collect()
    };
    Package {
        name: text(&entry["name"]),
        manifest_path: text(&entry["manifest_path"]).into(),
        dependencies: names(|kind| kind != "dev"),
        dev_dependencies: names(|kind| kind == "dev"),
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}
