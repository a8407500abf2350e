//! A running program that does what it is told. It ends with its owner.

use std::{
    io::{self, Write},
    process::{Child, ChildStdin, Stdio},
};

use attacca_test_support::audio_server::AudioServer;

use super::{BLOCK_FRAMES, Engagement, Served, mtrack::Mtrack};
use crate::device::SAMPLE_RATE;

/// A program that plays to the audio server, stopped at first.
pub(crate) struct Steered {
    process: Child,
    controls: Controls,
}

/// How it is told.
enum Controls {
    /// Attacca: lines of standard input.
    Lines(ChildStdin),
    /// mtrack: OSC.
    Osc(Mtrack),
}

impl Steered {
    /// Starts the program with its song in the server's world, and waits until it can be told.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn start(engagement: &Engagement, server: &AudioServer) -> io::Result<Steered> {
        match engagement.who {
            Served::Attacca => start_attacca(engagement, server),
            Served::Mtrack => {
                let (process, mtrack) = Mtrack::start(engagement, server)?;
                let mut steered = Steered { process, controls: Controls::Osc(mtrack) };
                steered.wait_until_it_answers()?;
                Ok(steered)
            }
        }
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Plays from the first frame.
    ///
    /// # Errors
    /// When the program can't be reached; so below.
    pub(crate) fn play(&mut self) -> io::Result<()> {
        match &mut self.controls {
            Controls::Lines(lines) => lines.write_all(b"play\n"),
            Controls::Osc(mtrack) => mtrack.play(),
        }
    }

    /// Stops, and goes to the first frame.
    pub(crate) fn stop(&mut self) -> io::Result<()> {
        match &mut self.controls {
            Controls::Lines(lines) => lines.write_all(b"stop\n"),
            Controls::Osc(mtrack) => mtrack.stop(),
        }
    }

    /// Goes on at `frame`, while it plays.
    pub(crate) fn seek(&mut self, frame: u64) -> io::Result<()> {
        let seconds = frame as f64 / f64::from(SAMPLE_RATE);
        match &mut self.controls {
            Controls::Lines(lines) => lines.write_all(format!("seek {seconds:.3}\n").as_bytes()),
            Controls::Osc(mtrack) => mtrack.seek(seconds),
        }
    }

    /// Fails when the program has ended.
    pub(crate) fn still_runs(&mut self) -> io::Result<()> {
        match self.process.try_wait()? {
            None => Ok(()),
            Some(status) => Err(io::Error::other(format!("it ended with {status}"))),
        }
    }

    fn wait_until_it_answers(&mut self) -> io::Result<()> {
        let Controls::Osc(mtrack) = &self.controls else { return Ok(()) };
        mtrack.wait_for_status()?;
        self.still_runs()
    }
}

impl Drop for Steered {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn start_attacca(engagement: &Engagement, server: &AudioServer) -> io::Result<Steered> {
    let mut command = server.command(&engagement.program);
    command.arg("play").arg(&engagement.song).arg("--paused");
    command.args(["--buffer", &BLOCK_FRAMES.to_string()]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = command.spawn()?;
    let lines = process.stdin.take().expect("it is piped");
    Ok(Steered { process, controls: Controls::Lines(lines) })
}
