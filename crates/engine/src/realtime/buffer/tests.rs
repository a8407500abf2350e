//! The window: what is ready, what is dropped, what is refused.

use std::sync::Arc;

use attacca_units::{FrameCount, FramePos};
use proptest::prelude::*;

use super::StreamingBuffer;
use crate::{protocol::slab::Slab, settings::SLAB_FRAMES};

fn slab(index: u64) -> Arc<Slab> {
    Arc::new(Slab::new(index, Vec::new()))
}

fn frames(slabs: u64) -> FrameCount {
    FrameCount(slabs * SLAB_FRAMES as u64)
}

#[test]
fn the_lead_ends_at_the_first_missing_slab() {
    let mut buffer = StreamingBuffer::new(FramePos::ZERO, 8);
    for index in [0, 1, 3] {
        buffer.push_slab(slab(index));
    }
    assert_eq!(buffer.lead(FramePos::ZERO), frames(2));
    buffer.push_slab(slab(2));
    assert_eq!(buffer.lead(FramePos(100)), frames(4) - FrameCount(100));
}

#[test]
fn slabs_before_the_playhead_leave_and_make_room() {
    let mut buffer = StreamingBuffer::new(FramePos::ZERO, 2);
    buffer.push_slab(slab(0));
    buffer.push_slab(slab(1));
    buffer.push_slab(slab(2));
    assert!(buffer.slab(2).is_none(), "no room for a third slab");
    buffer.drop_before(Slab::start_of(1));
    assert!(buffer.slab(0).is_none());
    buffer.push_slab(slab(2));
    assert_eq!(buffer.slab(2).map(|slab| slab.index), Some(2));
    assert_eq!(buffer.lead(Slab::start_of(1)), frames(2));
}

#[test]
fn the_clock_may_run_over_missing_slabs() {
    let mut buffer = StreamingBuffer::new(FramePos::ZERO, 4);
    buffer.push_slab(slab(0));
    buffer.drop_before(Slab::start_of(9));
    assert_eq!(buffer.lead(Slab::start_of(9)), FrameCount::ZERO);
    buffer.push_slab(slab(3));
    buffer.push_slab(slab(9));
    assert_eq!(buffer.lead(Slab::start_of(9)), frames(1));
}

#[test]
fn a_voice_that_fades_out_keeps_only_what_it_needs() {
    let mut buffer = StreamingBuffer::new(FramePos::ZERO, 8);
    let slabs: Vec<_> = (0..6).map(slab).collect();
    slabs.iter().for_each(|slab| buffer.push_slab(slab.clone()));
    buffer.drop_after(FramePos(SLAB_FRAMES as u64));
    assert_eq!(buffer.lead(FramePos::ZERO), frames(2));
    let held: Vec<_> = slabs.iter().map(|slab| Arc::strong_count(slab) > 1).collect();
    assert_eq!(held, [true, true, false, false, false, false]);
}

proptest! {
    #[test]
    fn a_buffer_gives_what_a_set_of_slabs_would(
        steps in prop::collection::vec((0u64..12, any::<bool>()), 1..60),
    ) {
        let capacity = 5;
        let mut buffer = StreamingBuffer::new(FramePos::ZERO, capacity as usize);
        let mut model = std::collections::BTreeSet::new();
        let mut first = 0;
        for (index, is_push) in steps {
            if is_push {
                buffer.push_slab(slab(index));
                if (first..first + capacity).contains(&index) {
                    model.insert(index);
                }
            } else {
                first = first.max(index);
                buffer.drop_before(Slab::start_of(index));
                model.retain(|kept| *kept >= first);
            }
            let run = (first..).take_while(|index| model.contains(index)).count() as u64;
            prop_assert_eq!(buffer.lead(Slab::start_of(first)), frames(run));
            for index in 0..20 {
                prop_assert_eq!(buffer.slab(index).is_some(), model.contains(&index));
            }
        }
    }
}
