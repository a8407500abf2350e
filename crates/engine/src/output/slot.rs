//! Where the renderer is while a device plays it: put there and taken by control, lent to the audio
//! thread for the time of a block.
//!
//! So a stream that is dead, or that hangs while it is closed, never holds the renderer: only a
//! callback that is rendering does.

use std::{
    ops::{Deref, DerefMut},
    thread,
    time::{Duration, Instant},
};

use crossbeam_utils::atomic::AtomicCell;

use crate::realtime::renderer::Renderer;

/// How often a renderer that is lent is asked for again: a block takes a fraction of that.
const ASK_INTERVAL: Duration = Duration::from_micros(200);

/// A place for one renderer. One swap puts it there or takes it: no lock, no waiting.
#[derive(Default)]
pub(crate) struct RendererSlot {
    cell: AtomicCell<Option<Box<Renderer>>>,
}

const _: () = assert!(
    AtomicCell::<Option<Box<Renderer>>>::is_lock_free(),
    "the audio thread would have to wait"
);

impl RendererSlot {
    /// Leaves `renderer` to the stream's callbacks. The slot must be empty. Runs on: control.
    pub(crate) fn put(&self, renderer: Box<Renderer>) {
        self.cell.store(Some(renderer));
    }

    /// Takes the renderer from the callbacks; `None` when it is lent or there is none. Runs on:
    /// control.
    pub(crate) fn take(&self) -> Option<Box<Renderer>> {
        self.cell.take()
    }

    /// As [`RendererSlot::take`], and waits for a callback that has it; `None` when it does not come
    /// back within `patience`. Runs on: control.
    pub(crate) fn take_within(&self, patience: Duration) -> Option<Box<Renderer>> {
        let asked_at = Instant::now();
        loop {
            let renderer = self.take();
            if renderer.is_some() || asked_at.elapsed() > patience {
                return renderer;
            }
            thread::sleep(ASK_INTERVAL);
        }
    }

    /// Lends the renderer for a block; `None` when control has it. Realtime-safe. Runs on: audio.
    pub(crate) fn lend(&self) -> Option<LentRenderer<'_>> {
        let renderer = self.cell.take()?;
        Some(LentRenderer { renderer: Some(renderer), slot: self })
    }
}

const THERE_UNTIL_DROP: &str = "it goes back on drop only";

/// The renderer for the time of a block. Goes back into its slot however the block ends, by a panic
/// too.
pub(crate) struct LentRenderer<'a> {
    renderer: Option<Box<Renderer>>,
    slot: &'a RendererSlot,
}

impl Deref for LentRenderer<'_> {
    type Target = Renderer;
    fn deref(&self) -> &Renderer {
        self.renderer.as_ref().expect(THERE_UNTIL_DROP)
    }
}

impl DerefMut for LentRenderer<'_> {
    fn deref_mut(&mut self) -> &mut Renderer {
        self.renderer.as_mut().expect(THERE_UNTIL_DROP)
    }
}

impl Drop for LentRenderer<'_> {
    fn drop(&mut self) {
        // What is overwritten is the nothing that was left when it was lent.
        self.slot.cell.store(self.renderer.take());
    }
}

#[cfg(test)]
mod tests;
