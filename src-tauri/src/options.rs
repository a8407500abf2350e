//! What the window was started with.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::Parser;

/// Plays backing tracks of many stems on stage.
#[derive(Debug, Default, PartialEq, Parser)]
#[command(name = "attacca-window", version)]
pub(crate) struct Options {
    /// Folder of the library, settings and place in the show, instead of the system's for programs' data
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Begin with a setlist of the songs in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) demo: Option<PathBuf>,
    /// Where the sound goes, instead of what the settings say: `null` is silent and keeps time,
    /// `default` is the system's choice, `HOST:DEVICE` names one
    #[arg(long, value_name = "OUTPUT")]
    pub(crate) output: Option<OutputChoice>,
    /// Folders and audio files to import
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

/// Where the sound goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OutputChoice {
    /// Nowhere, at the pace of a device.
    Null,
    /// What the system chooses.
    Default,
    /// A device, by what the settings call it.
    Device {
        /// As cpal calls it, such as `alsa`.
        host: String,
        /// Its id there; it may hold colons itself.
        device: String,
    },
}

impl FromStr for OutputChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<OutputChoice, String> {
        match (text, text.split_once(':')) {
            ("null", _) => Ok(OutputChoice::Null),
            ("default", _) => Ok(OutputChoice::Default),
            (_, Some((host, device))) => {
                Ok(OutputChoice::Device { host: host.to_owned(), device: device.to_owned() })
            }
            _ => Err("say null, default or HOST:DEVICE".to_owned()),
        }
    }
}

impl Options {
    /// Reads what a second start was given in its own folder; what makes no sense there asks for nothing here.
    pub(crate) fn of_a_second_start(arguments: &[String], folder: &Path) -> Options {
        Options::try_parse_from(arguments).unwrap_or_default().seen_from(folder)
    }

    /// The same, with paths that hold in every folder.
    pub(crate) fn seen_from(mut self, folder: &Path) -> Options {
        for path in self.paths.iter_mut().chain(&mut self.data).chain(&mut self.demo) {
            *path = folder.join(&*path);
        }
        self
    }
}

#[cfg(test)]
mod tests;
