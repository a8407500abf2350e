//! Places of a stream that somebody walked by, for seeks before there is an index.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::loading::packets::mpeg::walker::Cursor;

/// Frames of MPEG audio between places: to walk over them takes 30 µs.
const SPACING_PACKETS: u64 = 256;

/// Places at most (64 KiB): 13 hours at 48 kHz. Behind them, seeks take longer.
const MAX_PLACES: usize = 4096;

/// Places in rising order, each of which was reached from the start of the stream.
#[derive(Debug)]
pub(crate) struct Waypoints {
    spacing: u64,
    places: Mutex<Vec<Cursor>>,
}

impl Waypoints {
    /// None yet, of a stream whose packets give `packet_frames` frames.
    pub(crate) fn new(packet_frames: u32) -> Waypoints {
        let spacing = SPACING_PACKETS * u64::from(packet_frames);
        Waypoints { spacing, places: Mutex::default() }
    }

    /// Keeps `place` if it is far enough behind all others.
    pub(crate) fn pass(&self, place: Cursor) {
        let mut places = self.places();
        let last = places.last().map_or(0, |last| last.position);
        if place.position >= last + self.spacing && places.len() < MAX_PLACES {
            places.push(place);
        }
    }

    /// The last place at or before `position`.
    pub(crate) fn before(&self, position: u64) -> Option<Cursor> {
        let places = self.places();
        let behind = places.partition_point(|place| place.position <= position);
        places[..behind].last().copied()
    }

    fn places(&self) -> MutexGuard<'_, Vec<Cursor>> {
        // The list is whole between any two operations on it.
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
