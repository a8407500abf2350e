//! Programs of their own: what a mix of the song to a file takes, and what playing it in real time costs.
//!
//! A program that is not installed is named as missing in the report.

use std::{
    env,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use crate::{spread::rounded, system};

/// Opening files and filling buffers, before the processor time of playing is counted.
const SETTLING_TIME: Duration = Duration::from_secs(3);

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProgramPlan {
    /// Seconds of the song that are mixed.
    pub(crate) mixed_seconds: u32,
    /// How long playing is watched.
    pub(crate) playing: Duration,
}

impl ProgramPlan {
    pub(crate) const FULL: ProgramPlan =
        ProgramPlan { mixed_seconds: 360, playing: Duration::from_secs(15) };
    pub(crate) const QUICK: ProgramPlan =
        ProgramPlan { mixed_seconds: 60, playing: Duration::from_secs(4) };
}

/// What all programs are given.
#[derive(Debug)]
pub(crate) struct Assignment<'a> {
    /// The `attacca` command.
    pub(crate) attacca: &'a Path,
    /// The song's folder.
    pub(crate) song: &'a Path,
    /// Its stems.
    pub(crate) stems: &'a [PathBuf],
    /// A folder for what is written.
    pub(crate) work: &'a Path,
}

/// What a program reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProgramResult {
    /// The program.
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
}

/// How a program ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// A mix was written.
    Mixed {
        /// Wall time, in seconds.
        seconds: f64,
        /// User and system time, in percent of the length of what was mixed: of one core, if it were
        /// played.
        cpu_percent: Option<f64>,
    },
    /// It played in real time.
    Played {
        /// Percent of one core.
        cpu_percent: Option<f64>,
    },
    /// Why there is no figure.
    Missing(String),
}

/// A program and its arguments.
struct Task {
    name: &'static str,
    command: Command,
}

impl Task {
    fn new(name: &'static str, program: impl AsRef<OsStr>) -> Task {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Task { name, command }
    }

