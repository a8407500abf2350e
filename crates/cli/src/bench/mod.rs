//! `attacca bench`: measures the engine on this machine, with somebody's own stems.
//!
//! Everything runs through the null device, whose callbacks come at the pace of a real one.
//! A latency goes from the call on the engine's handle to the end of the first callback that
//! renders the new position. Nothing is heard.
//!
//! - [`rig`]: an engine with a null device and a probe in it.
//! - [`latencies`], [`load`], [`setlist`], [`capacity`], [`stuck`], [`seams`]: what is measured.
//! - [`formats`]: what is measured of every format.
//! - [`chunks`]: what is measured of the cache of decoded stems.
//! - [`report`], [`table`]: how it is told.
//! - [`machine`], [`cache`], [`hogs`]: the system around it.

mod cache;
mod capacity;
mod chunks;
mod codes;
mod formats;
mod hogs;
mod latencies;
mod load;
mod machine;
mod material;
mod memory;
mod percentiles;
mod random;
mod report;
mod rig;
mod seams;
mod setlist;
mod stuck;
mod table;

use std::{io, path::PathBuf, time::Duration};

use attacca_engine::{
    error::{EngineError, JumpError},
    output::OutputError,
};

use capacity::CapacityPlan;
use latencies::{Latencies, LatencyPlan};
use load::LoadPlan;
use machine::Machine;
use material::Material;
use report::{HogsReport, Report, SongReport};
use rig::Rig;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchArgs {
    /// A folder of stems. Thirty stereo stems of six minutes are what the goals are set for
    path: PathBuf,
    /// Print one JSON object instead of a table
    #[arg(long)]
    json: bool,
    /// End within three minutes, with fewer measurements
    #[arg(long)]
    quick: bool,
    /// Measure songs in every format instead: files of the song's stems are made for it, with the
    /// encoders that ffmpeg has
    #[arg(long)]
    formats: bool,
    /// Measure the cache of decoded stems instead, in a folder of its own
    #[arg(long, conflicts_with = "formats")]
    cache: bool,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// There are no songs to measure with.
    #[error("{}: {reason}", path.display())]
    Material {
        /// Where they were looked for.
        path: PathBuf,
        /// Why there are none.
        reason: String,
    },
    /// The song is too short to seek in.
    #[error("the song is {seconds:.1} s long; measuring takes one of at least {at_least} s")]
    TooShort {
        /// Its length.
        seconds: f64,
        /// The least length.
        at_least: f64,
    },
    /// The engine did not start.
    #[error("cannot start the engine")]
    Engine(#[from] EngineError),
    /// The null device did not start.
    #[error("cannot start the null device")]
    Output(#[from] OutputError),
    /// A jump could not be armed.
    #[error("cannot arm a jump")]
    Jump(#[source] JumpError),
    /// The engine did not do what it was asked to; what was measured would be worth nothing.
    #[error("the engine did not {what} within {} s", rig::TIMEOUT.as_secs())]
    Timeout {
        /// What it was asked for.
        what: &'static str,
    },
    /// The stems could not be read, or the report could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
struct Plan {
    latencies: LatencyPlan,
    load: LoadPlan,
    setlist_starts: usize,
    capacity: CapacityPlan,
    stuck: Duration,
    jumps: usize,
}

impl Plan {
    /// What the goals ask for: about half an hour.
    const FULL: Plan = Plan {
        latencies: LatencyPlan { first_starts: 40, runs: 200, at_most: Duration::MAX },
        load: LoadPlan { steady: Duration::from_secs(60), storm: Duration::from_secs(600) },
        setlist_starts: 200,
        capacity: CapacityPlan { playing: Duration::from_secs(20) },
        stuck: Duration::from_secs(20),
        jumps: 100,
    };

    /// What fits into three minutes.
    const QUICK: Plan = Plan {
        latencies: LatencyPlan { first_starts: 30, runs: 40, at_most: Duration::from_millis(3500) },
        load: LoadPlan { steady: Duration::from_secs(3), storm: Duration::from_secs(7) },
        setlist_starts: 30,
        capacity: CapacityPlan { playing: Duration::from_secs(2) },
        stuck: Duration::from_secs(4),
        jumps: 20,
    };
}

/// Measures and prints.
///
/// # Errors
/// When the path holds no song that is long enough, or the engine fails.
pub(crate) fn run(args: &BenchArgs) -> Result<(), BenchError> {
    if args.formats {
        return formats::run(args);
    }
    if args.cache {
        return chunks::run(args);
    }
    let report = measure(args, if args.quick { Plan::QUICK } else { Plan::FULL })?;
    if args.json {
        println!("{}", serde_json::to_string(&report).map_err(io::Error::from)?);
    } else {
        print!("{}", table::table(&report));
    }
    Ok(())
}

fn measure(args: &BenchArgs, plan: Plan) -> Result<Report, BenchError> {
    let material = Material::open(&args.path)?;
    say("reading the stems, so that they are in the page cache");
    cache::warm(material.paths())?;

    // First, while the process holds nothing else: its memory is part of the load.
    say(&format!("load, {} s", plan.load.seconds()));
    let load = load::measure(&material, plan.load)?;
    let hogs = hogs::Hogs::one_per_core()?;
    say(&format!("load beside {} busy loops, {} s", hogs.count(), plan.load.seconds()));
    let beside_hogs = load::measure(&material, plan.load)?.without_shared_figures();
    let hogs = HogsReport { count: hogs.stop(), load: beside_hogs };

    let latencies = Latencies::measure(&material, plan.latencies)?;
    say("a whole set, armed");
    let setlist_armed = setlist::measure(&material, plan.setlist_starts)?;
    say("a stem that does not answer");
    let stuck_stem = stuck::measure(&material, plan.stuck)?;
    say("gapless songs and jumps");
    let seams = seams::measure(plan.jumps)?;
    let max_stems = capacity::max_stems(&material, plan.capacity)?;
    let (song, machine) = (describe(&material)?, Machine::here());
    Ok(Report { song, latencies, load, hogs, setlist_armed, stuck_stem, seams, max_stems, machine })
}

fn describe(material: &Material) -> Result<SongReport, BenchError> {
    let rig = Rig::start(material, load::BLOCK_FRAMES)?;
    rig.arm(rig.songs[0])?;
    Ok(SongReport {
        stems: material.paths().count(),
        seconds: material.engine_rate.seconds(rig.frame_count()),
        sample_rate: material.engine_rate.hz(),
    })
}

/// Says on standard error what is going on: the report is all that standard output holds.
fn say(what: &str) {
    eprintln!("bench: {what}");
}
