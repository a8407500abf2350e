//! Where the library is unless somebody says otherwise.

use std::path::PathBuf;

use etcetera::{AppStrategy, AppStrategyArgs, app_strategy};

/// The user's data folder: `~/.local/share/attacca` on Linux, `~/Library/Application Support/org.attacca.attacca` on
/// macOS, `%APPDATA%\attacca\attacca\data` on Windows. `None` when the user has no home.
pub fn data_folder() -> Option<PathBuf> {
    let names = AppStrategyArgs {
        top_level_domain: "org".to_owned(),
        author: "attacca".to_owned(),
        app_name: "attacca".to_owned(),
    };
    Some(app_strategy::choose_native_strategy(names).ok()?.data_dir())
}
