//! Frames, sample rates, decibels, gains and pans as types: a unit is a type here, so that a
//! length can't be taken for a position, nor a level for a factor.
//!
//! A **frame** is one sample per channel at one instant; every position ([`FramePos`]) and length
//! ([`FrameCount`]) is counted in frames, at a [`SampleRate`]. A **gain** ([`Gain`]) is a linear
//! factor; a **level** ([`Decibels`]) is what a fader shows.
//!
//! ```
//! use attacca_units::{Decibels, FramePos, SampleRate};
//!
//! let rate = SampleRate::HZ_48000;
//! assert_eq!(rate.position_at(1.5), FramePos(72_000));
//! assert_eq!(Decibels(-6.0).to_gain().0, 0.501_187_2);
//! ```

mod frames;
mod level;
mod pan;
mod rate;
mod timecode;

pub use frames::{FrameCount, FramePos};
pub use level::{Decibels, Gain, ParseLevelError};
pub use pan::{Pan, ParsePanError};
pub use rate::{ParseRateError, SampleRate};
pub use timecode::{ParseTimeError, format_seconds, parse_seconds};
