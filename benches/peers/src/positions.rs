//! Position-coded stems that are as dear to decode as music.
//!
//! Each frame holds its own number, as in [`attacca_test_support::position`]; but such samples compress to
//! next to nothing, and whoever decodes in the callback would look better than with music. So there is
//! noise below the codes, with which the files are as large as those of the music. Half of the stems hold
//! the noise, the others its negative: in a mix of all stems in step nothing of it is left.

use std::{fs, io, path::Path};

use attacca_flac_writer::{FlacError, FlacFile, FlacSettings};
use attacca_test_support::position::position_coded_stereo;
use attacca_units::SampleRate;

use crate::device::SAMPLE_RATE;

/// Stems of the song; the music has as many. Even, for the noise.
pub(crate) const STEMS: usize = 30;

/// Frames of the stems: six minutes, as the music.
pub(crate) const FRAMES: u64 = 6 * 60 * SAMPLE_RATE as u64;

/// Frames of a stretch that share the right sample's code: stems that are apart by less can be told
/// to be in the same stretch.
pub(crate) const STRETCH_FRAMES: u64 = 1 << 14;

/// What is subtracted from the bits of a frame's number, so that codes are around zero.
pub(crate) const CODE_CENTRE: i64 = 1 << 13;

/// Steps of 24 bits in a step of a code. The highest code of thirty stems at a gain of 1 is at
/// 30 × 2^13 × 32 = 0.94 of full scale.
const STEPS_OF_CODE: i32 = 32;

/// By how much the codes are quieter than 16-bit samples.
pub(crate) const DIVISOR: f32 = 256.0 / STEPS_OF_CODE as f32;

/// Frames written at once.
const PIECE_FRAMES: u64 = 4096;

/// Which half of the stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noise {
    Plus,
    Minus,
}

/// The samples of a frame, left and right, as 24-bit integers.
pub(crate) fn samples(frame: u64, noise: Noise) -> [i32; 2] {
    let (left, right) = position_coded_stereo(frame);
    // Five bits, around zero: as many as the music's files have for each sample.
    let bits = mixed(frame);
    let noises = [bits & 31, (bits >> 5) & 31].map(|bits| bits as i32 - 16);
    let sign = if noise == Noise::Plus { 1 } else { -1 };
    [
        i32::from(left) * STEPS_OF_CODE + sign * noises[0],
        i32::from(right) * STEPS_OF_CODE + sign * noises[1],
    ]
}

/// Bits that look random. Source: the finaliser of SplitMix64.
fn mixed(frame: u64) -> u64 {
    let mut bits = frame.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Why there are no position-coded stems.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PositionsError {
    /// A file could not be encoded or written.
    #[error("cannot write position-coded stems")]
    Write(#[from] FlacError),
    /// A folder or a copy.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes the stems to `folder` unless it is there. It appears only when they are all in it, so that an
/// interrupted run leaves no half of a song.
///
/// # Errors
/// When a file can't be written.
pub(crate) fn ensure(folder: &Path) -> Result<(), PositionsError> {
    if folder.exists() {
        return Ok(());
    }
    let unfinished = folder.with_extension(format!("unfinished-{}", std::process::id()));
    fs::create_dir_all(&unfinished)?;
    let path_of = |number: usize| unfinished.join(format!("{number:02}.flac"));
    write(&path_of(1), Noise::Plus)?;
    write(&path_of(2), Noise::Minus)?;
    // Each stem is a file of its own, as in a song.
    for number in 3..=STEMS {
        fs::copy(path_of(2 - number % 2), path_of(number))?;
    }
    fs::rename(&unfinished, folder)?;
    Ok(())
}

fn write(path: &Path, noise: Noise) -> Result<(), FlacError> {
    let mut file = FlacFile::create(path, &FlacSettings::new(SampleRate::HZ_48000, 2, 24))?;
    let mut start = 0;
    while start < FRAMES {
        let end = (start + PIECE_FRAMES).min(FRAMES);
        let piece: Vec<i32> = (start..end).flat_map(|frame| samples(frame, noise)).collect();
        file.write_interleaved(&piece)?;
        start = end;
    }
    file.finish()?;
    Ok(())
}
