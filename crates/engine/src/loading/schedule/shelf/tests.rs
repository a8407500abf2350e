//! Claims about slabs that lack a stem.

use attacca_units::FramePos;

use super::*;
use crate::{loading::samples::SampleFormat, protocol::slab::Part, settings::SLAB_FRAMES};

/// A part of one channel and 16 bits.
fn sound() -> SlabPart {
    let block = SampleBlock::silent(SampleFormat::I16, 1, SLAB_FRAMES);
    SlabPart::Sound(Part { start: FramePos::ZERO, block })
}

/// A shelf with a complete slab that lacks the second of two stems.
fn lacking() -> Shelf {
    let mut shelf = Shelf::default();
    shelf.begin(0, vec![PartState::Done(sound()), PartState::Done(SlabPart::Absent)]);
    assert!(shelf.complete(0, |_| true));
    shelf
}

#[test]
fn a_slab_that_lacks_a_stem_is_complete_until_it_is_mended_and_then() {
    let mut shelf = lacking();
    assert_eq!(shelf.to_mend(1, 0..9, |_| true), Some(0));
    shelf.lease_mending(0, 1);
    assert_eq!(shelf.to_mend(1, 0..9, |_| true), None, "a loader is at it");
    assert!(shelf.is_ready(0) && shelf.lacks(1, 0..9));
    assert!(shelf.fill(0, 1, sound()).is_ok());
    assert!(shelf.ready(0).is_some_and(|slab| !slab.has_absent && slab.parts[1].sound().is_some()));
    assert!(!shelf.lacks(1, 0..9));
}

#[test]
fn a_slab_that_the_audio_thread_has_stays_as_it_is() {
    let mut shelf = lacking();
    let lent = shelf.lend(0);
    assert_eq!(shelf.to_mend(1, 0..9, |_| true), None);
    drop(lent);
    shelf.lease_mending(0, 1);
    let lent = shelf.lend(0);
    assert!(shelf.fill(0, 1, sound()).is_err(), "it was lent while its part was decoded");
    assert!(lent.is_some_and(|slab| slab.has_absent));
    assert_eq!(shelf.to_mend(1, 0..9, |_| true), Some(0), "it is mended when it is back");
}

#[test]
fn a_part_that_nobody_waits_for_any_more_is_given_back() {
    let mut shelf = lacking();
    shelf.lease_mending(0, 1);
    assert!(shelf.leave_out(1, |_| false).is_empty());
    assert!(shelf.fill(0, 1, sound()).is_err(), "the stem was left out meanwhile");
    shelf.lease_mending(0, 1);
    let mut pool = BlockPool::default();
    pool.used_bytes = 2 * SLAB_FRAMES;
    assert_eq!(shelf.evict(&[], &mut pool, 0), [0]);
    assert!(shelf.fill(0, 1, sound()).is_err(), "the slab is gone");
    assert!(shelf.is_empty() && !shelf.lacks(1, 0..9) && shelf.incomplete(0..1).eq([0]));
}

#[test]
fn a_slab_in_which_a_stem_is_damaged_is_not_mended() {
    let mut shelf = Shelf::default();
    shelf.begin(0, vec![PartState::Done(sound()), PartState::Done(SlabPart::Absent)]);
    assert!(shelf.complete(0, |_| false));
    assert!(!shelf.lacks(1, 0..9));
    let mut shelf = lacking();
    shelf.lease_mending(0, 1);
    assert!(shelf.fill(0, 1, SlabPart::Absent).is_ok(), "what was found when it was tried");
    assert!(shelf.is_ready(0) && !shelf.lacks(1, 0..9));
}
