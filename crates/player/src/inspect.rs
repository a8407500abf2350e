//! Looks into audio files without playing them.

use std::sync::Arc;

use attacca_engine::{
    EngineSettings,
    loading::{
        decoder::ChunkDecoder,
        index::IndexCatalog,
        rates,
        samples::{SampleBlock, SampleFormat},
        stem::{OpenStem, StemInfo},
    },
};
use attacca_session::{Stem, name::printable};
use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    RateCounts,
    ipc::{DamageReport, FileReport, OpenFileReport},
    location_of,
    notice::chain,
};

/// Frames decoded at a time: a second or so, so that damage is told apart finely enough to find.
const STEP_FRAMES: u64 = 65_536;

/// Looks into the header of a stem's file.
pub fn inspect(stem: &Stem) -> FileReport {
    report(stem, |_| None)
}

/// As [`inspect`], and decodes the whole file to find damage.
pub fn inspect_deeply(stem: &Stem) -> FileReport {
    report(stem, |stem| Some(damage_of(stem)))
}

/// How many of the files have each rate; those that can't be opened have none.
pub fn rate_counts<'a>(reports: impl IntoIterator<Item = &'a FileReport>) -> RateCounts {
    reports.into_iter().filter_map(rate_of).collect()
}

/// Notes in `report` what becomes of its file in a set at `engine_rate`: whether it is resampled, or
/// can't be.
pub fn note_rate(report: &mut FileReport, engine_rate: SampleRate) {
    let stem_rate = rate_of(report).filter(|rate| *rate != engine_rate);
    let (Some(file), Some(stem_rate)) = (&mut report.file, stem_rate) else { return };
    match rates::compare(stem_rate, engine_rate) {
        Ok(()) => {
            file.resampled_to_hz = Some(engine_rate.hz());
            file.storage = storage_name(SampleFormat::F32);
        }
        Err(error) => report.error = Some(chain(&error)),
    }
}

fn rate_of(report: &FileReport) -> Option<SampleRate> {
    SampleRate::new(report.file.as_ref()?.sample_rate_hz)
}

fn report(
    stem: &Stem,
    damage: impl FnOnce(&Arc<OpenStem>) -> Option<Vec<DamageReport>>,
) -> FileReport {
    let opener = EngineSettings::new(SampleRate::HZ_48000).opener;
    let shown = stem.path.to_string_lossy().into_owned();
    match OpenStem::open(location_of(stem), &*opener, &IndexCatalog::default()) {
        Ok(stem) => FileReport {
            path: shown,
            file: Some(open_report(stem.info())),
            error: None,
            damage: damage(&stem),
        },
        Err(error) => FileReport {
            path: shown,
            file: None,
            error: Some(printable(&chain(&error)).into_owned()),
            damage: None,
        },
    }
}

fn open_report(info: &StemInfo) -> OpenFileReport {
    OpenFileReport {
        format: info.format.to_owned(),
        sample_rate_hz: info.sample_rate.hz(),
        bits: info.bits,
        is_float: info.is_float,
        channel_count: info.source_channels,
        mix_down: (info.source_channels > 2)
            .then(|| format!("{} channels are mixed down to stereo", info.source_channels)),
        length_frames: info.frame_count.0,
        length_seconds: info.sample_rate.seconds(info.frame_count),
        storage: storage_name(info.sample_format),
        resampled_to_hz: None,
    }
}

fn storage_name(format: SampleFormat) -> &'static str {
    match format {
        SampleFormat::I16 => "i16",
        SampleFormat::F32 => "f32",
    }
}

/// Every stretch of the file that can't be decoded; neighbours with the same cause are one.
fn damage_of(stem: &Arc<OpenStem>) -> Vec<DamageReport> {
    let info = stem.info().clone();
    let mut lane = ChunkDecoder::new(stem.clone());
    let mut block =
        SampleBlock::silent(info.sample_format, info.channel_count, STEP_FRAMES as usize);
    let mut found: Vec<DamageReport> = Vec::new();
    for start in (0..info.frame_count.0).step_by(STEP_FRAMES as usize) {
        let Err(damage) = lane.decode(FramePos(start), &mut block) else { continue };
        let error = printable(&chain(&damage.error)).into_owned();
        let frames = damage.frames.0.min(info.frame_count.0.saturating_sub(damage.at.0));
        match found.last_mut() {
            Some(last)
                if last.error == error
                    && last.position_frames + last.length_frames == damage.at.0 =>
            {
                last.length_frames += frames;
                last.length_seconds += info.sample_rate.seconds(FrameCount(frames));
            }
            _ => found.push(DamageReport {
                position_frames: damage.at.0,
                position_seconds: info.sample_rate.seconds(FrameCount(damage.at.0)),
                length_frames: frames,
                length_seconds: info.sample_rate.seconds(FrameCount(frames)),
                error,
            }),
        }
    }
    found
}

#[cfg(test)]
mod tests;
