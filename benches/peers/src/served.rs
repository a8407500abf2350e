//! Programs that play to an audio server: steered while they play, and heard at the server's sink.
//!
//! The only way to hear a player that is neither a library nor willing to play to nowhere. The server is
//! a private one with a null sink, whose monitor is recorded; so a time holds the way of the command to
//! the program, the program's own buffers, the server's and the recorder's. The last two are the same for
//! all. Stems are position-coded, as for the [`contenders`](crate::contenders).

mod figures;
mod mtrack;
mod osc;
mod steered;

use std::{
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use attacca_test_support::audio_server::{AudioServer, ServerSettings};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::{calls::Call, device::SAMPLE_RATE, positions, random::Random, spread::rounded, system};

pub(crate) use figures::{ServedCalls, ServedFigures};
use figures::{Session, Watched};
use steered::Steered;

/// Frames that the server handles at once: 10.7 ms, what most devices choose.
const QUANTUM: usize = 512;

/// Frames of a player's own blocks: what mtrack takes unless it is told otherwise.
const BLOCK_FRAMES: usize = 1024;

/// How long a program may prepare by itself: mtrack first reads all files for its pictures of them.
const SETTLING_TIMEOUT: Duration = Duration::from_secs(90);

/// From one look at a program that prepares to the next.
const SETTLING_INTERVAL: Duration = Duration::from_secs(2);

/// Processor time in that interval with which a program counts as idle: 10 %.
const IDLE_TIME: Duration = Duration::from_millis(200);

/// From a command to the next: mtrack winds down and opens all files again in between.
const INTERVAL: Duration = Duration::from_millis(1500);

/// Who plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Served {
    /// The `attacca` command, told what to do by lines.
    Attacca,
    /// mtrack, told what to do by OSC.
    Mtrack,
}

impl Served {
    /// What it is called in the table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Served::Attacca => "Attacca",
            Served::Mtrack => "mtrack 0.17.4",
        }
    }
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServedPlan {
    pub(crate) starts: usize,
    pub(crate) seeks: usize,
    /// How long playing is watched.
    pub(crate) playing: Duration,
}

impl ServedPlan {
    /// A minute and a half for each program.
    pub(crate) const FULL: ServedPlan =
        ServedPlan { starts: 8, seeks: 30, playing: Duration::from_secs(12) };
    /// Half a minute for each.
    pub(crate) const QUICK: ServedPlan =
        ServedPlan { starts: 3, seeks: 8, playing: Duration::from_secs(4) };
}

/// Who plays what.
#[derive(Debug)]
pub(crate) struct Engagement {
    pub(crate) who: Served,
    /// The program.
    pub(crate) program: PathBuf,
    /// The folder of the position-coded stems.
    pub(crate) song: PathBuf,
}

/// What the server takes that is not on this machine; `None` when all is there.
pub(crate) fn missing_program() -> Option<&'static str> {
    use attacca_test_support::audio_server::PROGRAMS;
    PROGRAMS.into_iter().find(|program| !crate::programs::is_on_path(Path::new(program)))
}

/// Measures everything of one program.
///
/// # Errors
/// When the program can't be started, or ends.
pub(crate) fn figures(engagement: &Engagement, plan: ServedPlan) -> io::Result<ServedFigures> {
    let server = AudioServer::start(ServerSettings { rate: SAMPLE_RATE, quantum: QUANTUM });
    let mut player = Steered::start(engagement, &server)?;
    settle(&player);
    let recorder = server.record();
    let starts = starts(&mut player, plan)?;
    let seeks = seeks(&mut player, plan)?;
    let watched = watch(&player, plan);
    player.stop()?;
    player.still_runs()?;
    let session = Session { recording: recorder.stop(), starts, seeks, watched };
    Ok(session.figures())
}

/// Waits until the program is idle.
fn settle(player: &Steered) {
    let begin = Instant::now();
    let mut before = system::time_of_process(player.id());
    while begin.elapsed() < SETTLING_TIMEOUT {
        thread::sleep(SETTLING_INTERVAL);
        let now = system::time_of_process(player.id());
        if now.zip(before).is_none_or(|(now, before)| now.saturating_sub(before) < IDLE_TIME) {
            return;
        }
        before = now;
    }
}

/// Plays from the beginning again and again; stopped in between.
fn starts(player: &mut Steered, plan: ServedPlan) -> io::Result<Vec<Call>> {
    let mut random = Random::new(1);
    let mut calls = Vec::with_capacity(plan.starts);
    for _ in 0..plan.starts {
        thread::sleep(random.pause());
        calls.push(Call { at: Instant::now(), target: 0 });
        player.play()?;
        thread::sleep(INTERVAL);
        player.stop()?;
        thread::sleep(INTERVAL);
    }
    Ok(calls)
}

/// Plays, and seeks while it plays; it plays on.
fn seeks(player: &mut Steered, plan: ServedPlan) -> io::Result<Vec<Call>> {
    player.play()?;
    thread::sleep(INTERVAL);
    let mut random = Random::new(2);
    // Far enough off the end for what is heard after the last seek.
    let end = positions::FRAMES - 30 * u64::from(SAMPLE_RATE);
    let mut calls = Vec::with_capacity(plan.seeks);
    for _ in 0..plan.seeks {
        thread::sleep(random.pause());
        let target = whole_milliseconds(random.target(end));
        calls.push(Call { at: Instant::now(), target });
        player.seek(target)?;
        thread::sleep(INTERVAL);
    }
    Ok(calls)
}

/// A frame at or after this one that a time in milliseconds says exactly.
fn whole_milliseconds(frame: u64) -> u64 {
    frame.next_multiple_of(u64::from(SAMPLE_RATE) / 1000)
}

fn watch(player: &Steered, plan: ServedPlan) -> Watched {
    let begin = Instant::now();
    let before = system::time_of_process(player.id());
    thread::sleep(plan.playing);
    let end = Instant::now();
    let time = system::time_of_process(player.id())
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before).as_secs_f64());
    let percent = |time: f64| rounded(100.0 * time / end.duration_since(begin).as_secs_f64());
    Watched {
        begin,
        end,
        cpu_percent: time.map(percent),
        resident_bytes: system::resident_bytes_of(player.id()),
    }
}
