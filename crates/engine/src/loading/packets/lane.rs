//! A lane over a file of packets: decodes any stretch, goes on cheaply where it stopped.
//!
//! Runs on: loader threads. The decoded packet stays in the codec until the next one is needed, so
//! blocks of any length are decoded once and copied once.

use std::{io, ops::Range, sync::Arc};

use crate::{
    error::DecodeError,
    loading::{
        fill::Fill,
        packets::{Frames, NextPacket, PacketFile, PacketReader, codec::PacketCodec},
    },
};

/// Bytes of damage searched in one call: 0.2 ms. The next call goes on from there.
const SEARCH_BYTES_PER_CALL: u64 = 512 * 1024;

/// Packets that are rather walked over than found by a new seek.
const WALK_PACKETS: u64 = 4;

/// Packets decoded on the way to a place at most: ten times those of the longest restart. More are no
/// file's that was made to be heard.
const MAX_PACKETS_ON_THE_WAY: usize = 2048;

/// The decoding state of one stem of packets for one window. Positions are raw frames.
#[derive(Debug)]
pub(crate) struct PacketLane {
    file: Arc<PacketFile>,
    reader: Box<dyn PacketReader>,
    codec: PacketCodec,
    /// The frames that the codec holds which are right.
    block: Range<u64>,
    /// Where `block` begins in what the codec holds.
    block_offset: usize,
    /// Where the next packet begins; `None` when the reader must seek.
    next: Option<u64>,
    /// What the decoder gives is right from here on: it has not begun long before.
    right_from: u64,
    /// The packet before was decoded too, so that the next one gives all of its frames.
    has_begun: bool,
    /// Where the next request would go on with a search that ran out of its permitted bytes.
    search_goes_on_at: Option<u64>,
    /// Behind here the file was found to end.
    data_end: Option<u64>,
}

/// What a step towards a position gave.
enum Step {
    /// The codec holds the position.
    Decoded,
    /// All is silent up to here.
    Silent { until: u64, error: DecodeError },
}

impl PacketLane {
    /// A lane at the start of `file`. Reads nothing.
    pub(crate) fn new(file: Arc<PacketFile>) -> PacketLane {
        PacketLane {
            reader: file.container.reader(),
            codec: PacketCodec::new(&file.track),
            file,
            block: 0..0,
            block_offset: 0,
            next: Some(0),
            right_from: 0,
            has_begun: false,
            search_goes_on_at: None,
            data_end: None,
        }
    }

    /// Bytes of memory that the lane holds.
    pub(crate) fn byte_count(&self) -> usize {
        self.reader.byte_count() + self.file.track.codec_bytes
    }

    /// Fills all of `fill`.
    pub(crate) fn decode(&mut self, fill: &mut Fill<'_>) {
        let delay = self.file.track.delay;
        let mut budget = SEARCH_BYTES_PER_CALL;
        while let Some(wanted) = fill.wanted() {
            let wanted = wanted.start + delay..wanted.end + delay;
            if self.block.contains(&wanted.start) {
                let from = (wanted.start - self.block.start) as usize + self.block_offset;
                let count = (self.block.end.min(wanted.end) - wanted.start) as usize;
                self.codec.push(fill, from, count);
                continue;
            }
            match self.step(&wanted, &mut budget) {
                Ok(Step::Decoded) => {}
                Ok(Step::Silent { until, error }) => fill.push_silence(until - delay, error),
                Err(error) => {
                    self.next = None;
                    fill.push_silence(u64::MAX, DecodeError::Read(error));
                }
            }
        }
    }

    /// Goes on until the codec holds the start of `wanted`, or it is known to be lost.
    fn step(&mut self, wanted: &Range<u64>, budget: &mut u64) -> io::Result<Step> {
        let position = wanted.start;
        if self.data_end.is_some_and(|end| position >= end) {
            return Ok(Step::Silent { until: u64::MAX, error: DecodeError::Truncated });
        }
        self.approach(position)?;
        for _ in 0..MAX_PACKETS_ON_THE_WAY {
            let step = match self.reader.next(budget)? {
                NextPacket::Packet(frames) => self.take(frames, position),
                NextPacket::Lost { until, reason } => {
                    // What is lost before the place that is sought leaves that place as it was.
                    self.begin(until.max(self.right_from));
                    let error = DecodeError::Damaged(reason);
                    (until > position).then_some(Step::Silent { until, error })
                }
                NextPacket::Interrupted => break,
                NextPacket::End => {
                    self.data_end = Some(position);
                    Some(Step::Silent { until: u64::MAX, error: DecodeError::Truncated })
                }
            };
            if let Some(step) = step {
                return Ok(step);
            }
        }
        self.search_goes_on_at = Some(wanted.end);
        let error = DecodeError::Damaged("no packet follows");
        Ok(Step::Silent { until: u64::MAX, error })
    }

    /// Has decoding go on at or a little before `position`.
    fn approach(&mut self, position: u64) -> io::Result<()> {
        let goes_on = self.search_goes_on_at.take() == Some(position);
        if goes_on || self.next.is_some_and(|next| self.is_on_the_way(next, position)) {
            return Ok(());
        }
        let begin = match self.file.track.restart_frames {
            Some(_) => self.segment(position).start,
            None => position,
        };
        self.next = None;
        self.reader.seek(begin)?;
        self.begin(begin);
        Ok(())
    }

    /// True when decoding on from `next` leads to `position` as soon as a seek would, and as well.
    fn is_on_the_way(&self, next: u64, position: u64) -> bool {
        let walk = WALK_PACKETS * u64::from(self.file.track.max_packet_frames);
        let is_near = |frames| frames <= walk || self.file.track.restart_frames.is_some();
        position.checked_sub(next).is_some_and(is_near)
            && self.segment(position).contains(&self.right_from)
            && self.right_from <= position
    }

    /// The frames around `position` that are decoded without a restart.
    fn segment(&self, position: u64) -> Range<u64> {
        let Some(length) = self.file.track.restart_frames else { return 0..u64::MAX };
        let start = position - position % length;
        start..start + length
    }

    /// The decoder begins anew, and is right from `position` on.
    fn begin(&mut self, position: u64) {
        self.codec.reset();
        self.block = 0..0;
        self.next = Some(position);
        self.right_from = position;
        self.has_begun = false;
    }

    /// Decodes the packet that was read; `None` when it lies before `position`.
    fn take(&mut self, frames: Frames, position: u64) -> Option<Step> {
        self.block = 0..0;
        self.next = Some(frames.end());
        let decoded = self.codec.decode(self.reader.packet());
        let is_first = !std::mem::replace(&mut self.has_begun, decoded.is_ok());
        if frames.end() <= position {
            return None;
        }
        let segment_end = self.segment(position).end;
        let until = frames.end().min(segment_end);
        match decoded {
            Err(error) => Some(Step::Silent { until, error }),
            Ok(count) => {
                // A decoder that begins gives fewer frames: the last ones. Else those that are missing
                // are the last ones, and of one that gives more the file wants the first ones.
                let missing = u64::from(frames.count).saturating_sub(count as u64);
                let start = frames.start + if is_first { missing } else { 0 };
                let end = until.min(start + count as u64);
                self.block = start.max(self.right_from)..end;
                self.block_offset = (self.block.start - start) as usize;
                if self.block.contains(&position) {
                    return Some(Step::Decoded);
                }
                let is_ahead = (position..until).contains(&self.block.start);
                let until = if is_ahead { self.block.start } else { until };
                let error = DecodeError::Damaged("a packet gives too few frames");
                Some(Step::Silent { until, error })
            }
        }
    }
}

#[cfg(test)]
mod tests;
