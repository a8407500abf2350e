//! Values on the command line.

use attacca_engine::{
    CachePolicy, MemoryBudget,
    settings::{BUDGET_BYTES, MEMORY_LOOK_SECONDS, WINDOW_SECONDS},
};
use attacca_player::{ENGINE_RATES_HZ, command, export::WavFormat};
use attacca_units::{Decibels, ParseRateError, ParseTimeError, SampleRate, parse_seconds};

/// `3:20.5` is 200.5 seconds.
pub(super) fn seconds(text: &str) -> Result<f64, ParseTimeError> {
    parse_seconds(text)
}

/// `44100`, `44.1k` or `44.1 kHz`: a rate that an engine may have.
pub(super) fn rate(text: &str) -> Result<SampleRate, String> {
    let rate: SampleRate = text.parse().map_err(|error: ParseRateError| error.to_string())?;
    let (lowest, highest) = (ENGINE_RATES_HZ.start(), ENGINE_RATES_HZ.end());
    let is_possible = ENGINE_RATES_HZ.contains(&rate.hz());
    is_possible.then_some(rate).ok_or_else(|| format!("write a rate from {lowest} to {highest} Hz"))
}

/// `Bass DI=-6`: the last `=` counts, so that a stem's name may hold one.
pub(super) fn stem_level(text: &str) -> Result<(String, Decibels), String> {
    let (stem, level) = text.rsplit_once('=').ok_or("write STEM=DB, as in Bass=-6")?;
    let level = command::parse_level(level).map_err(|error| error.to_string())?;
    Ok((stem.to_owned(), level))
}

/// How often the machine's memory is looked at, in seconds; `None` when it is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MemoryLook(pub(crate) Option<f64>);

/// A memory budget, in MiB or in percent of what is available.
pub(super) fn memory_budget(text: &str) -> Result<MemoryBudget, String> {
    let (least, most) = (BUDGET_BYTES.start() >> 20, BUDGET_BYTES.end() >> 20);
    let budget = match text.strip_suffix('%') {
        Some(percent) => {
            let percent = percent.trim_end().parse().ok().filter(|part| (1..=90).contains(part));
            percent.map(MemoryBudget::Percent)
        }
        None => {
            let mebibytes =
                text.parse().ok().filter(|mebibytes| (least..=most).contains(mebibytes));
            mebibytes.map(|mebibytes: usize| MemoryBudget::Bytes(mebibytes << 20))
        }
    };
    budget.ok_or_else(|| format!("write MiB from {least} to {most}, or 1% to 90%"))
}

/// Seconds between two looks at the machine's memory, or `off`.
pub(super) fn memory_look(text: &str) -> Result<MemoryLook, String> {
    if text == "off" {
        return Ok(MemoryLook(None));
    }
    let seconds = parse_seconds(text).ok().filter(|seconds| MEMORY_LOOK_SECONDS.contains(seconds));
    seconds.map(|seconds| MemoryLook(Some(seconds))).ok_or_else(|| {
        let (least, most) = (MEMORY_LOOK_SECONDS.start(), MEMORY_LOOK_SECONDS.end());
        format!("write seconds from {least} to {most}, or off")
    })
}

/// A look-ahead in seconds.
pub(super) fn window_seconds(text: &str) -> Result<f64, String> {
    let seconds = parse_seconds(text).ok().filter(|seconds| WINDOW_SECONDS.contains(seconds));
    seconds.ok_or_else(|| {
        format!("write seconds from {} to {}", WINDOW_SECONDS.start(), WINDOW_SECONDS.end())
    })
}

/// Gigabytes of the cache.
pub(super) fn cache_bytes(text: &str) -> Result<u64, String> {
    let gigabytes: Option<f64> = text.parse().ok().filter(|size| (1.0..=50.0).contains(size));
    let bytes = gigabytes.map(|gigabytes| (gigabytes * 1e9) as u64);
    bytes.ok_or_else(|| "write gigabytes from 1 to 50".to_owned())
}

/// `auto` or `always`.
pub(super) fn cache_policy(text: &str) -> Result<CachePolicy, String> {
    match text {
        "auto" => Ok(CachePolicy::Automatic),
        "always" => Ok(CachePolicy::Always),
        _ => Err("write auto or always".to_owned()),
    }
}

/// `16`, `24` or `32f`.
pub(super) fn wav_format(text: &str) -> Result<WavFormat, String> {
    match text {
        "16" => Ok(WavFormat::Int16),
        "24" => Ok(WavFormat::Int24),
        "32f" => Ok(WavFormat::Float32),
        _ => Err("write 16, 24 or 32f".to_owned()),
    }
}
