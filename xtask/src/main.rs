//! The project's scripts: `cargo xtask run | test | bundle | screenshots | bench | fuzz | help`.
//!
//! Each task first looks whether the machine has what it needs, installs what it can, and says what it
//! cannot. Everything it makes goes below cargo's target folder.

mod arguments;
mod needs;
mod npm;
mod page;
mod place;
mod prerequisites;
mod report;
mod shell;
mod songs;
mod stage;
mod tasks;
mod tools;

use std::{env, process::ExitCode};

use arguments::Task;
use place::Place;
use shell::Failure;

fn main() -> ExitCode {
    match perform() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform() -> Result<(), Failure> {
    let place = Place::find()?;
    match Task::parse(env::args_os().skip(1).collect())? {
        Task::Window { arguments } => tasks::window::run(&place, &arguments),
        Task::Terminal { play_arguments } => tasks::terminal::run(&place, &play_arguments),
        Task::Test { extent } => tasks::test::test(&place, extent),
        Task::Bundle { arguments } => tasks::bundle::bundle(&place, &arguments),
        Task::Screenshots => tasks::screenshots::screenshots(&place),
        Task::Bench { bench_arguments } => tasks::bench::bench(&place, &bench_arguments),
        Task::BenchWindow => tasks::bench_window::bench(&place),
        Task::Peers(arguments) => tasks::peers::peers(&place, &arguments),
        Task::Fuzz { target, options } => tasks::fuzz::fuzz(&place, target, &options),
        Task::Help => {
            print!("{}", include_str!("help.txt"));
            Ok(())
        }
    }
}
