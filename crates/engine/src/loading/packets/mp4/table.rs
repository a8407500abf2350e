//! The table of packets: where each of them lies, made of the boxes `stsz`, `stsc`, `stco` and their
//! kin, in little memory.
//!
//! A packet's place is found by its number, without a search in the file and without an index. Six
//! minutes of AAC at 48 kHz (16,875 packets) take 35 KB where nothing lies between the packets, and
//! 240 KB at most, where each is alone between those of other tracks.

use std::ops::Range;

use crate::{
    error::OpenError,
    loading::packets::mp4::{
        boxes::{BoxReader, u32_at},
        broken,
        numbers::Numbers,
    },
};

/// Packets of a track: 24 hours of AAC at 48 kHz. More take memory that no stem is worth.
const MAX_PACKETS: u64 = 4 << 20;

/// Packets whose sizes are added up to find one of them.
const MAX_RUN_PACKETS: usize = 256;

/// Where the packets of a track lie.
#[derive(Debug, Default)]
pub(super) struct PacketTable {
    /// Bytes of each packet.
    sizes: Numbers,
    /// The number of the first packet of each run. The packets of a run lie one behind the other.
    run_packets: Numbers,
    /// Where each run begins, in bytes.
    run_offsets: Numbers,
    /// Packets up to the last one that lies in the file.
    whole_count: usize,
    largest: u64,
}

/// Chunks of as many packets each, up to the next entry's.
#[derive(Debug, Clone, Copy)]
struct ChunkKind {
    /// Counted from 0.
    first_chunk: u64,
    packet_count: u64,
}

impl PacketTable {
    /// Reads the tables in the box `stbl`; offsets count from `base`.
    ///
    /// # Errors
    /// When they can't be read, are cut off or contradict each other.
    pub(super) fn read(
        boxes: &mut BoxReader<'_>,
        stbl: &Range<u64>,
        base: u64,
    ) -> Result<PacketTable, OpenError> {
        let mut table = PacketTable { sizes: read_sizes(boxes, stbl)?, ..PacketTable::default() };
        let kinds = read_chunk_kinds(boxes, stbl)?;
        let (offsets, is_long) = match boxes.child(stbl, *b"stco")? {
            Some(stco) => (stco, false),
            None => (required(boxes, stbl, *b"co64")?, true),
        };
        let count = entry_count(boxes, &offsets)?;
        let entries = offsets.start + 8..offsets.end;
        let mut filler = Filler { kinds: &kinds, chunk: 0, packet: 0, end: None };
        let file_bytes = boxes.file_bytes();
        if is_long {
            boxes.entries(&entries, count, |offset: [u8; 8]| {
                let offset = base.saturating_add(u64::from_be_bytes(offset));
                filler.add_chunk(&mut table, offset, file_bytes)
            })?;
        } else {
            boxes.entries(&entries, count, |offset: [u8; 4]| {
                let offset = base.saturating_add(u64::from(u32::from_be_bytes(offset)));
                filler.add_chunk(&mut table, offset, file_bytes)
            })?;
        }
        if filler.packet < table.sizes.len() {
            return Err(broken("its tables contradict each other"));
        }
        table.run_packets.shrink();
        table.run_offsets.shrink();
        Ok(table)
    }

    /// How many packets there are.
    pub(super) fn packet_count(&self) -> usize {
        self.sizes.len()
    }

    /// Packets up to the last one that lies in the file.
    pub(super) fn whole_count(&self) -> usize {
        self.whole_count
    }

    /// Bytes of the largest packet.
    pub(super) fn largest(&self) -> u64 {
        self.largest
    }

    /// Where packet number `packet` lies.
    pub(super) fn place(&self, packet: usize) -> Option<Range<u64>> {
        let size = self.sizes.get(packet)?;
        let run = self.run_packets.count_up_to(packet as u64).checked_sub(1)?;
        let first = self.run_packets.get(run)? as usize;
        let start = self.run_offsets.get(run)?.saturating_add(self.sizes.sum(first..packet));
        Some(start..start.saturating_add(size))
    }

    /// Bytes of memory.
    pub(super) fn byte_count(&self) -> usize {
        self.sizes.byte_count() + self.run_packets.byte_count() + self.run_offsets.byte_count()
    }
}

/// Puts packets into chunks.
struct Filler<'a> {
    /// Those of this chunk and of later ones.
    kinds: &'a [ChunkKind],
    chunk: u64,
    packet: usize,
    /// Where the last packet ends.
    end: Option<u64>,
}

