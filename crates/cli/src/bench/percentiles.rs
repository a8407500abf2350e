//! Many times in five numbers.

use std::time::Duration;

use serde::Serialize;

/// How many there are and how they lie. A percentile is the smallest measured value that this part
/// of all values does not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Percentiles {
    pub(crate) n: usize,
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) p99: f64,
    pub(crate) max: f64,
}

impl Percentiles {
    /// In milliseconds; zeros when there are none.
    pub(crate) fn in_ms(times: Vec<Duration>) -> Percentiles {
        Percentiles::of(times, 1e3)
    }

    /// In microseconds; zeros when there are none.
    pub(crate) fn in_us(times: Vec<Duration>) -> Percentiles {
        Percentiles::of(times, 1e6)
    }

    fn of(mut times: Vec<Duration>, units_per_second: f64) -> Percentiles {
        times.sort();
        let at = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            let time = times.get(rank - 1).copied().unwrap_or_default();
            // Three decimals: more would be noise.
            (time.as_secs_f64() * units_per_second * 1e3).round() / 1e3
        };
        Percentiles { n: times.len(), p50: at(50), p95: at(95), p99: at(99), max: at(100) }
    }
}

#[cfg(test)]
mod tests;
