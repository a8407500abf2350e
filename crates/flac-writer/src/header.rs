//! The bytes before the first FLAC frame: marker, STREAMINFO, seek table.
//!
//! Source: RFC 9639, sections 8.1, 8.2 and 8.5.

use std::ops::RangeInclusive;

use crate::FlacSettings;

/// Frames that the 36 bits of STREAMINFO can count.
pub(crate) const MAX_FRAME_COUNT: u64 = (1 << 36) - 1;

const STREAM_INFO_BYTES: usize = 34;
const SEEK_POINT_BYTES: usize = 18;
const LAST_BLOCK: u8 = 0x80;
const STREAM_INFO: u8 = 0;
const SEEK_TABLE: u8 = 3;

/// What is only known once the last frame is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct StreamTotals {
    pub(crate) frame_count: u64,
    /// Bytes of the shortest and the longest FLAC frame; `None` while there is none.
    pub(crate) frame_bytes: Option<RangeInclusive<u32>>,
    pub(crate) md5: [u8; 16],
}

impl StreamTotals {
    /// Counts one FLAC frame of `frame_count` frames.
    pub(crate) fn add_block(&mut self, frame_count: u64, byte_count: u32) {
        self.frame_count += frame_count;
        self.frame_bytes = Some(match &self.frame_bytes {
            None => byte_count..=byte_count,
            Some(range) => byte_count.min(*range.start())..=byte_count.max(*range.end()),
        });
    }
}

/// The whole header; as long for the same settings, whatever the totals.
pub(crate) fn header(settings: &FlacSettings, totals: &StreamTotals, seek: &SeekTable) -> Vec<u8> {
    let mut bytes = b"fLaC".to_vec();
    let has_seek_table = settings.seek_point_count > 0;
    let last = if has_seek_table { 0 } else { LAST_BLOCK };
    push_block_header(&mut bytes, STREAM_INFO | last, STREAM_INFO_BYTES);
    push_stream_info(&mut bytes, settings, totals);
    if has_seek_table {
        let byte_count = settings.seek_point_count * SEEK_POINT_BYTES;
        push_block_header(&mut bytes, SEEK_TABLE | LAST_BLOCK, byte_count);
        seek.push_points(&mut bytes, settings);
    }
    bytes
}

fn push_block_header(bytes: &mut Vec<u8>, kind: u8, byte_count: usize) {
    bytes.extend(((u32::from(kind) << 24) | byte_count as u32).to_be_bytes());
}

fn push_stream_info(bytes: &mut Vec<u8>, settings: &FlacSettings, totals: &StreamTotals) {
    let block_frames = settings.block_frames as u16;
    bytes.extend(block_frames.to_be_bytes());
    bytes.extend(block_frames.to_be_bytes());
    let frame_bytes = totals.frame_bytes.clone().unwrap_or(0..=0);
    bytes.extend(&frame_bytes.start().to_be_bytes()[1..]);
    bytes.extend(&frame_bytes.end().to_be_bytes()[1..]);
    let packed = (u64::from(settings.sample_rate.hz()) << 44)
        | ((settings.channel_count as u64 - 1) << 41)
        | ((u64::from(settings.bits_per_sample) - 1) << 36)
        | totals.frame_count;
    bytes.extend(packed.to_be_bytes());
    bytes.extend(totals.md5);
}

/// Where blocks begin, evenly thinned so that a stream of any length fits.
#[derive(Debug)]
pub(crate) struct SeekTable {
    points: Vec<SeekPoint>,
    capacity: usize,
    blocks_per_point: u64,
    n_blocks: u64,
}

#[derive(Debug, Clone, Copy)]
struct SeekPoint {
    block: u64,
    byte_offset: u64,
}

impl SeekTable {
    pub(crate) fn new(capacity: usize) -> SeekTable {
        SeekTable { points: Vec::new(), capacity, blocks_per_point: 1, n_blocks: 0 }
    }

    /// Notes that the next block begins `byte_offset` bytes after the header.
    pub(crate) fn add_block(&mut self, byte_offset: u64) {
        let block = self.n_blocks;
        self.n_blocks += 1;
        if self.capacity == 0 || !block.is_multiple_of(self.blocks_per_point) {
            return;
        }
        if self.points.len() == self.capacity {
            self.blocks_per_point *= 2;
            let spacing = self.blocks_per_point;
            self.points.retain(|point| point.block.is_multiple_of(spacing));
        }
        if block.is_multiple_of(self.blocks_per_point) && self.points.len() < self.capacity {
            self.points.push(SeekPoint { block, byte_offset });
        }
    }

    fn push_points(&self, bytes: &mut Vec<u8>, settings: &FlacSettings) {
        let block_frames = settings.block_frames as u64;
        for point in &self.points {
            bytes.extend((point.block * block_frames).to_be_bytes());
            bytes.extend(point.byte_offset.to_be_bytes());
            bytes.extend((settings.block_frames as u16).to_be_bytes());
        }
        for _ in self.points.len()..self.capacity {
            // A placeholder, as the format calls it.
            bytes.extend(u64::MAX.to_be_bytes());
            bytes.extend([0; SEEK_POINT_BYTES - 8]);
        }
    }
}
