//! The first frame of an MP3 file that holds no sound but says what follows: Xing, Info, VBRI.
//!
//! Source: the MP3 Info Tag (gabriel.mp3-tech.org/mp3infotag.html), and for what counts as a delay
//! ffmpeg's `libavformat/mp3dec.c`.

use crate::loading::packets::mpeg::{
    header::{Coding, FrameHeader},
    layer3::side_info_bytes,
};

/// Frames that every decoder of layer 3 gives late: 528 of the filters and one of their window.
const DECODER_DELAY: u64 = 529;

/// Where Fraunhofer's tag begins, whatever the side information is long.
const VBRI_OFFSET: usize = 36;

/// What such a frame says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InfoTag {
    /// Frames of MP3 behind it.
    pub(crate) packet_count: Option<u64>,
    /// Bytes of the file from its own first one on.
    pub(crate) byte_count: Option<u64>,
    /// Frames of audio before and behind what was encoded.
    pub(crate) trim: Option<Trim>,
}

/// Frames of audio that an encoder adds, as the decoder gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trim {
    /// Before the first.
    pub(crate) start: u64,
    /// Behind the last.
    pub(crate) end: u64,
}

impl InfoTag {
    /// What `frame` says, whose header is `header`; `None` when it is a frame with sound.
    pub(crate) fn parse(header: &FrameHeader, frame: &[u8]) -> Option<InfoTag> {
        let Coding::Layer3(version) = header.kind.coding else { return None };
        let side_info = 4 + side_info_bytes(version, header.kind.channels);
        // Some encoders leave room for a checksum that others forget.
        let xing = [side_info, side_info + 2].into_iter().find_map(|at| xing(frame.get(at..)?));
        xing.or_else(|| vbri(frame.get(VBRI_OFFSET..)?))
    }
}

fn xing(bytes: &[u8]) -> Option<InfoTag> {
    let mut fields = Fields(bytes);
    let mark = fields.take(4)?;
    if mark != b"Xing" && mark != b"Info" {
        return None;
    }
    let flags = fields.number(4)?;
    let mut field = |bit: u64| (flags & bit != 0).then(|| fields.number(4)).flatten();
    let (packet_count, byte_count) = (field(1), field(2));
    if flags & 4 != 0 {
        fields.take(100);
    }
    if flags & 8 != 0 {
        fields.take(4);
    }
    Some(InfoTag { packet_count, byte_count, trim: trim(fields) })
}

/// The delay and padding that LAME writes, and ffmpeg in its manner.
fn trim(mut fields: Fields<'_>) -> Option<Trim> {
    let encoder = fields.take(9)?;
    if ![&b"LAME"[..], b"Lavf", b"Lavc"].contains(&encoder.get(..4)?) {
        return None;
    }
    fields.take(12)?;
    let both = fields.number(3)?;
    let (delay, padding) = (both >> 12, both & 0xfff);
    Some(Trim { start: delay + DECODER_DELAY, end: padding.saturating_sub(DECODER_DELAY) })
}

fn vbri(bytes: &[u8]) -> Option<InfoTag> {
    let mut fields = Fields(bytes);
    if fields.take(4)? != b"VBRI" {
        return None;
    }
    // Version, delay, quality.
    fields.take(6)?;
    let (byte_count, packet_count) = (fields.number(4), fields.number(4));
    Some(InfoTag { packet_count, byte_count, trim: None })
}

/// Big-endian fields, one after the other.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, byte_count: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(byte_count)?;
        self.0 = rest;
        Some(field)
    }

    fn number(&mut self, byte_count: usize) -> Option<u64> {
        let field = self.take(byte_count)?;
        Some(field.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

#[cfg(test)]
mod tests;
