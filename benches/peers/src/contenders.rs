//! The players in this process: Attacca and its peers behind one small trait each for the two sides,
//! the caller's and the device's.
//!
//! Each one is used as its documentation says, and as somebody would who likes it: files are opened
//! on all cores, streams are filled before play, stems start at one instant. What each does on a seek
//! is what it offers: see its file.

mod attacca;
mod creek;
mod kira;
mod rodio;

use std::{io, path::PathBuf, thread};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// Who plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Contender {
    /// Attacca's engine; a seek cuts, as the others' do.
    Attacca,
    /// Kira's streaming sounds on one clock; a seek is asked for while they play.
    Kira,
    /// The same, paused for each seek, which throws away what was decoded.
    KiraPausing,
    /// A creek stream for each stem; silence while they fill after a seek.
    Creek,
    /// Rodio's decoders in a mixer.
    Rodio,
}

/// Why a contender does not play.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ContenderError {
    /// The peer refused a file or a command; its own words.
    #[error("{0}")]
    Refused(String),
    /// A file or a thread.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl ContenderError {
    fn refused(error: impl std::fmt::Debug) -> ContenderError {
        ContenderError::Refused(format!("{error:?}"))
    }
}

/// The caller's side.
pub(crate) trait Player {
    /// Opens all stems and does all that can be done ahead of play.
    fn prepare(&mut self) -> Result<(), ContenderError>;

    /// Plays from the first frame; opens the stems first if they are not [prepared](Player::prepare).
    fn play(&mut self) -> Result<(), ContenderError>;

    /// Goes on at `frame`, while it plays.
    fn seek(&mut self, frame: u64) -> Result<(), ContenderError>;
}

/// The device's side.
pub(crate) trait Render: Send {
    /// Renders the next frames into interleaved stereo. Runs on: the device's thread.
    fn render(&mut self, block: &mut [f32]);
}

/// Both sides of a contender that has not opened a file yet.
pub(crate) struct Entry {
    pub(crate) player: Box<dyn Player>,
    pub(crate) render: Box<dyn Render>,
}

impl Contender {
    /// Makes the contender ready to play `stems`, files not yet opened.
    ///
    /// # Errors
    /// When it can't be started.
    pub(crate) fn enter(self, stems: Vec<PathBuf>) -> Result<Entry, ContenderError> {
        match self {
            Contender::Attacca => attacca::enter(stems),
            Contender::Kira => kira::enter(stems, kira::Seek::WhilePlaying),
            Contender::KiraPausing => kira::enter(stems, kira::Seek::Paused),
            Contender::Creek => creek::enter(stems),
            Contender::Rodio => Ok(rodio::enter(stems)),
        }
    }

    /// What it is called in the table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Contender::Attacca => "Attacca",
            Contender::Kira => "kira 0.12.6",
            Contender::KiraPausing => "kira, paused to seek",
            Contender::Creek => "creek 1.2.3",
            Contender::Rodio => "rodio 0.23.0",
        }
    }
}

/// Opens every file, on all cores, and gives what was opened in the order of the files.
fn open_all<T: Send>(
    stems: &[PathBuf],
    open: impl Fn(&PathBuf) -> Result<T, ContenderError> + Sync,
) -> Result<Vec<T>, ContenderError> {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let share = stems.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let shares: Vec<_> = stems
            .chunks(share)
            .map(|stems| scope.spawn(|| stems.iter().map(&open).collect::<Result<Vec<T>, _>>()))
            .collect();
        let mut opened = Vec::with_capacity(stems.len());
        for share in shares {
            let share = share.join().unwrap_or_else(|payload| std::panic::resume_unwind(payload));
            opened.extend(share?);
        }
        Ok(opened)
    })
}
