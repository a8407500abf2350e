//! Which of a device's configurations to open. Pure.

use std::fmt;

use attacca_units::SampleRate;
use cpal::{BufferSize, SampleFormat, StreamConfig, SupportedBufferSize};

use super::{
    OutputError,
    resampler::{HIGHEST_RATE, LOWEST_RATE},
};

/// Frames of a block when nothing else is asked for: 11 ms at 48 kHz, which every device and
/// every loaded machine keeps up with.
const DEFAULT_BUFFER_FRAMES: u32 = 512;

/// A device's number format, best first: the first two hold every bit that the renderer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviceFormat {
    /// 32-bit floating point.
    F32,
    /// 32-bit integers.
    I32,
    /// 24-bit integers.
    I24,
    /// 16-bit integers.
    I16,
}

impl DeviceFormat {
    /// `None` for formats that we don't play to.
    pub(crate) fn of(format: SampleFormat) -> Option<DeviceFormat> {
        match format {
            SampleFormat::F32 => Some(DeviceFormat::F32),
            SampleFormat::I32 => Some(DeviceFormat::I32),
            SampleFormat::I24 => Some(DeviceFormat::I24),
            SampleFormat::I16 => Some(DeviceFormat::I16),
            _ => None,
        }
    }
}

impl fmt::Display for DeviceFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DeviceFormat::F32 => "f32",
            DeviceFormat::I32 => "i32",
            DeviceFormat::I24 => "i24",
            DeviceFormat::I16 => "i16",
        })
    }
}

/// What a device says that it can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) channel_count: u16,
    /// Both included, in Hz.
    pub(crate) rates: (u32, u32),
    /// Both included, in frames; `None` when the device doesn't say.
    pub(crate) buffer_frames: Option<(u32, u32)>,
    pub(crate) format: DeviceFormat,
}

impl Offer {
    /// `None` for a format that we don't play to.
    pub(crate) fn of(range: &cpal::SupportedStreamConfigRange) -> Option<Offer> {
        Some(Offer {
            channel_count: range.channels(),
            rates: (range.min_sample_rate(), range.max_sample_rate()),
            buffer_frames: match *range.buffer_size() {
                SupportedBufferSize::Range { min, max } => Some((min, max)),
                SupportedBufferSize::Unknown => None,
            },
            format: DeviceFormat::of(range.sample_format())?,
        })
    }

    fn has_rate(&self, rate: SampleRate) -> bool {
        (self.rates.0..=self.rates.1).contains(&rate.hz())
    }

    /// The rate nearest to `rate` that it has and that can be made.
    fn nearest_to(&self, rate: SampleRate) -> Option<SampleRate> {
        let (low, high) = (self.rates.0.max(LOWEST_RATE), self.rates.1.min(HIGHEST_RATE));
        if low > high { None } else { SampleRate::new(rate.hz().clamp(low, high)) }
    }
}

/// What is asked of a device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) rate: SampleRate,
    /// Fewer are taken from a device that has no more.
    pub(crate) least_channels: u16,
    pub(crate) buffer_frames: Option<u32>,
}

/// How a device is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) config: StreamConfig,
    /// As in `config`.
    pub(crate) sample_rate: SampleRate,
    pub(crate) format: DeviceFormat,
}

/// The best of `offers`: as many channels as are wanted or as there are, the wanted rate or the best
/// one in its place, no more channels than that takes, the best format, and the block size nearest
/// to the wanted one.
///
/// # Errors
///
/// Names `device` and what it offers, when no rate at which music can be played is among it.
pub(crate) fn choose(
    device: &str,
    offers: &[Offer],
    wanted: Wanted,
) -> Result<Choice, OutputError> {
    let with_channels: Vec<&Offer> = with_channels(offers, wanted.least_channels).collect();
    let rates = with_channels.iter().filter_map(|offer| offer.nearest_to(wanted.rate));
    let no_rate = || OutputError::NoRate {
        device: device.to_owned(),
        offered: listed(offers.iter().map(|offer| offer.rates), " Hz"),
    };
    let sample_rate = best_rate(rates, wanted.rate).ok_or_else(no_rate)?;
    let best = with_channels
        .iter()
        .filter(|offer| offer.has_rate(sample_rate))
        .min_by_key(|offer| (offer.channel_count, offer.format))
        .ok_or_else(no_rate)?;
    let config = StreamConfig {
        channels: best.channel_count,
        sample_rate: sample_rate.hz(),
        buffer_size: buffer_size(best.buffer_frames, wanted.buffer_frames),
    };
    Ok(Choice { config, sample_rate, format: best.format })
}

/// The ranges of rates of `offers` with as many channels as are wanted or as there are, each once;
/// both ends included, in Hz.
pub(crate) fn rates_with(offers: &[Offer], least_channels: u16) -> Vec<(u32, u32)> {
    let mut rates: Vec<_> =
        with_channels(offers, least_channels).map(|offer| offer.rates).collect();
    rates.sort();
    rates.dedup();
    rates
}

/// The offers of as many channels, or of the most that there are.
fn with_channels(offers: &[Offer], least_channels: u16) -> impl Iterator<Item = &Offer> {
    let most_channels = offers.iter().map(|offer| offer.channel_count).max().unwrap_or_default();
    let least_channels = least_channels.min(most_channels);
    offers.iter().filter(move |offer| offer.channel_count >= least_channels)
}

/// The wanted rate, else the lowest above it, which leaves nothing of the sound out; else the
/// highest below it. A whole multiple would sound no better and cost more.
fn best_rate(rates: impl Iterator<Item = SampleRate>, wanted: SampleRate) -> Option<SampleRate> {
    rates.min_by_key(|rate| (*rate < wanted, rate.hz().abs_diff(wanted.hz())))
}

/// What is asked for, as near as the device allows; its own choice when it doesn't say what it
/// allows and nothing is asked for.
fn buffer_size(offered: Option<(u32, u32)>, wanted: Option<u32>) -> BufferSize {
    match (offered, wanted) {
        (Some((min, max)), _) => {
            BufferSize::Fixed(wanted.unwrap_or(DEFAULT_BUFFER_FRAMES).max(min).min(max))
        }
        (None, Some(frames)) => BufferSize::Fixed(frames),
        (None, None) => BufferSize::Default,
    }
}

/// Ranges in words, each once, lowest first: `44100, 48000–96000 Hz`.
pub(crate) fn listed<T: Ord + fmt::Display>(
    ranges: impl Iterator<Item = (T, T)>,
    unit: &str,
) -> String {
    let mut ranges: Vec<(T, T)> = ranges.collect();
    ranges.sort();
    ranges.dedup();
    let words: Vec<String> = ranges
        .iter()
        .map(|(low, high)| if low == high { low.to_string() } else { format!("{low}–{high}") })
        .collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") + unit }
}

#[cfg(test)]
mod tests;
