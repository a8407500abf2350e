//! One period of each waveform, with as many harmonics as a pitch has room for.

use std::sync::Arc;

use crate::maths::sine;

/// A waveform, named after what it is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wave {
    Sine,
    Triangle,
    Saw,
    Square,
    /// A saw whose harmonics fall off faster.
    Bowed,
    Organ,
    Reed,
}

const WAVES: [Wave; 7] =
    [Wave::Sine, Wave::Triangle, Wave::Saw, Wave::Square, Wave::Bowed, Wave::Organ, Wave::Reed];

/// Samples in a period; 2 to the power of [`TABLE_BITS`].
const TABLE_SAMPLES: usize = 1 << TABLE_BITS;
const TABLE_BITS: u32 = 11;
/// Harmonics of the fullest table; each further one has half as many.
const MOST_HARMONICS: usize = 512;
const TABLES_PER_WAVE: usize = 10;
/// No harmonic goes beyond; above is what nobody misses.
const HIGHEST_HARMONIC_HZ: f64 = 15_000.0;

/// All waveforms, shared by all voices.
#[derive(Debug)]
pub(crate) struct WaveBank {
    /// `[wave][table]`, fullest first.
    tables: Vec<Vec<Arc<Wavetable>>>,
}

impl WaveBank {
    pub(crate) fn new() -> WaveBank {
        let circle: Vec<f64> =
            (0..TABLE_SAMPLES).map(|index| sine(index as f64 / TABLE_SAMPLES as f64)).collect();
        let tables_of = |wave: &Wave| {
            (0..TABLES_PER_WAVE)
                .map(|halving| Arc::new(Wavetable::new(*wave, MOST_HARMONICS >> halving, &circle)))
                .collect()
        };
        WaveBank { tables: WAVES.iter().map(tables_of).collect() }
    }

    /// The table of `wave` for a tone of `hz`: as full as it can be without mirrored harmonics.
    pub(crate) fn table(&self, wave: Wave, hz: f64) -> Arc<Wavetable> {
        let tables = &self.tables[wave as usize];
        let room = HIGHEST_HARMONIC_HZ / hz;
        let fits = |halving: &usize| (MOST_HARMONICS >> halving) as f64 <= room;
        let halving = (0..TABLES_PER_WAVE).find(fits).unwrap_or(TABLES_PER_WAVE - 1);
        Arc::clone(&tables[halving])
    }
}

/// One period, at an RMS of about a third.
#[derive(Debug)]
pub(crate) struct Wavetable {
    /// The first sample stands at the end once more, for interpolation.
    samples: [f32; TABLE_SAMPLES + 1],
}

impl Wavetable {
    fn new(wave: Wave, harmonic_count: usize, circle: &[f64]) -> Wavetable {
        let mut sums = vec![0.0; TABLE_SAMPLES];
        for harmonic in 1..=harmonic_count {
            let amplitude = wave.amplitude(harmonic);
            if amplitude == 0.0 {
                continue;
            }
            for (index, sum) in sums.iter_mut().enumerate() {
                *sum += amplitude * circle[index * harmonic % TABLE_SAMPLES];
            }
        }
        let power = sums.iter().map(|sum| sum * sum).sum::<f64>() / TABLE_SAMPLES as f64;
        let scale = if power > 0.0 { 0.33 / power.sqrt() } else { 0.0 };
        let mut samples = [0.0; TABLE_SAMPLES + 1];
        for (index, sample) in samples.iter_mut().enumerate() {
            *sample = (sums[index % TABLE_SAMPLES] * scale) as f32;
        }
        Wavetable { samples }
    }

    /// The sample at `phase`, 2^32 of which are a period.
    pub(crate) fn at(&self, phase: u32) -> f32 {
        const FRACTION_BITS: u32 = 32 - TABLE_BITS;
        let index = (phase >> FRACTION_BITS) as usize;
        let fraction = (phase & ((1 << FRACTION_BITS) - 1)) as f32 / (1 << FRACTION_BITS) as f32;
        let [here, next] = [self.samples[index], self.samples[index + 1]];
        here + (next - here) * fraction
    }
}

impl Wave {
    /// Of the `harmonic`-th harmonic, counted from 1.
    fn amplitude(self, harmonic: usize) -> f64 {
        let n = harmonic as f64;
        let is_odd = harmonic % 2 == 1;
        match self {
            Wave::Sine => {
                if harmonic == 1 {
                    1.0
                } else {
                    0.0
                }
            }
            Wave::Triangle if harmonic % 4 == 1 => 1.0 / (n * n),
            Wave::Triangle if is_odd => -1.0 / (n * n),
            Wave::Saw => 1.0 / n,
            Wave::Square if is_odd => 1.0 / n,
            Wave::Bowed => 1.0 / (n * n.sqrt()),
            Wave::Organ => match harmonic {
                1 => 1.0,
                2 => 0.8,
                3 => 0.55,
                4 => 0.5,
                6 => 0.25,
                8 => 0.2,
                _ => 0.0,
            },
            Wave::Reed if is_odd => 1.0 / n,
            Wave::Reed => 0.3 / n,
            Wave::Triangle | Wave::Square => 0.0,
        }
    }
}

/// What is added to a phase for every frame of a tone of `hz`.
pub(crate) fn phase_step(hz: f64, sample_rate: f64) -> u32 {
    (hz / sample_rate * 4_294_967_296.0) as u32
}
