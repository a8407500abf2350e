//! The window: what has to be there before it, and what happens to it.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    sync::Arc,
};

use attacca_app::{App, LogRing, ipc::AppEvent};
use tauri::{
    AppHandle, DragDropEvent, Manager, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry,
    ipc::Invoke, plugin::TauriPlugin,
};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tauri_plugin_window_state::StateFlags;

use crate::{
    calls::Calls,
    commands,
    failure::Failure,
    menu,
    news::{self, News},
    options::Options,
    running::{self, Running},
};

/// What the capabilities call the window.
pub(crate) const LABEL: &str = "main";

/// Shows the window until it is closed.
///
/// # Errors
///
/// The window can't be made. An app that does not start is told in a dialog, and ends the program itself.
pub(crate) fn run(options: Options, log: LogRing) -> Result<(), Failure> {
    let mut context = tauri::generate_context!();
    let here = std::env::current_dir().unwrap_or_default();
    let options = options.seen_from(&here);
    if let Some(data) = &options.data {
        // Each library has its own instance.
        context.config_mut().identifier.push_str(&identifier_of(data));
    }
    tauri::Builder::default()
        // First, so that a second start ends before it has opened anything.
        .plugin(tauri_plugin_single_instance::init(|handle, arguments, folder| {
            started_again(handle, Options::of_a_second_start(&arguments, Path::new(&folder)));
        }))
        .plugin(tauri_plugin_dialog::init())
        .menu(menu::make)
        .on_menu_event(|handle, event| menu::chosen(handle, event.id().as_ref()))
        .manage(News::default())
        .manage(Running::default())
        .invoke_handler(answer)
        .setup(move |tauri| {
            let handle = tauri.handle();
            if let Err(failure) = open(handle, &options, log) {
                // What waits for it need not wait any more.
                handle.state::<Running>().end();
                show(handle, &failure);
            }
            Ok(())
        })
        .run(context)?;
    Ok(())
}

/// Answers the page. Runs on the UI thread.
fn answer(invoke: Invoke<Wry>) -> bool {
    if invoke.message.command() == "call" {
        let webview = invoke.message.webview();
        webview.state::<Calls>().take(invoke);
        return true;
    }
    let commands: fn(Invoke<Wry>) -> bool = tauri::generate_handler![
        commands::choose_cache_folder,
        commands::find_file_of_stem,
        commands::choose_import_files,
        commands::choose_import_folders,
        commands::events,
        commands::listen,
        commands::open_folder_of_stem,
        commands::quit,
    ];
    commands(invoke)
}

/// What distinguishes instances with different libraries, as a part of a D-Bus name: a letter comes first.
fn identifier_of(data: &Path) -> String {
    // Links lead to one place only when it is there; if it can't be made, the app says so.
    let _ = fs::create_dir_all(data);
    let mut hasher = DefaultHasher::new();
    data.canonicalize().unwrap_or_else(|_| data.to_owned()).hash(&mut hasher);
    format!(".l{:016x}", hasher.finish())
}

/// Starts the app, and opens the window on it.
fn open(handle: &AppHandle, options: &Options, log: LogRing) -> Result<(), Failure> {
    let data = options.data_folder()?;
    let app = Arc::new(App::start(options.for_app(&data, log))?);
    let events = app.events();
    handle.state::<Running>().begin(app);
    handle.manage(Calls::start(handle)?);
    news::start(handle, events)?;
    handle.plugin(kept_size_and_place(&data))?;
    let config = &handle.config().app.windows[0];
    let window = WebviewWindowBuilder::from_config(handle, config)?
        .data_directory(data.join("web-view"))
        // The page is one page: what leads elsewhere leads nowhere.
        .on_navigation(is_the_page)
        .build()?;
    window.on_window_event(reacting(handle.clone()));
    quit_on_signals(handle);
    window.show()?;
    running::import(handle, options.paths.clone());
    Ok(())
}

