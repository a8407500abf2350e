//! Ramps land exactly, in any blocks.

use super::*;

/// 300 frames of two channels at full level through `edge`, in blocks of `block` frames.
fn through(mut edge: Edge, block: usize) -> Vec<f32> {
    let mut out = vec![1.0; 600];
    for part in out.chunks_mut(block * 2) {
        edge.apply(part, 2);
    }
    out
}

#[test]
fn an_opening_goes_from_silence_to_exactly_full_level_in_even_steps() {
    let out = through(Edge::opening(FrameCount(240)), 300);
    assert_eq!(out[..2], [0.0, 0.0]);
    assert!(out[480..].iter().all(|sample| *sample == 1.0));
    for pair in out.chunks(2).collect::<Vec<_>>().windows(2).take(239) {
        assert_eq!(pair[0][0], pair[0][1], "both channels alike");
        assert!((pair[1][0] - pair[0][0] - 1.0 / 240.0).abs() < 1e-5, "{pair:?}");
    }
}

#[test]
fn a_closing_ends_in_silence_that_lasts() {
    let mut closing = Edge::NONE;
    closing.close(FrameCount(240));
    let out = through(closing, 300);
    assert_eq!(out[0], 1.0, "the first frame is as it was");
    assert!(out[478] > 0.0 && out[480..].iter().all(|sample| *sample == 0.0));
}

#[test]
fn blocks_do_not_matter_and_an_opening_can_turn_round() {
    let opening = Edge::opening(FrameCount(240));
    assert_eq!(through(opening, 1), through(opening, 170));
    let mut edge = opening;
    edge.apply(&mut [1.0; 240], 2);
    edge.close(FrameCount(240));
    let out = through(edge, 300);
    assert!((out[0] - 0.5).abs() < 1e-4, "it falls from where it is");
    assert!(out[480..].iter().all(|sample| *sample == 0.0));
}

#[test]
fn full_level_changes_no_bit() {
    let mut out = [f32::MIN_POSITIVE, -0.0, f32::INFINITY, 0.3];
    let mut full = Edge::NONE;
    full.apply(&mut out, 2);
    assert_eq!(
        out.map(f32::to_bits),
        [f32::MIN_POSITIVE, -0.0, f32::INFINITY, 0.3].map(f32::to_bits)
    );
}
