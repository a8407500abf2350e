//! The renderer is with one side at a time, and always comes back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use assert_no_alloc::assert_no_alloc;
use attacca_units::SampleRate;

use super::*;
use crate::{EngineSettings, MultiTrackEngine};

fn filled() -> (MultiTrackEngine, RendererSlot) {
    let settings = EngineSettings::new(SampleRate::HZ_48000);
    let (engine, renderer) = MultiTrackEngine::new(settings).expect("threads");
    let slot = RendererSlot::default();
    slot.put(Box::new(renderer));
    (engine, slot)
}

#[test]
fn a_lent_renderer_cannot_be_taken_and_a_taken_one_cannot_be_lent() {
    let (_engine, slot) = filled();
    assert_no_alloc(|| {
        let lent = slot.lend();
        assert!(lent.is_some() && slot.take().is_none() && slot.lend().is_none());
    });
    let taken = slot.take();
    assert!(taken.is_some() && slot.lend().is_none() && slot.take().is_none());
}

#[test]
fn a_renderer_that_is_lent_is_waited_for_but_not_for_ever() {
    let (_engine, slot) = filled();
    let lent = slot.lend();
    assert!(slot.take_within(Duration::from_millis(5)).is_none());
    thread::scope(|scope| {
        scope.spawn(move || {
            thread::sleep(Duration::from_millis(20));
            drop(lent);
        });
        assert!(slot.take_within(Duration::from_secs(60)).is_some());
    });
}

#[test]
fn a_panic_in_a_block_brings_the_renderer_back() {
    let (_engine, slot) = filled();
    let block = catch_unwind(AssertUnwindSafe(|| {
        let _lent = slot.lend();
        panic!("a block fails");
    }));
    assert!(block.is_err() && slot.take().is_some());
}
