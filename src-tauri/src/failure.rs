//! Why there is no window, for the person who wants one.

use std::{io::Write, process::ExitCode};

/// What went wrong, with the file it is about, and what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The system has no display that windows can be shown on.
    #[error(
        "there is no display to show a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n\
         Start it from a desktop, or play in the terminal: attacca play SONG…"
    )]
    Display,
    /// Tauri could not set up the window; nothing was changed.
    #[error(
        "the window can't be opened: {0}.\n\
         On Linux it takes WebKitGTK 4.1 (Debian: libwebkit2gtk-4.1-0), on Windows WebView2."
    )]
    Window(#[from] tauri::Error),
    /// The system gives the program no more threads.
    #[error("the system gives no thread: {0}. Close other programs, and try again")]
    Thread(#[from] std::io::Error),
    /// The app did not start; what it says names the file and the remedy.
    #[error("{}", attacca_player::chain(.0))]
    App(#[from] attacca_app::AppError),
    /// There is nowhere to keep a library.
    #[error(
        "this system tells no folder for the library, since the user has no home: name one with --data DIR"
    )]
    Home,
}

impl Failure {
    /// Says it on standard error.
    pub(crate) fn tell(&self) -> ExitCode {
        // Nobody is left to be told if that fails.
        let _ = writeln!(std::io::stderr(), "attacca-window: {self}");
        ExitCode::FAILURE
    }
}
