//! Many measurements in four numbers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How many values there are and how they lie. A percentile is the smallest value that this part of
/// all values does not exceed; all are zero when there are no values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spread {
    pub(crate) n: usize,
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) max: f64,
}

impl Spread {
    pub(crate) fn of(mut values: Vec<f64>) -> Spread {
        values.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let rank = (values.len() * percent).div_ceil(100).max(1);
            rounded(values.get(rank - 1).copied().unwrap_or_default())
        };
        Spread { n: values.len(), p50: at(50), p95: at(95), max: at(100) }
    }

    /// In milliseconds.
    pub(crate) fn in_ms(times: impl IntoIterator<Item = Duration>) -> Spread {
        Spread::of(times.into_iter().map(|time| time.as_secs_f64() * 1e3).collect())
    }
}

/// Two decimals: more would be noise.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests;
