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
    /// Length of each song; 0.01 to 120.
    pub minutes: f64,
    /// Another seed makes other songs.
    pub seed: u64,
    /// Frames per second; 8 kHz to 192 kHz.
    pub sample_rate: SampleRate,
    /// Bits of each sample: 16, 20 or 24.
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
        let check = |is_valid: bool, field, value: f64, allowed| {
            if is_valid { Ok(()) } else { Err(DemoError::Settings { field, value, allowed }) }
        };
        let songs = self.songs;
        check((1..=100).contains(&songs), "number of songs", songs as f64, "1 to 100")?;
        let stems = self.stems_per_song;
        check((1..=1000).contains(&stems), "number of stems", stems as f64, "1 to 1000")?;
        let minutes = self.minutes;
        let is_valid = (0.01..=120.0).contains(&minutes);
        check(is_valid, "length in minutes", minutes, "0.01 to 120")?;
        let hz = self.sample_rate.hz();
        let is_valid = (8000..=192_000).contains(&hz);
        check(is_valid, "sample rate", hz.into(), "8000 to 192000 Hz")?;
        let bits = self.bits_per_sample;
        check([16, 20, 24].contains(&bits), "number of bits", bits.into(), "16, 20 or 24")
    }
}
