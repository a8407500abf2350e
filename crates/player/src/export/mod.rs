//! Writes a song to a file, through the same renderer that plays it.
//!
//! The file appears under its name only when it is complete and on the disk.

mod error;
mod quantise;
mod wav;

use std::{
    fs,
    ops::{ControlFlow, Range},
    path::PathBuf,
    sync::Arc,
};

use attacca_engine::{
    BusId, EngineEvent, EngineSettings, MultiTrackEngine, SongSource, StemMix, StemSource,
    control::SongReport,
    error::OpenError,
    loading::{samples::SampleFormat, stem::StemInfo},
    output::offline::{OFFLINE_CHANNELS, OfflineRenderer},
};
use attacca_session::{Setlist, Song};
use attacca_units::{FrameCount, FramePos, Gain, Pan, SampleRate};

pub use error::ExportError;
pub use wav::WavFormat;

use crate::{OfferedRates, RateCounts, location_of, read_rates};
use wav::WavFile;

/// What to write, and where.
#[derive(Debug, Clone)]
pub struct ExportSettings {
    /// The file to write.
    pub out: PathBuf,
    /// What to do when the file is there.
    pub existing: ExistingFile,
    /// How samples are written.
    pub format: WavFormat,
    /// The rate to render at; `None` for that of most of the song's stems.
    pub sample_rate: Option<SampleRate>,
    /// Where to begin, in seconds.
    pub from_seconds: f64,
    /// Where to end, in seconds; `None` for the song's end.
    pub to_seconds: Option<f64>,
}

/// What to do with a file that has the name of the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExistingFile {
    /// Write nothing.
    Keep,
    /// Replace it when the new one is complete.
    Replace,
}

/// How far an export is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Frames written.
    pub done: FrameCount,
    /// Frames to write.
    pub total: FrameCount,
}

/// What was written.
#[derive(Debug)]
pub struct ExportReport {
    /// Frames written.
    pub frame_count: FrameCount,
    /// Their rate.
    pub sample_rate: SampleRate,
    /// How many of the stems that could be opened have each rate.
    pub stem_rates: RateCounts,
    /// True when noise of less than a step was added before rounding to 16 bits.
    pub is_dithered: bool,
    /// Frames beyond full scale, which were cut off. Zero for floating point, which holds them.
    pub clipped_frames: u64,
    /// Stems that could not be opened and are silent: file and reason.
    pub silent_stems: Vec<(PathBuf, Arc<OpenError>)>,
    /// Stretches of stems that could not be decoded and are silent.
    pub decode_errors: u64,
}

