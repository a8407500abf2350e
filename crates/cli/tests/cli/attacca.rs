//! Runs the program.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::Value;

/// How long the program may take for anything, on a machine with other work.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

/// The program, ready to be started without a terminal and without sound.
pub(crate) fn attacca<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attacca"));
    // An empty configuration of ALSA has no devices, whatever the machine has.
    command.args(arguments).stdin(Stdio::null()).env("ALSA_CONFIG_PATH", "/dev/null");
    // What it keeps is no business of the user's who tests.
    command.env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"));
    command
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program to its end.
pub(crate) fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    let output = attacca(arguments).output().expect("the program can be started");
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("output is text"),
        stderr: String::from_utf8(output.stderr).expect("messages are text"),
    }
}

/// A set that plays, with somebody who types.
pub(crate) struct Playing {
    program: Child,
    stdin: Option<ChildStdin>,
    answers: Receiver<String>,
    stderr: Option<JoinHandle<String>>,
}

impl Playing {
    /// Starts `attacca play` without sound.
    pub(crate) fn start<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Playing {
        let mut command = attacca(["play", "--null"]);
        command.args(arguments);
        Playing::spawn(command)
    }

    /// As [`Playing::start`], by a line for `sh` that gets the program and its arguments.
    #[cfg(unix)]
    pub(crate) fn start_by_shell<A: AsRef<OsStr>>(
        line: &str,
        arguments: impl IntoIterator<Item = A>,
    ) -> Playing {
        let program = attacca(["play", "--null"]);
        let mut command = Command::new("sh");
        command.args(["-c", line]).arg(program.get_program()).args(program.get_args());
        command.args(arguments);
        for (name, value) in program.get_envs() {
            command.env(name, value.expect("none is removed"));
        }
        Playing::spawn(command)
    }

    fn spawn(mut command: Command) -> Playing {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = command.spawn().expect("the program can be started");
        let (sender, answers) = channel();
        let stdout = program.stdout.take().expect("it was piped");
        thread("stdout", move || {
            let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
            // The test may have ended before.
            let _ = lines.try_for_each(|line| sender.send(line));
        });
        let mut stderr = program.stderr.take().expect("it was piped");
        let stderr = thread("stderr", move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).expect("messages are text");
            text
        });
        let stdin = program.stdin.take();
        Playing { program, stdin, answers, stderr: Some(stderr) }
    }

    /// Types lines.
    pub(crate) fn type_lines(&mut self, lines: &[&str]) {
        let stdin = self.stdin.as_mut().expect("the input has not ended");
        for line in lines {
            writeln!(stdin, "{line}").expect("the program reads");
        }
    }

    /// What the program says of itself.
    pub(crate) fn status(&mut self) -> Value {
        self.type_lines(&["status"]);
        let line = self.answers.recv_timeout(TIMEOUT).expect("a status is answered");
        serde_json::from_str(&line).expect("a status is one line of JSON")
    }

    /// Waits until the status is as expected.
    #[track_caller]
    pub(crate) fn until(&mut self, is_reached: impl Fn(&Value) -> bool) -> Value {
        let began = Instant::now();
        loop {
            let status = self.status();
            if is_reached(&status) {
                return status;
            }
            assert!(began.elapsed() < TIMEOUT, "never came; at last: {status}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The process, to send signals to.
    pub(crate) fn id(&self) -> u32 {
        self.program.id()
    }

    /// Ends the input, and waits for the end of the program.
    pub(crate) fn end_input(mut self) -> Ran {
        self.stdin = None;
        self.wait()
    }

    /// Types `quit`, and waits for the end of the program.
    pub(crate) fn quit(mut self) -> Ran {
        self.type_lines(&["quit"]);
        self.wait()
    }

    /// Waits for the end of the program.
    pub(crate) fn wait(mut self) -> Ran {
        let status = self.wait_for_exit();
        let stderr = self.stderr.take().expect("only this takes it").join();
        Ran {
            code: status.code(),
            stdout: self.answers.iter().collect::<Vec<_>>().join("\n"),
            stderr: stderr.expect("messages are text"),
        }
    }

    fn wait_for_exit(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.program.try_wait().expect("the program can be waited for") {
                return status;
            }
            assert!(began.elapsed() < TIMEOUT, "the program does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        // Fails when it has ended, as it should.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> JoinHandle<T> {
    thread::Builder::new().name(name.to_owned()).spawn(work).expect("the system has a thread")
}
