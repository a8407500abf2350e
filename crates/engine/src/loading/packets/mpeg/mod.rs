//! MP3 and AAC that are nothing but one frame after the other.
//!
//! Finding the frames is our own, since it must stand damage, tags and hostile files; they are decoded
//! by symphonia. What is not in such files is done as ffmpeg does: without a tag of LAME nothing is
//! trimmed (the sound is late by what encoder and decoder delay, 1105 frames for LAME), and nothing
//! ever in ADTS, which has no place to say it (1024 frames for ffmpeg's encoder). A tag that counts
//! frames is no sound at the start of a file, and a silent frame where files were glued together.

mod adts;
mod end_tags;
mod gap;
mod header;
mod info_tag;
mod layer3;
mod open;
mod reader;
mod sbr;
mod scan;
mod walker;
mod waypoints;

use std::{
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use crate::loading::{
    index::{IndexSlot, Scan},
    packets::{
        Container, PacketReader, Track,
        mpeg::{
            reader::MpegReader,
            scan::MpegScan,
            walker::{Stream, Walker},
            waypoints::Waypoints,
        },
    },
    source::ByteSource,
    window::ByteWindow,
};

pub(crate) use open::open;

/// Bytes asked for around an estimated place: as far as the rate of usual music strays from its
/// mean within a song of 6 minutes, at the rates of MP3 and AAC.
const ESTIMATE_MARGIN_BYTES: u64 = 64 * 1024;

/// A file of frames.
#[derive(Debug)]
pub(crate) struct MpegFile {
    source: Arc<dyn ByteSource>,
    stream: Arc<Stream>,
    slot: Arc<IndexSlot>,
    waypoints: Arc<Waypoints>,
    raw_frames: u64,
    /// What opening read, for the first lane: it holds the first frames.
    head: Mutex<Option<ByteWindow>>,
}

impl MpegFile {
    /// The frames of `stream`, which `track` describes.
    fn new(
        source: Arc<dyn ByteSource>,
        stream: Arc<Stream>,
        slot: Arc<IndexSlot>,
        waypoints: Arc<Waypoints>,
        track: &Track,
    ) -> MpegFile {
        let raw_frames = track.delay + track.frame_count;
        MpegFile { source, stream, slot, waypoints, raw_frames, head: Mutex::default() }
    }

    /// The same, whose first reader has `window`.
    fn with_head(self, window: ByteWindow) -> MpegFile {
        MpegFile { head: Mutex::new(Some(window)), ..self }
    }

    fn walker(&self, window: ByteWindow) -> Walker {
        Walker::new(Arc::clone(&self.source), Arc::clone(&self.stream), window)
    }

    /// About where the raw frame `position` lies, as if all frames were of one size.
    fn estimate(&self, position: u64) -> u64 {
        let audio = &self.stream.audio;
        let share = position as f64 / self.raw_frames.max(1) as f64;
        audio.start + ((audio.end - audio.start) as f64 * share.min(1.0)) as u64
    }
}

impl Container for MpegFile {
    fn reader(&self) -> Box<dyn PacketReader> {
        let window = self.head.lock().unwrap_or_else(PoisonError::into_inner).take();
        let walker = self.walker(window.unwrap_or_default());
        let (slot, waypoints) = (Arc::clone(&self.slot), Arc::clone(&self.waypoints));
        Box::new(MpegReader::new(walker, slot, waypoints))
    }

    fn scan(&self) -> Option<Box<dyn Scan>> {
        Some(Box::new(MpegScan::new(self.walker(ByteWindow::default()))))
    }

    fn bytes_of(&self, raw_frames: Range<u64>) -> Range<u64> {
        let margin = ESTIMATE_MARGIN_BYTES;
        let start = self.estimate(raw_frames.start).saturating_sub(margin);
        start.max(self.stream.audio.start)..self.estimate(raw_frames.end) + margin
    }

    fn table_bytes(&self) -> usize {
        0
    }
}
