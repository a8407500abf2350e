//! `metadata.json`: what a stem's folder holds, and of which file it was made. Pure.
//!
//! The engine's only JSON. What is read may be anything: all that is not exactly as it was written, by
//! the checksum, is refused, and the stem is written anew.

use std::collections::BTreeMap;

use attacca_units::SampleRate;
use serde::{Deserialize, Serialize};

use crate::settings::SLAB_FRAMES;

/// To be raised whenever a field or a sample means something else.
const VERSION: u32 = 1;

/// Bytes of the longest file: a day in chunks of five seconds takes a third.
pub const MAX_FILE_BYTES: usize = 4 << 20;

/// Units of a chunk's scale for a factor of 1: floats hold every multiple exactly.
pub(super) const SCALE_UNIT: u32 = 256;

/// The greatest scale: 120 dB above full scale. Decoded floats reach 90, and a mix-down or another rate
/// adds some.
pub(super) const MAX_SCALE: u32 = SCALE_UNIT << 20;

/// Frames of a stem at most, as of a FLAC file: 16 days at 48 kHz.
const MAX_FRAMES: u64 = 1 << 36;

/// Why a file is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BrokenMetadata {
    /// It is none, or was cut short.
    #[error("it is no description of a cached stem")]
    Foreign,
    /// An older or newer Attacca wrote it.
    #[error("another version wrote it")]
    OtherVersion,
    /// Bytes of it have changed.
    #[error("it is damaged")]
    Damaged,
    /// What it says can't be.
    #[error("it contradicts itself")]
    Contradiction,
}

/// What a stem's folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StemMetadata {
    /// The file that the chunks were made of.
    pub source: SourceMetadata,
    /// Frames of each chunk but the last, at the engine's rate; whole slabs.
    pub chunk_frames: u64,
    /// The chunks that are there, by their number.
    pub chunks: BTreeMap<u64, ChunkMetadata>,
}

/// A stem's own file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMetadata {
    /// Where it was. Where it isn't Unicode, as near as it can be shown.
    pub path: String,
    /// Which of its tracks.
    pub track: Option<usize>,
    /// Bytes in it.
    pub byte_count: u64,
    /// Its last change, in nanoseconds from 1970.
    pub modified_ns: u64,
    /// Hash of size, time, and first and last 64 KiB, in hexadecimal digits; `None` until it is read.
    pub content: Option<String>,
    /// Container and coding, as shown to users.
    pub format: String,
    /// Frames per second, Hz.
    pub source_rate: u32,
    /// Frames per second of the chunks, Hz.
    pub engine_rate: u32,
    /// Channels in the file.
    pub source_channels: usize,
    /// Channels in the chunks: 1 or 2.
    pub channels: usize,
    /// Bits of its samples.
    pub bits: u32,
    /// Its samples are floating point.
    pub is_float: bool,
    /// The engine keeps its decoded samples as 16 bits.
    pub is_short: bool,
    /// The length, at the engine's rate.
    pub frames: u64,
    /// Bits of the chunks' samples.
    pub stored_bits: u32,
}

/// A chunk's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkMetadata {
    /// Bytes in it.
    pub bytes: u64,
    /// MD5 of its samples, as in its FLAC header, in hexadecimal digits.
    pub md5: String,
    /// Factor on its samples, in 256ths.
    pub scale: u32,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    attacca_cache: u32,
    checksum: String,
    stem: serde_json::Value,
}

#[derive(Serialize)]
struct ToSeal<'a> {
    attacca_cache: u32,
    checksum: String,
    stem: &'a StemMetadata,
}

impl StemMetadata {
    /// Chunks of the whole stem.
    pub fn chunk_count(&self) -> u64 {
        self.source.frames.div_ceil(self.chunk_frames)
    }

    /// Frames of chunk `number`.
    pub fn frames_of(&self, number: u64) -> u64 {
        let start = number.saturating_mul(self.chunk_frames);
        self.source.frames.saturating_sub(start).min(self.chunk_frames)
    }

    /// Frames that the chunks hold which are there.
    pub fn cached_frames(&self) -> u64 {
        self.chunks.keys().map(|number| self.frames_of(*number)).sum()
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let sealed = ToSeal { attacca_cache: VERSION, checksum: self.checksum(), stem: self };
        // Numbers, strings and maps by number: nothing of it can fail.
        serde_json::to_vec(&sealed).unwrap_or_default()
    }

    /// What a file with these bytes says.
    ///
    /// # Errors
    /// When it is not what [`StemMetadata::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8]) -> Result<StemMetadata, BrokenMetadata> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(BrokenMetadata::Foreign);
        }
        let sealed: Sealed = serde_json::from_slice(bytes).map_err(|_| BrokenMetadata::Foreign)?;
        if sealed.attacca_cache != VERSION {
            return Err(BrokenMetadata::OtherVersion);
        }
        let stem: StemMetadata =
            serde_json::from_value(sealed.stem).map_err(|_| BrokenMetadata::Damaged)?;
        if stem.checksum() != sealed.checksum {
            return Err(BrokenMetadata::Damaged);
        }
        if stem.is_sound() { Ok(stem) } else { Err(BrokenMetadata::Contradiction) }
    }

    fn checksum(&self) -> String {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        blake3::hash(&bytes).to_hex().to_string()
    }

    fn is_sound(&self) -> bool {
        let source = &self.source;
        let chunk_is_sound = |(number, chunk): (&u64, &ChunkMetadata)| {
            *number < self.chunk_count()
                && chunk.bytes > 0
                && chunk.bytes < 1 << 40
                && chunk.md5().is_some()
                && (SCALE_UNIT..=MAX_SCALE).contains(&chunk.scale)
        };
        (1..=1 << 32).contains(&self.chunk_frames)
            && self.chunk_frames.is_multiple_of(SLAB_FRAMES as u64)
            && source.frames <= MAX_FRAMES
            && (1..=2).contains(&source.channels)
            && [8, 12, 16, 20, 24].contains(&source.stored_bits)
            && SampleRate::new(source.engine_rate).is_some()
            && SampleRate::new(source.source_rate).is_some()
            && self.chunks.iter().all(chunk_is_sound)
    }
}

impl ChunkMetadata {
    /// The bytes of the hash.
    pub(super) fn md5(&self) -> Option<[u8; 16]> {
        let digits = self.md5.as_bytes();
        let mut md5 = [0; 16];
        if digits.len() != 32 {
            return None;
        }
        for (byte, pair) in md5.iter_mut().zip(digits.as_chunks::<2>().0) {
            let value = |digit: u8| char::from(digit).to_digit(16);
            *byte = (value(pair[0])? << 4 | value(pair[1])?) as u8;
        }
        Some(md5)
    }

    /// The factor on its samples.
    pub(super) fn factor(&self) -> f32 {
        self.scale as f32 / SCALE_UNIT as f32
    }
}

#[cfg(test)]
pub(super) mod tests;
