//! MP4: AAC and ALAC in M4A and MP4 files, several tracks of them in `.stem.mp4` files.
//!
//! The file's own tables say where every packet is, so nothing is indexed or searched. We read the few boxes that
//! matter ourselves, where they are ([ADR 0014](../../../../../../docs/adr/0014-mp4-boxes.md)).

mod aac;
mod alac;
mod boxes;
mod coding;
mod json;
mod movie;
mod numbers;
mod reader;
mod stems;
mod table;
mod trim;

use std::{ops::Range, sync::Arc};

use crate::{
    error::OpenError,
    loading::{
        index::{IndexSlot, Scan},
        packets::{
            Container, PacketFile, PacketReader, Track,
            mp4::{
                boxes::{BoxReader, u32_at},
                coding::{Coding, read_coding},
                movie::{AudioTrack, read_movie},
                reader::{Mp4Reader, Packets},
                table::{PacketTable, entry_count, required},
                trim::{Trim, in_frames, read_trim},
            },
        },
        source::ByteSource,
        tracks::FileTracks,
        window::ByteWindow,
    },
};

/// Reads the header of `source`, which begins at `start` and of which `window` may hold some; opens audio track
/// number `track`, from 0, or the first one.
///
/// # Errors
/// When it can't be read, is broken, or of an unsupported coding, or there is no such track.
pub(super) fn open(
    source: Arc<dyn ByteSource>,
    window: ByteWindow,
    start: u64,
    track: Option<usize>,
    slot: Arc<IndexSlot>,
) -> Result<PacketFile, OpenError> {
    let boxes = &mut BoxReader::new(&*source, window);
    let movie = read_movie(boxes, start)?;
    let audio =
        movie.tracks.get(track.unwrap_or(0)).ok_or_else(|| broken("it has not so many tracks"))?;
    let coding = read_coding(boxes, &audio.tables)?;
    let table = PacketTable::read(boxes, &audio.tables, start)?;
    let last_frames = read_last_frames(boxes, audio, &coding, table.packet_count())?;
    let packets = Packets {
        source: Arc::clone(&source),
        table,
        frames: coding.packet_frames,
        last_frames,
        pre_roll: coding.pre_roll,
    };
    let trim = read_trim(boxes, &movie, audio, coding.rate, packets.frame_count())?;
    let track = track_of(coding, trim, packets.reader_bytes());
    Ok(PacketFile::new(source, track, Box::new(Mp4Container(Arc::new(packets))), slot))
}

/// Lists the audio tracks of `source`, which begins at `start`.
///
/// # Errors
/// When it can't be read or is broken.
pub(crate) fn list(
    source: &dyn ByteSource,
    window: ByteWindow,
    start: u64,
) -> Result<FileTracks, OpenError> {
    let boxes = &mut BoxReader::new(source, window);
    let movie = read_movie(boxes, start)?;
    stems::list(boxes, &movie)
}

/// Raw frames of the last packet: as many as `stts` gives it, if it is shorter than the others there.
///
/// Times between packets are not looked at otherwise: they are wrong by rounding in files that came from
/// other containers, while packets always follow each other.
fn read_last_frames(
    boxes: &mut BoxReader<'_>,
    track: &AudioTrack,
    coding: &Coding,
    packet_count: usize,
) -> Result<u32, OpenError> {
    let stts = required(boxes, &track.tables, *b"stts")?;
    let count = entry_count(boxes, &stts)?;
    let (mut packets, mut last_duration) = (0, 0);
    boxes.entries(&(stts.start + 8..stts.end), count, |entry: [u8; 8]| {
        let [count, duration] = [0, 4].map(|at| u32_at(&entry, at).unwrap_or(0));
        packets += u64::from(count);
        last_duration = if count > 0 { duration } else { last_duration };
        Ok(())
    })?;
    let told = in_frames(u64::from(last_duration), track.timescale, coding.rate);
    let is_told = packets == packet_count as u64 && told > 0;
    let all = coding.packet_frames;
    Ok(if is_told { u32::try_from(told).map_or(all, |told| told.min(all)) } else { all })
}

fn track_of(coding: Coding, trim: Trim, reader_bytes: usize) -> Track {
    Track {
        format: coding.format,
        codec: coding.parameters,
        rate: coding.rate,
        channel_count: coding.channel_count,
        speakers: coding.speakers,
        bits: coding.bits,
        gain: 1.0,
        delay: trim.delay,
        frame_count: trim.frame_count,
        max_packet_frames: coding.packet_frames,
        restart_frames: coding.restart_frames,
        codec_bytes: coding.codec_bytes,
        reader_bytes,
    }
}

/// The packets of a track.
#[derive(Debug)]
struct Mp4Container(Arc<Packets>);

impl Container for Mp4Container {
    fn reader(&self) -> Box<dyn PacketReader> {
        Box::new(Mp4Reader::new(Arc::clone(&self.0)))
    }

    fn scan(&self) -> Option<Box<dyn Scan>> {
        None
    }

    fn bytes_of(&self, raw_frames: Range<u64>) -> Range<u64> {
        let table = &self.0.table;
        let place = |frame| {
            let last = table.packet_count().saturating_sub(1);
            table.place(self.0.number_of(frame).min(last)).unwrap_or(0..0)
        };
        let (first, last) = (place(raw_frames.start), place(raw_frames.end));
        first.start..last.end.max(first.start)
    }

    fn table_bytes(&self) -> usize {
        self.0.table.byte_count()
    }
}

fn broken(reason: &'static str) -> OpenError {
    OpenError::BrokenHeader { format: "MP4", reason }
}