impl Filler<'_> {
    fn add_chunk(
        &mut self,
        table: &mut PacketTable,
        offset: u64,
        file_bytes: u64,
    ) -> Result<(), OpenError> {
        while let [_, next, ..] = self.kinds
            && next.first_chunk <= self.chunk
        {
            self.kinds = &self.kinds[1..];
        }
        let kind = self.kinds.first().ok_or_else(|| broken("it has chunks of no size"))?;
        self.chunk += 1;
        let left = table.sizes.len() - self.packet;
        let count = kind.packet_count.min(left as u64) as usize;
        let mut start = offset;
        let run_continues = self.end == Some(offset);
        for number in 0..count {
            let run_is_full = table.run_packets.len().checked_sub(1).is_some_and(|run| {
                let first = table.run_packets.get(run).unwrap_or(0) as usize;
                self.packet - first >= MAX_RUN_PACKETS
            });
            if (number == 0 && !run_continues) || run_is_full {
                table.run_packets.push(self.packet as u64);
                table.run_offsets.push(start);
            }
            let size = table.sizes.get(self.packet).unwrap_or(0);
            start = start.saturating_add(size);
            self.packet += 1;
            table.largest = table.largest.max(size);
            if start <= file_bytes {
                table.whole_count = self.packet;
            }
        }
        if count > 0 {
            self.end = Some(start);
        }
        Ok(())
    }
}

fn read_sizes(boxes: &mut BoxReader<'_>, stbl: &Range<u64>) -> Result<Numbers, OpenError> {
    let mut sizes = Numbers::default();
    if let Some(body) = boxes.child(stbl, *b"stsz")? {
        let head = boxes.bytes(&body, 12)?;
        let (size, count) = u32_at(head, 4).zip(u32_at(head, 8)).ok_or_else(cut_off)?;
        let count = checked_count(count)?;
        match size {
            0 => boxes.entries(&(body.start + 12..body.end), count, |size| {
                sizes.push(u64::from(u32::from_be_bytes(size)));
                Ok(())
            })?,
            size => (0..count).for_each(|_| sizes.push(u64::from(size))),
        }
    } else {
        let body = required(boxes, stbl, *b"stz2")?;
        let head = boxes.bytes(&body, 12)?;
        let (bits, count) = head.get(7).copied().zip(u32_at(head, 8)).ok_or_else(cut_off)?;
        read_small_sizes(
            boxes,
            &(body.start + 12..body.end),
            bits,
            checked_count(count)?,
            &mut sizes,
        )?;
    }
    sizes.shrink();
    Ok(sizes)
}

/// Reads `count` sizes of 4, 8 or 16 bits.
fn read_small_sizes(
    boxes: &mut BoxReader<'_>,
    body: &Range<u64>,
    bits: u8,
    count: u64,
    sizes: &mut Numbers,
) -> Result<(), OpenError> {
    match bits {
        4 => boxes.entries(body, count.div_ceil(2), |[two]: [u8; 1]| {
            [two >> 4, two & 15]
                .into_iter()
                .take(count as usize - sizes.len())
                .for_each(|size| sizes.push(u64::from(size)));
            Ok(())
        }),
        8 => boxes.entries(body, count, |[size]: [u8; 1]| {
            sizes.push(u64::from(size));
            Ok(())
        }),
        16 => boxes.entries(body, count, |size| {
            sizes.push(u64::from(u16::from_be_bytes(size)));
            Ok(())
        }),
        _ => Err(broken("its table of sizes is of an unknown kind")),
    }
}

fn read_chunk_kinds(
    boxes: &mut BoxReader<'_>,
    stbl: &Range<u64>,
) -> Result<Vec<ChunkKind>, OpenError> {
    let body = required(boxes, stbl, *b"stsc")?;
    let count = entry_count(boxes, &body)?;
    let mut kinds = Vec::new();
    let mut last = 0;
    boxes.entries(&(body.start + 8..body.end), count, |entry: [u8; 12]| {
        let [first, packets, description] =
            [0, 4, 8].map(|at| u32_at(&entry, at).unwrap_or_default());
        if description != 1 {
            return Err(unsupported_change());
        }
        if first <= last {
            return Err(broken("its chunks are out of order"));
        }
        last = first;
        kinds.push(ChunkKind {
            first_chunk: u64::from(first - 1),
            packet_count: u64::from(packets),
        });
        Ok(())
    })?;
    Ok(kinds)
}

fn unsupported_change() -> OpenError {
    OpenError::UnsupportedFormat { format: "MP4 whose coding changes on the way".into() }
}

/// The number of entries of a table, which is believed as far as it can be.
pub(super) fn entry_count(boxes: &mut BoxReader<'_>, body: &Range<u64>) -> Result<u64, OpenError> {
    checked_count(u32_at(boxes.bytes(body, 8)?, 4).ok_or_else(cut_off)?)
}

/// The body of the box of `kind`.
pub(super) fn required(
    boxes: &mut BoxReader<'_>,
    body: &Range<u64>,
    kind: [u8; 4],
) -> Result<Range<u64>, OpenError> {
    boxes.child(body, kind)?.ok_or_else(|| broken("it lacks a table of its packets"))
}

fn checked_count(count: u32) -> Result<u64, OpenError> {
    let count = u64::from(count);
    if count <= MAX_PACKETS { Ok(count) } else { Err(broken("it claims more than a day of audio")) }
}

fn cut_off() -> OpenError {
    broken("a table is cut off")
}

#[cfg(test)]
mod tests;
