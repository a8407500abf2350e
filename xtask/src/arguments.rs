//! What the user asked for.

use std::{ffi::OsString, path::PathBuf};

use crate::shell::Failure;

/// A task with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Build and play the demo set; the arguments are for `attacca play`.
    Run { play_arguments: Vec<OsString> },
    /// Check everything, or the most telling part.
    Test { extent: Extent },
    /// Measure; the arguments are for `attacca bench`.
    Bench { bench_arguments: Vec<OsString> },
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
            "run" => Ok(Task::Run { play_arguments: passed_on(arguments) }),
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

/// `--peers` makes it another task, wherever it stands.
fn bench(mut arguments: Vec<OsString>) -> Result<Task, Failure> {
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
