//! Where waves are kept: by what was measured. Losing them costs time, nothing else.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    LibraryError, Role, SongDetail, StemFile, StemRecord,
    store::{connection, path},
    waves::Wave,
};

/// What was measured: the hash of all that makes it another sound.
pub(super) type Key = [u8; 32];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS wave (
    key BLOB PRIMARY KEY,
    seconds_per_bin REAL NOT NULL,
    peak BLOB NOT NULL,
    rms BLOB NOT NULL
) STRICT, WITHOUT ROWID;";

/// A connection to the waves that are kept.
#[derive(Debug)]
pub(super) struct WaveStore {
    connection: Connection,
}

impl WaveStore {
    /// Opens the file; one that is damaged is made anew.
    ///
    /// # Errors
    /// When it can't be used: a file of another user, a full disk.
    pub(super) fn open(folder: &Path) -> Result<WaveStore, LibraryError> {
        let path = folder.join("waves.sqlite");
        let connection = open(&path).or_else(|error| match LibraryError::from(error) {
            LibraryError::Damaged(error) => {
                tracing::warn!("the waves are damaged and measured anew: {error}");
                remove(&path);
                open(&path).map_err(LibraryError::from)
            }
            error => Err(error),
        })?;
        Ok(WaveStore { connection })
    }

    /// Two connections to waves that are kept as long as both are open, in memory.
    pub(super) fn in_memory() -> Result<[WaveStore; 2], LibraryError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // Relaxed: it only has to be another number each time.
        let number = COUNT.fetch_add(1, Relaxed);
        let name = format!("file:waves-{number}?mode=memory&cache=shared");
        let open = || -> rusqlite::Result<WaveStore> {
            let connection = Connection::open(&name)?;
            // Waves are written once and whole: reading does not wait for a writer.
            connection.pragma_update(None, "read_uncommitted", true)?;
            connection.execute_batch(TABLE)?;
            Ok(WaveStore { connection })
        };
        Ok([open()?, open()?])
    }

    /// The wave of this key, if it was kept and can be read.
    pub(super) fn load(&self, key: &Key) -> Option<Wave> {
        let read = || {
            let sql = "SELECT seconds_per_bin, peak, rms FROM wave WHERE key = ?";
            let mut statement = self.connection.prepare_cached(sql)?;
            let row = statement.query_row([key.as_slice()], |row| {
                Ok(Wave { seconds_per_bin: row.get(0)?, peak: row.get(1)?, rms: row.get(2)? })
            });
            row.optional()
        };
        read().unwrap_or_else(|error| {
            tracing::warn!("a wave can't be read: {error}");
            None
        })
    }

    /// Keeps waves, all or none of them.
    pub(super) fn keep(&mut self, waves: &[(Key, Wave)]) -> Result<(), LibraryError> {
        let transaction = self.connection.transaction()?;
        for (key, wave) in waves {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO wave VALUES (?, ?, ?, ?)")?
                .execute(params![key.as_slice(), wave.seconds_per_bin, wave.peak, wave.rms])?;
        }
        Ok(transaction.commit()?)
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connection::to_write(path)?;
    // They can be measured again.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch(TABLE)?;
    Ok(connection)
}

fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.to_owned().into_os_string();
        name.push(suffix);
        // What can't be removed can't be opened either, which is told.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}

/// The key of a stem: its file, as it was.
pub(super) fn key_of_stem(file: &StemFile) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"stem 1");
    hasher.update(&(file.track.map_or(0, |track| track as u64 + 1)).to_le_bytes());
    hasher.update(&file.byte_count.to_le_bytes());
    hasher.update(&file.modified_ns.to_le_bytes());
    hasher.update(&path::to_bytes(&file.path));
    *hasher.finalize().as_bytes()
}

/// The key of a song: those of the stems in its mix.
pub(super) fn key_of_mix(song: &SongDetail) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"mix 2");
    for stem in song.stems.iter().filter(|stem| is_in_mix(song, stem)) {
        hasher.update(&key_of_stem(&stem.file));
    }
    *hasher.finalize().as_bytes()
}

/// True for what a song sounds of: its stems that are for the audience, muted or not, and a mix of them only where it has no others.
pub(super) fn is_in_mix(song: &SongDetail, stem: &StemRecord) -> bool {
    let is_music = |stem: &StemRecord| !stem.role.is_for_the_band() && stem.role != Role::Mix;
    let has_music = song.stems.iter().any(is_music);
    is_music(stem) || (stem.role == Role::Mix && !has_music)
}
