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

/// As the page's package.json has them.
fn of_the_page() -> Vec<Accepted> {
    let manifest = include_str!("../../../ui/package.json");
    accepted_nodes(manifest).expect("the page names versions of Node")
}

#[test]
fn a_node_that_the_pages_packages_run_on_is_accepted() {
    for found in ["v20.19.0", "v20.20.2", "v22.13.0", "v22.22.1", "v24.0.0", "v25.1.0"] {
        assert!(check_node(&of_the_page(), Some(found)).is_ok(), "{found}");
    }
}

#[test]
fn a_node_that_is_older_or_of_an_odd_line_between_is_refused() {
    for found in ["v18.20.4", "v20.18.3", "v21.7.3", "v22.12.0", "v23.11.0", "here"] {
        assert!(check_node(&of_the_page(), Some(found)).is_err(), "{found}");
    }
}

#[test]
fn a_node_that_is_refused_is_named_with_the_remedy() {
    let older = check_node(&of_the_page(), Some("v18.20.4")).unwrap_err().to_string();
    for part in ["20.19", "22.13", "24.0", "18.20.4", "nodejs.org"] {
        assert!(older.contains(part), "{older}");
    }
    let none = check_node(&of_the_page(), None).unwrap_err().to_string();
    assert!(none.contains("there is none here") && none.contains("--terminal"), "{none}");
}

#[test]
fn the_accepted_nodes_are_read_as_npm_writes_them() {
    let manifest = "{\n  \"engines\": {\n    \"node\": \"^20.19.0 || >=24.0.0\"\n  }\n}\n";
    let ranges = vec![Accepted::SameMajor((20, 19)), Accepted::AnyNewer((24, 0))];
    assert_eq!(accepted_nodes(manifest), Some(ranges));
    assert_eq!(accepted_nodes("{}"), None);
    assert_eq!(accepted_nodes("  \"node\": \"latest\""), None);
}

#[test]
fn what_is_missing_is_named_at_once() {
    let checks = [Err(Failure::new("no Rust")), Ok(()), Err(Failure::new("no Node"))];
    let message = all_of(&checks).unwrap_err().to_string();
    assert!(message.contains("no Rust") && message.contains("no Node"), "{message}");
}
