//! The native menu. It has no keys but that for quitting: all others are the page's, which can be given others.

use attacca_app::ipc::{AppEvent, Severity};
use serde_json::Value;
use tauri::{
    AppHandle, Manager, Wry,
    menu::{AboutMetadata, Menu, MenuBuilder, MenuItem, SubmenuBuilder},
};

use crate::{
    dialogs,
    news::News,
    running::{self, Running},
    window,
};

const IMPORT_FOLDERS: &str = "import-folders";
const IMPORT_FILES: &str = "import-files";
const QUIT: &str = "quit";
const UNDO: &str = "undo";
const REDO: &str = "redo";
const FULL_SCREEN: &str = "full-screen";

/// What of the menu the page does: commands of `ui/src/state/commands.ts`, in groups.
const OF_THE_PAGE: [&[(&str, &str)]; 3] = [
    &[
        ("view.stage", "Stage"),
        ("view.mixer", "Mixer"),
        ("view.prepare", "Prepare"),
        ("view.settings", "Settings"),
    ],
    &[
        ("text.larger", "Larger text"),
        ("text.smaller", "Smaller text"),
        ("text.usual", "Usual text"),
    ],
    &[("debug.toggle", "Debug panel")],
];

/// Makes the menu.
///
/// # Errors
///
/// The system does not make it.
pub(crate) fn make(handle: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let quit = MenuItem::with_id(handle, QUIT, "Quit", true, Some("CmdOrCtrl+Q"))?;
    let file = SubmenuBuilder::new(handle, "File")
        .text(IMPORT_FOLDERS, "Import folders…")
        .text(IMPORT_FILES, "Import files…")
        .separator()
        .item(&quit);
    let edit = SubmenuBuilder::new(handle, "Edit").text(UNDO, "Undo").text(REDO, "Redo");
    // Without these, the keys for the clipboard do nothing in a macOS web view.
    #[cfg(target_os = "macos")]
    let edit = edit.separator().cut().copy().paste().select_all();
    let view = OF_THE_PAGE.iter().fold(SubmenuBuilder::new(handle, "View"), |view, group| {
        group.iter().fold(view, |view, (command, text)| view.text(*command, *text)).separator()
    });
    let view = view.text(FULL_SCREEN, "Full screen");
    let about = AboutMetadata {
        name: Some("Attacca".to_owned()),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        license: Some("MIT or Apache 2.0".to_owned()),
        ..AboutMetadata::default()
    };
    let help = SubmenuBuilder::new(handle, "Help").about_with_text("About Attacca", Some(about));
    let (file, edit, view, help) = (file.build()?, edit.build()?, view.build()?, help.build()?);
    MenuBuilder::new(handle).items(&[&file, &edit, &view, &help]).build()
}

/// Does what was chosen. Runs on the UI thread, so it waits for nothing.
pub(crate) fn chosen(handle: &AppHandle, item: &str) {
    match item {
        IMPORT_FOLDERS => dialogs::import_folders(handle),
        IMPORT_FILES => dialogs::import_files(handle),
        QUIT => window::quit_if_meant(handle),
        UNDO | REDO => call(handle, if item == UNDO { "undo" } else { "redo" }),
        FULL_SCREEN => window::toggle_full_screen(handle),
        _ if is_of_the_page(item) => {
            let command = item.to_owned();
            handle.state::<News>().events.send(AppEvent::Menu { command });
        }
        _ => {}
    }
}

fn is_of_the_page(item: &str) -> bool {
    OF_THE_PAGE.iter().copied().flatten().any(|(command, _)| *command == item)
}

/// The page learns of the outcome by the app's events.
fn call(handle: &AppHandle, command: &'static str) {
    let handle = handle.clone();
    running::aside("menu", move || {
        let Some(app) = handle.state::<Running>().app() else { return };
        if let Err(error) = app.call(command, Value::Null) {
            app.say(Severity::Hint, error.to_string());
        }
    });
}

#[cfg(test)]
mod tests;
