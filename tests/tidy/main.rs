//! Keeps the rules of the house that the compiler does not know.
//!
//! Each test names a rule and, when it fails, lists the places that break it. Everything is read from
//! the work tree, so a rule holds for files that no crate includes as well.

mod crates;
mod documents;
mod manifest;
mod sources;
mod tree;

/// Fails with one line for each place that breaks a rule.
#[track_caller]
fn assert_none(rule: &str, offences: Vec<String>) {
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}
