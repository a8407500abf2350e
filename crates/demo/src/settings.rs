//! What a demo set is to be like.

use attacca_units::SampleRate;

use crate::DemoError;

/// What demo songs are to be like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DemoSettings {
    /// Songs of the set; 1 to 100.
    pub songs: usize,
    /// Stems of each song; 1 to 1000.
    pub stems_per_song: usize,
    /// Length of each song, above 0 and up to 120.
    pub minutes: f64,
    /// Another seed makes other songs.
    pub seed: u64,
    /// Frames per second; 8 kHz to 192 kHz.
    pub sample_rate: SampleRate,
    /// Bits of each sample: 16 or 24.
    pub bits_per_sample: u32,
}

impl Default for DemoSettings {
    fn default() -> DemoSettings {
        DemoSettings {
            songs: 3,
            stems_per_song: 12,
            minutes: 1.5,
            seed: 1,
            sample_rate: SampleRate::HZ_48000,
            bits_per_sample: 24,
        }
    }
}

impl DemoSettings {
    /// # Errors
    /// [`DemoError::Settings`] for the first field out of range.
    pub(crate) fn check(&self) -> Result<(), DemoError> {
        /// Less would be nothing at all.
        const SHORTEST_MINUTES: f64 = 0.01;
        let check = |field, value: f64, low: f64, high: f64| {
            // False for NaN too.
            let is_within = (low..=high).contains(&value);
            if is_within { Ok(()) } else { Err(DemoError::Settings { field, value, low, high }) }
        };
        check("number of songs", self.songs as f64, 1.0, 100.0)?;
        check("number of stems", self.stems_per_song as f64, 1.0, 1000.0)?;
        check("length in minutes", self.minutes, SHORTEST_MINUTES, 120.0)?;
        check("sample rate", f64::from(self.sample_rate.hz()), 8000.0, 192_000.0)?;
        check("number of bits", f64::from(self.bits_per_sample), 16.0, 24.0)
    }
}
