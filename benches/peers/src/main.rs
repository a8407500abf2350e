//! Attacca and its peers at the same work: the same files, the same callbacks, one table.
//!
//! `cargo xtask bench --peers` builds and runs it. Players that are libraries ([`contenders`]) are measured
//! in this program, each in a process of its own, with position-coded stems that tell which frame of which
//! stem is heard ([`heard`]); programs ([`programs`]) by their time.

mod calls;
mod compare;
mod contenders;
mod device;
mod figures;
mod heard;
mod material;
mod measure;
mod positions;
mod programs;
mod random;
mod report;
mod spread;
mod system;
mod table;

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::Parser;

use compare::Comparison;
use contenders::Contender;
use measure::{Plan, Songs};

/// Attacca and its peers at the same work.
#[derive(Debug, Parser)]
enum Command {
    /// Measure everybody and print a Markdown table
    Compare {
        /// A song: a folder of FLAC stems at 48 kHz
        song: PathBuf,
        /// The `attacca` command
        #[arg(long)]
        attacca: PathBuf,
        /// A folder for stems and mixes that are made on the way
        #[arg(long)]
        work: PathBuf,
        /// End within two minutes, with fewer measurements
        #[arg(long)]
        quick: bool,
        /// Print one JSON object instead of tables
        #[arg(long)]
        json: bool,
    },
    /// Measure one player that is a library, and print its figures as JSON
    Measure {
        /// Who plays
        contender: Contender,
        /// A song: a folder of FLAC stems at 48 kHz
        song: PathBuf,
        /// A folder of position-coded stems
        positions: PathBuf,
        /// Fewer measurements
        #[arg(long)]
        quick: bool,
    },
}

fn main() -> ExitCode {
    match perform(Command::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Compare { song, attacca, work, quick, json } => {
            let report = Comparison { attacca, song, work, is_quick: quick }.run()?;
            if json {
                println!("{}", serde_json::to_string(&report)?);
            } else {
                print!("{}", table::markdown(&report));
            }
        }
        Command::Measure { contender, song, positions, quick } => {
            let songs = Songs {
                music: material::stems_in(&song)?,
                positions: material::stems_in(&positions)?,
            };
            let plan = if quick { Plan::QUICK } else { Plan::FULL };
            let figures = measure::figures(contender, &songs, plan)?;
            println!("{}", serde_json::to_string(&figures)?);
        }
    }
    Ok(())
}
