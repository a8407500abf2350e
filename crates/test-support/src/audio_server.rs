//! An audio server of one's own, with a sink that goes nowhere and can be recorded. Linux: it is
//! PipeWire, in a session and a home folder that vanish with it.

mod recorder;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::files::TestFolder;

pub use recorder::{Recorder, Recording};

/// How long a part of the server may take to answer, on the slowest machine.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// Plays to the server whatever is played through ALSA.
const ALSA_CONFIG: &str = "pcm.!default { type pulse }\nctl.!default { type pulse }\n";

/// How the server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerSettings {
    /// Frames per second of all that it handles.
    pub rate: u32,
    /// Frames that it handles at once. With long quanta a machine without real-time rights for the
    /// server keeps up too.
    pub quantum: usize,
}

/// What [`ServerSettings`] become.
const PIPEWIRE_CONFIG: &str = "context.properties = {
    default.clock.rate = RATE
    default.clock.allowed-rates = [ RATE ]
    default.clock.quantum = QUANTUM
    default.clock.min-quantum = QUANTUM
}
";

/// Locked while a server runs: two at once would make each other late.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The programs that it takes, by their names.
pub const PROGRAMS: [&str; 6] =
    ["dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse", "pactl", "parec"];

/// A running audio server. Dropping it ends it.
pub struct AudioServer {
    /// Home, run-time and configuration folder of everything that belongs to it.
    home: TestFolder,
    bus_address: String,
    settings: ServerSettings,
    /// In the order of their start; the last one is what clients speak to.
    processes: Vec<Process>,
    _only_one: MutexGuard<'static, ()>,
}

/// A child process that ends with its owner.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl AudioServer {
    /// Starts the server, and makes its sink the default one.
    ///
    /// # Panics
    /// When a program is missing, or does not answer.
    pub fn start(settings: ServerSettings) -> AudioServer {
        // A test that failed with a server leaves nothing behind that matters.
        let only_one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let home = TestFolder::new();
        fs::write(home.path(".asoundrc"), ALSA_CONFIG).expect("the folder can be written to");
        home.make_folder("pipewire/pipewire.conf.d");
        let (bus_address, processes) = (String::new(), Vec::new());
        let mut server =
            AudioServer { home, bus_address, settings, processes, _only_one: only_one };
        server.start_bus();
        server.run_at(settings.rate);
        server
    }

    /// Starts the server without its message bus, after [`AudioServer::end`], at `rate` frames per
    /// second.
    ///
    /// # Panics
    /// As [`AudioServer::start`].
    pub fn run_at(&mut self, rate: u32) {
        self.settings.rate = rate;
        let config = PIPEWIRE_CONFIG.replace("QUANTUM", &self.settings.quantum.to_string());
        let config = config.replace("RATE", &rate.to_string());
        let path = self.home.path("pipewire/pipewire.conf.d/test.conf");
        fs::write(path, config).expect("the folder can be written to");
        self.spawn("pipewire");
        self.wait_for("pipewire-0");
        self.spawn("wireplumber");
        self.come_back();
    }

    /// Ends the server but for its message bus, as a crash would, what clients speak to first.
    pub fn end(&mut self) {
        self.vanish();
        self.processes.truncate(1);
        for left_over in ["pipewire-0", "pipewire-0.lock"] {
            // A server that is killed leaves them.
            let _ = fs::remove_file(self.home.path(left_over));
        }
    }

    /// Takes the sink away; clients stay.
    ///
    /// # Panics
    /// When the server does not do it.
    pub fn unload_sink(&self) {
        assert!(self.pactl("unload-module module-null-sink"), "the sink can be taken away");
    }

    /// Makes the sink again, at `rate` frames per second.
    ///
    /// # Panics
    /// When the server does not do it.
    pub fn load_sink_at(&mut self, rate: u32) {
        self.settings.rate = rate;
        self.make_sink();
    }

    /// Ends what clients speak to, with its sink, as a crash would.
    pub fn vanish(&mut self) {
        self.processes.pop();
        for left_over in ["pulse/native", "pulse/pid"] {
            // The pid is not always written.
            let _ = fs::remove_file(self.home.path(left_over));
        }
    }

    /// Starts what clients speak to, and makes its sink the default one.
    pub fn come_back(&mut self) {
        self.spawn("pipewire-pulse");
        self.wait_for("pulse/native");
        self.make_sink();
    }

    /// A command that lives in the server's world.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        for variable in ["HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(variable, self.home.root());
        }
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address);
        for variable in ["PULSE_SERVER", "PIPEWIRE_REMOTE", "ALSA_CONFIG_PATH", "DISPLAY"] {
            command.env_remove(variable);
        }
        command.stdin(Stdio::null());
        command
    }

    fn start_bus(&mut self) {
        let mut command = self.command("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped());
        let mut process = Process(start(command.stderr(Stdio::null())));
        let output = process.0.stdout.take().expect("it is piped");
        self.bus_address = first_line(output).trim().to_owned();
        self.processes.push(process);
    }

    fn spawn(&mut self, program: &str) {
        let mut command = self.command(program);
        // A machine without sound cards is complained of at length.
        let process = Process(start(command.stdout(Stdio::null()).stderr(Stdio::null())));
        self.processes.push(process);
    }

    fn wait_for(&self, socket: &str) {
        let path = self.home.path(socket);
        wait_until(&format!("the server's {socket}"), || path.exists());
    }

    fn make_sink(&self) {
        let rate = self.settings.rate;
        let arguments =
            format!("load-module module-null-sink sink_name=out rate={rate} channels=2");
        wait_until("the server's answer", || self.pactl(&arguments));
        wait_until("the server's sink", || self.pactl("set-default-sink out"));
        assert!(self.pactl("set-sink-volume out 100%"), "the sink's gain must be 1");
    }

    fn pactl(&self, arguments: &str) -> bool {
        let mut command = self.command("pactl");
        command.args(arguments.split(' ')).stdout(Stdio::null()).stderr(Stdio::null());
        start(&mut command).wait().expect("pactl ends").success()
    }
}

impl Drop for AudioServer {
    fn drop(&mut self) {
        // Clients before the server.
        while self.processes.pop().is_some() {}
    }
}

fn start(command: &mut Command) -> Child {
    command.spawn().unwrap_or_else(|error| {
        panic!(
            "cannot start {:?}: {error}; `cargo xtask test` installs what this test needs",
            command.get_program()
        )
    })
}

fn spawn_thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> JoinHandle<T> {
    thread::Builder::new().name(name.to_owned()).spawn(work).expect("the system has threads")
}

fn first_line(output: ChildStdout) -> String {
    let (sender, line): (_, Receiver<String>) = channel();
    spawn_thread("bus-address", move || {
        let mut line = String::new();
        // An empty line fails below.
        let _ = BufReader::new(output).read_line(&mut line);
        sender.send(line)
    });
    let line = line.recv_timeout(START_TIMEOUT).unwrap_or_default();
    assert!(!line.is_empty(), "the message bus does not say its address");
    line
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < START_TIMEOUT, "{what} did not come");
        thread::sleep(Duration::from_millis(50));
    }
}
