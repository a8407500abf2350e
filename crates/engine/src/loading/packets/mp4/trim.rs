//! Which part of a track is heard: edit lists, and what iTunes writes in their place.
//!
//! Encoders of AAC put silence (*priming*) before the first frame and fill up the last packet.
//! Players that ignore this are 21 ms late with what ffmpeg writes, 48 ms with what Apple writes.

use std::ops::Range;

use attacca_units::SampleRate;

use crate::{
    error::OpenError,
    loading::packets::mp4::{
        boxes::{BoxReader, u32_at},
        broken,
        movie::{AudioTrack, Movie},
    },
};

/// Edits looked at: those that are played have one, and empty ones before and behind it.
const MAX_EDITS: u64 = 16;

/// Bytes of the text that iTunes writes.
const GAP_TEXT_BYTES: usize = 256;

/// The part of a track that is heard, in raw frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trim {
    /// Where it begins.
    pub(super) delay: u64,
    pub(super) frame_count: u64,
}

/// What an edit list says, in raw frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    start: u64,
    /// `None` for all that follows.
    length: Option<u64>,
    /// By how much `length` may be too short, because it is told in coarse units.
    tolerance: u64,
}

/// Says which of the `raw_count` raw frames of `track` are heard.
///
/// # Errors
/// When the boxes can't be read, or what is to be heard is more than one stretch of the track.
pub(super) fn read_trim(
    boxes: &mut BoxReader<'_>,
    movie: &Movie,
    track: &AudioTrack,
    rate: SampleRate,
    raw_count: u64,
) -> Result<Trim, OpenError> {
    let edit = match &track.edits {
        Some(body) => read_edit(boxes, body, movie, track, rate)?,
        None => None,
    };
    let gap = match &movie.user_data {
        // One text for the whole file: it means its only track.
        Some(user_data) if movie.tracks.len() == 1 => read_gap(boxes, user_data)?,
        _ => None,
    };
    let trim = trim(edit, gap, raw_count);
    if trim.delay > raw_count {
        return Err(broken("it is heard from behind its end"));
    }
    Ok(trim)
}

/// Edits come first; one that begins at the first frame is no more than a formality where iTunes'
/// text tells otherwise, and where the units of edits are coarse that tells the length.
fn trim(edit: Option<Edit>, gap: Option<Trim>, raw_count: u64) -> Trim {
    let delay = match (edit, gap) {
        (Some(edit), _) if edit.start > 0 => edit.start,
        (_, Some(gap)) => gap.delay,
        _ => 0,
    };
    let left = raw_count.saturating_sub(delay);
    let gap = gap.filter(|gap| gap.delay == delay && gap.frame_count <= left);
    let frame_count = match (edit.and_then(|edit| Some((edit.length?, edit.tolerance))), gap) {
        (_, Some(gap)) => gap.frame_count,
        (Some((length, tolerance)), None) if length.saturating_add(tolerance) < left => length,
        _ => left,
    };
    Trim { delay, frame_count }
}

fn read_edit(
    boxes: &mut BoxReader<'_>,
    body: &Range<u64>,
    movie: &Movie,
    track: &AudioTrack,
    rate: SampleRate,
) -> Result<Option<Edit>, OpenError> {
    let head = boxes.bytes(body, 8)?;
    let (is_long, count) = (head.first() == Some(&1), u64::from(u32_at(head, 4).unwrap_or(0)));
    if count > MAX_EDITS {
        return Err(unsupported("MP4 with a list of edits"));
    }
    let mut edits = Vec::new();
    let entries = body.start + 8..body.end;
    let number = |entry: &[u8], at| u32_at(entry, at).unwrap_or(0);
    if is_long {
        let long = |entry: &[u8], at| {
            u64::from(number(entry, at)) << 32 | u64::from(number(entry, at + 4))
        };
        boxes.entries(&entries, count, |entry: [u8; 20]| {
            edits.push((long(&entry, 0), long(&entry, 8) as i64, number(&entry, 16)));
            Ok(())
        })?;
    } else {
        boxes.entries(&entries, count, |entry: [u8; 12]| {
            let time = i64::from(number(&entry, 4) as i32);
            edits.push((u64::from(number(&entry, 0)), time, number(&entry, 8)));
            Ok(())
        })?;
    }
    only_edit(&edits, movie.timescale, track.timescale, rate)
}

