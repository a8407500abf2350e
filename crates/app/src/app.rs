//! The application's handle.

mod found;

use std::{
    io,
    path::{Path, PathBuf},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use attacca_engine::{error::EngineError, output::OutputError};
use attacca_library::LibraryError;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use serde_json::Value;
use std::sync::Arc;

use self::found::{found_at, other_length};
use crate::{
    LogRing,
    core::{Core, Request, devices},
    ipc::{
        AppEvent, ErrorCode, IpcError, LogLevel, LogLine, OutputDevice, Severity, Telemetry,
        command::{FREE_COMMANDS, FreeCommands, dispatch_free},
    },
    telemetry::Shown,
};

/// What an application is started with.
#[derive(Debug, Clone, Default)]
pub struct AppOptions {
    /// Where the library is; made when it is not there.
    pub data_folder: PathBuf,
    /// Where the sound goes.
    pub output: OutputWish,
    /// A folder of songs that an empty library begins with.
    pub demo: Option<PathBuf>,
    /// Where frame indexes are kept; `None` keeps them while the program runs.
    pub index_folder: Option<PathBuf>,
    /// Where decoded stems are kept unless the settings say otherwise; `None` keeps none.
    pub cache_folder: Option<PathBuf>,
    /// Shown in the window; its layer is to be given to the program's subscriber.
    pub log: LogRing,
}

/// Where the sound goes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub enum OutputWish {
    /// To the device of the settings.
    #[default]
    AsSet,
    /// To the device that the system takes when none is named, in this run; the settings stay.
    SystemDefault,
    /// To the device with this id, in this run; the settings stay.
    Device(String),
    /// Nowhere: time passes as if it sounded.
    Null,
}

