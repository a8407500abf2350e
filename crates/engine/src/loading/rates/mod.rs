//! From a file's rate to the engine's: blocks on an absolute grid, so that any chunk is the one of
//! the whole file.
//!
//! Runs on: loader threads. The conversion is rubato's: each block is transformed, its spectrum cut
//! or extended, and overlapped with the block before. Measured in `rates/converter/tests.rs`: within
//! 0.01 dB up to 20 kHz from 44.1 to 48 kHz, and up to 0.95 of half the lower rate elsewhere; what
//! was not in the signal is below −120 dB. Costs and choices are in ADR 0013.

pub(crate) mod converter;
pub(crate) mod grid;

pub use grid::CONVERTED_RATES_HZ;

use attacca_units::SampleRate;

use crate::error::OpenError;

/// Whether files of `stem_rate` can be played in a set of `engine_rate`.
///
/// # Errors
/// When they can't: [`OpenError::OtherRate`].
pub fn compare(stem_rate: SampleRate, engine_rate: SampleRate) -> Result<(), OpenError> {
    grid::RateGrid::between(stem_rate, engine_rate).map(|_| ())
}
