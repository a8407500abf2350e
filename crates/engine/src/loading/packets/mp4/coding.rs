//! The box `stsd`: how the packets of a track are coded.

use std::{borrow::Cow, ops::Range};

use attacca_units::SampleRate;
use symphonia::core::codecs::audio::AudioCodecParameters;

use crate::{
    error::OpenError,
    loading::{
        mixdown::Speakers,
        packets::mp4::{
            aac, alac,
            boxes::{BoxReader, Mp4Box, u16_at, u32_at},
            broken,
            table::required,
        },
    },
};

/// Bytes of a packet at most: eight channels of ALAC's longest packets, as they are.
pub(super) const MAX_PACKET_BYTES: usize = 2 << 20;

/// Bytes of a decoder's description that are read: twenty are usual.
const MAX_DESCRIPTION_BYTES: usize = 1024;

/// How the packets of a track are coded.
#[derive(Debug, Clone)]
pub(super) struct Coding {
    /// Container and coding, as shown to users.
    pub(super) format: &'static str,
    pub(super) parameters: AudioCodecParameters,
    pub(super) rate: SampleRate,
    /// 1 to 8.
    pub(super) channel_count: usize,
    pub(super) speakers: Speakers,
    /// `None` when samples are float.
    pub(super) bits: Option<u32>,
    /// Raw frames of a packet.
    pub(super) packet_frames: u32,
    /// Packets decoded before the first one that comes out right.
    pub(super) pre_roll: usize,
    /// See [`Track::restart_frames`](crate::loading::packets::Track::restart_frames).
    pub(super) restart_frames: Option<u64>,
    /// Bytes of memory that a decoder takes.
    pub(super) codec_bytes: usize,
}

/// Reads how the packets are coded that the box `stbl` describes.
///
/// # Errors
/// When it can't be read, is broken, or of a coding that is not played, which is named.
pub(super) fn read_coding(
    boxes: &mut BoxReader<'_>,
    stbl: &Range<u64>,
) -> Result<Coding, OpenError> {
    let stsd = required(boxes, stbl, *b"stsd")?;
    let is_version_1 = boxes.bytes(&stsd, 8)?.first() == Some(&1);
    let entry = boxes
        .first_in(&(stsd.start + 8..stsd.end))?
        .ok_or_else(|| broken("it does not tell its coding"))?;
    let head = boxes.bytes(&entry.body, 28)?;
    let version = u16_at(head, 8).ok_or_else(|| broken("it does not tell its coding"))?;
    let told_rate = u32_at(head, 24).unwrap_or(0) >> 16;
    // QuickTime's longer descriptions.
    let head_bytes = match version {
        1 if !is_version_1 => 44,
        2 => 64,
        _ => 28,
    };
    let parts = boxes.children(&(entry.body.start + head_bytes..entry.body.end))?;
    if is_protected(&entry, &parts) {
        return Err(OpenError::Protected);
    }
    match &entry.kind {
        b"mp4a" => aac::coding(&description(boxes, &parts, *b"esds")?, told_rate),
        b"alac" => alac::coding(&description(boxes, &parts, *b"alac")?),
        kind => Err(unsupported(name_of(*kind))),
    }
}

fn is_protected(entry: &Mp4Box, parts: &[Mp4Box]) -> bool {
    matches!(&entry.kind, b"drms" | b"drmi" | b"enca")
        || parts.iter().any(|part| &part.kind == b"sinf")
}

/// The first bytes of the box of `kind` among `parts`, or in QuickTime's box `wave` among them,
/// without their version.
fn description(
    boxes: &mut BoxReader<'_>,
    parts: &[Mp4Box],
    kind: [u8; 4],
) -> Result<Vec<u8>, OpenError> {
    let find = |kind| parts.iter().find(|part| part.kind == kind).map(|part| part.body.clone());
    let body = match (find(kind), find(*b"wave")) {
        (Some(body), _) => Some(body),
        (None, Some(wave)) => boxes.child(&wave, kind)?,
        (None, None) => None,
    };
    let body = body.ok_or_else(|| broken("it does not describe its coding"))?;
    let bytes = boxes.bytes(&body, MAX_DESCRIPTION_BYTES)?;
    Ok(bytes.get(4..).unwrap_or_default().to_vec())
}

/// The name of a coding that is not played.
fn name_of(kind: [u8; 4]) -> Cow<'static, str> {
    match &kind {
        b".mp3" | b"mp3 " => "MP3 in MP4".into(),
        b"Opus" => "Opus in MP4".into(),
        b"fLaC" => "FLAC in MP4".into(),
        b"ac-3" | b"ec-3" | b"ac-4" => "Dolby Digital in MP4".into(),
        b"dtsc" | b"dtse" | b"dtsh" | b"dtsl" | b"dtsx" => "DTS in MP4".into(),
        b"mlpa" => "Dolby TrueHD in MP4".into(),
        b"mha1" | b"mhm1" => "MPEG-H in MP4".into(),
        b"samr" | b"sawb" => "AMR in MP4".into(),
        b"lpcm" | b"ipcm" | b"fpcm" | b"sowt" | b"twos" | b"in24" | b"in32" | b"fl32" | b"fl64"
        | b"raw " | b"NONE" => "PCM in MP4".into(),
        b"ulaw" | b"alaw" => "G.711 in MP4".into(),
        kind if kind.iter().all(u8::is_ascii_graphic) => {
            format!("MP4 with audio of the kind `{}`", kind.escape_ascii()).into()
        }
        _ => "MP4 with audio of an unknown kind".into(),
    }
}

/// The refusal of `format`.
pub(super) fn unsupported(format: impl Into<Cow<'static, str>>) -> OpenError {
    OpenError::UnsupportedFormat { format: format.into() }
}
