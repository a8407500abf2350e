//! The cache's folder: what is found in it, and what is done to it.
//!
//! Runs on: the cache's thread, and whoever has the cache looked after while no engine uses it. One
//! program at a time writes; it has the lock. Others read: whatever they find missing or broken, they
//! read from the stems' own files.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use crate::{
    cache::{
        books::ChunkRef,
        free_space::free_bytes,
        metadata::{BrokenMetadata, MAX_FILE_BYTES, StemMetadata},
        names::{METADATA, UNFINISHED, chunk_number, chunk_path, is_ours},
    },
    loading::source::{SourceOpener, read_full},
};

/// Held by the program that writes.
const LOCK: &str = ".attacca-lock";

/// The songs' names, the one unused for longest first. No clock tells it: those go back.
const ORDER: &str = ".attacca-order";

/// The first line of that file, without which it is another program's and stays as it is.
const ORDER_MARK: &str = "attacca: the songs of this cache";

/// Names in the order that are read.
const MAX_SONGS: usize = 100_000;

/// Why nothing is written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheRefusal {
    /// Another program writes here. End it.
    #[error("another Attacca uses it")]
    InUse,
    /// The system does not let us. Mend the folder's permissions, or choose another one.
    #[error("it can't be written to")]
    Denied(#[source] io::Error),
}

/// A folder of chunks, by song and stem.
#[derive(Debug)]
pub struct CacheFolder {
    path: PathBuf,
    /// The lock, as long as it is held.
    access: Result<File, CacheRefusal>,
}

/// A stem's folder.
#[derive(Debug)]
pub struct FoundStem {
    /// The name of its song's folder.
    pub song: String,
    /// Its own.
    pub stem: String,
    /// What it says of itself.
    pub metadata: Result<StemMetadata, BrokenMetadata>,
    /// Bytes of that.
    pub metadata_bytes: u64,
    /// Bytes of the chunks' files, by number.
    pub chunks: BTreeMap<u64, u64>,
    /// What programs left that were ended while they wrote.
    unfinished: Vec<PathBuf>,
}

impl CacheFolder {
    /// The folder at `path`, which is made if it is not there, and its lock, if it can be had.
    pub fn open(path: &Path) -> CacheFolder {
        CacheFolder { path: path.to_owned(), access: lock(path) }
    }

    /// The same, but a folder that is not there is not made.
    pub fn open_if_there(path: &Path) -> CacheFolder {
        if path.is_dir() { CacheFolder::open(path) } else { CacheFolder::to_read(path) }
    }

    /// The folder at `path` to look at, without its lock.
    pub fn to_read(path: &Path) -> CacheFolder {
        CacheFolder { path: path.to_owned(), access: Err(CacheRefusal::InUse) }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why it is not written to; `None` when it is.
    pub fn refusal(&self) -> Option<&CacheRefusal> {
        self.access.as_ref().err()
    }

    /// The same, if it can be written to.
    ///
    /// # Errors
    /// Why not.
    pub fn if_writable(self) -> Result<CacheFolder, CacheRefusal> {
        self.access.map(|lock| CacheFolder { path: self.path, access: Ok(lock) })
    }

    /// True while the lock is held, and the folder is the one that it is in.
    pub(super) fn is_locked(&self) -> bool {
        let Ok(held) = &self.access else { return false };
        is_file_at(held, &self.path.join(LOCK))
    }

    /// Where the files of a stem are.
    pub fn stem_folder(&self, song: &str, stem: &str) -> PathBuf {
        self.path.join(song).join(stem)
    }

    /// All stems' folders.
    ///
    /// # Errors
    /// What the system says of the folder itself; what can't be read below it is left out.
    pub fn scan(&self) -> io::Result<Vec<FoundStem>> {
        let mut found = Vec::new();
        for song in our_folders(&self.path)? {
            let folder = self.path.join(&song);
            for stem in our_folders(&folder).unwrap_or_default() {
                found.push(self.look_at(song.clone(), stem));
            }
        }
        Ok(found)
    }

    fn look_at(&self, song: String, stem: String) -> FoundStem {
        let folder = self.stem_folder(&song, &stem);
        let mut chunks = BTreeMap::new();
        let mut unfinished = Vec::new();
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let metadata = entry.metadata().ok().filter(fs::Metadata::is_file);
            if let (Some(number), Some(metadata)) = (chunk_number(&name), &metadata) {
                chunks.insert(number, metadata.len());
            } else if name.starts_with(UNFINISHED) && metadata.is_some() {
                unfinished.push(entry.path());
            }
        }
        let bytes = read_metadata(&folder).unwrap_or_default();
        let metadata = StemMetadata::from_bytes(&bytes);
        FoundStem { song, stem, metadata, metadata_bytes: bytes.len() as u64, chunks, unfinished }
    }

    /// What a stem's folder says of itself; `None` when it says nothing usable.
    pub(super) fn metadata(&self, song: &str, stem: &str) -> Option<StemMetadata> {
        let bytes = read_metadata(&self.stem_folder(song, stem)).ok()?;
        StemMetadata::from_bytes(&bytes).ok()
    }

    /// The same, read with `opener`.
    pub(super) fn metadata_by(
        &self,
        opener: &dyn SourceOpener,
        song: &str,
        stem: &str,
    ) -> Option<StemMetadata> {
        let source = opener.open(&self.stem_folder(song, stem).join(METADATA)).ok()?;
        let byte_count = usize::try_from(source.byte_count()).ok()?;
        if byte_count > MAX_FILE_BYTES {
            return None;
        }
        let mut bytes = vec![0; byte_count];
        let count = read_full(&*source, &mut bytes, 0).ok()?;
        StemMetadata::from_bytes(&bytes[..count]).ok()
    }

