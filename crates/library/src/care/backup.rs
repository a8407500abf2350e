//! Backups: whole copies in the folder `backups`, each a file that SQLite opens by itself.

use std::{
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, backup::StepResult};
use tempfile::NamedTempFile;

use crate::{
    LibraryError, UnixSeconds,
    care::{Backup, offer, stamp},
    store::{connection, schema},
};

/// How long backups are kept, seconds: ten days.
const KEPT_SECONDS: i64 = 10 * 86_400;

/// The newest ones are kept whatever their age and length.
const KEPT_AT_LEAST: usize = 3;

/// Bytes of all backups together, above which the oldest go: a library of 10,000 songs has 100 MB, and people start a program
/// several times a day.
const MOST_BYTES: u64 = 2 << 30;

/// Pages copied between two looks at whether to go on: 4 MiB, a few milliseconds.
const PAGES_PER_STEP: i32 = 1024;

/// How often it looks whether somebody who holds the file has let it go.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// How long a copy waits for somebody who holds the file: as long as a statement does.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const PREFIX: &str = "library ";
const SUFFIX: &str = ".sqlite";

/// The folder of backups in a data folder.
fn folder_of(folder: &Path) -> PathBuf {
    folder.join("backups")
}

/// True when there is something to lose.
pub(super) fn is_worth_it(connection: &Connection) -> Result<bool, LibraryError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM song) OR EXISTS (SELECT 1 FROM setlist)";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Copies the library into a new backup; `None` when it was cancelled. The file appears when it is complete and on the disk.
pub(crate) fn make(
    folder: &Path,
    connection: &Connection,
    now: UnixSeconds,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Option<Backup>, LibraryError> {
    let backups = folder_of(folder);
    let failed = |source| LibraryError::Backup { path: backups.clone(), source };
    fs::create_dir_all(&backups).map_err(failed)?;
    let temporary = NamedTempFile::with_prefix_in(".writing ", &backups).map_err(failed)?;
    if !copy(connection, temporary.path(), is_cancelled)? {
        return Ok(None);
    }
    temporary.as_file().sync_all().map_err(failed)?;
    let path = free_path(&backups, now);
    temporary.persist_noclobber(&path).map_err(|error| failed(error.error))?;
    sync_folder(&backups).map_err(failed)?;
    Ok(Some(look_at(&path, now)))
}

/// Copies all pages; false when it was cancelled.
fn copy(
    from: &Connection,
    to: &Path,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<bool, LibraryError> {
    let mut target = Connection::open(to)?;
    {
        let copy = rusqlite::backup::Backup::new(from, &mut target)?;
        let mut patience = Patience::default();
        loop {
            if is_cancelled() {
                return Ok(false);
            }
            match copy.step(PAGES_PER_STEP)? {
                StepResult::Done => break,
                StepResult::More => patience = Patience::default(),
                _ => patience.wait(to)?,
            }
        }
    }
    // One file that needs no log beside it. It is synced as a whole afterwards.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    target.close().map_err(|(_, error)| error)?;
    Ok(true)
}

/// Waits for somebody who holds the file, but not for ever.
#[derive(Debug, Default)]
struct Patience {
    waited: Duration,
}

impl Patience {
    /// Waits a moment.
    ///
    /// # Errors
    /// When it has waited for too long.
    fn wait(&mut self, path: &Path) -> Result<(), LibraryError> {
        if self.waited >= BUSY_TIMEOUT {
            let source = io::Error::new(io::ErrorKind::TimedOut, "another program holds the file");
            return Err(LibraryError::Backup { path: path.to_owned(), source });
        }
        std::thread::sleep(BUSY_PAUSE);
        self.waited += BUSY_PAUSE;
        Ok(())
    }
}

/// A name that no backup has: several may be made in a second.
fn free_path(backups: &Path, now: UnixSeconds) -> PathBuf {
    let stamp = stamp(now);
    let mut path = backups.join(format!("{PREFIX}{stamp}{SUFFIX}"));
    for number in 2.. {
        if !path.exists() {
            break;
        }
        path = backups.join(format!("{PREFIX}{stamp} ({number}){SUFFIX}"));
    }
    path
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The name is on the disk with the file itself.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// The backups, the newest first.
pub(crate) fn list(folder: &Path) -> Result<Vec<Backup>, LibraryError> {
    let paths = paths(folder)?;
    Ok(paths.into_iter().map(|(path, made_at)| look_at(&path, made_at)).collect())
}

/// The files of backups, and when they were made, the newest first.
fn paths(folder: &Path) -> Result<Vec<(PathBuf, UnixSeconds)>, LibraryError> {
    let backups = folder_of(folder);
    let failed = |source| LibraryError::Backup { path: backups.clone(), source };
    let entries = match fs::read_dir(&backups) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let age = name.to_str().and_then(made_at);
        paths.extend(age.map(|age| (age, entry.path())));
    }
    paths.sort();
    Ok(paths.into_iter().rev().map(|((made_at, _), path)| (path, made_at)).collect())
}

/// When the backup of this name was made, and which one in that second; `None` for other files.
fn made_at(name: &str) -> Option<(UnixSeconds, u32)> {
    let stamp = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    match stamp.split_once(" (") {
        None => Some((super::stamp::time(stamp)?, 1)),
        Some((stamp, number)) => {
            Some((super::stamp::time(stamp)?, number.strip_suffix(')')?.parse().ok()?))
        }
    }
}

fn look_at(path: &Path, made_at: UnixSeconds) -> Backup {
    let song_count = connection::to_read(path)
        .and_then(|connection| connection.query_row("SELECT count(*) FROM song", [], |r| r.get(0)));
    Backup {
        name: path.file_name().unwrap_or_default().to_string_lossy().into(),
        made_at,
        byte_count: fs::metadata(path).map_or(0, |metadata| metadata.len()),
        song_count: song_count.ok(),
    }
}

/// Deletes backups that are too old or too many, but for one that is offered, and what a program that was killed left of one.
pub(super) fn prune(folder: &Path, now: UnixSeconds) -> Result<(), LibraryError> {
    let offered = offer::name(folder).map(OsString::from);
    let mut bytes = 0;
    for (index, (path, made_at)) in paths(folder)?.iter().enumerate() {
        bytes += fs::metadata(path).map_or(0, |metadata| metadata.len());
        let is_old = now.0.saturating_sub(made_at.0) > KEPT_SECONDS;
        let is_offered = offered.as_deref().is_some_and(|name| path.file_name() == Some(name));
        if index >= KEPT_AT_LEAST && (is_old || bytes > MOST_BYTES) && !is_offered {
            let failed = |source| LibraryError::Backup { path: path.clone(), source };
            fs::remove_file(path).map_err(failed)?;
        }
    }
    remove_leftovers(&folder_of(folder));
    Ok(())
}

/// Only one program makes backups here, and it makes one at a time: what else has the name of one that is being written was left.
fn remove_leftovers(backups: &Path) {
    for entry in fs::read_dir(backups).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(".writing ") {
            // It harms nobody, and is tried again next time.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The newest backup that is whole.
pub(super) fn newest_whole(folder: &Path) -> Option<Backup> {
    let backups = list(folder).ok()?;
    let folder = folder_of(folder);
    backups.into_iter().find(|backup| open_whole(&folder.join(&backup.name)).is_ok())
}

/// A connection to a backup that was checked.
fn open_whole(path: &Path) -> Result<Connection, LibraryError> {
    let damaged = |reason: String| LibraryError::Backup {
        path: path.to_owned(),
        source: io::Error::other(reason),
    };
    let connection = connection::to_read(path).map_err(|error| damaged(error.to_string()))?;
    let checked = connection::check(&connection).map_err(|error| damaged(error.to_string()))?;
    checked.map_err(damaged)?;
    let found = schema::version(&connection)?;
    match found {
        0 => Err(damaged("it holds no library".to_owned())),
        found if found > schema::NEWEST => {
            Err(LibraryError::TooNew { found, known: schema::NEWEST })
        }
        _ => Ok(connection),
    }
}

/// Makes the library what it was in a backup, in one transaction; what it is now becomes a backup first.
pub(crate) fn restore(
    folder: &Path,
    library: &mut Connection,
    name: &str,
    now: UnixSeconds,
) -> Result<(), LibraryError> {
    let known = paths(folder)?.into_iter().map(|(path, _)| path);
    let mut found = known.filter(|path| path.file_name().is_some_and(|file| file == name));
    let path = found.next().ok_or(LibraryError::NotFound { what: "backup" })?;
    let source = open_whole(&path)?;
    if is_worth_it(library)? {
        make(folder, library, now, &|| false)?;
    }
    library.flush_prepared_statement_cache();
    {
        let copy = rusqlite::backup::Backup::new(&source, library)?;
        // All in one transaction.
        let mut patience = Patience::default();
        while copy.step(-1)? != StepResult::Done {
            patience.wait(&path)?;
        }
    }
    schema::migrate(library)?;
    Ok(())
}

#[cfg(test)]
mod tests;
