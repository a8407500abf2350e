//! The window of Attacca: the page of `ui/` in a native frame, with menus, dialogs and drops of files.
//!
//! It is thin. What the page asks for goes to [`attacca_app::App`] and comes back; the page names no path and reads no
//! file. In reading order:
//!
//! - [`options`]: what it was started with, and by whom it is started again.
//! - [`window`]: starts the app, then shows the window.
//! - [`calls`]: `call`, the one way from the page to the app.
//! - [`news`]: events and telemetry, the two ways back.
//! - [`commands`], [`dialogs`], [`menu`]: what only a window can do.
//! - [`display`], [`failure`]: what happens on systems that are not as they should be.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod calls;
mod commands;
mod dialogs;
mod display;
mod failure;
mod menu;
mod news;
mod options;
mod window;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let options = options::Options::parse();
    if let Err(failure) = display::prepare() {
        return failure.tell();
    }
    match window::run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
