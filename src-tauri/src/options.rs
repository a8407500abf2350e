//! What the window was started with.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

use attacca_app::{AppOptions, LogRing, OutputWish};
use clap::Parser;

use crate::failure::Failure;

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
    /// Where the sound goes in this run: `null` is silent and keeps time, `default` is the system's choice, and
    /// anything else is the id of a device, such as `alsa:hw:CARD=PCH,DEV=0`; `attacca devices` lists them
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
    /// The device with this id, which begins with its host and a colon and may hold more colons.
    Device(String),
}

impl FromStr for OutputChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<OutputChoice, String> {
        match text {
            "null" => Ok(OutputChoice::Null),
            "default" => Ok(OutputChoice::Default),
            _ if text.contains(':') => Ok(OutputChoice::Device(text.to_owned())),
            _ => Err("say null, default or the id of a device".to_owned()),
        }
    }
}

impl Options {
    /// The folder of the library.
    ///
    /// # Errors
    ///
    /// None is named, and the user has no home.
    pub(crate) fn data_folder(&self) -> Result<PathBuf, Failure> {
        self.data.clone().or_else(attacca_library::places::data_folder).ok_or(Failure::Home)
    }

    /// What the app is started with.
    pub(crate) fn for_app(&self, data_folder: &Path, log: LogRing) -> AppOptions {
        let output = match &self.output {
            None => OutputWish::AsSet,
            Some(OutputChoice::Null) => OutputWish::Null,
            Some(OutputChoice::Default) => OutputWish::SystemDefault,
            Some(OutputChoice::Device(id)) => OutputWish::Device(id.clone()),
        };
        let demo = self.demo.clone();
        let index_folder = attacca_player::index_folder();
        let cache_folder = attacca_player::cache_folder();
        AppOptions {
            data_folder: data_folder.to_owned(),
            output,
            demo,
            index_folder,
            cache_folder,
            log,
        }
    }

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
