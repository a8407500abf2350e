//! The shell's own commands, beside `call`: see [`crate::calls`].

use attacca_app::ipc::{AppEvent, IpcError, StemId, Telemetry};
use tauri::{AppHandle, State, ipc::Channel};

use crate::{dialogs, news::News, window};

/// Telemetry goes to this channel from now on.
#[tauri::command]
pub(crate) fn listen(channel: Channel<Telemetry>, news: State<'_, News>) {
    news.telemetry.open(channel);
}

/// Events go to this channel from now on.
#[tauri::command]
pub(crate) fn events(channel: Channel<AppEvent>, news: State<'_, News>) {
    news.events.open(channel);
}

/// Asks for folders, and imports them.
#[tauri::command]
pub(crate) fn choose_import_folders(handle: AppHandle) {
    dialogs::import_folders(&handle);
}

/// Asks for files, and imports them.
#[tauri::command]
pub(crate) fn choose_import_files(handle: AppHandle) {
    dialogs::import_files(&handle);
}

/// Asks for the folder of the audio cache, and has it used.
#[tauri::command]
pub(crate) async fn choose_cache_folder(handle: AppHandle) -> Result<(), IpcError> {
    dialogs::cache_folder(&handle).await
}

/// Asks for the file of a stem, and has it taken from there; answers how many stems of its song were found so,
/// null when the user thought better of it.
#[tauri::command]
pub(crate) async fn find_file_of_stem(
    stem: StemId,
    handle: AppHandle,
) -> Result<Option<u32>, IpcError> {
    dialogs::find_file_of_stem(&handle, stem).await
}

/// Shows where a stem's file is, in the system's file manager.
#[tauri::command]
pub(crate) async fn open_folder_of_stem(stem: StemId, handle: AppHandle) -> Result<(), IpcError> {
    dialogs::open_folder_of_stem(&handle, stem).await
}

/// Keeps the place in the show, and ends.
#[tauri::command]
pub(crate) fn quit(handle: AppHandle) {
    window::quit(&handle);
}
