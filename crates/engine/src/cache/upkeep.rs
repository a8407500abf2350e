//! What is done to a cache that no engine uses: looking, checking, clearing, moving.

mod copy;

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use attacca_flac_writer::SampleChecksum;
use attacca_units::FramePos;

use crate::{
    cache::{
        CacheFolder, CacheRefusal, FoundStem,
        books::ChunkRef,
        coding::{Coding, Quantiser},
        disk_stem::stored_chunk,
        metadata::{SCALE_UNIT, StemMetadata},
        names::{METADATA, chunk_name, chunk_path, readable_part},
    },
    error::DecodeError,
    loading::{
        priority::lower_to_idle,
        samples::{SampleBlock, SampleFormat},
        source::FileOpener,
        store::StoredChunk,
        stored::StoredLane,
    },
    settings::SLAB_FRAMES,
};

pub use copy::{CacheCopy, copy_to};

/// A song in a cache.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptSong {
    /// The name of its folder.
    pub folder: String,
    /// What people call it: the name of the folder of its stems.
    pub name: String,
    /// Where its stems are, or were.
    pub stem_paths: Vec<PathBuf>,
    /// Hz of its chunks.
    pub sample_rate: Option<u32>,
    /// Chunks that are there.
    pub cached_chunks: u64,
    /// Chunks of all its stems.
    pub chunk_count: u64,
    /// Bytes of its files.
    pub byte_count: u64,
}

/// How far a long work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpkeepProgress {
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
}

/// What checking found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Chunks that are what was written.
    pub sound_chunks: u64,
    /// Files of chunks that are not, or are missing. Removed, if the folder can be written to.
    pub bad_chunks: Vec<PathBuf>,
    /// Folders whose description is damaged or of another version. Removed likewise.
    pub bad_stems: Vec<PathBuf>,
}

/// Why a cache was not moved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MoveError {
    /// One of the two folders can't be written to. Nothing has changed.
    #[error("{} can't be used", folder.display())]
    Refused {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: CacheRefusal,
    },
    /// There is a cache already. Choose an empty folder, or clear it.
    #[error("{} holds a cache already; choose another folder", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
    },
    /// The disk refused. What was moved is in the new folder, the rest in the old one; both can be used.
    #[error("moving to {} failed", folder.display())]
    Disk {
        /// The new folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The songs in a cache, in the order of their names.
///
/// # Errors
/// What the system says; a folder that is not there holds none.
pub fn songs(folder: &CacheFolder) -> io::Result<Vec<KeptSong>> {
    let mut songs: Vec<KeptSong> = Vec::new();
    for stem in scan(folder)? {
        if songs.last().is_none_or(|song| song.folder != stem.song) {
            songs.push(KeptSong {
                name: readable_part(&stem.song).to_owned(),
                folder: stem.song.clone(),
                stem_paths: Vec::new(),
                sample_rate: None,
                cached_chunks: 0,
                chunk_count: 0,
                byte_count: 0,
            });
        }
        if let Some(song) = songs.last_mut() {
            song.byte_count += bytes_of(&stem);
            if let Ok(metadata) = &stem.metadata {
                song.stem_paths.push(PathBuf::from(&metadata.source.path));
                song.sample_rate = Some(metadata.source.engine_rate);
                song.chunk_count += metadata.chunk_count();
                song.cached_chunks += metadata.chunks.len() as u64;
            }
        }
    }
    Ok(songs)
}

/// Decodes every chunk, and removes what is not what was written. `progress` is called now and then.
///
/// # Errors
/// What the system says of the folder itself.
pub fn verify(
    folder: &CacheFolder,
    mut progress: impl FnMut(UpkeepProgress),
) -> io::Result<Verified> {
    let found = scan(folder)?;
    let total = found.iter().map(bytes_of).sum();
    let (mut verified, mut done) = (Verified::default(), 0);
    for stem in found {
        let path = folder.stem_folder(&stem.song, &stem.stem);
        let Ok(metadata) = &stem.metadata else {
            done += bytes_of(&stem);
            verified.bad_stems.push(path);
            if folder.refusal().is_none() {
                folder.remove_stem(&stem.song, &stem.stem);
            }
            continue;
        };
        let mut kept = metadata.clone();
        for &number in metadata.chunks.keys() {
            match check_chunk(&path, metadata, number) {
                Ok(()) => verified.sound_chunks += 1,
                // Whoever has the lock may just have dropped it or written it anew.
                Err(_) if has_changed(folder, &stem, metadata, number) => {}
                Err(_) => {
                    verified.bad_chunks.push(chunk_path(&path, number));
                    kept.chunks.remove(&number);
                }
            }
            done += metadata.chunks[&number].bytes;
            progress(UpkeepProgress { done, total });
        }
        if kept != *metadata && folder.refusal().is_none() {
            drop_bad(folder, &stem, &kept)?;
        }
    }
    progress(UpkeepProgress { done: total, total });
    Ok(verified)
}

/// Removes the song whose folder has this name, or all songs; returns their bytes.
///
/// # Errors
/// What the system says of the folder itself.
pub fn clear(folder: &CacheFolder, song: Option<&str>) -> io::Result<u64> {
    let found = scan(folder)?.into_iter();
    let found = found.filter(|stem| song.is_none_or(|song| song == stem.song));
    let mut bytes = 0;
    for stem in found {
        bytes += bytes_of(&stem);
        folder.remove_stem(&stem.song, &stem.stem);
    }
    Ok(bytes)
}

/// Lets the calling thread come after everything else, where the system can: nothing that sounds waits for it.
pub fn come_last() {
    lower_to_idle();
}

/// Removes all songs, a stem at a time, while `goes_on` says so; false when it was stopped.
///
/// # Errors
/// What the system says of the folder, or that some of it stays.
pub fn clear_while(
    folder: &CacheFolder,
    mut goes_on: impl FnMut(UpkeepProgress) -> bool,
) -> io::Result<bool> {
    let found = scan(folder)?;
    let (mut done, total) = (0, found.iter().map(bytes_of).sum());
    for stem in found {
        if !goes_on(UpkeepProgress { done, total }) {
            return Ok(false);
        }
        folder.remove_stem(&stem.song, &stem.stem);
        done += bytes_of(&stem);
    }
    match scan(folder)?.iter().map(bytes_of).sum() {
        0_u64 => Ok(true),
        _ => Err(ErrorKind::DirectoryNotEmpty.into()),
    }
}

/// Moves the cache to a folder that holds none; returns its bytes. What else is in the old folder stays.
///
/// # Errors
/// Each says what is where afterwards.
pub fn move_to(
    folder: CacheFolder,
    to: &Path,
    mut progress: impl FnMut(UpkeepProgress),
) -> Result<u64, MoveError> {
    let disk = |source| MoveError::Disk { folder: to.to_owned(), source };
    let new = CacheFolder::open(to);
    let order = folder.order();
    let (folder, new) = (usable(folder)?, usable(new)?);
    if !scan(&new).map_err(disk)?.is_empty() {
        return Err(MoveError::Occupied { folder: to.to_owned() });
    }
    let found = scan(&folder).map_err(disk)?;
    let total = found.iter().map(bytes_of).sum();
    let mut done = 0;
    for stem in &found {
        let (from, to) =
            (folder.stem_folder(&stem.song, &stem.stem), new.stem_folder(&stem.song, &stem.stem));
        move_stem(stem, &from, &to).map_err(disk)?;
        folder.remove_stem(&stem.song, &stem.stem);
        done += bytes_of(stem);
        progress(UpkeepProgress { done, total });
    }
    new.write_order(&order).map_err(disk)?;
    Ok(total)
}

/// The stems in the folder; none when it is not there.
fn scan(folder: &CacheFolder) -> io::Result<Vec<FoundStem>> {
    match folder.scan() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        scanned => scanned,
    }
}

