//! Finds a page of an Ogg file that has no index yet.
//!
//! Interpolates between what is known: bytes grow with frames, roughly.

use std::io;

use crate::loading::packets::ogg::{
    page::{Found, Page, PageReader},
    stream::Stream,
};

/// Guesses per seek: each halves the rest at least every third time, and two or three usually do.
const MAX_GUESSES: u32 = 64;

/// Bytes searched behind each guess: pages of another stream may lie there.
const GUESS_BYTES: u64 = 1 << 20;

/// Bytes that a guess stays before the place that it aims at: the usual page.
const AIM_BYTES: f64 = 6000.0;

/// Frames that are rather read over than guessed at.
const NEAR_FRAMES: u64 = 4096;

/// A page at which reading can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Where it begins, in bytes.
    pub(super) offset: u64,
    /// The raw frame behind its last packet; the packets behind that are whole from there on.
    pub(super) position: u64,
}

impl Place {
    /// The first page of audio, behind nothing.
    pub(super) fn start(stream: &Stream) -> Place {
        Place { offset: stream.audio_start, position: 0 }
    }
}

/// A page that ends at or before `target`, and usually the last one; the start of the audio when none
/// is found.
///
/// # Errors
/// What the system says.
pub(super) fn find_place(
    pages: &mut PageReader,
    stream: &Stream,
    target: u64,
) -> io::Result<Place> {
    let mut low = Place::start(stream);
    // Between these bytes the pages begin that are not known.
    let mut unknown = stream.audio_start..stream.audio_end;
    let mut high_position = stream.total;
    for guess_number in 1..=MAX_GUESSES {
        if unknown.is_empty() || target - low.position <= NEAR_FRAMES {
            break;
        }
        let length = (unknown.end - unknown.start) as f64;
        let share = (target - low.position) as f64 / (high_position - low.position).max(1) as f64;
        // Interpolation can creep up from one side.
        let share = if guess_number % 3 == 0 { 0.5 } else { share };
        let guess = unknown.start + (length * share - AIM_BYTES).clamp(0.0, length - 1.0) as u64;
        let page = next_page(pages, stream, guess, unknown.end)?;
        let found = page.and_then(|page| Some((stream.end_position(&page)?, page)));
        match found {
            Some((position, page)) if position <= target => {
                unknown.start = page.end();
                if position >= low.position {
                    low = Place { offset: page.offset, position };
                }
            }
            Some((position, _)) => {
                unknown.end = guess;
                high_position = position.min(high_position);
            }
            None => unknown.end = guess,
        }
    }
    Ok(low)
}

/// The first page from `offset` on of which a position is known, if it begins before `end` and not too
/// far away.
///
/// # Errors
/// What the system says.
pub(super) fn next_page(
    pages: &mut PageReader,
    stream: &Stream,
    mut offset: u64,
    end: u64,
) -> io::Result<Option<Page>> {
    let mut budget = GUESS_BYTES;
    while budget > 0 {
        let Found::Page(page) = pages.find(offset, &mut budget)? else { return Ok(None) };
        if page.offset >= end {
            return Ok(None);
        }
        if stream.end_position(&page).is_some() {
            return Ok(Some(*page));
        }
        offset = page.end();
    }
    Ok(None)
}
