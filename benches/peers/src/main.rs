//! Attacca and its peers at the same work: the same files, the same callbacks, one table.
//!
//! `cargo xtask bench --peers` builds and runs it. Players that are libraries ([`contenders`]) are measured
//! in this program, each in a process of its own, with position-coded stems that tell which frame of which
//! stem is heard ([`heard`]); programs ([`programs`]) by their time, and where they play to an audio server
//! ([`served`]) by what is heard there.

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
mod served;
mod spread;
mod system;
mod table;

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::Parser;

use compare::Comparison;
use contenders::Contender;
use measure::{Plan, Songs};
use served::{Engagement, Served, ServedPlan};

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
        /// The `mtrack` command
        #[arg(long, required_unless_present = "no_mtrack")]
        mtrack: Option<PathBuf>,
        /// Why there is no `mtrack` command
        #[arg(long, conflicts_with = "mtrack")]
        no_mtrack: Option<String>,
        /// A folder for stems and mixes that are made on the way
        #[arg(long)]
        work: PathBuf,
        /// End within four minutes, with fewer measurements
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
    /// Measure one program that plays to an audio server, and print its figures as JSON
    Serve {
        /// Who plays
        who: Served,
        /// Its command
        program: PathBuf,
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
        Command::Compare { song, attacca, mtrack, no_mtrack, work, quick, json } => {
            let mtrack = mtrack.ok_or(no_mtrack.unwrap_or_default());
            let report = Comparison { attacca, mtrack, song, work, is_quick: quick }.run()?;
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
        Command::Serve { who, program, positions, quick } => {
            let plan = if quick { ServedPlan::QUICK } else { ServedPlan::FULL };
            let engagement = Engagement { who, program, song: positions };
            println!("{}", serde_json::to_string(&served::figures(&engagement, plan)?)?);
        }
    }
    Ok(())
}