/// Renders `song` with its stems mixed as in `mixes`, and writes what the main bus holds: what
/// goes to another bus is not for the audience, and left out.
///
/// `progress` is told eight times for each second of sound; when it breaks, nothing is left.
///
/// # Errors
/// When nothing of the song can be played, when the stretch is empty or too long for a WAV file,
/// or when the file can't be written. There is no new file then, and an old one is as it was.
///
/// # Panics
/// When `mixes` has fewer entries than the song has stems.
pub fn export(
    song: &Song,
    mixes: &[StemMix],
    settings: &ExportSettings,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<ExportReport, ExportError> {
    refuse_to_overwrite(song, settings)?;
    let (mut renderer, report) = open(song, mixes, settings)?;
    let is_dithered = settings.format == WavFormat::Int16 && !is_exact_in_16_bits(&report, mixes);
    let mut file = WavFile::create(
        &settings.out,
        settings.format,
        renderer.sample_rate(),
        renderer.frames_left(),
        is_dithered,
    )?;
    let frame_count = renderer.frames_left();
    let decode_errors = write_all(&mut renderer, &mut file, progress)?;
    let clipped_frames = file.clipped_frames();
    file.finish(settings.existing)?;
    Ok(ExportReport {
        frame_count,
        sample_rate: renderer.sample_rate(),
        stem_rates: opened(&report).map(|info| info.sample_rate).collect(),
        is_dithered,
        clipped_frames,
        silent_stems: silent_stems(report),
        decode_errors,
    })
}

/// Says no before hours of work are done.
fn refuse_to_overwrite(song: &Song, settings: &ExportSettings) -> Result<(), ExportError> {
    let out = &settings.out;
    let Ok(existing) = fs::canonicalize(out) else { return Ok(()) };
    if song.stems().iter().any(|stem| fs::canonicalize(&stem.path).is_ok_and(|p| p == existing)) {
        return Err(ExportError::IsStem { path: out.clone() });
    }
    if settings.existing == ExistingFile::Keep || existing.is_dir() {
        return Err(ExportError::Exists { path: out.clone() });
    }
    Ok(())
}

fn open(
    song: &Song,
    mixes: &[StemMix],
    settings: &ExportSettings,
) -> Result<(OfflineRenderer, SongReport), ExportError> {
    let only_it = Setlist::new(vec![song.clone()]).map_err(ExportError::Material)?;
    let rates = read_rates(&only_it).map_err(ExportError::NothingPlayable)?;
    let rate = settings.sample_rate.unwrap_or_else(|| rates.engine_rate(&OfferedRates::Any));
    let (engine, renderer) = MultiTrackEngine::new(EngineSettings::new(rate))?;
    let stems = song.stems().iter().zip(mixes.iter().take(song.stems().len()));
    let source = |(stem, mix): (&attacca_session::Stem, &StemMix)| StemSource {
        location: location_of(stem),
        mix: *mix,
    };
    let id = engine.add_song(SongSource { stems: stems.map(source).collect() });
    let range = range_of(settings, rate);
    let renderer = OfflineRenderer::new(engine, renderer, id, range.clone())?;
    let report = renderer.engine().song(id);
    let is_past_end = renderer.frames_left() == FrameCount::ZERO && range.start > FramePos::ZERO;
    if is_past_end || range.is_empty() {
        let length = report.frame_count.unwrap_or_default();
        return Err(ExportError::EmptyRange { length_seconds: rate.seconds(length) });
    }
    Ok((renderer, report))
}

fn range_of(settings: &ExportSettings, rate: SampleRate) -> Range<FramePos> {
    let end = settings.to_seconds.map_or(FramePos(u64::MAX), |to| rate.position_at(to));
    rate.position_at(settings.from_seconds)..end
}

/// Renders to the end; returns how many stretches could not be decoded.
fn write_all(
    renderer: &mut OfflineRenderer,
    file: &mut WavFile,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<u64, ExportError> {
    let total = renderer.frames_left();
    let events = renderer.engine().events();
    let mut decode_errors = 0;
    // More than is rendered in one call at any rate below 524 kHz.
    let mut block = vec![0.0; 65_536 * OFFLINE_CHANNELS];
    loop {
        let frames = renderer.render(&mut block);
        if frames == 0 {
            break;
        }
        file.write(&block[..frames * OFFLINE_CHANNELS])?;
        decode_errors += damage_among(events.try_iter());
        let done = total - renderer.frames_left();
        if progress(Progress { done, total }).is_break() {
            return Err(ExportError::Cancelled);
        }
    }
    Ok(decode_errors + damage_among(events.try_iter()))
}

fn damage_among(events: impl Iterator<Item = EngineEvent>) -> u64 {
    events.filter(|event| matches!(event, EngineEvent::DecodeFailed { .. })).count() as u64
}

/// True when every sample of the mix is a whole number of 16-bit steps, so that rounding takes
/// nothing away and dither would only add noise: no stem sounds, or one does that is stereo, holds
/// at most 16 bits, is not resampled and is at unity gain in the middle. (A mono stem is not: the pan
/// law takes 3 dB from it.)
fn is_exact_in_16_bits(report: &SongReport, mixes: &[StemMix]) -> bool {
    let has_solo = mixes.iter().any(|mix| mix.is_soloed);
    let sounds = |mix: &StemMix| {
        let is_dimmed = has_solo && !mix.is_soloed && !mix.is_solo_safe;
        let is_heard = mix.bus == BusId::MAIN && mix.gain != Gain::SILENCE;
        is_heard && !mix.is_muted && !is_dimmed
    };
    let sounding: Vec<_> = report
        .stems
        .iter()
        .zip(mixes)
        .filter_map(|(stem, mix)| Some((stem.info.as_ref()?, mix)))
        .filter(|(_, mix)| sounds(mix))
        .collect();
    match sounding[..] {
        [] => true,
        [(info, mix)] => {
            // Kept as 16 bits only when it is not resampled.
            let is_16_bit_stereo =
                info.sample_format == SampleFormat::I16 && info.source_channels == 2;
            is_16_bit_stereo && mix.gain == Gain::UNITY && mix.pan == Pan::CENTRE
        }
        _ => false,
    }
}

fn opened(report: &SongReport) -> impl Iterator<Item = &StemInfo> {
    report.stems.iter().filter_map(|stem| stem.info.as_ref())
}

fn silent_stems(report: SongReport) -> Vec<(PathBuf, Arc<OpenError>)> {
    report.stems.into_iter().filter_map(|stem| Some((stem.path, stem.error?))).collect()
}

#[cfg(test)]
mod tests;
