//! Pieces: each bus has its own sound, and none has an older one's.

use super::{BusPieces, PIECE_FRAMES};
use crate::{protocol::bus::BusId, settings::MAX_BUSES};

fn bus(index: usize) -> BusId {
    BusId::new(index).expect("a bus")
}

/// Adds `value` to every frame of a bus.
fn fill(pieces: &mut BusPieces, bus: BusId, value: f32) {
    let out = pieces.stretch(bus, 0..pieces.frames());
    out.left.iter_mut().chain(out.right).for_each(|sample| *sample += value);
}

fn sound(pieces: &mut BusPieces, bus: BusId) -> [Vec<f32>; 2] {
    let out = pieces.stretch(bus, 0..pieces.frames());
    [out.left.to_vec(), out.right.to_vec()]
}

#[test]
fn a_bus_is_silent_before_something_goes_into_it() {
    let mut pieces = BusPieces::new();
    pieces.begin(PIECE_FRAMES);
    fill(&mut pieces, bus(3), 9.0);
    pieces.begin(5);
    assert_eq!(pieces.used().count(), 0);
    let out = pieces.stretch(bus(3), 2..4);
    out.left.fill(1.0);
    assert_eq!(sound(&mut pieces, bus(3)), [vec![0.0, 0.0, 1.0, 1.0, 0.0], vec![0.0; 5]]);
    assert_eq!(pieces.used().collect::<Vec<_>>(), [bus(3)]);
}

#[test]
fn every_bus_has_room_of_its_own() {
    let mut pieces = BusPieces::new();
    pieces.begin(7);
    for bus in BusId::all() {
        fill(&mut pieces, bus, bus.index() as f32);
    }
    assert_eq!(pieces.used().collect::<Vec<_>>(), BusId::all().collect::<Vec<_>>());
    for index in 0..MAX_BUSES {
        assert_eq!(sound(&mut pieces, bus(index)), [vec![index as f32; 7], vec![index as f32; 7]]);
    }
}

#[test]
fn what_is_taken_in_adds_and_leaves_silence() {
    let (mut sums, mut voice) = (BusPieces::new(), BusPieces::new());
    sums.begin(4);
    for round in 1..=2 {
        voice.begin(4);
        fill(&mut voice, bus(0), 1.0);
        fill(&mut voice, bus(round), 10.0);
        sums.take_in(&mut voice);
        assert_eq!(voice.used().count(), 0);
    }
    let levels = [0, 1, 2].map(|index| sound(&mut sums, bus(index))[0][3]);
    assert_eq!(levels, [2.0, 10.0, 10.0]);
    assert_eq!(sums.used().count(), 3);
    voice.begin(4);
    assert_eq!(sound(&mut voice, bus(0))[0], [0.0; 4], "what was swapped is not heard again");
}
