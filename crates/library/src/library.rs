//! The library: one connection that writes, and what happened when it was opened.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{
    Applied, Edit, LibraryError, UndoState, UnixSeconds,
    care::{Backup, Care, CareOutcome, Damage, Lock, backup, damage, offer},
    edits,
    queries::settings,
    store::{
        change::Change,
        connection::{self, DiskWait},
        schema,
        undo::{self, Way},
    },
};

/// The user's songs, setlists and settings in a data folder.
///
/// One program at a time has it open to write; others may [read](Library::open_to_read). It belongs to one thread; calls take
/// well under a frame of a display, but for [`Library::restore`].
#[derive(Debug)]
pub struct Library {
    folder: PathBuf,
    /// Checks and backs up in the background. Ends before the connection is closed, and that before the lock.
    care: Option<Care>,
    connection: Connection,
    /// Held while it may write; `None` when it was opened to read.
    lock: Option<Lock>,
    revision: u64,
    gesture: Option<Gesture>,
}

/// The last step, if edits of the same gesture may join it.
#[derive(Debug)]
struct Gesture {
    number: u64,
    label: &'static str,
    step: i64,
}

/// What opening found.
#[derive(Debug)]
#[non_exhaustive]
pub struct OpenReport {
    /// The file was damaged: it was put aside, and the library is empty.
    pub damage: Option<Damage>,
    /// A backup that was offered after damage, now or at an earlier opening, and neither [restored](Library::restore) nor
    /// [declined](Library::decline_restore).
    pub offered: Option<Backup>,
    /// The version of the tables that the file had, if they were brought up to date; 0 when it is new.
    pub migrated_from: Option<i64>,
}

impl Library {
    /// Opens the library in `folder`, which is made if it is not there, to write.
    ///
    /// A file that is damaged is put aside, never deleted, and an empty library begins; the report then names the newest backup
    /// that is whole, for [`Library::restore`]. A backup is made [in the background](Library::care_outcome), or at once before tables
    /// of an older version are brought up to date.
    ///
    /// # Errors
    /// When another program has it open, the folder can't be used, or a newer program wrote it.
    pub fn open(folder: &Path, now: UnixSeconds) -> Result<(Library, OpenReport), LibraryError> {
        let folder_error = |source| LibraryError::Folder { folder: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(folder_error)?;
        let lock = Lock::take(folder)?;
        let (opened, damage) = match open_whole(folder, now) {
            Ok(opened) => (opened, None),
            Err(Unusable::Damaged(reason)) => {
                let damage = damage::put_aside(folder, &reason, now)?;
                (open_whole(folder, now).map_err(LibraryError::from)?, Some(damage))
            }
            Err(Unusable::Failed(error)) => return Err(error),
        };
        let (connection, version) = opened;
        let library = Library {
            folder: folder.to_owned(),
            care: Some(Care::start(folder, now)?),
            connection,
            lock: Some(lock),
            revision: 0,
            gesture: None,
        };
        let migrated_from = (version < schema::NEWEST).then_some(version);
        let offered = offer::offered(folder);
        Ok((library, OpenReport { damage, offered, migrated_from }))
    }

    /// Opens the library in `folder` to read, beside a program that writes it or not. Every edit is refused.
    ///
    /// # Errors
    /// When there is none, its tables are older or newer than this program's, or it can't be read.
    pub fn open_to_read(folder: &Path) -> Result<Library, LibraryError> {
        let path = file(folder);
        if !path.exists() {
            return Err(LibraryError::Absent { folder: folder.to_owned() });
        }
        let connection = connection::to_read(&path)?;
        let found = schema::version(&connection)?;
        if found > schema::NEWEST {
            return Err(LibraryError::TooNew { found, known: schema::NEWEST });
        }
        if found < schema::NEWEST {
            return Err(LibraryError::TooOld);
        }
        let folder = folder.to_owned();
        Ok(Library { folder, care: None, connection, lock: None, revision: 0, gesture: None })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Counts changes of what lists show, since it was opened. Settings do not count.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Makes a change, saved when this returns, or changes nothing.
    ///
    /// Edits of the same kind one after the other with the same `gesture` number are one step to undo: a fader drag.
    /// The number is the caller's, for one run of the program.
    ///
    /// # Errors
    /// When what it concerns is gone, a value can't be stored, or the library can't be written.
    pub fn apply(&mut self, edit: Edit, gesture: Option<u64>) -> Result<Applied, LibraryError> {
        let label = edits::label(&edit);
        let open = self.gesture.as_ref();
        let joined = open.filter(|open| Some(open.number) == gesture && open.label == label);
        let joined = joined.map(|open| open.step);
        let finished = self.write(|transaction| {
            let mut change = Change::begin(transaction, label, joined)?;
            edits::carry_out(edit, &mut change)?;
            change.finish()
        })?;
        self.gesture =
            gesture.zip(finished.step).map(|(number, step)| Gesture { number, label, step });
        self.revision += 1;
        Ok(finished.applied)
    }

    /// The same, and stores a setting that is not undone: both, or nothing.
    ///
    /// # Errors
    /// As [`Library::apply`].
    pub fn apply_with_setting(
        &mut self,
        edit: Edit,
        (key, text): (&str, &str),
    ) -> Result<Applied, LibraryError> {
        let label = edits::label(&edit);
        let finished = self.write(|transaction| {
            settings::store(transaction, key, Some(text))?;
            let mut change = Change::begin(transaction, label, None)?;
            edits::carry_out(edit, &mut change)?;
            change.finish()
        })?;
        self.gesture = None;
        self.revision += 1;
        Ok(finished.applied)
    }

    /// Takes the last step back; `None` when there is none. The last 200 are kept, also from one run to the next.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn undo(&mut self) -> Result<Option<Applied>, LibraryError> {
        self.go(Way::Back)
    }

    /// Does again what was taken back last; `None` when an edit came after it, or nothing was.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn redo(&mut self) -> Result<Option<Applied>, LibraryError> {
        self.go(Way::Again)
    }