/// The system's own ways of ending programs, Ctrl-C in a terminal among them, end this one as its menu does.
fn quit_on_signals(handle: &AppHandle) {
    let to_quit = handle.clone();
    if let Err(error) = ctrlc::set_handler(move || quit(&to_quit)) {
        tracing::warn!("signals end the program at once, without a fade: {error}");
    }
}

/// Beside the library, so that each has its own.
fn kept_size_and_place(data: &Path) -> TauriPlugin<Wry> {
    let kept =
        StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    let file = data.join("window.json").to_string_lossy().into_owned();
    tauri_plugin_window_state::Builder::new().with_state_flags(kept).with_filename(file).build()
}

/// Tauri's own address for what is built into the program, which differs on Windows.
fn is_the_page(address: &Url) -> bool {
    address.scheme() == "tauri" || address.host_str() == Some("tauri.localhost")
}

fn reacting(handle: AppHandle) -> impl Fn(&WindowEvent) {
    move |event| match event {
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            quit_if_meant(&handle);
        }
        WindowEvent::DragDrop(event) => dragged(&handle, event),
        _ => {}
    }
}

/// Files that are dropped are imported; the page shows that they would be.
fn dragged(handle: &AppHandle, event: &DragDropEvent) {
    let is_over = matches!(event, DragDropEvent::Enter { .. } | DragDropEvent::Over { .. });
    if !matches!(event, DragDropEvent::Over { .. }) {
        handle.state::<News>().events.send(AppEvent::DropHover { is_over });
    }
    if let DragDropEvent::Drop { paths, .. } = event {
        running::import(handle, paths.clone());
    }
}

/// Somebody has started the program again: what that start was given is for this window.
fn started_again(handle: &AppHandle, options: Options) {
    if let Some(window) = handle.get_webview_window(LABEL) {
        let shown =
            window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!("the window does not come to the front: {error}");
        }
    }
    running::import(handle, options.paths);
}

/// Whether anybody can see the window; a system that does not tell is believed to show it.
pub(crate) fn is_seen(handle: &AppHandle) -> bool {
    let seen = |window: WebviewWindow| -> tauri::Result<bool> {
        Ok(window.is_visible()? && !window.is_minimized()?)
    };
    handle.get_webview_window(LABEL).is_some_and(|window| seen(window).unwrap_or(true))
}

/// From the menu.
pub(crate) fn toggle_full_screen(handle: &AppHandle) {
    let toggle = |window: WebviewWindow| window.set_fullscreen(!window.is_fullscreen()?);
    if let Some(Err(error)) = handle.get_webview_window(LABEL).map(toggle) {
        tracing::warn!("full screen: {error}");
    }
}

/// Ends the program; while a song plays, only when that is meant. The song goes on under the question.
pub(crate) fn quit_if_meant(handle: &AppHandle) {
    let app = handle.state::<Running>().app();
    if !app.is_some_and(|app| app.telemetry().is_playing) {
        return quit(handle);
    }
    let buttons = MessageDialogButtons::OkCancelCustom("Stop and quit".into(), "Play on".into());
    let question = handle
        .dialog()
        .message("A song is playing. Quitting stops it.")
        .title("Quit Attacca?")
        .kind(MessageDialogKind::Warning)
        .buttons(buttons);
    let handle = handle.clone();
    question.show(move |is_meant| {
        if is_meant {
            quit(&handle);
        }
    });
}

/// Keeps the place in the show, lets the sound fade out, and ends. Does not wait for that here.
pub(crate) fn quit(handle: &AppHandle) {
    let handle = handle.clone();
    running::aside("quit", move || {
        handle.state::<Running>().end();
        handle.exit(0);
    });
}

/// There is no window to show it in: a dialog of its own, and standard error.
fn show(handle: &AppHandle, failure: &Failure) {
    failure.tell();
    let dialog = handle.dialog().message(failure.to_string()).title("Attacca can't start");
    let handle = handle.clone();
    dialog.kind(MessageDialogKind::Error).show(move |_| handle.exit(1));
}
