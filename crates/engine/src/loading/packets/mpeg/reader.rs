//! Reads the packets of a file of MPEG audio.
//!
//! Frames carry no number. After a seek their numbers are those of a walk from the start of the
//! stream, or of the index as far as two of its entries agree with each other.

use std::{collections::VecDeque, io, sync::Arc};

use crate::loading::{
    index::{FrameIndex, IndexSlot},
    packets::{
        Frames, NextPacket, PacketReader,
        mpeg::{
            header::{Kind, MAX_FRAME_BYTES},
            walker::{Cursor, FoundFrame, Step, VIEW_BYTES, Walker},
            waypoints::Waypoints,
        },
    },
    window::ByteWindow,
};

/// Frames before a place that are kept in mind while walking there: what 255 bytes of one byte of
/// main data each take, and those that overlap.
const MAX_RECENT: usize = 260;

/// Bytes of damage that a seek searches. What comes next goes on there.
const SEEK_SEARCH_BYTES: u64 = 16 << 20;

/// Reads packets.
#[derive(Debug)]
pub(crate) struct MpegReader {
    walker: Walker,
    slot: Arc<IndexSlot>,
    waypoints: Arc<Waypoints>,
    packet: Vec<u8>,
    recent: VecDeque<Recent>,
}

/// A frame on the way.
#[derive(Debug, Clone, Copy)]
struct Recent {
    at: Cursor,
    main_data_bytes: u32,
}

/// Where a walk towards a place begins.
#[derive(Debug, Clone, Copy)]
enum Begin {
    /// Where frames were counted from the start.
    Known(Cursor),
    /// Where an entry of the index leads.
    Indexed(Cursor),
}

impl MpegReader {
    /// A reader where `walker` is: at the start.
    pub(crate) fn new(
        walker: Walker,
        slot: Arc<IndexSlot>,
        waypoints: Arc<Waypoints>,
    ) -> MpegReader {
        let recent = VecDeque::new();
        MpegReader { walker, slot, waypoints, packet: Vec::new(), recent }
    }

    /// Bytes of memory that a reader takes at most.
    pub(crate) fn bytes_for(max_frame_bytes: usize) -> usize {
        let recent = MAX_RECENT.next_power_of_two() * size_of::<Recent>();
        ByteWindow::bytes_for(VIEW_BYTES) + max_frame_bytes.min(MAX_FRAME_BYTES) + recent
    }

    fn kind(&self) -> Kind {
        self.walker.stream().kind
    }

    /// A place from which to walk to `position`, `back` frames before it or more.
    fn begin_before(&self, position: u64, back: u64) -> Begin {
        let wanted = position.saturating_sub(back);
        let start = Cursor { offset: self.walker.stream().audio.start, position: 0 };
        let indexed = self.slot.index().and_then(|index| entry(index, wanted));
        match indexed.filter(|entry| entry.position > 0) {
            Some(entry) => Begin::Indexed(entry),
            None => Begin::Known(self.waypoints.before(wanted).unwrap_or(start)),
        }
    }

    /// Walks from `begin` to where decoding must begin for `position`; false when that is before
    /// `begin`, or `begin` can't be trusted.
    fn walk(&mut self, begin: Begin, position: u64) -> io::Result<bool> {
        let (Begin::Known(cursor) | Begin::Indexed(cursor)) = begin;
        let mut is_trusted = matches!(begin, Begin::Known(_));
        let is_known = is_trusted;
        self.walker.go_to(cursor);
        self.recent.clear();
        let mut budget = SEEK_SEARCH_BYTES;
        loop {
            let before = self.walker.cursor();
            match self.walker.next(&mut budget)? {
                Step::Frame(frame) if frame.at.position + self.packet_frames() <= position => {
                    match self.agreement(cursor, &frame) {
                        Some(agrees) if !is_known && !agrees => return Ok(false),
                        Some(_) => is_trusted = true,
                        None => {}
                    }
                    if is_known {
                        self.waypoints.pass(frame.at);
                    }
                    self.remember(&frame);
                }
                Step::Frame(frame) => return Ok(is_trusted && self.go_back_from(frame.at)),
                Step::Lost(until) if until <= position => {}
                Step::Lost(_) | Step::End => return Ok(is_trusted && self.go_back_from(before)),
                Step::Interrupted => return Ok(is_trusted),
            }
        }
    }

    /// Whether the index agrees with `frame`, which a walk from `begin` found; `None` where it says
    /// nothing, as about its own beginning.
    fn agreement(&self, begin: Cursor, frame: &FoundFrame) -> Option<bool> {
        let offset = self.slot.index()?.exact_offset(frame.at.position)?;
        let is_other = frame.at.offset != begin.offset;
        (is_other || offset != frame.at.offset).then_some(offset == frame.at.offset)
    }

    fn remember(&mut self, frame: &FoundFrame) {
        if self.recent.len() == MAX_RECENT {
            self.recent.pop_front();
        }
        let main_data_bytes = frame.header.main_data_bytes as u32;
        self.recent.push_back(Recent { at: frame.at, main_data_bytes });
    }

    /// Goes as far back from `place` as decoding needs; false when the walk began behind that.
    fn go_back_from(&mut self, place: Cursor) -> bool {
        let kind = self.kind();
        let (mut overlapping, mut reservoir) =
            (kind.overlapping_packets(), kind.reservoir_bytes() as u32);
        let mut begin = place;
        for recent in self.recent.iter().rev() {
            if overlapping > 0 {
                overlapping -= 1;
            } else if reservoir > 0 {
                reservoir = reservoir.saturating_sub(recent.main_data_bytes);
            } else {
                break;
            }
            begin = recent.at;
        }
        self.walker.go_to(begin);
        let is_all = overlapping == 0 && reservoir == 0;
        is_all || begin.offset == self.walker.stream().audio.start || self.recent.is_empty()
    }

    fn packet_frames(&self) -> u64 {
        u64::from(self.kind().packet_frames)
    }
}

impl PacketReader for MpegReader {
    fn seek(&mut self, position: u64) -> io::Result<()> {
        // So far back that a second entry of the index is on the way.
        let mut back =
            self.slot.index().map_or(0, FrameIndex::stride).max(8 * self.packet_frames());
        loop {
            let begin = self.begin_before(position, back);
            if self.walk(begin, position)? || back > position {
                return Ok(());
            }
            back *= 4;
        }
    }

    fn next(&mut self, budget: &mut u64) -> io::Result<NextPacket> {
        let frame = match self.walker.next(budget)? {
            Step::Frame(frame) => frame,
            Step::Lost(until) => {
                return Ok(NextPacket::Lost { until, reason: "no frame of the stream is here" });
            }
            Step::Interrupted => return Ok(NextPacket::Interrupted),
            Step::End => return Ok(NextPacket::End),
        };
        let Some(bytes) = self.walker.bytes(&frame)? else { return Ok(NextPacket::End) };
        self.packet.clear();
        self.packet.extend_from_slice(&bytes[frame.header.skipped_bytes..]);
        let count = frame.header.kind.packet_frames;
        Ok(NextPacket::Packet(Frames { start: frame.at.position, count }))
    }

    fn packet(&self) -> &[u8] {
        &self.packet
    }

    fn byte_count(&self) -> usize {
        let recent = self.recent.capacity() * size_of::<Recent>();
        self.walker.byte_count() + self.packet.capacity() + recent
    }
}

/// The entry of `index` for the stretch that holds `position`.
fn entry(index: &FrameIndex, position: u64) -> Option<Cursor> {
    let position = position - position % index.stride();
    index.exact_offset(position).map(|offset| Cursor { offset, position })
}
