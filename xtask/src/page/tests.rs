//! Tests of what makes the page be built anew.

use std::{env, process};

use super::*;

#[test]
fn the_page_is_another_when_a_source_changes_and_only_then() {
    let folder = env::temp_dir().join(format!("attacca-xtask-{}-page", process::id()));
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::create_dir_all(folder.join("dist")).unwrap();
    fs::write(folder.join("src/main.ts"), "one").unwrap();
    let first = fingerprint(&folder).unwrap();
    fs::write(folder.join("dist/index.html"), "built").unwrap();
    assert_eq!(fingerprint(&folder).unwrap(), first, "what is built is no source");
    fs::write(folder.join("src/main.ts"), "two").unwrap();
    let second = fingerprint(&folder).unwrap();
    assert_ne!(second, first, "a source holds something else");
    fs::rename(folder.join("src/main.ts"), folder.join("src/app.ts")).unwrap();
    assert_ne!(fingerprint(&folder).unwrap(), second, "a source has another name");
    fs::remove_dir_all(folder).unwrap();
}
