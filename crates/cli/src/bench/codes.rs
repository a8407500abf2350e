//! Stems whose every frame is its own number, and what is heard of them.
//!
//! Frame *n* holds the low 14 bits of *n* in its left sample and the high ones in its right. Several such
//! stems at gains that add up to 1 give a number only where all of them are at the same frame.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    ops::Range,
    path::Path,
};

/// Frames per second of the stems.
pub(crate) const SAMPLE_RATE: u32 = 48_000;

/// Bits of the number in each sample.
const HALF_BITS: u32 = 14;
/// Centres the codes around zero.
const CENTRE: i32 = 1 << (HALF_BITS - 1);
/// Of 16 bits.
const FULL_SCALE: f32 = 32_768.0;
/// How far a sum may be from a code, in steps of 16 bits; one stem among four that is a frame off
/// moves it by a quarter.
const TOLERANCE: f32 = 1.0 / 64.0;

const CHANNELS: u16 = 2;
const BYTES_PER_SAMPLE: u16 = 2;
/// Of the WAV header's parts before the samples. Source: Multimedia Programming Interface and Data
/// Specifications 1.0, IBM and Microsoft, 1991.
const HEADER_BYTES: u32 = 44;
const FORMAT_BYTES: u32 = 16;
const INTEGER_PCM: u16 = 1;

/// Writes a 16-bit stereo WAV file of the frames with these numbers.
///
/// # Errors
/// What the system says.
pub(crate) fn write_wav(path: &Path, numbers: Range<u32>) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let frame_bytes = CHANNELS * BYTES_PER_SAMPLE;
    let data_bytes = numbers.len() as u32 * u32::from(frame_bytes);
    file.write_all(b"RIFF")?;
    file.write_all(&(HEADER_BYTES - 8 + data_bytes).to_le_bytes())?;
    file.write_all(b"WAVEfmt ")?;
    file.write_all(&FORMAT_BYTES.to_le_bytes())?;
    file.write_all(&INTEGER_PCM.to_le_bytes())?;
    file.write_all(&CHANNELS.to_le_bytes())?;
    file.write_all(&SAMPLE_RATE.to_le_bytes())?;
    file.write_all(&(SAMPLE_RATE * u32::from(frame_bytes)).to_le_bytes())?;
    file.write_all(&frame_bytes.to_le_bytes())?;
    file.write_all(&(8 * BYTES_PER_SAMPLE).to_le_bytes())?;
    file.write_all(b"data")?;
    file.write_all(&data_bytes.to_le_bytes())?;
    for number in numbers {
        for half in [number & ((1 << HALF_BITS) - 1), number >> HALF_BITS] {
            file.write_all(&((half as i32 - CENTRE) as i16).to_le_bytes())?;
        }
    }
    file.flush()
}

/// The number of each frame of a mix at a total gain of 1; `None` where it is none: in silence, in a
/// fade, or out of step.
///
/// Shape: `samples` is interleaved stereo.
pub(crate) fn numbers(samples: &[f32]) -> impl Iterator<Item = Option<u32>> {
    let (frames, _) = samples.as_chunks::<2>();
    frames.iter().map(|[left, right]| {
        // Silence is the code of a number that no stem here holds: it is 46 minutes in.
        let is_silent = *left == 0.0 && *right == 0.0;
        if is_silent { None } else { Some(half_of(*left)? | (half_of(*right)? << HALF_BITS)) }
    })
}

fn half_of(sample: f32) -> Option<u32> {
    let steps = sample * FULL_SCALE;
    // False for NaN too.
    let is_near = (steps - steps.round()).abs() <= TOLERANCE;
    let half = u32::try_from(steps.round() as i32 + CENTRE).ok()?;
    (is_near && half < 1 << HALF_BITS).then_some(half)
}

#[cfg(test)]
mod tests;
