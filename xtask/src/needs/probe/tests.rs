//! Tests of what is found on a system.

use std::process;

use super::*;

#[test]
fn a_browser_is_found_by_any_of_its_names_and_chromium_before_others() {
    let folder = env::temp_dir().join(format!("attacca-xtask-{}-browsers", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let folders = [folder.join("not-there"), folder.clone()];
    assert_eq!(browser_in(&folders), None);
    for name in ["google-chrome", "chromium-browser", "chromium"] {
        let program = folder.join(name);
        fs::write(&program, "").unwrap();
        assert_eq!(browser_in(&folders), Some(program), "{name} comes before the last");
    }
    fs::remove_dir_all(folder).unwrap();
}