/// The only stretch of the track that `edits` play: durations in units of the movie, times in units
/// of the track (negative ones play silence), speed in units of 2⁻¹⁶.
fn only_edit(
    edits: &[(u64, i64, u32)],
    movie_timescale: u32,
    track_timescale: u32,
    rate: SampleRate,
) -> Result<Option<Edit>, OpenError> {
    const NORMAL_SPEED: u32 = 1 << 16;
    let mut only = None;
    for &(duration, time, speed) in edits {
        let length = in_frames(duration, movie_timescale, rate);
        match u64::try_from(time) {
            Err(_) if only.is_none() && length > 0 => {
                return Err(unsupported("MP4 with a delayed track"));
            }
            Err(_) => {}
            Ok(_) if only.is_some() => return Err(unsupported("MP4 with a list of edits")),
            Ok(_) if speed != NORMAL_SPEED => {
                return Err(unsupported("MP4 at another speed"));
            }
            Ok(time) => {
                let tolerance = u64::from(rate.hz().div_ceil(movie_timescale.max(1)));
                let start = in_frames(time, track_timescale, rate);
                let length = (duration > 0).then_some(length);
                only = Some(Edit { start, length, tolerance });
            }
        }
    }
    Ok(only)
}

/// A time in units of a second as the nearest frame.
pub(super) fn in_frames(time: u64, timescale: u32, rate: SampleRate) -> u64 {
    let timescale = u128::from(timescale.max(1));
    let frames = (u128::from(time) * u128::from(rate.hz()) + timescale / 2) / timescale;
    // Positions stay far from where sums of them overflow.
    frames.min(u128::from(u64::MAX >> 8)) as u64
}

/// What iTunes' text tells; `None` when there is none.
fn read_gap(boxes: &mut BoxReader<'_>, user_data: &Range<u64>) -> Result<Option<Trim>, OpenError> {
    let Some(meta) = boxes.child(user_data, *b"meta")? else { return Ok(None) };
    // QuickTime's has no version before the first box in it.
    let has_version = boxes.bytes(&meta, 8)?.get(4..8) != Some(b"hdlr");
    let start = meta.start + if has_version { 4 } else { 0 };
    let Some(list) = boxes.child(&(start..meta.end), *b"ilst")? else { return Ok(None) };
    for item in boxes.children(&list)?.iter().filter(|item| &item.kind == b"----") {
        let Some(name) = boxes.child(&item.body, *b"name")? else { continue };
        if boxes.bytes(&name, GAP_TEXT_BYTES)?.get(4..) != Some(b"iTunSMPB") {
            continue;
        }
        let Some(data) = boxes.child(&item.body, *b"data")? else { continue };
        let text = boxes.bytes(&data, GAP_TEXT_BYTES)?.get(8..).unwrap_or_default();
        return Ok(parse_gap(text));
    }
    Ok(None)
}

/// Hexadecimal numbers: nothing, the delay, the padding, the length, and others.
fn parse_gap(text: &[u8]) -> Option<Trim> {
    let text = std::str::from_utf8(text).ok()?;
    let mut numbers = text.split_whitespace().map(|number| u64::from_str_radix(number, 16).ok());
    let [_, delay, _, frame_count] = std::array::from_fn(|_| numbers.next().flatten());
    let (delay, frame_count) = (delay?, frame_count?);
    (frame_count > 0).then_some(Trim { delay, frame_count })
}

fn unsupported(format: &'static str) -> OpenError {
    OpenError::UnsupportedFormat { format: format.into() }
}

#[cfg(test)]
mod tests;
