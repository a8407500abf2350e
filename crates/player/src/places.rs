//! Where Attacca keeps files of its own.

use std::path::PathBuf;

use etcetera::{AppStrategy, AppStrategyArgs, app_strategy};

/// The folder of frame indexes in the user's folder of caches: `~/.cache/attacca/indexes` on
/// Linux, `~/Library/Caches/org.attacca.attacca/indexes` on macOS,
/// `%LOCALAPPDATA%\attacca\attacca\cache\indexes` on Windows. `None` when the user has no home.
pub fn index_folder() -> Option<PathBuf> {
    Some(caches()?.join("indexes"))
}

/// The folder of cached chunks of stems, beside that of indexes: `~/.cache/attacca/chunks` on Linux.
/// `None` when the user has no home.
pub fn cache_folder() -> Option<PathBuf> {
    Some(caches()?.join("chunks"))
}

fn caches() -> Option<PathBuf> {
    let names = AppStrategyArgs {
        top_level_domain: "org".to_owned(),
        author: "attacca".to_owned(),
        app_name: "attacca".to_owned(),
    };
    Some(app_strategy::choose_native_strategy(names).ok()?.cache_dir())
}
