//! The box `moov`: which tracks a file has, and where their tables are.

use std::ops::Range;

use crate::{
    error::OpenError,
    loading::packets::mp4::{
        boxes::{BoxReader, u32_at},
        broken,
    },
};

/// Audio tracks looked at; Native Instruments' stems have five.
const MAX_TRACKS: usize = 64;

/// What `moov` holds.
#[derive(Debug)]
pub(super) struct Movie {
    /// Units of a second in which the lengths of edits are told.
    pub(super) timescale: u32,
    /// The tracks of audio, in the file's order.
    pub(super) tracks: Vec<AudioTrack>,
    /// The body of the box `udta`, for which programs have many uses.
    pub(super) user_data: Option<Range<u64>>,
}

/// A track of audio.
#[derive(Debug, Clone)]
pub(super) struct AudioTrack {
    /// Units of a second in which positions in the track are told.
    pub(super) timescale: u32,
    /// The body of the box `stbl`: descriptions of packets.
    pub(super) tables: Range<u64>,
    /// The body of the box `elst`: which part of the track is heard.
    pub(super) edits: Option<Range<u64>>,
}

/// Finds `moov` in the file that begins at `start`, before or behind the audio, and reads it.
///
/// # Errors
/// When it can't be read, is missing, broken or without audio, or its packets are described elsewhere.
pub(super) fn read_movie(boxes: &mut BoxReader<'_>, start: u64) -> Result<Movie, OpenError> {
    let file = start..boxes.file_bytes();
    let moov = boxes
        .child(&file, *b"moov")?
        .ok_or_else(|| broken("its table of contents is missing, the file is cut off"))?;
    let mut movie = Movie { timescale: 0, tracks: Vec::new(), user_data: None };
    let mut has_fragments = false;
    for child in boxes.children(&moov)? {
        match &child.kind {
            b"mvhd" => movie.timescale = read_timescale(boxes, &child.body)?,
            b"mvex" => has_fragments = true,
            b"udta" => movie.user_data = Some(child.body),
            b"trak" if movie.tracks.len() < MAX_TRACKS => {
                movie.tracks.extend(read_track(boxes, &child.body)?);
            }
            _ => {}
        }
    }
    if has_fragments {
        return Err(OpenError::UnsupportedFormat { format: "fragmented MP4".into() });
    }
    if movie.tracks.is_empty() {
        return Err(broken("it has no audio"));
    }
    Ok(movie)
}

/// A track; `None` when it is no audio.
fn read_track(
    boxes: &mut BoxReader<'_>,
    trak: &Range<u64>,
) -> Result<Option<AudioTrack>, OpenError> {
    let Some(mdia) = boxes.child(trak, *b"mdia")? else { return Ok(None) };
    let Some(hdlr) = boxes.child(&mdia, *b"hdlr")? else { return Ok(None) };
    if boxes.bytes(&hdlr, 12)?.get(8..) != Some(b"soun") {
        return Ok(None);
    }
    let mdhd = boxes.child(&mdia, *b"mdhd")?.ok_or_else(no_timescale)?;
    let timescale = read_timescale(boxes, &mdhd)?;
    let edits = boxes.descendant(trak, &[*b"edts", *b"elst"])?;
    let tables = boxes
        .descendant(&mdia, &[*b"minf", *b"stbl"])?
        .ok_or_else(|| broken("it lacks a table of its packets"))?;
    Ok(Some(AudioTrack { timescale, tables, edits }))
}

/// The units of a second of `mvhd` or `mdhd`, which begin alike.
fn read_timescale(boxes: &mut BoxReader<'_>, body: &Range<u64>) -> Result<u32, OpenError> {
    let bytes = boxes.bytes(body, 24)?;
    let at = if bytes.first() == Some(&1) { 20 } else { 12 };
    u32_at(bytes, at).filter(|&timescale| timescale > 0).ok_or_else(no_timescale)
}

fn no_timescale() -> OpenError {
    broken("it does not tell its units of time")
}
