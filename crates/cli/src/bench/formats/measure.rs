//! Starts, seeks and load of a song in one format, with callbacks of 128 frames.

use std::{path::Path, thread, time::Duration};

use attacca_engine::loading::{
    decoder::ChunkDecoder, index::IndexCatalog, samples::SampleBlock, source::FileOpener,
    stem::OpenStem,
};
use attacca_units::{FrameCount, FramePos, SampleRate};
use serde::Serialize;

use super::{
    super::{
        BenchError, cache,
        latencies::{self, BLOCK_FRAMES, LatencyPlan, PAUSE_MS},
        load::processor_share,
        machine::thread_time,
        material::Material,
        memory::mib,
        percentiles::Percentiles,
        random::Random,
        rig::Rig,
    },
    files::FormatFiles,
    kinds::Kind,
};

/// Frames decoded at a time for the processor time of decoding alone: a slab's.
const DECODED_FRAMES: usize = 4096;

/// What was measured of a format.
#[derive(Debug, Serialize)]
pub(super) struct FormatReport {
    pub(super) format: &'static str,
    pub(super) stems: usize,
    pub(super) seconds: f64,
    /// All files together.
    pub(super) files_mib: f64,
    /// Start of files that the engine never saw.
    pub(super) start_first_time_ms: Percentiles,
    /// Seek to anywhere in indexed files.
    pub(super) seek_indexed_ms: Percentiles,
    pub(super) underruns: u64,
    pub(super) unsynchronised_blocks: u64,
    pub(super) late_callbacks: u64,
    /// Percent of one core, of the whole process, while it plays.
    pub(super) cpu_percent_of_core: f64,
    /// Percent of one core that decoding and resampling take alone, one stem after the other.
    pub(super) decoding_percent_of_core: f64,
    #[serde(skip)]
    pub(super) goals: &'static Kind,
}

/// How much is measured.
struct Plan {
    starts: LatencyPlan,
    seeks: usize,
    playing: Duration,
    /// Seconds of each stem that are decoded alone.
    decoded_seconds: f64,
}

impl Plan {
    const FULL: Plan = Plan {
        starts: LatencyPlan { first_starts: 40, runs: 0, at_most: Duration::MAX },
        seeks: 200,
        playing: Duration::from_secs(20),
        decoded_seconds: 20.0,
    };

    const QUICK: Plan = Plan {
        starts: LatencyPlan { first_starts: 10, runs: 0, at_most: Duration::MAX },
        seeks: 30,
        playing: Duration::from_secs(3),
        decoded_seconds: 5.0,
    };
}

/// Measures a format.
///
/// # Errors
/// When the engine does not do what it is asked to.
pub(super) fn measure(
    kind: &'static Kind,
    files: &FormatFiles,
    is_quick: bool,
) -> Result<FormatReport, BenchError> {
    let plan = if is_quick { Plan::QUICK } else { Plan::FULL };
    let material = Material::open_at(files.folder(), SampleRate::HZ_48000)?;
    cache::warm(material.paths())?;
    let starts = latencies::first_time_starts(&material, plan.starts)?;
    let rig = Rig::start(&material, BLOCK_FRAMES)?;
    rig.arm(rig.songs[0])?;
    rig.time_to_sound(|engine| engine.play_song(rig.songs[0], FramePos::ZERO))?;
    rig.wait_idle()?;
    rig.check_length()?;
    let seeks = seeks(&rig, plan.seeks)?;
    rig.time_to_sound(|engine| engine.locate(rig.songs[0], FramePos::ZERO))?;
    rig.wait_idle()?;
    let (_, cpu) = processor_share(|| thread::sleep(plan.playing));
    let telemetry = rig.telemetry();
    let seconds = material.engine_rate.seconds(rig.frame_count());
    rig.stop();
    Ok(FormatReport {
        format: kind.name,
        stems: material.paths().count(),
        seconds,
        files_mib: mib(total_bytes(&material)?),
        start_first_time_ms: Percentiles::in_ms(starts),
        seek_indexed_ms: Percentiles::in_ms(seeks),
        underruns: telemetry.transport.underruns,
        unsynchronised_blocks: telemetry.transport.unsynchronised_blocks,
        late_callbacks: telemetry.callbacks.late_callbacks,
        cpu_percent_of_core: cpu,
        decoding_percent_of_core: decoding_alone(&material, plan.decoded_seconds)?,
        goals: kind,
    })
}

fn seeks(rig: &Rig, count: usize) -> Result<Vec<Duration>, BenchError> {
    let mut random = Random::new(4);
    let last = rig.last_position();
    let pause = |random: &mut Random| thread::sleep(random.duration_ms(PAUSE_MS.0, PAUSE_MS.1));
    (0..count)
        .map(|_| {
            pause(&mut random);
            let target = random.position(last);
            rig.time_to_sound(|engine| engine.locate(rig.songs[0], target))
        })
        .collect()
}

fn total_bytes(material: &Material) -> Result<u64, BenchError> {
    let sizes = material.paths().map(|path| path.metadata().map(|metadata| metadata.len()));
    Ok(sizes.sum::<Result<u64, _>>()?)
}

/// Decodes the start of each stem, from the first frame on, on this thread alone.
fn decoding_alone(material: &Material, seconds: f64) -> Result<f64, BenchError> {
    let frames = material.engine_rate.frames_in(seconds);
    let mut taken = Duration::ZERO;
    for path in material.paths() {
        taken += decode(material, path, frames)?;
    }
    Ok((100.0 * taken.as_secs_f64() / seconds * 100.0).round() / 100.0)
}

fn decode(material: &Material, path: &Path, frames: FrameCount) -> Result<Duration, BenchError> {
    let unusable = |reason: String| BenchError::Material { path: path.to_owned(), reason };
    let (opener, catalog) = (FileOpener, IndexCatalog::new());
    let stem = OpenStem::open_at(path, &opener, &catalog, material.engine_rate)
        .map_err(|error| unusable(error.to_string()))?;
    let info = stem.info();
    let mut block = SampleBlock::silent(info.sample_format, info.channel_count, DECODED_FRAMES);
    let mut lane = ChunkDecoder::new(stem);
    let begun = thread_time();
    for start in (0..frames.0).step_by(DECODED_FRAMES) {
        lane.decode(FramePos(start), &mut block).map_err(|d| unusable(d.error.to_string()))?;
    }
    Ok(thread_time() - begun)
}
