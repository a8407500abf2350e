//! The converter of a lane: the engine's frames out of what a lane reads at the file's rate.
//!
//! Runs on: loader threads.

use std::ops::Range;

use attacca_units::{FrameCount, FramePos};
use audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler, WindowFunction};

use crate::{
    error::DecodeError,
    loading::{
        decoder::Damage,
        rates::grid::RateGrid,
        samples::{SampleBlock, SampleData, SampleFormat},
    },
};

/// Bytes that the converter of a stereo lane takes for each frame of its two blocks: tables, spectra
/// and scratch of rubato's (53 for lengths of small factors, 58 for others: measured with a counting
/// allocator) and our own blocks (8).
const BYTES_PER_FRAME: usize = 66;

/// Converts what a lane reads to the engine's rate.
///
/// A block is the same to the bit however it is reached: it depends on two blocks of the file alone.
#[derive(Debug)]
pub(crate) struct RateConverter {
    grid: RateGrid,
    channel_count: usize,
    /// The length at the engine's rate.
    frame_count: u64,
    /// Made when it is needed: to make it takes longer than a schedule may wait.
    stage: Option<Box<Stage>>,
}

/// What a conversion works with.
#[derive(Debug)]
struct Stage {
    grid: RateGrid,
    fft: Fft<f32>,
    source: SampleBlock,
    /// Shape: planar, an engine block of each channel.
    converted: Box<[f32]>,
    /// The source block that was put in last.
    fed: Option<u64>,
    /// The engine block that `converted` is.
    made: Option<u64>,
}

/// Reads frames of a file at its own rate into the start of a block, and silences the rest of it.
pub(crate) type ReadSource<'a> =
    &'a mut dyn FnMut(Range<u64>, &mut SampleBlock) -> Result<(), Damage>;

impl RateConverter {
    /// A converter for a stem of `frame_count` frames at the engine's rate. Takes no time.
    pub(crate) fn new(
        grid: RateGrid,
        channel_count: usize,
        frame_count: FrameCount,
    ) -> RateConverter {
        RateConverter { grid, channel_count, frame_count: frame_count.0, stage: None }
    }

    /// Bytes of memory that a converter over `grid` takes at most.
    pub(crate) fn bytes_for(grid: &RateGrid) -> usize {
        (grid.source_block_frames() + grid.engine_block_frames()) * BYTES_PER_FRAME
    }

    /// Bytes of memory that it takes now.
    pub(crate) fn byte_count(&self) -> usize {
        self.stage.as_ref().map_or(0, |_| RateConverter::bytes_for(&self.grid))
    }

    /// Writes the frames from `start` on into all of `out`; those past the end are silence.
    ///
    /// Shape: `out` has float samples, and the converter's channels.
    ///
    /// # Errors
    /// What `read` could not read, in frames of the engine: at most what was asked for. Those that
    /// the filter mixes with it are as if it had been silence.
    pub(crate) fn convert(
        &mut self,
        start: u64,
        out: &mut SampleBlock,
        read: ReadSource<'_>,
    ) -> Result<(), Damage> {
        let wanted = start..start.saturating_add(out.frame_count() as u64);
        let end = wanted.end.min(self.frame_count).max(start);
        let mut losses = Losses { grid: self.grid, wanted, damage: None, is_clean: true };
        let mut position = start;
        while position < end {
            let number = self.grid.block_of(position);
            let until = self.grid.engine_frames(number).end.min(end);
            let Some(stage) = self.stage() else { break };
            stage.make(number, read, &mut losses);
            stage.copy(number, position..until, start, out);
            position = until;
        }
        out.silence((position - start) as usize..out.frame_count());
        if let (false, Some(stage)) = (losses.is_clean, &mut self.stage) {
            // Read again next time: what failed may succeed, or be told anew.
            stage.forget();
        }
        losses.damage.map_or(Ok(()), Err)
    }

    fn stage(&mut self) -> Option<&mut Stage> {
        if self.stage.is_none() {
            self.stage = Stage::new(self.grid, self.channel_count).map(Box::new);
        }
        self.stage.as_deref_mut()
    }
}

