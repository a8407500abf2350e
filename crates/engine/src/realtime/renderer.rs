//! The renderer: what an output calls for each block.

use std::{sync::Arc, time::Instant};

use attacca_units::SampleRate;

use crate::{protocol::BlockReport, realtime::stats::CallbackStats};

/// The engine's audio side. An output owns it and calls it for each block.
#[derive(Debug)]
pub struct Renderer {}

#[expect(unused_variables, reason = "being written")]
impl Renderer {
    /// Renders the next block.
    ///
    /// Shape: `out` is interleaved, `channel_count` samples a frame, any number of frames.
    /// Channels 1 and 2 get the master, one channel gets (L+R)/2, further ones silence. `at` is
    /// when the block's first frame will be heard. Realtime-safe. Runs on: audio.
    pub fn render(&mut self, out: &mut [f32], channel_count: usize, at: Instant) -> BlockReport {
        todo!()
    }

    /// The rate of what it renders.
    pub fn engine_rate(&self) -> SampleRate {
        todo!()
    }

    /// Where an output counts how its callbacks go.
    pub fn callback_stats(&self) -> Arc<CallbackStats> {
        todo!()
    }
}
