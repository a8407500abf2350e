//! Which rate the engine of a set has. Pure.

use std::{collections::BTreeMap, ops::RangeInclusive};

use attacca_engine::loading::rates::CONVERTED_RATES_HZ;
use attacca_units::SampleRate;

/// Rates that an engine may have, in Hz: those that any stem can be converted to.
pub const ENGINE_RATES_HZ: RangeInclusive<u32> = CONVERTED_RATES_HZ;

/// The rates at which an output can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferedRates {
    /// Every one: there is no device, or it does not say.
    Any,
    /// Those in these ranges, both ends included, in Hz.
    Ranges(Vec<(u32, u32)>),
}

impl OfferedRates {
    fn include(&self, rate: SampleRate) -> bool {
        match self {
            OfferedRates::Any => true,
            OfferedRates::Ranges(ranges) => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&rate.hz()))
            }
        }
    }
}

/// How many stems have each rate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RateCounts(BTreeMap<SampleRate, usize>);

impl FromIterator<SampleRate> for RateCounts {
    /// The counts of stems with these rates, one for each stem.
    fn from_iter<I: IntoIterator<Item = SampleRate>>(rates: I) -> RateCounts {
        let mut counts = BTreeMap::new();
        for rate in rates {
            *counts.entry(rate).or_default() += 1;
        }
        RateCounts(counts)
    }
}

impl RateCounts {
    /// How many stems there are.
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// How many stems are resampled at `engine_rate`: those of other rates, but for rates that no
    /// engine has, which are not played.
    pub fn resampled_at(&self, engine_rate: SampleRate) -> usize {
        let is_resampled =
            |rate: SampleRate| rate != engine_rate && ENGINE_RATES_HZ.contains(&rate.hz());
        self.0.iter().filter(|(rate, _)| is_resampled(**rate)).map(|(_, count)| count).sum()
    }

    /// Each rate with the number of its stems, the commonest first. Of equally common ones, 48 kHz
    /// comes first, since it is what most devices run at; then the higher one, which leaves nothing
    /// of the others' sound out.
    pub fn commonest_first(&self) -> Vec<(SampleRate, usize)> {
        let mut counts: Vec<_> = self.0.iter().map(|(rate, count)| (*rate, *count)).collect();
        counts.sort_by_key(|(rate, count)| (*count, *rate == SampleRate::HZ_48000, *rate));
        counts.reverse();
        counts
    }

    /// The first of [`RateCounts::commonest_first`] that is offered and that an engine may have;
    /// 48 kHz when there is none.
    pub fn engine_rate(&self, offered: &OfferedRates) -> SampleRate {
        let rates = self.commonest_first().into_iter().map(|(rate, _)| rate);
        let mut possible = rates
            .filter(|rate| ENGINE_RATES_HZ.contains(&rate.hz()))
            .filter(|rate| offered.include(*rate));
        possible.next().unwrap_or(SampleRate::HZ_48000)
    }

    /// What is resampled at `engine_rate`, in words: `3 of 32 stems are resampled`. `None` when
    /// nothing is.
    pub fn resampling(&self, engine_rate: SampleRate) -> Option<String> {
        let total = self.total();
        match self.resampled_at(engine_rate) {
            0 => None,
            1 => Some(format!("1 of {total} stems is resampled")),
            count => Some(format!("{count} of {total} stems are resampled")),
        }
    }
}

#[cfg(test)]
mod tests;
