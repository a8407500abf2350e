//! Where Attacca keeps files of its own.

use std::path::PathBuf;

use etcetera::{AppStrategy, AppStrategyArgs, app_strategy};

/// The folder of frame indexes in the user's folder of caches: `~/.cache/attacca/indexes` on
/// Linux, `~/Library/Caches/org.attacca.attacca/indexes` on macOS,
/// `%LOCALAPPDATA%\attacca\attacca\cache\indexes` on Windows. `None` when the user has no home.
pub fn index_folder() -> Option<PathBuf> {
    Some(places()?.cache_dir().join("indexes"))
}

/// The folder of the library in the user's folder of programs' data: `~/.local/share/attacca` on
/// Linux, `~/Library/Application Support/org.attacca.attacca` on macOS,
/// `%APPDATA%\attacca\attacca\data` on Windows. `None` when the user has no home.
pub fn data_folder() -> Option<PathBuf> {
    Some(places()?.data_dir())
}

/// Where the system wants files of programs.
fn places() -> Option<impl AppStrategy> {
    let names = AppStrategyArgs {
        top_level_domain: "org".to_owned(),
        author: "attacca".to_owned(),
        app_name: "attacca".to_owned(),
    };
    app_strategy::choose_native_strategy(names).ok()
}
