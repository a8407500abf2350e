//! How the command ends when it can't go on: one message, one exit code.

use std::{error::Error, process::ExitCode};

use attacca_player::chain;

use crate::terminal;

/// Why the command ends without having done what it was told.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// In one line; `None` when everything has been said.
    message: Option<String>,
}

/// Exit codes, as `attacca --help` tells them.
#[derive(Debug, Clone, Copy)]
enum Exit {
    General = 1,
    Usage = 2,
    Input = 3,
    Device = 4,
}

impl Failure {
    /// What no other kind names.
    pub(crate) fn general(error: impl Error) -> Failure {
        Failure { exit: Exit::General, message: Some(chain(&error)) }
    }

    /// As [`Failure::general`], in our own words.
    pub(crate) fn general_text(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::General, message: Some(message.into()) }
    }

    /// The command line is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Usage, message: Some(message.into()) }
    }

    /// There is nothing to play, or a file can't be used.
    pub(crate) fn input(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Input, message: Some(message.into()) }
    }

    /// As [`Failure::input`], when what is wrong has been said already.
    pub(crate) fn input_as_shown() -> Failure {
        Failure { exit: Exit::Input, message: None }
    }

    /// The output can't be opened.
    pub(crate) fn device(error: impl Error) -> Failure {
        Failure { exit: Exit::Device, message: Some(chain(&error)) }
    }

    /// Says why on standard error.
    pub(crate) fn report(self) -> ExitCode {
        if let Some(message) = self.message {
            terminal::complain(&message);
        }
        ExitCode::from(self.exit as u8)
    }
}
