//! The system's dialogs. None of them waits on the UI thread, and the sound goes on under each.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use attacca_app::ipc::{ErrorCode, IpcError, StemId};
use tauri::{AppHandle, Manager, async_runtime::spawn_blocking};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::{
    running::{self, Running},
    window,
};

/// Names of files that the engine plays; the import looks into each and says what it can't read.
const PLAYABLE: [&str; 20] = [
    "flac", "wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc", "mp3", "aac", "m4a", "mp4",
    "alac", "ogg", "oga", "opus", "FLAC", "WAV", "MP3",
];

/// Asks for folders, and imports them.
pub(crate) fn import_folders(handle: &AppHandle) {
    let app = handle.clone();
    titled(handle, "Import folders").pick_folders(move |chosen| import(&app, chosen));
}

/// Asks for files, and imports them.
pub(crate) fn import_files(handle: &AppHandle) {
    let app = handle.clone();
    let dialog = titled(handle, "Import audio files").add_filter("Audio files", &PLAYABLE);
    dialog.pick_files(move |chosen| import(&app, chosen));
}

/// Asks for the folder of the audio cache, and has it used; nothing changes when the user thinks better
/// of it.
///
/// # Errors
///
/// The settings can't be changed now.
pub(crate) async fn cache_folder(handle: &AppHandle) -> Result<(), IpcError> {
    let dialog = titled(handle, "Folder of the audio cache");
    let asked = spawn_blocking(|| dialog.blocking_pick_folder()).await.ok().flatten();
    let Some(folder) = asked.and_then(|chosen| chosen.into_path().ok()) else { return Ok(()) };
    let app = handle.state::<Running>().app().ok_or_else(has_ended)?;
    let set = spawn_blocking(move || app.set_cache_folder(Some(folder))).await;
    set.unwrap_or_else(|_| Err(has_ended()))
}

/// Asks for the file of a stem; other missing stems of its song that are beside it are found with it. `None` when
/// the user thinks better of it.
///
/// # Errors
///
/// The file can't be played, or the show is locked.
pub(crate) async fn find_file_of_stem(
    handle: &AppHandle,
    stem: StemId,
) -> Result<Option<u32>, IpcError> {
    let dialog = titled(handle, "Find the file of a stem").add_filter("Audio files", &PLAYABLE);
    let asked = spawn_blocking(|| dialog.blocking_pick_file()).await.ok().flatten();
    let Some(file) = asked.and_then(|chosen| chosen.into_path().ok()) else { return Ok(None) };
    let app = handle.state::<Running>().app().ok_or_else(has_ended)?;
    let found = spawn_blocking(move || app.find_file(stem, &file)).await;
    found.unwrap_or_else(|_| Err(has_ended())).map(Some)
}

fn has_ended() -> IpcError {
    IpcError::new(ErrorCode::Internal, "Attacca is ending")
}

/// A dialog in front of the window.
fn titled(handle: &AppHandle, title: &str) -> FileDialogBuilder<tauri::Wry> {
    let dialog = handle.dialog().file().set_title(title);
    match handle.get_webview_window(window::LABEL) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

fn import(handle: &AppHandle, chosen: Option<Vec<FilePath>>) {
    let paths: Vec<PathBuf> =
        chosen.into_iter().flatten().filter_map(|path| path.into_path().ok()).collect();
    running::import(handle, paths);
}

/// Shows the folder of a stem's file in the system's file manager.
///
/// # Errors
///
/// There is no such stem, or the file manager does not start.
pub(crate) async fn open_folder_of_stem(handle: &AppHandle, stem: StemId) -> Result<(), IpcError> {
    let app = handle.state::<Running>().app().ok_or_else(has_ended)?;
    let shown = spawn_blocking(move || open_folder_of(&app.file_of_stem(stem)?)).await;
    shown.unwrap_or_else(|_| Err(has_ended()))
}

fn open_folder_of(file: &Path) -> Result<(), IpcError> {
    let mut command = showing(file);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| {
        let message = format!("The file is {}, but no file manager shows it", file.display());
        IpcError::new(ErrorCode::Internal, message).with_detail(error.to_string())
    })?;
    // Waited for, so that it leaves no dead process behind.
    running::aside("file-manager", move || drop(child.wait()));
    Ok(())
}

#[cfg(target_os = "windows")]
fn showing(file: &Path) -> Command {
    let mut select = std::ffi::OsString::from("/select,");
    select.push(file);
    let mut command = Command::new("explorer");
    command.arg(select);
    command
}

#[cfg(target_os = "macos")]
fn showing(file: &Path) -> Command {
    let mut command = Command::new("open");
    command.arg("-R").arg(file);
    command
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn showing(file: &Path) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(file.parent().unwrap_or(file));
    command
}
