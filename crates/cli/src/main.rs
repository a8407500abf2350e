//! The `attacca` command.
fn main() {}
