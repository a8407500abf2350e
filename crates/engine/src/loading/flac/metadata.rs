//! What precedes the audio of a FLAC file.
//!
//! Source: RFC 9639 §8.

use attacca_units::SampleRate;

use crate::{
    error::OpenError,
    loading::{source::ByteSource, window::ByteWindow},
};

/// What a FLAC file says of itself before its audio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// The stream's header.
    pub(crate) info: StreamInfo,
    /// Some frames' places, as far as the file claims; they may be wrong.
    pub(crate) seek_points: Box<[SeekPoint]>,
    /// Where the audio begins, in bytes.
    pub(crate) audio_start: u64,
}

/// The stream's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StreamInfo {
    /// The longest block, in frames; files with a wrong value exist.
    pub(crate) max_block_frames: u32,
    /// Frames per second.
    pub(crate) rate: SampleRate,
    /// 1 to 8.
    pub(crate) channel_count: usize,
    /// 4 to 32.
    pub(crate) bits: u32,
    /// The length; `None` when the encoder did not know it.
    pub(crate) frame_count: Option<u64>,
}

/// Where a frame is said to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeekPoint {
    /// Its first frame of audio.
    pub(crate) position: u64,
    /// Bytes from the start of the audio.
    pub(crate) offset: u64,
}

/// Seek points kept of a file: three hours at the usual ten seconds. Behind the last one a seek
/// searches.
const MAX_SEEK_POINTS: usize = 1080;
const SEEK_POINT_BYTES: usize = 18;
const STREAM_INFO_BYTES: usize = 34;
const STREAM_INFO: u8 = 0;
const SEEK_TABLE: u8 = 3;
/// Blocks of metadata looked at. Empty ones of four bytes could otherwise fill a file of gigabytes.
const MAX_METADATA_BLOCKS: usize = 1024;

/// Reads what precedes the audio; `flac_start` is where the file says `fLaC`.
///
/// Skips what it does not need without reading it.
///
/// # Errors
/// When the file can't be read, ends early or lacks a usable stream header.
pub(crate) fn read_metadata(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    flac_start: u64,
) -> Result<Metadata, OpenError> {
    let mut info = None;
    let mut seek_points = Box::default();
    let mut offset = flac_start + 4;
    for _ in 0..MAX_METADATA_BLOCKS {
        let [kind, size @ ..] = read_array::<4>(source, window, offset)?;
        let [a, b, c] = size.map(u64::from);
        let byte_count = a << 16 | b << 8 | c;
        offset += 4;
        match kind & 0x7f {
            STREAM_INFO if info.is_none() => {
                info = Some(stream_info(read_array(source, window, offset)?)?);
            }
            SEEK_TABLE => seek_points = read_seek_points(source, window, offset, byte_count)?,
            _ => {}
        }
        offset += byte_count;
        if kind & 0x80 != 0 {
            let info = info.ok_or_else(|| broken("it lacks the stream's parameters"))?;
            return Ok(Metadata { info, seek_points, audio_start: offset });
        }
    }
    Err(broken("its metadata do not end"))
}

fn broken(reason: &'static str) -> OpenError {
    OpenError::BrokenHeader { format: "FLAC", reason }
}

fn read_array<const N: usize>(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    offset: u64,
) -> Result<[u8; N], OpenError> {
    let bytes = window.view(source, offset, N).map_err(OpenError::ReadHeader)?;
    let array = bytes.first_chunk().ok_or_else(|| broken("the file ends in it"))?;
    Ok(*array)
}

fn stream_info(bytes: [u8; STREAM_INFO_BYTES]) -> Result<StreamInfo, OpenError> {
    let max_block_frames = u32::from(u16::from_be_bytes([bytes[2], bytes[3]]));
    // 20 bits of rate, 3 of channels − 1, 5 of bits − 1, 36 of length.
    let packed = bytes[10..18].iter().fold(0u64, |packed, &byte| packed << 8 | u64::from(byte));
    let rate =
        SampleRate::new((packed >> 44) as u32).ok_or_else(|| broken("its sample rate is 0"))?;
    let bits = (packed >> 36 & 0x1f) as u32 + 1;
    if bits < 4 {
        return Err(broken("its samples have less than 4 bits"));
    }
    let frame_count = packed & 0xf_ffff_ffff;
    Ok(StreamInfo {
        max_block_frames,
        rate,
        channel_count: (packed >> 41 & 0x07) as usize + 1,
        bits,
        frame_count: (frame_count > 0).then_some(frame_count),
    })
}

/// The usable points, in rising order.
fn read_seek_points(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    offset: u64,
    byte_count: u64,
) -> Result<Box<[SeekPoint]>, OpenError> {
    let wanted = byte_count.min((MAX_SEEK_POINTS * SEEK_POINT_BYTES) as u64) as usize;
    let bytes = window.view(source, offset, wanted).map_err(OpenError::ReadHeader)?;
    let (points, _) = bytes[..wanted.min(bytes.len())].as_chunks::<SEEK_POINT_BYTES>();
    let mut kept: Vec<SeekPoint> = Vec::with_capacity(points.len());
    for point in points {
        let number = |at: usize| {
            point[at..at + 8].iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
        };
        let (position, offset) = (number(0), number(8));
        // A placeholder has all bits set.
        let is_usable = position < 1 << 36
            && offset < u64::MAX >> 1
            && kept.last().is_none_or(|last| last.position < position && last.offset < offset);
        if is_usable {
            kept.push(SeekPoint { position, offset });
        }
    }
    Ok(kept.into_boxed_slice())
}

#[cfg(test)]
mod tests;
