//! Tests of the checks for Rust and Node.

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

#[test]
fn a_node_of_the_needed_version_or_newer_is_accepted() {
    for found in ["v20.19.0", "v20.20.2", "v22.1.0"] {
        assert!(check_node((20, 19), Some(found)).is_ok(), "{found}");
    }
}

#[test]
fn an_older_node_or_none_is_refused_with_the_remedy() {
    let older = check_node((20, 19), Some("v18.20.4")).unwrap_err().to_string();
    for part in ["20.19", "18.20.4", "nodejs.org"] {
        assert!(older.contains(part), "{older}");
    }
    let none = check_node((20, 19), None).unwrap_err().to_string();
    assert!(none.contains("there is none here") && none.contains("--terminal"), "{none}");
}

#[test]
fn the_needed_node_is_read_from_the_page() {
    let manifest = "{\n  \"engines\": {\n    \"node\": \">=20.19\"\n  }\n}\n";
    assert_eq!(needed_node(manifest), Some((20, 19)));
    assert_eq!(needed_node("{}"), None);
}

#[test]
fn what_is_missing_is_named_at_once() {
    let checks = [Err(Failure::new("no Rust")), Ok(()), Err(Failure::new("no Node"))];
    let message = all_of(&checks).unwrap_err().to_string();
    assert!(message.contains("no Rust") && message.contains("no Node"), "{message}");
}
