//! The last lines of the log, to be read in the window.
//!
//! Any thread that logs writes here; the audio thread does not log.

use std::{
    collections::VecDeque,
    fmt::{self, Write},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, filter::dynamic_filter_fn, layer::Context, registry::LookupSpan};

use crate::{
    clock,
    ipc::{LogLevel, LogLine},
};

/// Lines that are kept: an evening of what a user notices, or the flow of some minutes.
const CAPACITY: usize = 2000;

/// Bytes of a line, at most: what is longer is cut, so that all lines take 4 MB at most.
const LINE_BYTES: usize = 2000;

/// The last 2000 lines of the log. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct LogRing {
    lines: Arc<Mutex<Lines>>,
    takes_traces: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct Lines {
    kept: VecDeque<LogLine>,
    last_number: u64,
}

impl LogRing {
    /// What fills it, for a subscriber: events of Attacca of level DEBUG and worse, and of level TRACE
    /// while the user asks for them.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> impl Layer<S> + use<S> {
        let takes_traces = Arc::clone(&self.takes_traces);
        let is_wanted = move |metadata: &Metadata<'_>, _: &Context<'_, S>| {
            metadata.target().starts_with("attacca")
                && (*metadata.level() != Level::TRACE || takes_traces.load(Relaxed))
        };
        RingLayer(self.clone()).with_filter(dynamic_filter_fn(is_wanted))
    }

    /// The lines of `level` and worse ones after number `after`, the oldest first.
    pub fn lines(&self, level: LogLevel, after: u64) -> Vec<LogLine> {
        let lines = self.lock();
        let wanted = |line: &&LogLine| line.number > after && line.level <= level;
        lines.kept.iter().filter(wanted).cloned().collect()
    }

    /// Whether lines of level TRACE are kept.
    pub(crate) fn take_traces(&self, takes_traces: bool) {
        self.takes_traces.store(takes_traces, Relaxed);
    }

    fn push(&self, level: LogLevel, target: &str, mut text: String) {
        if text.len() > LINE_BYTES {
            text.truncate(text.floor_char_boundary(LINE_BYTES));
            text.push('…');
        }
        let at = clock::time_with_millis(clock::now());
        let mut lines = self.lock();
        lines.last_number += 1;
        let number = lines.last_number;
        lines.kept.push_back(LogLine { number, at, level, target: target.to_owned(), text });
        if lines.kept.len() > CAPACITY {
            lines.kept.pop_front();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct RingLayer(LogRing);

impl<S: Subscriber> Layer<S> for RingLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let mut words = Words::default();
        event.record(&mut words);
        self.0.push(level_of(*metadata.level()), metadata.target(), words.message + &words.fields);
    }
}

/// An event's message and its fields: `underrun song=2 at="1:04.2"`.
#[derive(Default)]
struct Words {
    message: String,
    fields: String,
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let _ = write!(self.fields, " {}={:?}", field.name(), attacca_player::chain(value));
    }
}

fn level_of(level: Level) -> LogLevel {
    match level {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warn,
        Level::INFO => LogLevel::Info,
        Level::DEBUG => LogLevel::Debug,
        _ => LogLevel::Trace,
    }
}

/// `text` with the names of files in the place of their paths, so that it can be given away.
pub(crate) fn without_folders(text: &str) -> String {
    text.split('"').map(without_folder).collect::<Vec<_>>().join("\"")
}

/// A stretch of text between quotation marks: from the beginning of its first path to its last
/// separator all is a folder, whatever spaces are in it.
fn without_folder(text: &str) -> String {
    let is_separator = |c: char| c == '/' || c == '\\';
    let Some(first) = text.find(is_separator) else { return text.to_owned() };
    let last = text.rfind(is_separator).unwrap_or(first);
    let begin = text[..first].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    // `1/5` and `n/a` are no folders.
    if first == last && begin < first && !text[begin..first].ends_with(':') {
        return text.to_owned();
    }
    format!("{}…{}", &text[..begin], &text[last..])
}

#[cfg(test)]
mod tests;
