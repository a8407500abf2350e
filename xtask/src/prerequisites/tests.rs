//! Tests of the check for Rust.

use super::*;

#[test]
fn a_rust_of_the_needed_version_or_newer_is_accepted() {
    for found in ["rustc 1.95.0 (59807616e 2026-04-14)", "rustc 1.100.1", "rustc 2.0.0-nightly (x)"]
    {
        assert!(check_rust((1, 95), found).is_ok(), "{found}");
    }
}

#[test]
fn an_older_rust_is_refused_with_both_versions_and_the_remedy() {
    let message = check_rust((1, 95), "rustc 1.94.1 (x)").unwrap_err().to_string();
    for part in ["1.95", "1.94.1", "rustup update"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn an_answer_that_is_no_version_is_refused() {
    assert!(check_rust((1, 95), "").is_err());
    assert!(check_rust((1, 95), "rustc of my own").is_err());
}

#[test]
fn the_needed_version_is_read_from_the_workspace() {
    let manifest = "rust-version.workspace = true\n[workspace.package]\nrust-version = \"1.95\"\n";
    assert_eq!(needed_rust(manifest), Some((1, 95)));
    assert_eq!(needed_rust("edition = \"2024\"\n"), None);
}
