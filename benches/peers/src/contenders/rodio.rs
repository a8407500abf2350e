//! Rodio: a decoder for each stem in one mixer, which the device pulls; decoding happens there.
//!
//! Rodio's `Player` seeks one stem after the other and waits for each. Here all decoders look at the
//! same place every millisecond, through rodio's own `periodic_access`, so that they seek together.

use std::{
    fs::File,
    io::BufReader,
    num::NonZero,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use rodio::{
    ChannelCount, Decoder, SampleRate, Source,
    mixer::{Mixer, MixerSource, mixer},
    source::Zero,
};

use super::{ContenderError, Entry, Player, Render, open_all};
use crate::device::SAMPLE_RATE;

const STEREO: ChannelCount = NonZero::new(2).expect("2 is not zero");
const RATE: SampleRate = NonZero::new(SAMPLE_RATE).expect("the rate is not zero");

/// How often a decoder looks whether it has to seek.
const ACCESS_INTERVAL: Duration = Duration::from_millis(1);

/// No seek was asked for.
const NOWHERE: u64 = u64::MAX;

struct Rodio {
    stems: Vec<PathBuf>,
    output: Mixer,
    prepared: Option<MixerSource>,
    target: Arc<AtomicU64>,
}

struct RodioRender(MixerSource);

pub(super) fn enter(stems: Vec<PathBuf>) -> Entry {
    let (output, source) = mixer(STEREO, RATE);
    // As rodio's documentation advises: a mixer without sources would end.
    output.add(Zero::new(STEREO, RATE));
    let target = Arc::new(AtomicU64::new(NOWHERE));
    let player = Rodio { stems, output, prepared: None, target };
    Entry { player: Box::new(player), render: Box::new(RodioRender(source)) }
}

impl Rodio {
    /// All stems in a mixer of their own: added to the output, they start at the same sample.
    fn open(&self) -> Result<MixerSource, ContenderError> {
        let decoders = open_all(&self.stems, |path| {
            Decoder::try_from(File::open(path)?).map_err(ContenderError::refused)
        })?;
        let (song, source) = mixer(STEREO, RATE);
        for decoder in decoders {
            let target = Arc::clone(&self.target);
            let mut seen = NOWHERE;
            song.add(decoder.periodic_access(ACCESS_INTERVAL, move |decoder| {
                // Relaxed: the number is all there is to read.
                let wanted = target.load(Relaxed);
                if wanted != seen {
                    seen = wanted;
                    seek(decoder, wanted);
                }
            }));
        }
        Ok(source)
    }
}

fn seek(decoder: &mut Decoder<BufReader<File>>, frame: u64) {
    let nanos = u128::from(frame) * 1_000_000_000 / u128::from(SAMPLE_RATE);
    // Half a frame more: rodio rounds down, and so did we.
    let time = Duration::from_nanos(nanos as u64 + 10_000);
    decoder.try_seek(time).expect("FLAC files can be sought in");
}

impl Player for Rodio {
    fn prepare(&mut self) -> Result<(), ContenderError> {
        self.prepared = Some(self.open()?);
        Ok(())
    }

    fn play(&mut self) -> Result<(), ContenderError> {
        let song = match self.prepared.take() {
            Some(song) => song,
            None => self.open()?,
        };
        self.output.add(song);
        Ok(())
    }

    fn seek(&mut self, frame: u64) -> Result<(), ContenderError> {
        self.target.store(frame, Relaxed);
        Ok(())
    }
}

impl Render for RodioRender {
    fn render(&mut self, block: &mut [f32]) {
        block.fill_with(|| self.0.next().unwrap_or_default());
    }
}
