//! The window of Attacca: the page of `ui/` in a native frame, with menus, dialogs and drops of files.
//!
//! It is thin. What the page asks for goes to [`attacca_app::App`] and comes back; the page names no path and reads no
//! file. In reading order:
//!
//! - [`options`]: what it was started with, and by whom it is started again.
//! - [`window`]: starts the app, then shows the window.
//! - [`running`]: the app, from its start to its end.
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
mod running;
mod window;

use std::{io, process::ExitCode};

use attacca_app::LogRing;
use clap::Parser;
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

/// Names what standard error shows of the log, as in `attacca_engine=debug`; without it, warnings.
const LOG: &str = "ATTACCA_LOG";

fn main() -> ExitCode {
    let options = options::Options::parse();
    let log = LogRing::default();
    begin_log(&log);
    let outcome = display::prepare().and_then(|()| window::run(options, log));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

/// Logs to the page, and to standard error.
fn begin_log(log: &LogRing) {
    let chosen = EnvFilter::try_from_env(LOG).unwrap_or_else(|_| EnvFilter::new("warn"));
    let to_terminal = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_filter(chosen);
    tracing_subscriber::registry().with(log.layer()).with(to_terminal).init();
}
