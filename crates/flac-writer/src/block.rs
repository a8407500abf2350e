//! One block of frames to one FLAC frame, around the faults of flacenc.

use flacenc::{
    bitsink::ByteSink,
    component::{BitRepr, Frame, StreamInfo},
    config::{self, OrderSel},
    error::{Verified, Verify},
    source::{Fill, FrameBuf},
};

use crate::{FlacError, FlacSettings};

/// Encodes blocks one after the other.
#[derive(Debug)]
pub(crate) struct BlockEncoder {
    stream_info: StreamInfo,
    predicting: Verified<config::Encoder>,
    verbatim: Verified<config::Encoder>,
    block: FrameBuf,
    bits_per_frame: usize,
    n_blocks: usize,
}

impl BlockEncoder {
    /// # Errors
    /// [`FlacError::Encoder`] when flacenc refuses settings that we took for valid.
    pub(crate) fn new(settings: &FlacSettings) -> Result<BlockEncoder, FlacError> {
        let channel_count = settings.channel_count;
        Ok(BlockEncoder {
            stream_info: StreamInfo::new(
                header_rate(settings.sample_rate.hz()),
                channel_count,
                settings.bits_per_sample as usize,
            )
            .map_err(refused)?,
            predicting: predicting_config().into_verified().map_err(|(_, e)| refused(e))?,
            verbatim: verbatim_config().into_verified().map_err(|(_, e)| refused(e))?,
            block: FrameBuf::with_size(channel_count, settings.block_frames).map_err(refused)?,
            bits_per_frame: channel_count * settings.bits_per_sample as usize,
            n_blocks: 0,
        })
    }

    /// Encodes the next block, of at most as many frames as the settings say.
    ///
    /// Shape: `interleaved[frame][channel]`, every sample within its bits.
    ///
    /// # Errors
    /// [`FlacError::Encoder`]; the block counts as not encoded.
    pub(crate) fn encode(&mut self, interleaved: &[i32]) -> Result<ByteSink, FlacError> {
        self.block.fill_interleaved(interleaved).map_err(refused)?;
        let raw_bits = self.block.filled_size() * self.bits_per_frame;
        let mut frame = self.encode_with(&self.predicting)?;
        if frame.count_bits() > raw_bits {
            let verbatim = self.encode_with(&self.verbatim)?;
            if verbatim.count_bits() < frame.count_bits() {
                frame = verbatim;
            }
        }
        let mut bytes = ByteSink::with_capacity(frame.count_bits());
        frame.write(&mut bytes).map_err(refused)?;
        self.n_blocks += 1;
        Ok(bytes)
    }

    fn encode_with(&self, config: &Verified<config::Encoder>) -> Result<Frame, FlacError> {
        flacenc::encode_fixed_size_frame(config, &self.block, self.n_blocks, &self.stream_info)
            .map_err(refused)
    }
}

/// Fixed predictors, chosen by the exact size of what they make.
///
/// Rejected: flacenc's linear prediction. A minute of 24-bit plucked strings became a tenth smaller
/// with it, but at 66 instead of 205 times real time (two busy x86-64 cores, 2026), and its floating
/// point goes through the system's `log2` and `cos`, whose last bits differ between machines. Also
/// rejected: the choice by estimated entropy, which is far off where Rice parameters end.
fn predicting_config() -> config::Encoder {
    let mut config = config::Encoder::default();
    config.multithread = false;
    config.subframe_coding.use_lpc = false;
    config.subframe_coding.fixed.order_sel = OrderSel::BitCount;
    config
}

/// Samples as they are, or one value for a whole block of equal samples.
fn verbatim_config() -> config::Encoder {
    let mut config = predicting_config();
    config.subframe_coding.use_fixed = false;
    config.stereo_coding.use_leftside = false;
    config.stereo_coding.use_rightside = false;
    config.stereo_coding.use_midside = false;
    config
}

/// The rate that flacenc writes into frame headers for a stream at `hz`.
///
/// It refuses rates above 96 kHz, but the rest of the encoder does not depend on the rate. A rate
/// that the header has no code for becomes "see STREAMINFO", which is written by us: 65,537 is
/// neither below 65,536 Hz nor a multiple of 10 Hz, as the codes would need.
fn header_rate(hz: u32) -> usize {
    const SEE_STREAM_INFO: usize = 65_537;
    if hz <= 96_000 { hz as usize } else { SEE_STREAM_INFO }
}

fn refused(error: impl std::fmt::Display) -> FlacError {
    FlacError::Encoder(error.to_string())
}