fn bytes_of(stem: &FoundStem) -> u64 {
    stem.metadata_bytes + stem.chunks.values().sum::<u64>()
}

fn usable(folder: CacheFolder) -> Result<CacheFolder, MoveError> {
    let path = folder.path().to_owned();
    folder.if_writable().map_err(|source| MoveError::Refused { folder: path, source })
}

/// Decodes all of a chunk.
fn check_chunk(folder: &Path, metadata: &StemMetadata, number: u64) -> Result<(), DecodeError> {
    let gone = || DecodeError::Read(ErrorKind::NotFound.into());
    let chunk = stored_chunk(folder, metadata, number).ok_or_else(gone)?;
    let frames = chunk.seal.frame_count;
    // As the integers are, before they are scaled.
    let unscaled = StoredChunk { scale: 1.0, ..chunk.clone() };
    let mut lane = StoredLane::open(number, &unscaled, &FileOpener)?;
    let bits = metadata.source.stored_bits;
    let mut checksum = SampleChecksum::new(chunk.seal.channel_count, bits);
    let mut integers = Vec::new();
    let mut block = SampleBlock::silent(SampleFormat::F32, chunk.seal.channel_count, SLAB_FRAMES);
    for start in (0..frames).step_by(SLAB_FRAMES) {
        lane.decode(FramePos(start), &mut block).map_err(|damage| damage.error)?;
        let count = (frames - start).min(SLAB_FRAMES as u64) as usize;
        Quantiser::new(Coding::Exact(bits), SCALE_UNIT).quantise(&block, count, 0, &mut integers);
        let unsummed = |_| DecodeError::Damaged("its samples have no checksum");
        checksum.add(&integers).map_err(unsummed)?;
    }
    // Its frames have checksums of 16 bits, which one error in 65,536 passes.
    let is_it = checksum.md5() == chunk.seal.md5;
    if is_it { Ok(()) } else { Err(DecodeError::Damaged("its samples are others")) }
}

/// True when a stem's description says something else of a chunk by now than `metadata` does.
fn has_changed(
    folder: &CacheFolder,
    stem: &FoundStem,
    metadata: &StemMetadata,
    number: u64,
) -> bool {
    let now = folder.metadata(&stem.song, &stem.stem);
    let is_same_chunk =
        |now: &StemMetadata| now.chunks.get(&number) == metadata.chunks.get(&number);
    folder.refusal().is_some() && !now.as_ref().is_some_and(is_same_chunk)
}

fn drop_bad(folder: &CacheFolder, stem: &FoundStem, kept: &StemMetadata) -> io::Result<()> {
    let (song, name) = (&stem.song, &stem.stem);
    for &number in stem.chunks.keys().filter(|number| !kept.chunks.contains_key(number)) {
        folder.remove_chunk(&ChunkRef { song: song.clone(), stem: name.clone(), number });
    }
    if kept.chunks.is_empty() {
        folder.remove_stem(song, name);
        return Ok(());
    }
    folder.write_metadata(song, name, kept).map(|_| ())
}

/// Moves a stem's files; chunks first, so that its description never promises what is not there.
fn move_stem(stem: &FoundStem, from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let chunks = stem.chunks.keys().map(|number| chunk_name(*number));
    for name in chunks.chain([METADATA.to_owned()]) {
        let (from, to) = (from.join(&name), to.join(&name));
        if fs::rename(&from, &to).is_ok() {
            continue;
        }
        // Another disk.
        match fs::copy(&from, &to) {
            Ok(_) => fs::File::open(&to)?.sync_data()?,
            // A stem without a description is moved as it is.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
