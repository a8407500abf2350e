//! Attacca as an application without a window: library, player and output under one closed set of
//! commands.
//!
//! [`App::start`] opens the library, puts the last set on and gives it an output. From then on there
//! is [`App::call`] for every command of [`ipc::command`], [`App::events`] for what comes up by
//! itself, and [`App::telemetry`] for what changes all the time. A shell passes them on; it adds
//! dialogs, which give [`App::import`] its paths.
//!
//! One thread, `app`, owns the library and the player (`core`). A command is answered when it is
//! done and stored, but for faders: what moves is heard at once, and stored at the next tick or at
//! the end. Telemetry and the log are read on the caller's thread.

mod app;
mod clock;
mod core;
pub mod ipc;
mod log;
mod telemetry;

pub use app::{App, AppError, AppOptions, OutputWish};
pub use log::LogRing;