impl Stage {
    fn new(grid: RateGrid, channel_count: usize) -> Option<Stage> {
        let (source, engine) = (grid.source_block_frames(), grid.engine_block_frames());
        let fft = Fft::new_custom(
            grid.source_rate().hz() as usize,
            grid.engine_rate().hz() as usize,
            source,
            1,
            channel_count,
            WindowFunction::BlackmanHarris2,
            FixedSync::Both,
        );
        // Rates of zero are the only ones that are refused.
        let fft = fft
            .ok()
            .filter(|fft: &Fft<f32>| (fft.fft_size_in(), fft.fft_size_out()) == (source, engine))?;
        Some(Stage {
            grid,
            fft,
            source: SampleBlock::silent(SampleFormat::F32, channel_count, source),
            converted: vec![0.0; channel_count * engine].into_boxed_slice(),
            fed: None,
            made: None,
        })
    }

    /// Makes engine block `number`.
    fn make(&mut self, number: u64, read: ReadSource<'_>, losses: &mut Losses) {
        if self.made == Some(number) {
            return;
        }
        if self.fed != Some(number) {
            self.fft.reset();
            self.feed(number, read, losses);
        }
        self.feed(number + 1, read, losses);
        self.made = Some(number);
    }

    /// Puts source block `number` in, and gets what it makes with the one before.
    fn feed(&mut self, number: u64, read: ReadSource<'_>, losses: &mut Losses) {
        let block = self.grid.source_block(number);
        if let Err(damage) = read(block.frames, &mut self.source) {
            losses.add(damage);
        }
        delay(&mut self.source, block.silent_frames);
        self.fed = Some(number);
        let channels = self.source.channel_count;
        let frames = (self.grid.source_block_frames(), self.grid.engine_block_frames());
        let SampleData::F32(source) = &self.source.data else { return };
        let adapters = (
            SequentialSlice::new(source, channels, frames.0),
            SequentialSlice::new_mut(&mut self.converted, channels, frames.1),
        );
        let is_made = match adapters {
            (Ok(source), Ok(mut converted)) => {
                self.fft.process_into_buffer(&source, &mut converted, None).is_ok()
            }
            _ => false,
        };
        // Buffers of the lengths that were asked for are always taken; if not, silence is best.
        if !is_made {
            self.converted.fill(0.0);
        }
    }

    /// Copies `frames` of engine block `number` to where they belong in `out`, which begins at
    /// `start`.
    fn copy(&self, number: u64, frames: Range<u64>, start: u64, out: &mut SampleBlock) {
        let block_start = self.grid.engine_frames(number).start;
        let (from, to) = ((frames.start - block_start) as usize, (frames.start - start) as usize);
        let count = (frames.end - frames.start) as usize;
        let plane_frames = out.frame_count();
        // A converted stem always has float samples.
        let SampleData::F32(data) = &mut out.data else { return };
        let planes = self.converted.chunks_exact(self.grid.engine_block_frames());
        for (plane, converted) in data.chunks_exact_mut(plane_frames).zip(planes) {
            plane[to..to + count].copy_from_slice(&converted[from..from + count]);
        }
    }

    fn forget(&mut self) {
        self.fed = None;
        self.made = None;
    }
}

/// Moves the samples of all planes back by `frames`, behind silence.
fn delay(block: &mut SampleBlock, frames: usize) {
    let plane_frames = block.frame_count();
    let SampleData::F32(data) = &mut block.data else { return };
    if frames == 0 {
        return;
    }
    for plane in data.chunks_exact_mut(plane_frames) {
        plane.copy_within(..plane_frames - frames, frames);
        plane[..frames].fill(0.0);
    }
}

/// What could not be read for a request.
struct Losses {
    grid: RateGrid,
    /// The engine's frames that are asked for; not none.
    wanted: Range<u64>,
    damage: Option<Damage>,
    /// True while all was read, for later requests as well.
    is_clean: bool,
}

impl Losses {
    /// Adds what was silent instead, in frames of the file.
    fn add(&mut self, Damage { at, frames, error }: Damage) {
        self.is_clean = false;
        let lost = self.grid.engine_range(at.0..at.0.saturating_add(frames.0));
        let Range { start, end } = self.wanted;
        let mut lost = lost.start.clamp(start, end)..lost.end.clamp(start, end);
        if lost.is_empty() && matches!(error, DecodeError::Read(_)) {
            // The filter mixes the silence in, and the read may succeed another time.
            let at = lost.start.min(end - 1);
            lost = at..at + 1;
        }
        if lost.is_empty() {
            // It is told with the request for it.
            return;
        }
        let silent = FrameCount(lost.end - lost.start);
        match &mut self.damage {
            Some(damage) => damage.frames = damage.frames + silent,
            None => self.damage = Some(Damage { at: FramePos(lost.start), frames: silent, error }),
        }
    }
}

#[cfg(test)]
mod tests;
