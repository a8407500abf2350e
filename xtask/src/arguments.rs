//! What the user asked for.

use std::{ffi::OsString, path::PathBuf};

use crate::shell::Failure;

/// A task with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Build the window and open it with the demo set; the arguments are for the window.
    Window { arguments: Vec<OsString> },
    /// Build the command and play the demo set with it; the arguments are for `attacca play`.
    Terminal { play_arguments: Vec<OsString> },
    /// Check everything, or the most telling part.
    Test { extent: Extent },
    /// Make what users install; the arguments are for Tauri's bundler.
    Bundle { arguments: Vec<OsString> },
    /// Take the pictures of every view that the documents show.
    Screenshots,
    /// Measure; the arguments are for `attacca bench`.
    Bench { bench_arguments: Vec<OsString> },
    /// Measure the window, and the page alone.
    BenchWindow,
    /// Measure other players beside it.
    Peers(PeersArguments),
    /// Look for bytes that a parser can't stand, in one fuzz target or in all; the options are for
    /// libFuzzer.
    Fuzz { target: Option<OsString>, options: Vec<OsString> },
    /// Say what there is.
    Help,
}

/// What `bench --peers` takes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PeersArguments {
    /// The song; none asks for the one that all figures are measured on.
    pub(crate) song: Option<PathBuf>,
    /// `--quick` and `--json`, for the measuring program.
    pub(crate) options: Vec<OsString>,
}

/// How much `test` checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    Full,
    /// What is worth waiting for while writing.
    Quick,
}

impl Task {
    /// Reads the arguments after the program's name. None at all ask for help.
    pub(crate) fn parse(mut arguments: Vec<OsString>) -> Result<Task, Failure> {
        if arguments.is_empty() {
            return Ok(Task::Help);
        }
        let task = arguments.remove(0);
        match task.to_string_lossy().as_ref() {
            "run" => Ok(run(arguments)),
            "bundle" => Ok(Task::Bundle { arguments: passed_on(arguments) }),
            "screenshots" => nothing_after(&arguments, Task::Screenshots),
            "bench" => bench(passed_on(arguments)),
            "fuzz" => Ok(fuzz(arguments)),
            "test" => Ok(Task::Test { extent: extent(&arguments)? }),
            "help" | "--help" | "-h" => Ok(Task::Help),
            other => {
                Err(Failure::new(format!("no task is called `{other}`: see cargo xtask help")))
            }
        }
    }
}

/// What follows the task, without the `--` that may set it apart.
fn passed_on(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.first().is_some_and(|first| first == "--") {
        arguments.remove(0);
    }
    arguments
}

/// `--terminal` makes it another task, if it comes first.
fn run(mut arguments: Vec<OsString>) -> Task {
    if arguments.first().is_some_and(|first| first == "--terminal") {
        arguments.remove(0);
        return Task::Terminal { play_arguments: passed_on(arguments) };
    }
    Task::Window { arguments: passed_on(arguments) }
}

fn nothing_after(arguments: &[OsString], task: Task) -> Result<Task, Failure> {
    match arguments.first() {
        None => Ok(task),
        Some(first) => Err(Failure::new(format!(
            "`{}` is one argument too many: see cargo xtask help",
            first.to_string_lossy()
        ))),
    }
}

/// `--peers`, wherever it stands, and `--window`, alone, make it another task.
fn bench(mut arguments: Vec<OsString>) -> Result<Task, Failure> {
    if arguments.first().is_some_and(|first| first == "--window") {
        return nothing_after(&arguments[1..], Task::BenchWindow);
    }
    let count = arguments.len();
    arguments.retain(|argument| argument != "--peers");
    if arguments.len() == count {
        return Ok(Task::Bench { bench_arguments: arguments });
    }
    let mut peers = PeersArguments::default();
    for argument in arguments {
        if argument == "--quick" || argument == "--json" {
            peers.options.push(argument);
        } else if peers.song.is_none() && !argument.to_string_lossy().starts_with('-') {
            peers.song = Some(argument.into());
        } else {
            return Err(Failure::new(
                "`bench --peers` takes a song, --quick and --json: see cargo xtask help",
            ));
        }
    }
    Ok(Task::Peers(peers))
}

fn fuzz(mut arguments: Vec<OsString>) -> Task {
    let is_target = |first: &OsString| !first.to_string_lossy().starts_with('-');
    let target = arguments.first().is_some_and(is_target).then(|| arguments.remove(0));
    Task::Fuzz { target, options: passed_on(arguments) }
}

fn extent(arguments: &[OsString]) -> Result<Extent, Failure> {
    match arguments {
        [] => Ok(Extent::Full),
        [only] if only == "--quick" => Ok(Extent::Quick),
        _ => Err(Failure::new("`test` takes --quick or nothing: see cargo xtask help")),
    }
}

#[cfg(test)]
mod tests;
