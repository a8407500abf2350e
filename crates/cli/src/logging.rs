//! The log: off unless asked for, on standard error or in a file.

use std::{
    fs::File,
    io::{self, Write},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::{args::LoggingArgs, failure::Failure, terminal};

/// True while a live line stands on the terminal's last row, and the terminal is in raw mode.
static IS_LINE_LIVE: AtomicBool = AtomicBool::new(false);

/// Starts the log that was asked for.
///
/// # Errors
/// When the filter is none, or the file can't be written.
pub(crate) fn start(args: &LoggingArgs) -> Result<(), Failure> {
    let Some(filter) = filter_of(args) else { return Ok(()) };
    let filter = EnvFilter::try_new(&filter).map_err(|error| {
        Failure::usage(format!(
            "--log {}: {error}; write as in info or attacca_engine=debug",
            filter
        ))
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter);
    match &args.log_file {
        None => log.with_ansi(terminal::has_colour()).with_writer(AboveLiveLine).init(),
        Some(path) => {
            let file = File::options().create(true).append(true).open(path).map_err(|error| {
                Failure::usage(format!("cannot write the log {}: {error}", path.display()))
            })?;
            log.with_ansi(false).with_writer(Mutex::new(file)).init();
        }
    }
    Ok(())
}

/// Says whether log lines must make room for a live line.
pub(crate) fn set_live_line(is_live: bool) {
    // Relaxed: the flag is read alone, and a line that is drawn over is drawn again.
    IS_LINE_LIVE.store(is_live, Relaxed);
}

/// `None` when nothing is to be logged.
fn filter_of(args: &LoggingArgs) -> Option<String> {
    if let Some(filter) = &args.log {
        return Some(filter.clone());
    }
    let level = match args.verbose {
        0 if args.log_file.is_none() => return None,
        0 | 1 => "info",
        2 => "debug",
        _ => "trace",
    };
    // Other people's crates say little that matters here.
    Some(format!("warn,attacca={level},attacca_engine={level},attacca_player={level}"))
}

/// Writes log lines to standard error, over the live line, which is drawn again below.
struct AboveLiveLine;

impl<'a> MakeWriter<'a> for AboveLiveLine {
    type Writer = LogLine;

    fn make_writer(&'a self) -> LogLine {
        LogLine
    }
}

struct LogLine;

impl Write for LogLine {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut err = io::stderr().lock();
        if IS_LINE_LIVE.load(Relaxed) {
            err.write_all(b"\r\x1b[K")?;
            err.write_all(String::from_utf8_lossy(line).replace('\n', "\r\n").as_bytes())?;
        } else {
            err.write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