/// Why an application did not start. Nothing runs then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// The library can't be opened. Close the other program, or mend or choose the folder.
    #[error("cannot open the library")]
    Library(#[from] LibraryError),
    /// The system refuses the engine's threads. End other programs.
    #[error("cannot start the engine")]
    Engine(#[from] EngineError),
    /// Not even the output without sound starts. End other programs.
    #[error("cannot start an output")]
    Output(#[from] OutputError),
    /// The system refuses a thread. End other programs.
    #[error("cannot start a thread")]
    Thread(#[source] io::Error),
}

/// How long ending it may take: much longer than a disk does. A thread that hangs in the system then
/// ends with the program.
const END_TIMEOUT: Duration = Duration::from_secs(10);

/// The application. Dropping it stores where the show is, and ends it.
#[derive(Debug)]
pub struct App {
    requests: Sender<Request>,
    events: Receiver<AppEvent>,
    shown: Arc<Shown>,
    log: LogRing,
    thread: Option<JoinHandle<()>>,
    /// Ends with the thread.
    is_running: Receiver<()>,
}

impl App {
    /// Opens the library, puts the last set on at its last place, and starts the output.
    ///
    /// # Errors
    /// When the library can't be used, or the system refuses threads. An output that does not open is
    /// no error: the window says so.
    pub fn start(options: AppOptions) -> Result<App, AppError> {
        let begun = Instant::now();
        let (requests, incoming) = unbounded();
        let (events_in, events) = unbounded();
        let (ready, is_ready) = bounded(1);
        let (running, is_running) = bounded(0);
        let log = options.log.clone();
        let thread = thread::Builder::new()
            .name("app".to_owned())
            .spawn(move || {
                let _running: Sender<()> = running;
                match Core::new(options, events_in, begun) {
                    Ok(core) => {
                        // Who starts it waits for this.
                        let _ = ready.send(Ok(core.shown()));
                        core.run(&incoming);
                    }
                    Err(error) => {
                        let _ = ready.send(Err(error));
                    }
                }
            })
            .map_err(AppError::Thread)?;
        let ended = || AppError::Thread(io::Error::other("the app's thread has ended"));
        let shown = is_ready.recv().map_err(|_| ended())??;
        Ok(App { requests, events, shown, log, thread: Some(thread), is_running })
    }

    /// Carries out the command called `name`; null stands for no arguments. Returns when it is done,
    /// and stored; faders and mutes of buses are heard, and stored a tenth of a second later, or at the end.
    ///
    /// # Errors
    /// When there is no such command, its arguments are others, or what it asks for can't be done.
    /// Everything is as it was then.
    pub fn call(&self, name: &str, args: Value) -> Result<Value, IpcError> {
        if FREE_COMMANDS.contains(&name) {
            return dispatch_free(&mut Free(&self.log), name, args);
        }
        let (reply, answer) = bounded(1);
        self.send(Request::Call { name: name.to_owned(), args, reply })?;
        answer.recv().map_err(|_| has_ended())?
    }

    /// Takes the songs in these folders and files into the library, in the background; it shows in
    /// [`AppEvent::Import`].
    ///
    /// # Errors
    /// When an import is under way, or the show is locked.
    pub fn import(&self, paths: Vec<PathBuf>) -> Result<(), IpcError> {
        let (reply, answer) = bounded(1);
        self.send(Request::Import { paths, reply })?;
        answer.recv().map_err(|_| has_ended())?
    }

    /// Has the cache in this folder, which somebody chose in a dialog: a page can't name one. `None` is
    /// the user's folder of caches. What is in the cache follows in the background, and the old folder stays
    /// the cache meanwhile; it shows in [`AppEvent::CacheMove`].
    ///
    /// # Errors
    /// When the show is locked, a move is under way, the folder's name is no text, one folder is in the other,
    /// or the library can't be written.
    pub fn set_cache_folder(&self, folder: Option<PathBuf>) -> Result<(), IpcError> {
        let (reply, answer) = bounded(1);
        self.send(Request::SetCacheFolder { folder, reply })?;
        answer.recv().map_err(|_| has_ended())?
    }

    /// The file of a stem, for a shell that shows it in the system's window of files.
    ///
    /// # Errors
    /// When there is no such stem.
    pub fn file_of_stem(&self, stem: crate::ipc::StemId) -> Result<PathBuf, IpcError> {
        let (reply, answer) = bounded(1);
        self.send(Request::FileOfStem { stem, reply })?;
        answer.recv().map_err(|_| has_ended())?
    }

    /// Takes a stem from the file at `path`, which somebody chose in a dialog: a page can't name one. Other
    /// missing stems of its song whose files are there by their names, as long as they were, come along; all is one
    /// step to undo. A notice says when the chosen file is longer or shorter than the old one, or has another rate.
    /// Returns how many stems were found.
    ///
    /// Reads the files on the caller's thread.
    ///
    /// # Errors
    /// When the show is locked, there is no such stem, the file can't be played, or it is another stem's.
    pub fn find_file(&self, stem: crate::ipc::StemId, path: &Path) -> Result<u32, IpcError> {
        let (reply, answer) = bounded(1);
        self.send(Request::Seek { stem, reply })?;
        let sought = answer.recv().map_err(|_| has_ended())??;
        let stems = found_at(&sought, path)?;
        let count = stems.len() as u32;
        let differs = sought.first().zip(stems.first()).and_then(|(s, f)| other_length(s, f));
        let (reply, answer) = bounded(1);
        self.send(Request::Relink { stems, reply })?;
        answer.recv().map_err(|_| has_ended())??;
        if let Some(text) = differs {
            self.say(Severity::Warning, text);
        }
        Ok(count)
    }

    /// Says something to the person who plays, which comes back as [`AppEvent::Notice`]: for what a
    /// shell did by itself, with no page to answer to.
    pub fn say(&self, severity: Severity, text: impl Into<String>) {
        // An app that has ended has nobody to say it to.
        let _ = self.send(Request::Say { severity, text: text.into() });
    }

    /// What comes up by itself. Each event goes to one receiver; keep one, and read it.
    pub fn events(&self) -> Receiver<AppEvent> {
        self.events.clone()
    }

    /// How the show is at this moment; peaks are those since the last call. Waits for nothing but a
    /// lock that is held for microseconds.
    pub fn telemetry(&self) -> Telemetry {
        self.shown.telemetry()
    }

    fn send(&self, request: Request) -> Result<(), IpcError> {
        self.requests.send(request).map_err(|_| has_ended())
    }
}

impl Drop for App {
    fn drop(&mut self) {
        // A thread that has ended does not listen.
        let _ = self.requests.send(Request::Quit);
        end_within(END_TIMEOUT, &self.is_running, self.thread.take());
    }
}

/// Waits for a thread, which is over when the receiver ends, but not for ever.
fn end_within(timeout: Duration, is_running: &Receiver<()>, thread: Option<JoinHandle<()>>) {
    if is_running.recv_timeout(timeout) == Err(RecvTimeoutError::Timeout) {
        tracing::error!(?timeout, "the app's thread does not end");
    } else if let Some(thread) = thread {
        // A panic was printed.
        let _ = thread.join();
    }
}

fn has_ended() -> IpcError {
    IpcError::new(ErrorCode::Internal, "Attacca has ended; start it again")
}

/// What needs nothing of the app's thread.
struct Free<'a>(&'a LogRing);

impl FreeCommands for Free<'_> {
    fn outputs(&mut self) -> Result<Vec<OutputDevice>, IpcError> {
        devices()
    }

    fn log_lines(&mut self, level: LogLevel, after: Option<u64>) -> Result<Vec<LogLine>, IpcError> {
        Ok(self.0.lines(level, after.unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests;