    fn go(&mut self, way: Way) -> Result<Option<Applied>, LibraryError> {
        let applied = self.write(|transaction| undo::go(transaction, way))?;
        self.gesture = None;
        self.revision += u64::from(applied.is_some());
        Ok(applied)
    }

    /// What can be undone and done again.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn undo_state(&self) -> Result<UndoState, LibraryError> {
        undo::state(&self.connection)
    }

    /// The backups, the newest first.
    ///
    /// # Errors
    /// When their folder can't be read.
    pub fn backups(&self) -> Result<Vec<Backup>, LibraryError> {
        backup::list(&self.folder)
    }

    /// Makes the library what it was in the backup of this name, in one step. What it is now becomes a backup first.
    ///
    /// # Errors
    /// When there is no such backup or it is damaged: the library is as it was.
    pub fn restore(&mut self, name: &str, now: UnixSeconds) -> Result<(), LibraryError> {
        if self.lock.is_none() {
            return Err(LibraryError::ReadOnly);
        }
        backup::restore(&self.folder, &mut self.connection, name, now)?;
        self.gesture = None;
        self.revision += 1;
        if let Err(error) = offer::withdraw(&self.folder) {
            tracing::warn!("a backup is offered again next time: {error}");
        }
        Ok(())
    }

    /// Goes on without the backup that was [offered](OpenReport::offered); it stays among the others.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn decline_restore(&mut self) -> Result<(), LibraryError> {
        offer::withdraw(&self.folder)
    }

    /// What the check and the backup in the background came to, once; `None` while they run, and afterwards.
    pub fn care_outcome(&mut self) -> Option<CareOutcome> {
        self.care.as_ref()?.outcome()
    }

    /// What `work` writes does not wait for the disk: it survives the end of this program, but not a loss of power, until
    /// something else was written, as by [`Library::flush`]. For values that change at the rate of a finger.
    pub fn write_unhurried<T>(&mut self, work: impl FnOnce(&mut Library) -> T) -> T {
        connection::wait_for_disk(&self.connection, DiskWait::AtCheckpoints);
        let done = work(self);
        connection::wait_for_disk(&self.connection, DiskWait::Always);
        done
    }

    /// Waits until all that was written is on the disk.
    ///
    /// # Errors
    /// When the library can't be written.
    pub fn flush(&mut self) -> Result<(), LibraryError> {
        // The log reaches the disk from its beginning: any transaction that waits takes the earlier ones along.
        self.write(|transaction| {
            Ok(transaction.pragma_update(None, "user_version", schema::NEWEST)?)
        })
    }

    /// What queries ask.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Notes that lists have changed.
    pub(crate) fn count_change(&mut self) {
        self.revision += 1;
    }

    /// Does all of `work`, or, when it fails, nothing.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        if self.lock.is_none() {
            return Err(LibraryError::ReadOnly);
        }
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// The library's file in a data folder.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("library.sqlite")
}

/// Why the file can't be used.
enum Unusable {
    /// It is damaged: what is wrong.
    Damaged(String),
    /// Something else, which another file would not mend.
    Failed(LibraryError),
}

impl From<LibraryError> for Unusable {
    fn from(error: LibraryError) -> Unusable {
        match error {
            LibraryError::Damaged(error) => Unusable::Damaged(error.to_string()),
            error => Unusable::Failed(error),
        }
    }
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Unusable {
        LibraryError::from(error).into()
    }
}

impl From<Unusable> for LibraryError {
    fn from(unusable: Unusable) -> LibraryError {
        match unusable {
            Unusable::Failed(error) => error,
            // What was just made can't be read.
            Unusable::Damaged(reason) => {
                LibraryError::Folder { folder: PathBuf::new(), source: io::Error::other(reason) }
            }
        }
    }
}

/// The version of a newer program's tables. Whether such a file is whole is not for this program to judge: it may not
/// understand it.
fn newer_version(path: &Path) -> Option<i64> {
    /// What is further away is no version, but damage.
    const NEXT_VERSIONS: i64 = 1000;
    let connection = connection::to_read(path).ok()?;
    let found = schema::version(&connection).ok()?;
    (schema::NEWEST + 1..schema::NEWEST + NEXT_VERSIONS).contains(&found).then_some(found)
}

/// The connection, and the version that the tables had.
fn open_whole(folder: &Path, now: UnixSeconds) -> Result<(Connection, i64), Unusable> {
    let path = file(folder);
    damage::look_at_file(folder, &path).map_err(Unusable::Damaged)?;
    if let Some(found) = newer_version(&path) {
        return Err(LibraryError::TooNew { found, known: schema::NEWEST }.into());
    }
    let mut connection = connection::to_write(&path)?;
    damage::look_inside(folder, &connection)?.map_err(Unusable::Damaged)?;
    let version = schema::version(&connection)?;
    if version == 0 && schema::has_tables(&connection)? {
        return Err(Unusable::Damaged("its tables have no version".to_owned()));
    }
    if (1..schema::NEWEST).contains(&version) {
        backup::make(folder, &connection, now, &|| false)?;
    }
    schema::migrate(&mut connection)?;
    schema::look(&connection).map_err(Unusable::Damaged)?;
    Ok((connection, version))
}

#[cfg(test)]
mod tests;
