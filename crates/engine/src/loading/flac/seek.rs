//! Finds a frame of a FLAC file that has no index yet.
//!
//! Interpolates between what is known: bytes grow with frames, roughly. Every guess is checked
//! against the headers that are really there, so that a wrong seek table costs time, not truth.

use std::{io, sync::Arc};

use crate::loading::flac::reader::{Cursor, FoundFrame, FrameReader, Search};

/// Guesses per seek: bisection alone would take 20 for the largest usual file (2 GB in blocks of
/// 16 KB × 2 ^ 17); interpolation takes 2 to 4.
const MAX_GUESSES: u32 = 20;

/// Bytes searched for a header behind each guess: at least one frame of 4096 frames at 24 bits.
const GUESS_BYTES: u64 = 32 * 1024;

/// Blocks that are rather walked than guessed at, and frames if blocks are short.
const NEAR_BLOCKS: u64 = 2;
const NEAR_FRAMES: u64 = 4096;

/// A frame at or before `target`, usually within two blocks; the start of the audio when none is
/// found.
///
/// # Errors
/// What the system says.
pub(crate) fn seek(reader: &mut FrameReader, target: u64) -> io::Result<Cursor> {
    let (mut low, mut high) = seek_table_bounds(reader, target)?;
    let block_frames = u64::from(reader.stream().max_block_frames);
    let near_frames = (NEAR_BLOCKS * block_frames).max(NEAR_FRAMES);
    for guess_number in 0..MAX_GUESSES {
        if target - low.position <= near_frames || high.offset - low.offset <= GUESS_BYTES / 2 {
            break;
        }
        // Interpolation can creep up from one side; every fourth guess halves.
        let guess = if guess_number % 4 == 3 {
            low.offset + (high.offset - low.offset) / 2
        } else {
            interpolate(low, high, target, block_frames)
        };
        let limit = GUESS_BYTES.max(reader.stream().max_bytes_of_any_frame() as u64 / 2);
        let limit = limit.min(high.offset - guess);
        let stream = Arc::clone(reader.stream());
        let is_between = |frame: &FoundFrame| {
            let range = low.position + 1..high.position;
            stream.fits(&frame.header) && range.contains(&frame.position)
        };
        match reader.search(guess, limit, is_between)? {
            Search::Found(frame) if frame.position <= target => {
                low = Cursor { offset: frame.offset, position: frame.position };
            }
            Search::Found(frame) => high = Cursor { offset: guess, position: frame.position },
            Search::Interrupted(_) | Search::EndOfFile => high.offset = guess,
        }
    }
    Ok(low)
}

/// A byte between `low` and `high` that should lie shortly before the frame of `target`.
fn interpolate(low: Cursor, high: Cursor, target: u64, margin_frames: u64) -> u64 {
    let bytes = (high.offset - low.offset) as f64;
    let frames = (high.position - low.position) as f64;
    let wanted = (target - low.position).saturating_sub(margin_frames) as f64;
    // At least a byte forward, or the frame at `low` would be found again.
    let forward = (bytes * (wanted / frames)) as u64;
    low.offset + forward.clamp(1, high.offset - low.offset)
}

/// The nearest trustworthy places around `target` that the file itself names.
fn seek_table_bounds(reader: &mut FrameReader, target: u64) -> io::Result<(Cursor, Cursor)> {
    let stream = Arc::clone(reader.stream());
    let audio_start = stream.audio_start;
    let start = Cursor { offset: audio_start, position: 0 };
    let end = Cursor { offset: reader.byte_count().max(audio_start), position: stream.frame_count };
    let following = stream.seek_points.partition_point(|point| point.position <= target);
    let place = |idx: usize| {
        let point = stream.seek_points.get(idx)?;
        Some(Cursor { offset: audio_start + point.offset, position: point.position })
    };
    let (before, after) = (following.checked_sub(1).and_then(place), place(following));
    let low = real_place(reader, before)?.unwrap_or(start);
    let high = real_place(reader, after)?.unwrap_or(end);
    Ok(if low.offset < high.offset { (low, high) } else { (start, end) })
}

fn real_place(reader: &mut FrameReader, claim: Option<Cursor>) -> io::Result<Option<Cursor>> {
    let Some(claim) = claim else { return Ok(None) };
    let frame = reader.frame_at(claim.offset)?;
    Ok(frame.filter(|frame| frame.position == claim.position).map(|_| claim))
}