    /// Removes of a stem's folder what is of no use: files of chunks that its description does not know or
    /// that have another length, and what was left unfinished. Returns what is left.
    pub(super) fn tidy(&self, mut found: FoundStem) -> Option<FoundStem> {
        let folder = self.stem_folder(&found.song, &found.stem);
        found.unfinished.drain(..).for_each(|path| remove(&path));
        let is_known = |metadata: &StemMetadata, number: &u64, bytes: &u64| {
            metadata.chunks.get(number).is_some_and(|chunk| chunk.bytes == *bytes)
        };
        let mut metadata = found.metadata.as_ref().ok().cloned();
        found.chunks.retain(|number, bytes| {
            let keeps = metadata.as_ref().is_some_and(|known| is_known(known, number, bytes));
            if !keeps {
                remove(&chunk_path(&folder, *number));
            }
            keeps
        });
        if found.chunks.is_empty() {
            self.remove_stem(&found.song, &found.stem);
            return None;
        }
        if let Some(metadata) = &mut metadata {
            metadata.chunks.retain(|number, _| found.chunks.contains_key(number));
        }
        found.metadata = metadata.ok_or(BrokenMetadata::Foreign);
        Some(found)
    }

    /// Writes what describes a stem, all at once; returns its bytes.
    ///
    /// # Errors
    /// What the system says. What was there is still there.
    pub(super) fn write_metadata(
        &self,
        song: &str,
        stem: &str,
        metadata: &StemMetadata,
    ) -> io::Result<u64> {
        let folder = self.stem_folder(song, stem);
        fs::create_dir_all(&folder)?;
        let bytes = metadata.to_bytes();
        write_whole(&folder, METADATA, &bytes)?;
        Ok(bytes.len() as u64)
    }

    /// The songs' names as they were kept, the one unused for longest first.
    pub(super) fn order(&self) -> Vec<String> {
        let text = read_bounded(&self.path.join(ORDER)).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        text.lines().filter(|name| is_ours(name)).take(MAX_SONGS).map(str::to_owned).collect()
    }

    /// Keeps the songs' order.
    ///
    /// # Errors
    /// What the system says, or that another program's file is in its place: it stays.
    pub(super) fn write_order(&self, names: &[String]) -> io::Result<()> {
        let path = self.path.join(ORDER);
        if fs::symlink_metadata(&path).is_ok()
            && !read_bounded(&path)?.starts_with(ORDER_MARK.as_bytes())
        {
            let kind = io::ErrorKind::AlreadyExists;
            return Err(io::Error::new(kind, format!("{ORDER} is another program's")));
        }
        let text = format!("{ORDER_MARK}\n{}\n", names.join("\n"));
        write_whole(&self.path, ORDER, text.as_bytes())
    }

    /// Removes a chunk's file.
    pub(super) fn remove_chunk(&self, chunk: &ChunkRef) {
        remove(&chunk_path(&self.stem_folder(&chunk.song, &chunk.stem), chunk.number));
    }

    /// Removes what is ours of a stem, and the folders if nothing else is in them.
    pub fn remove_stem(&self, song: &str, stem: &str) {
        let found = self.look_at(song.to_owned(), stem.to_owned());
        let folder = self.stem_folder(song, stem);
        // First what makes the others be believed.
        remove(&folder.join(METADATA));
        found.chunks.keys().for_each(|number| remove(&chunk_path(&folder, *number)));
        found.unfinished.iter().for_each(|path| remove(path));
        // Others' files may be in them.
        let _ = fs::remove_dir(&folder);
        let _ = fs::remove_dir(self.path.join(song));
    }

    /// Bytes that the disk has for us.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn free_bytes(&self) -> io::Result<u64> {
        free_bytes(&self.path)
    }
}

/// True when the open file is the one at `path`.
#[cfg(unix)]
fn is_file_at(held: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (Ok(held), Ok(there)) = (held.metadata(), fs::metadata(path)) else { return false };
    number(held) == number(there)
}

#[cfg(not(unix))]
fn is_file_at(_held: &File, path: &Path) -> bool {
    path.exists()
}

fn lock(path: &Path) -> Result<File, CacheRefusal> {
    let make = || {
        fs::create_dir_all(path)?;
        File::options().create(true).truncate(false).write(true).open(path.join(LOCK))
    };
    let file = make().map_err(CacheRefusal::Denied)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(CacheRefusal::InUse),
        Err(fs::TryLockError::Error(error)) => Err(CacheRefusal::Denied(error)),
    }
}

/// The names of the folders in `path` that may be a song's or a stem's.
fn our_folders(path: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(path)?.flatten();
    // No links: they may lead in circles, or to what is not ours.
    let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let names = entries.filter(is_folder).filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| is_ours(name)).collect();
    names.sort();
    Ok(names)
}

fn read_metadata(folder: &Path) -> io::Result<Vec<u8>> {
    read_bounded(&folder.join(METADATA))
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    // Before it is opened: opening a pipe would wait for somebody to write to it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let mut bytes = Vec::new();
    // One byte more, so that a longer file does not pass for a whole one.
    File::open(path)?.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes `bytes` the file called `name`, all at once.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(bytes)?;
    // Else the name might reach the disk before the bytes.
    file.as_file().sync_data()?;
    file.persist(folder.join(name))?;
    Ok(())
}

fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::debug!(?path, %error, "a file of the cache stays");
        }
        _ => {}
    }
}
