//! Reads the packets of one track of an MP4 file.
//!
//! Runs on: loader threads; each lane has its own.

use std::{io, sync::Arc};

use crate::loading::{
    packets::{
        Frames, NextPacket, PacketReader,
        mp4::{coding::MAX_PACKET_BYTES, table::PacketTable},
    },
    source::ByteSource,
    window::ByteWindow,
};

/// What the readers of a track share.
#[derive(Debug)]
pub(super) struct Packets {
    pub(super) source: Arc<dyn ByteSource>,
    pub(super) table: PacketTable,
    /// Raw frames of each packet.
    pub(super) frames: u32,
    /// Raw frames of the last one.
    pub(super) last_frames: u32,
    /// Packets that are decoded before the first one that comes out right.
    pub(super) pre_roll: usize,
}

/// Reads one packet after the other.
#[derive(Debug)]
pub(super) struct Mp4Reader {
    packets: Arc<Packets>,
    window: ByteWindow,
    /// The number of the packet that comes next.
    next: usize,
    packet: Vec<u8>,
}

impl Packets {
    /// The number of the packet that holds a raw frame.
    pub(super) fn number_of(&self, raw_frame: u64) -> usize {
        usize::try_from(raw_frame / u64::from(self.frames)).unwrap_or(usize::MAX)
    }

    /// The raw frames of packet number `packet`.
    fn frames_of(&self, packet: usize) -> Frames {
        let is_last = packet + 1 == self.table.packet_count();
        let count = if is_last { self.last_frames } else { self.frames };
        Frames { start: packet as u64 * u64::from(self.frames), count }
    }

    /// Raw frames of all packets.
    pub(super) fn frame_count(&self) -> u64 {
        self.table.packet_count().checked_sub(1).map_or(0, |last| self.frames_of(last).end())
    }

    /// Bytes of memory that a reader takes at most.
    pub(super) fn reader_bytes(&self) -> usize {
        let largest = self.table.largest().min(MAX_PACKET_BYTES as u64) as usize;
        ByteWindow::bytes_for(largest) + largest
    }
}

impl Mp4Reader {
    /// A reader at the first packet.
    pub(super) fn new(packets: Arc<Packets>) -> Mp4Reader {
        Mp4Reader { packets, window: ByteWindow::default(), next: 0, packet: Vec::new() }
    }

    /// Reads packet number `number`; what is wrong with it if it can't be used.
    fn read(&mut self, number: usize) -> io::Result<Result<(), &'static str>> {
        let Packets { source, table, .. } = &*self.packets;
        let place = table.place(number).unwrap_or(0..0);
        let size = match usize::try_from(place.end - place.start) {
            Ok(0) => return Ok(Err("a packet is empty")),
            Ok(size) if size <= MAX_PACKET_BYTES => size,
            _ => return Ok(Err("a packet is too large")),
        };
        if place.end > source.byte_count() {
            return Ok(Err("a packet lies behind the file's end"));
        }
        let bytes = self.window.view(&**source, place.start, size)?;
        let Some(bytes) = bytes.get(..size) else { return Ok(Err("a packet is cut off")) };
        self.packet.clear();
        self.packet.reserve_exact(size);
        self.packet.extend_from_slice(bytes);
        Ok(Ok(()))
    }
}

impl PacketReader for Mp4Reader {
    fn seek(&mut self, position: u64) -> io::Result<()> {
        self.next = self.packets.number_of(position).saturating_sub(self.packets.pre_roll);
        Ok(())
    }

    /// Never interrupted: nothing is searched.
    fn next(&mut self, _budget: &mut u64) -> io::Result<NextPacket> {
        let number = self.next;
        if number >= self.packets.table.whole_count() {
            return Ok(NextPacket::End);
        }
        let read = self.read(number)?;
        self.next += 1;
        let frames = self.packets.frames_of(number);
        Ok(match read {
            Ok(()) => NextPacket::Packet(frames),
            Err(reason) => NextPacket::Lost { until: frames.end(), reason },
        })
    }

    fn packet(&self) -> &[u8] {
        &self.packet
    }

    fn byte_count(&self) -> usize {
        self.window.capacity() + self.packet.capacity()
    }
}

#[cfg(test)]
mod tests;
