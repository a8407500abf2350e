//! Connections to the database's file, set up so that what is acknowledged is on the disk.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};

/// How long a statement waits for another connection: a reader's checkpoint takes milliseconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Statements that stay prepared.
const STATEMENTS: usize = 64;

/// The one connection that writes; makes the file if it is not there.
///
/// The log is written ahead, so that readers never wait, and reaches the disk before a transaction is acknowledged.
pub(crate) fn to_write(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    set_up(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", DiskWait::Always.word())?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// When a transaction waits until it is on the disk.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DiskWait {
    /// Before it is acknowledged.
    Always,
    /// Once the log becomes part of the file, and with the next one that waits.
    AtCheckpoints,
}

impl DiskWait {
    fn word(self) -> &'static str {
        match self {
            DiskWait::Always => "FULL",
            DiskWait::AtCheckpoints => "NORMAL",
        }
    }
}

/// What a connection that writes does from now on, between two transactions.
pub(crate) fn wait_for_disk(connection: &Connection, wait: DiskWait) {
    // It fails within a transaction only.
    if let Err(error) = connection.pragma_update(None, "synchronous", wait.word()) {
        tracing::warn!(?wait, "the library's file keeps its way of writing: {error}");
    }
}

/// A connection that only reads.
pub(crate) fn to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    set_up(&connection)?;
    Ok(connection)
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // A file from elsewhere may hold triggers and views that call functions.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// `Err` with what is wrong when the file is damaged.
pub(crate) fn check(connection: &Connection) -> rusqlite::Result<Result<(), String>> {
    let looked = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    let found: String = match looked {
        // The statement is right: what the file says of its own tables is not.
        Err(rusqlite::Error::SqliteFailure(error, words))
            if error.extended_code == rusqlite::ffi::SQLITE_ERROR =>
        {
            words.unwrap_or_else(|| error.to_string())
        }
        looked => looked?,
    };
    Ok(if found == "ok" { Ok(()) } else { Err(found) })
}
