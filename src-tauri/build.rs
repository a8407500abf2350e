//! Reads `tauri.conf.json` and the capabilities, and names the commands that the page may be granted.

use std::path::Path;

/// What `src/commands.rs` and `src/calls.rs` answer. The page is granted what `capabilities/main.json` lists.
const COMMANDS: &[&str] = &[
    "call",
    "choose_cache_folder",
    "choose_import_files",
    "choose_import_folders",
    "events",
    "find_file_of_stem",
    "listen",
    "open_folder_of_stem",
    "quit",
];

fn main() {
    assert!(
        Path::new("../ui/dist/index.html").exists(),
        "the page is not built yet: `cargo xtask run` builds it and the window, \
         or do it by hand: cd ui && npm ci && npm run build"
    );
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("tauri.conf.json or a capability is wrong: {error:#}");
    }
}
