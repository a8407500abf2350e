//! Time goes on without a device, be it lost or not there yet: the renderer is called so that its
//! playhead stays with the wall clock, and what it renders is heard by nobody.
//!
//! Runs on: the thread that watches the output.

use std::time::Instant;

use attacca_units::FrameCount;

use super::pacing::duration_of;
use crate::realtime::renderer::Renderer;

/// Frames rendered at once: as a usual device's block, so that commands are heard as soon.
const BLOCK_FRAMES: u64 = 512;

/// A renderer without a device.
#[derive(Debug)]
pub(crate) struct Bridge {
    renderer: Box<Renderer>,
    /// When the next frame would be heard.
    next_heard_at: Instant,
    /// Those of the device that was lost: buses go where they went.
    channel_count: usize,
    block: Vec<f32>,
}

impl Bridge {
    /// Goes on where `renderer` is: its next frame is due when it would have been heard.
    pub(crate) fn new(renderer: Box<Renderer>, channel_count: u16) -> Bridge {
        let (at, frames) = renderer.last_block();
        let next_heard_at = at + duration_of(frames, renderer.engine_rate());
        Bridge::starting_at(next_heard_at, renderer, channel_count)
    }

    /// Begins where `renderer` is: its next frame is due at `start`.
    pub(crate) fn starting_at(
        start: Instant,
        renderer: Box<Renderer>,
        channel_count: u16,
    ) -> Bridge {
        let channel_count = usize::from(channel_count);
        let block = vec![0.0; BLOCK_FRAMES as usize * channel_count];
        Bridge { renderer, next_heard_at: start, channel_count, block }
    }

    /// Renders what is to be heard before `until`, but for a rest shorter than a block.
    pub(crate) fn run_until(&mut self, until: Instant) {
        while self.frames_until(until) >= BLOCK_FRAMES {
            self.render(BLOCK_FRAMES);
        }
    }

    /// Renders what is to be heard before `until`, to the frame, and gives the renderer to who makes
    /// the next frame heard then.
    pub(crate) fn end_at(mut self, until: Instant) -> Box<Renderer> {
        self.run_until(until);
        let rest = self.frames_until(until);
        if rest > 0 {
            self.render(rest);
        }
        self.renderer
    }

    /// Gives the renderer back as it is.
    pub(crate) fn into_renderer(self) -> Box<Renderer> {
        self.renderer
    }

    fn frames_until(&self, until: Instant) -> u64 {
        let missing = until.saturating_duration_since(self.next_heard_at);
        self.renderer.engine_rate().frames_in(missing.as_secs_f64()).0
    }

    fn render(&mut self, frames: u64) {
        self.renderer.expect_block(FrameCount(frames));
        let block = &mut self.block[..frames as usize * self.channel_count];
        self.renderer.render(block, self.channel_count, self.next_heard_at);
        self.next_heard_at += duration_of(FrameCount(frames), self.renderer.engine_rate());
    }
}

#[cfg(test)]
mod tests;
