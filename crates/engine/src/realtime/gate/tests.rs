//! Gates: lengths, turning round, power, and independence of blocks.

use attacca_units::FrameCount;

use super::Gate;

fn faded(mut gate: Gate, frames: usize, block: usize) -> Vec<f32> {
    let (mut left, mut right) = (vec![1.0f32; frames], vec![1.0f32; frames]);
    for (left, right) in left.chunks_mut(block).zip(right.chunks_mut(block)) {
        gate.apply(left, right);
    }
    assert_eq!(left, right);
    left
}

fn opening(frames: u64) -> Gate {
    let mut gate = Gate::CLOSED;
    gate.open(FrameCount(frames));
    gate
}

fn closing(frames: u64) -> Gate {
    let mut gate = opening(0);
    gate.close(FrameCount(frames));
    gate
}

#[test]
fn an_opening_gate_is_open_after_exactly_its_fade() {
    for frames in [1, 2, 240, 2400, 9600] {
        let mut gate = opening(frames);
        assert_eq!(gate.frames_left(), frames as usize);
        gate.skip(frames as usize - 1);
        assert!(!gate.is_open(), "{frames}");
        gate.skip(1);
        assert!(gate.is_open(), "{frames}");
    }
}

#[test]
fn a_closing_gate_is_closed_after_exactly_its_fade() {
    for frames in [1, 2, 240, 2400, 9600] {
        let mut gate = closing(frames);
        gate.skip(frames as usize - 1);
        assert!(!gate.is_closed(), "{frames}");
        gate.skip(1);
        assert!(gate.is_closed(), "{frames}");
    }
}

#[test]
fn a_fade_does_not_depend_on_the_block_length() {
    let whole = faded(opening(2400), 3000, 3000);
    for block in [1, 7, 128, 170, 512] {
        assert_eq!(faded(opening(2400), 3000, block), whole, "block {block}");
    }
}

#[test]
fn opposite_gates_keep_the_power() {
    let (rise, fall) = (faded(opening(480), 480, 480), faded(closing(480), 480, 480));
    for (rise, fall) in rise.iter().zip(&fall) {
        assert!((rise * rise + fall * fall - 1.0).abs() < 1e-5);
    }
}

#[test]
fn no_step_of_a_fade_is_larger_than_two_lengths_of_it() {
    let rise = faded(opening(240), 241, 241);
    let largest = rise.windows(2).map(|w| w[1] - w[0]).fold(0.0, f32::max);
    assert!(largest < 2.0 / 240.0, "{largest}");
    assert_eq!(rise[240], 1.0);
}

#[test]
fn a_gate_that_turns_round_goes_on_from_where_it_is() {
    let mut gate = opening(100);
    gate.skip(50);
    gate.close(FrameCount(100));
    assert_eq!(gate.frames_left(), 50);
    gate.skip(50);
    assert!(gate.is_closed());
}

#[test]
fn hurrying_shortens_a_long_fade_and_leaves_a_short_one() {
    let mut gate = closing(2400);
    gate.skip(100);
    gate.hurry_closing(FrameCount(240));
    assert!(gate.frames_left() <= 240);
    let mut short = closing(100);
    short.hurry_closing(FrameCount(240));
    assert_eq!(short.frames_left(), 100);
}
