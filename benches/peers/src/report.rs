//! Everything that was measured in one run.

use serde::{Deserialize, Serialize};

use crate::{
    contenders::Contender,
    figures::Figures,
    programs::ProgramResult,
    served::{Served, ServedFigures},
    system::Machine,
};

/// What `--json` prints.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// The day, as in 2026-11-21.
    pub(crate) date: String,
    pub(crate) machine: Machine,
    /// How to measure it again.
    pub(crate) command: String,
    /// Stems of each song.
    pub(crate) stems: usize,
    /// Players in this process.
    pub(crate) players: Vec<PlayerResult>,
    /// Mixes to a file.
    pub(crate) mixes: Vec<ProgramResult>,
    /// Programs that play in real time.
    pub(crate) playing: Vec<ProgramResult>,
    /// Programs that play to an audio server.
    pub(crate) served: Vec<ServedResult>,
}

/// A player and what it reached.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PlayerResult {
    pub(crate) contender: Contender,
    /// Its figures, or why there are none.
    pub(crate) figures: Result<Figures, String>,
}

/// A program that plays to an audio server, and what it reached.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ServedResult {
    pub(crate) program: Served,
    /// Its figures, or why there are none.
    pub(crate) figures: Result<ServedFigures, String>,
}