    fn args(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Task {
        self.command.args(arguments.into_iter().map(Into::into));
        self
    }

    fn result(&self, outcome: Outcome) -> ProgramResult {
        ProgramResult { name: self.name.to_owned(), outcome }
    }

    fn is_missing(&self) -> bool {
        let program = Path::new(self.command.get_program());
        !program.is_file() && !is_on_path(program)
    }
}

/// Lets every program mix the song to a WAV file of 24 bits.
///
/// # Errors
/// When what they wrote can't be removed.
pub(crate) fn mix_offline(
    assignment: &Assignment<'_>,
    plan: ProgramPlan,
) -> io::Result<Vec<ProgramResult>> {
    let out = assignment.work.join("mix.wav");
    let mut results = Vec::new();
    for task in mixing_tasks(assignment, &out, plan.mixed_seconds) {
        results.push(mix(task, plan));
        if out.exists() {
            std::fs::remove_file(&out)?;
        }
    }
    Ok(results)
}

fn mixing_tasks(assignment: &Assignment<'_>, out: &Path, seconds: u32) -> Vec<Task> {
    let Assignment { attacca, song, stems, .. } = assignment;
    let seconds = seconds.to_string();
    let render = Task::new("attacca render", attacca)
        .args(["render".as_ref(), song.as_os_str(), "--force".as_ref()])
        .args(["--to", &seconds, "--bits", "24", "--out"])
        .args([out]);
    let ecasound = Task::new("ecasound", "ecasound")
        .args(["-q", "-f:s24_le,2,48000"])
        .args(ecasound_inputs(stems))
        .args([format!("-t:{seconds}"), format!("-o:{}", out.display())]);
    let inputs = stems.iter().flat_map(|stem| ["-i".into(), stem.clone().into_os_string()]);
    let ffmpeg = Task::new("ffmpeg amix", "ffmpeg")
        .args(["-v", "error", "-nostdin", "-y"])
        .args(inputs)
        .args(["-filter_complex".to_owned(), amix(stems.len())])
        .args(["-t", &seconds, "-c:a", "pcm_s24le"])
        .args([out]);
    let sox = Task::new("sox -m", "sox")
        .args(["-m"])
        .args(*stems)
        .args(["-b", "24"])
        .args([out])
        .args(["trim", "0", &seconds]);
    vec![render, ecasound, ffmpeg, sox]
}

fn mix(mut task: Task, plan: ProgramPlan) -> ProgramResult {
    if task.is_missing() {
        return task.result(Outcome::Missing("not installed".to_owned()));
    }
    let children_before = system::time_of_ended_children();
    let begin = Instant::now();
    let status = task.command.status();
    let seconds = begin.elapsed().as_secs_f64();
    let time = system::time_of_ended_children()
        .zip(children_before)
        .map(|(after, before)| after.saturating_sub(before).as_secs_f64());
    let percent = |time: f64| rounded(100.0 * time / f64::from(plan.mixed_seconds));
    task.result(match status {
        Ok(status) if status.success() => {
            Outcome::Mixed { seconds: rounded(seconds), cpu_percent: time.map(percent) }
        }
        Ok(status) => Outcome::Missing(format!("ended with {status}")),
        Err(error) => Outcome::Missing(error.to_string()),
    })
}

/// Lets every program play the song to nowhere in real time.
///
/// # Errors
/// When a program that was started can't be ended.
pub(crate) fn play_in_real_time(
    assignment: &Assignment<'_>,
    plan: ProgramPlan,
) -> io::Result<Vec<ProgramResult>> {
    playing_tasks(assignment).into_iter().map(|task| play(task, plan)).collect()
}

fn playing_tasks(assignment: &Assignment<'_>) -> Vec<Task> {
    let Assignment { attacca, song, stems, .. } = assignment;
    let mut attacca = Task::new("attacca play --null", attacca).args([
        "play".as_ref(),
        song.as_os_str(),
        "--null".as_ref(),
    ]);
    // With its input at an end it would play the set and end.
    attacca.command.stdin(Stdio::piped());
    let ecasound = Task::new("ecasound", "ecasound")
        .args(["-q", "-b:512", "-f:f32_le,2,48000"])
        .args(ecasound_inputs(stems))
        .args(["-o:rtnull"]);
    let others = stems.iter().skip(1).map(|stem| joined("--audio-file=", stem));
    let tracks: String = (1..=stems.len()).map(|number| format!("[aid{number}]")).collect();
    let mpv = Task::new("mpv", "mpv")
        .args(["--no-config", "--no-video", "--no-terminal", "--ao=null"])
        .args([format!("--lavfi-complex={tracks}{}[ao]", amix(stems.len()))])
        .args(others)
        .args(stems.first());
    vec![attacca, ecasound, mpv]
}

fn play(mut task: Task, plan: ProgramPlan) -> io::Result<ProgramResult> {
    if task.is_missing() {
        return Ok(task.result(Outcome::Missing("not installed".to_owned())));
    }
    let mut child = match task.command.spawn() {
        Ok(child) => child,
        Err(error) => return Ok(task.result(Outcome::Missing(error.to_string()))),
    };
    thread::sleep(SETTLING_TIME);
    let before = (Instant::now(), system::time_of_process(child.id()));
    thread::sleep(plan.playing);
    let elapsed = before.0.elapsed().as_secs_f64();
    let time = system::time_of_process(child.id())
        .zip(before.1)
        .map(|(after, before)| after.saturating_sub(before).as_secs_f64());
    if let Some(status) = child.try_wait()? {
        return Ok(task.result(Outcome::Missing(format!("ended with {status} while playing"))));
    }
    child.kill()?;
    child.wait()?;
    let cpu_percent = time.map(|time| rounded(100.0 * time / elapsed));
    Ok(task.result(Outcome::Played { cpu_percent }))
}

/// Whether a program of this name can be started.
pub(crate) fn is_on_path(program: &Path) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A chain for each stem, and all of them for what follows.
fn ecasound_inputs(stems: &[PathBuf]) -> Vec<OsString> {
    let chain = |(index, stem): (usize, &PathBuf)| {
        [format!("-a:{}", index + 1).into(), joined("-i:", stem)]
    };
    let mut arguments: Vec<OsString> = stems.iter().enumerate().flat_map(chain).collect();
    arguments.push("-a:all".into());
    arguments
}

/// The filter that adds without turning down.
fn amix(inputs: usize) -> String {
    format!("amix=inputs={inputs}:normalize=0")
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(path);
    argument
}

#[cfg(test)]
mod tests;
