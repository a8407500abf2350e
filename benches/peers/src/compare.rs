//! Lets all contenders and programs do their work, one after the other, and gathers the report.

use std::{
    env, io,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use clap::ValueEnum;
use serde::de::DeserializeOwned;

use crate::{
    contenders::Contender,
    figures::Figures,
    material,
    positions::{self, PositionsError},
    programs::{self, Assignment, ProgramPlan},
    report::{PlayerResult, Report, ServedResult},
    served::{self, Served, ServedFigures},
    system::Machine,
};

/// When a contender has not finished, it is ended: it takes a minute and a half.
const TIMEOUT: Duration = Duration::from_secs(300);

/// From one look at a contender's process to the next.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// What to compare, and where.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The `attacca` command.
    pub(crate) attacca: PathBuf,
    /// The `mtrack` command, or why there is none.
    pub(crate) mtrack: Result<PathBuf, String>,
    /// A song: a folder of FLAC stems at 48 kHz.
    pub(crate) song: PathBuf,
    /// A folder for stems and mixes that are made on the way.
    pub(crate) work: PathBuf,
    /// Fewer measurements.
    pub(crate) is_quick: bool,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompareError {
    /// The song's folder holds no stems.
    #[error("{} holds no FLAC files", .0.display())]
    NoStems(PathBuf),
    /// The position-coded stems could not be made.
    #[error(transparent)]
    Positions(#[from] PositionsError),
    /// A file or a process.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Comparison {
    /// Measures everybody: a quarter of an hour, or four minutes when quick.
    ///
    /// # Errors
    /// When the material can't be read or made. A contender or program that fails is in the report.
    pub(crate) fn run(&self) -> Result<Report, CompareError> {
        let stems = material::stems_in(&self.song)?;
        if stems.is_empty() {
            return Err(CompareError::NoStems(self.song.clone()));
        }
        let position_stems = self.work.join("positions");
        say(
            "making position-coded stems and reading all stems, so that they are in the page cache",
        );
        positions::ensure(&position_stems)?;
        material::warm(&material::stems_in(&position_stems)?)?;
        material::warm(&stems)?;

        let mut players = Vec::new();
        for &contender in Contender::value_variants() {
            say(contender.title());
            let figures = self.measure_in_own_process(contender, &position_stems);
            players.push(PlayerResult { contender, figures });
        }
        let plan = if self.is_quick { ProgramPlan::QUICK } else { ProgramPlan::FULL };
        let assignment = Assignment {
            attacca: &self.attacca,
            song: &self.song,
            stems: &stems,
            work: &self.work,
        };
        say("programs: mixes to a file");
        let mixes = programs::mix_offline(&assignment, plan)?;
        say("programs: playing in real time");
        let playing = programs::play_in_real_time(&assignment, plan)?;
        let served = self.measure_served(&position_stems);
        let quick = if self.is_quick { " --quick" } else { "" };
        Ok(Report {
            date: today(),
            machine: Machine::here(),
            command: format!("cargo xtask bench --peers{quick}"),
            stems: stems.len(),
            players,
            mixes,
            playing,
            served,
        })
    }

    /// The contender's figures, or why there are none.
    fn measure_in_own_process(
        &self,
        contender: Contender,
        positions: &Path,
    ) -> Result<Figures, String> {
        let name = contender.to_possible_value().expect("no contender is skipped");
        self.ask_this_program([
            "measure".as_ref(),
            name.get_name().as_ref(),
            &*self.song,
            positions,
        ])
    }

    /// Programs at the audio server, or why they have no figures.
    fn measure_served(&self, positions: &Path) -> Vec<ServedResult> {
        let result = |&program: &Served| {
            say(&format!("{}, playing to an audio server", program.title()));
            ServedResult { program, figures: self.measure_at_server(program, positions) }
        };
        Served::value_variants().iter().map(result).collect()
    }

    fn measure_at_server(&self, who: Served, positions: &Path) -> Result<ServedFigures, String> {
        let program = match who {
            Served::Attacca => &self.attacca,
            Served::Mtrack => self.mtrack.as_ref().map_err(Clone::clone)?,
        };
        if let Some(missing) = served::missing_program() {
            return Err(format!("{missing} is not installed"));
        }
        let name = who.to_possible_value().expect("no program is skipped");
        self.ask_this_program(["serve".as_ref(), name.get_name().as_ref(), &**program, positions])
    }

    /// What this program answers to these arguments, in a process of its own.
    fn ask_this_program<T: DeserializeOwned>(&self, arguments: [&Path; 4]) -> Result<T, String> {
        let program = env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.args(arguments);
        if self.is_quick {
            command.arg("--quick");
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let answer = child.and_then(answer_in_time).map_err(|error| error.to_string())?;
        serde_json::from_str(&answer).map_err(|_| "it failed; its words are above".to_owned())
    }
}

/// What the process prints until it ends. One that hangs is ended.
fn answer_in_time(mut child: Child) -> io::Result<String> {
    let begin = Instant::now();
    // Its answer is one line, which the pipe holds until it is read.
    while child.try_wait()?.is_none() {
        if begin.elapsed() > TIMEOUT {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it hung and was ended"));
        }
        thread::sleep(POLL_INTERVAL);
    }
    let output = child.wait_with_output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The day, by the system's own clock and calendar.
fn today() -> String {
    let output = Command::new("date").arg("+%Y-%m-%d").output();
    output.map_or(String::new(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Says on standard error what is going on: the report is all that standard output holds.
pub(crate) fn say(what: &str) {
    eprintln!("peers: {what}");
}
