//! `attacca import`: songs into the library.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use attacca_library::{
    Library, LibraryError, OpenReport, UnixSeconds,
    import::{Import, ImportEvent, ImportFailure, ImportSettings, start},
};
use attacca_player::{Notice, Severity, printable};
use crossbeam_channel::RecvTimeoutError;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::{args::ImportArgs, failure::Failure, terminal};

/// How often it looks whether somebody pressed ctrl-C.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What was done.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// Where the library is.
    data_folder: String,
    songs: Vec<SongReport>,
    /// New songs and stems, and stems that the library had already.
    songs_added: usize,
    stems_added: usize,
    stems_known: usize,
    /// What can't be read, and why.
    failures: Vec<FailureReport>,
    is_cancelled: bool,
}

/// A song with new stems.
#[derive(Debug, Serialize)]
struct SongReport {
    title: String,
    is_new: bool,
    stems_added: usize,
}

#[derive(Debug, Serialize)]
struct FailureReport {
    path: String,
    reason: String,
}

/// Imports the paths and prints what was added.
///
/// # Errors
/// When the library can't be written, or something can't be read: the rest is imported by then.
pub(crate) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let folder = args.data.clone().or_else(attacca_library::places::data_folder);
    let folder = folder
        .ok_or_else(|| Failure::usage("there is no home folder; name a folder with --data"))?;
    let is_interrupted = Arc::new(AtomicBool::new(false));
    let flag = is_interrupted.clone();
    // Relaxed: the flag is read alone.
    ctrlc::set_handler(move || flag.store(true, Relaxed)).map_err(Failure::general)?;
    let (mut library, opened) = Library::open(&folder, now()).map_err(Failure::general)?;
    refuse_damage(&opened)?;
    let settings = ImportSettings { paths: args.paths.clone(), now: now(), threads: None };
    let import = start(settings).map_err(Failure::general)?;
    let data_folder = printable(&folder.to_string_lossy()).into_owned();
    let mut report = Report { data_folder, ..Report::default() };
    let done = store(&import, &mut library, &mut report, &is_interrupted);
    print(args, &report)?;
    done.map_err(Failure::general)?;
    match () {
        () if report.is_cancelled => {
            Err(Failure::general_text("cancelled; what is listed was imported"))
        }
        () if !report.failures.is_empty() => Err(Failure::input_as_shown()),
        () if report.stems_added + report.stems_known == 0 => {
            Err(Failure::input("there is no audio in what was named"))
        }
        () => Ok(()),
    }
}

/// Nothing is imported beside a library that may come back.
fn refuse_damage(opened: &OpenReport) -> Result<(), Failure> {
    if let Some(damage) = &opened.damage {
        let moved_to = damage.moved_to.to_string_lossy();
        let (reason, moved_to) = (&damage.reason, printable(&moved_to));
        say(
            Severity::Warning,
            format!("the library was damaged ({reason}); the damaged file is {moved_to}"),
        );
    }
    match (&opened.offered, &opened.damage) {
        (Some(backup), _) => {
            let text = "nothing was imported: start the window to restore";
            Err(Failure::general_text(format!("{text} {:?}", backup.name)))
        }
        (None, Some(_)) => Err(Failure::general_text(
            "nothing was imported: there is no copy of the library; import again to begin anew",
        )),
        (None, None) => Ok(()),
    }
}

/// Stores what the import finds, until it ends.
fn store(
    import: &Import,
    library: &mut Library,
    report: &mut Report,
    is_interrupted: &AtomicBool,
) -> Result<(), LibraryError> {
    let bar = progress_bar();
    loop {
        if is_interrupted.load(Relaxed) {
            import.cancel();
        }
        match import.events.recv_timeout(LOOK_EVERY) {
            Ok(ImportEvent::Looking { files_found }) => {
                bar.set_message(format!("{files_found} files found"));
                bar.tick();
            }
            Ok(ImportEvent::Found { files_found }) => bar.set_length(files_found as u64),
            Ok(ImportEvent::Read { .. }) => bar.inc(1),
            Ok(ImportEvent::Failed(failure)) => report.failures.push(failure.into()),
            Ok(ImportEvent::Song(song)) => {
                bar.set_message(printable(&song.title).into_owned());
                let title = song.title.clone();
                // All of it is one step to undo.
                let added = library.add_found(*song, 1)?;
                report.songs_added += usize::from(added.is_new_song);
                report.stems_added += added.stems_added;
                report.stems_known += added.stems_known;
                if added.stems_added > 0 {
                    let (is_new, stems_added) = (added.is_new_song, added.stems_added);
                    report.songs.push(SongReport { title, is_new, stems_added });
                }
            }
            Ok(ImportEvent::Ended { is_cancelled }) => {
                report.is_cancelled = is_cancelled;
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// Hides where standard error is no terminal.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}  {msg}") {
        bar.set_style(style);
    }
    bar
}

fn print(args: &ImportArgs, report: &Report) -> Result<(), Failure> {
    if args.json {
        let json = serde_json::to_string_pretty(report).map_err(Failure::general)?;
        terminal::print(&format!("{json}\n"))?;
    } else {
        let lines: String = report.songs.iter().map(line).collect();
        terminal::print(&lines)?;
        say(Severity::Info, summary(report));
    }
    for failure in &report.failures {
        terminal::complain(&format!("{}: {}", failure.path, failure.reason));
    }
    Ok(())
}

fn line(song: &SongReport) -> String {
    let stems = counted(song.stems_added, "stem");
    let new = if song.is_new { stems } else { format!("{stems} more") };
    format!("{} ({new})\n", printable(&song.title))
}

fn summary(report: &Report) -> String {
    let songs = counted(report.songs_added, "new song");
    let known = match report.stems_known {
        0 => String::new(),
        known => format!("; {} there already", counted(known, "stem")),
    };
    format!("{songs}, {}{known}", counted(report.stems_added, "new stem"))
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn say(severity: Severity, text: String) {
    terminal::say(&Notice::new(severity, text));
}

impl From<ImportFailure> for FailureReport {
    fn from(failure: ImportFailure) -> FailureReport {
        FailureReport { path: failure.path.to_string_lossy().into(), reason: failure.reason }
    }
}

/// The time, for who keeps it.
#[expect(clippy::disallowed_methods, reason = "the rim asks the clock, and tells the logic")]
fn now() -> UnixSeconds {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixSeconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
