//! The `attacca` command: plays, renders and inspects folders of stems.
//!
//! - [`args`]: what can be typed; each command's `run` takes its own part of it.
//! - [`play`]: the set on a terminal; the other commands are a file each.
//! - [`failure`]: how it ends when it can't go on, and its exit codes.
//! - [`terminal`], [`logging`]: where words go.

mod args;
mod bench;
mod cache;
mod demo;
mod devices;
mod failure;
mod import;
mod inspect;
mod logging;
mod play;
mod render;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Arguments, Command};
use failure::Failure;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match logging::start(&arguments.logging).and_then(|()| run(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Play(args) => play::run(&args),
        Command::Render(args) => render::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Devices(args) => devices::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Cache(args) => cache::run(&args),
        Command::Bench(args) => bench::run(&args).map_err(Failure::general),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "attacca", &mut script);
            terminal::print(&String::from_utf8_lossy(&script))
        }
    }
}
