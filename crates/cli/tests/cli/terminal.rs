//! Claims about playing on a terminal. Python's `pty` is the terminal.

use std::process::Command;

use crate::material::set;

/// Plays with keys, and prints what the terminal showed. Each step is what is awaited on the screen,
/// and what is typed then. Fails when something never shows, or when the terminal is not as before.
const TERMINAL: &str = r#"
import os, pty, select, struct, fcntl, sys, termios, time

def main(program, song, ending, steps):
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    before = termios.tcgetattr(follower)
    child = os.fork()
    if child == 0:
        os.setsid()
        fcntl.ioctl(follower, termios.TIOCSCTTY, 0)
        for fd in (0, 1, 2):
            os.dup2(follower, fd)
        os.execve(program, [program, "play", "--null", song], {**os.environ, "TERM": "xterm", "NO_COLOR": "1"})
    shown = b""
    def wait_for(text):
        nonlocal shown
        end = time.monotonic() + 30
        while text not in shown:
            if time.monotonic() > end:
                sys.exit(f"never shown: {text!r} in {shown[-300:]!r}")
            if select.select([leader], [], [], 0.1)[0]:
                shown += os.read(leader, 65536)
        shown = shown[shown.index(text) + len(text):]
    for awaited, typed in steps:
        wait_for(awaited.encode())
        os.write(leader, typed.encode())
    if ending != "quit":
        os.kill(child, int(ending))
    end = time.monotonic() + 30
    while True:
        if select.select([leader], [], [], 0.05)[0]:
            shown += os.read(leader, 65536)
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > end:
            sys.exit(f"does not end: {shown[-300:]!r}")
    assert os.waitstatus_to_exitcode(status) == 0, status
    assert termios.tcgetattr(follower) == before, "the terminal is not as it was"

steps = [step.split("|") for step in sys.argv[4:]]
main(sys.argv[1], sys.argv[2], sys.argv[3], steps)
"#;

#[track_caller]
fn check(ending: &str, steps: &[&str]) {
    let set = set(&["One", "Two"], 30.0);
    let output = Command::new("python3")
        .args(["-c", TERMINAL, env!("CARGO_BIN_EXE_attacca")])
        .arg(set.root())
        .arg(ending)
        .args(steps)
        .output()
        .expect("python3 can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn keys_play_the_set_and_the_terminal_is_given_back() {
    check(
        "quit",
        &[
            "▶ 1/2 One| ",
            "‖ 1/2 One| ",
            "▶ 1/2 One|n",
            "▶ 2/2 Two|1",
            "▶ 1/2 One|?",
            "press it twice|q",
            "press q again|q",
        ],
    );
}

#[test]
fn a_line_can_be_typed_among_keys() {
    check(
        "quit",
        &[
            "▶ 1/2 One|:mute ba",
            ":mute ba|\r",
            "Bass DI: 0.0 dB, muted|mclick\r",
            "Click: 0.0 dB, muted|:dance\r",
            "unknown command dance|:quit",
            ":quit|\u{1b}",
            "▶ 1/2 One|:status\r",
            "\"state\":\"playing\"|\u{3}",
        ],
    );
}

#[test]
fn a_signal_gives_the_terminal_back() {
    // SIGINT, SIGTERM.
    for signal in ["2", "15"] {
        check(signal, &["▶ 1/2 One| ", "‖ 1/2 One| ", "▶ 1/2 One|"]);
    }
}
