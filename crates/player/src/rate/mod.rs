//! The rate of a set: that of most of its stems, so that as few as possible are resampled.
//!
//! [`read_rates`] looks into the files; [`RateCounts::engine_rate`] is the policy, which is pure.

mod choice;
mod headers;

pub use choice::{ENGINE_RATES_HZ, OfferedRates, RateCounts};
pub use headers::{NothingPlayable, read_rates};
