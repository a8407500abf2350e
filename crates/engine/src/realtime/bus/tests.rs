//! Buses: where they go, how they get there, and what an output lacks.

use std::sync::Arc;

use super::{BusRack, OutputFrames};
use crate::{
    protocol::bus::{BusChannels, BusId, BusMix, BusStrips, OutputChannel},
    realtime::piece::BusPieces,
};
use attacca_units::Gain;

const RAMP: u32 = 100;

fn bus(index: usize) -> BusId {
    BusId::new(index).expect("a bus")
}

fn mono(number: usize) -> BusChannels {
    BusChannels::Mono(OutputChannel::new(number).expect("a channel"))
}

fn pair(left: usize, right: usize) -> BusChannels {
    let channel = |number| OutputChannel::new(number).expect("a channel");
    BusChannels::Pair(channel(left), channel(right))
}

/// Buses whose left side holds 3 and whose right side holds 1, times one more than their index.
struct Stage {
    strips: Arc<BusStrips>,
    rack: BusRack,
    used: Vec<BusId>,
}

impl Stage {
    fn new(buses: &[(usize, BusChannels)]) -> Stage {
        let strips = Arc::new(BusStrips::new());
        let used = buses.iter().map(|(index, channels)| {
            strips.set(bus(*index), BusMix { channels: *channels, ..unity() });
            bus(*index)
        });
        let used = used.collect();
        Stage { rack: BusRack::new(strips.clone(), RAMP), strips, used }
    }

    fn set(&self, index: usize, mix: BusMix) {
        self.strips.set(bus(index), mix);
    }

    /// The next frames, as rows of channels.
    fn write(&mut self, frames: usize, channel_count: usize) -> Vec<Vec<f32>> {
        let mut sums = BusPieces::new();
        sums.begin(frames);
        for bus in &self.used {
            let factor = bus.index() as f32 + 1.0;
            let out = sums.stretch(*bus, 0..frames);
            out.left.fill(3.0 * factor);
            out.right.fill(factor);
        }
        let mut samples = vec![f32::NAN; frames * channel_count];
        let mut out = OutputFrames { samples: &mut samples, channel_count };
        self.rack.write(&mut sums, &mut out, 0.1);
        samples.chunks_exact(channel_count).map(<[f32]>::to_vec).collect()
    }

    fn last_row(&mut self, channel_count: usize) -> Vec<f32> {
        self.write(1, channel_count).pop().expect("a row")
    }

    fn unheard(&mut self, channel_count: usize) -> Vec<usize> {
        self.rack.newly_unheard(channel_count).map(BusId::index).collect()
    }
}

fn unity() -> BusMix {
    BusMix::initial(BusId::MAIN)
}

#[test]
fn buses_go_to_their_channels_and_add_where_they_meet() {
    let mut stage = Stage::new(&[(0, pair(1, 2)), (1, pair(4, 3)), (2, mono(4)), (3, mono(1))]);
    // Bus 0 is 3/1, bus 1 6/2, bus 2 9/3 with a mean of 6, bus 3 12/4 with a mean of 8.
    assert_eq!(stage.last_row(5), [3.0 + 8.0, 1.0, 2.0, 6.0 + 6.0, 0.0]);
}

#[test]
fn what_an_output_lacks_is_silent_and_never_goes_elsewhere() {
    let mut stage = Stage::new(&[(0, pair(1, 2)), (1, pair(2, 3)), (2, pair(3, 4)), (3, mono(5))]);
    assert_eq!(stage.last_row(2), [3.0, 1.0 + 6.0]);
    assert_eq!(stage.last_row(1), [2.0], "only the first pair is folded");
    assert_eq!(stage.last_row(3), [3.0, 7.0, 2.0 + 9.0]);
}

#[test]
fn what_an_output_lacks_is_said_once_for_the_same_channels_and_output() {
    let mut stage = Stage::new(&[(0, pair(1, 2)), (1, pair(3, 4)), (9, mono(3))]);
    assert_eq!(stage.unheard(2), [1, 9]);
    assert_eq!(stage.unheard(2), [0usize; 0], "said already");
    stage.set(1, BusMix { gain: Gain(0.5), channels: pair(3, 4), ..unity() });
    assert_eq!(stage.unheard(2), [0usize; 0], "still the same channels");
    assert_eq!(stage.unheard(4), [0usize; 0]);
    assert_eq!(stage.unheard(1), [1, 9], "another output");
    stage.set(1, BusMix { channels: pair(2, 3), ..unity() });
    assert_eq!(stage.unheard(1), [1], "other channels");
    stage.set(1, BusMix { channels: BusChannels::Nowhere, ..unity() });
    assert_eq!(stage.unheard(1), [0usize; 0], "nothing is to be heard of it");
}

#[test]
fn gains_and_mutes_glide_in_equal_steps() {
    let mut stage = Stage::new(&[(2, pair(1, 2))]);
    stage.write(10, 2);
    stage.set(2, BusMix { is_muted: true, ..unity() });
    let rows = stage.write(RAMP as usize + 3, 2);
    let steps = rows.windows(2).map(|pair| pair[0][0] - pair[1][0]);
    let expected = 9.0 / RAMP as f32;
    assert!(steps.take(RAMP as usize - 1).all(|step| (step - expected).abs() < 1e-4));
    assert_eq!(rows[RAMP as usize - 1..], vec![vec![0.0, 0.0]; 4]);
}

#[test]
fn a_change_of_channels_is_a_crossfade_whatever_the_blocks() {
    let fade = |block: usize| {
        let mut stage = Stage::new(&[(0, pair(1, 2))]);
        stage.write(10, 4);
        stage.set(0, BusMix { channels: pair(3, 2), ..unity() });
        (0..120 / block).flat_map(|_| stage.write(block, 4)).collect::<Vec<_>>()
    };
    let whole = fade(120);
    for (i, row) in whole.iter().enumerate() {
        let share = ((i + 1) as f32 / RAMP as f32).min(1.0);
        let expected = [3.0 * (1.0 - share), 1.0, 3.0 * share, 0.0];
        let is_near = |(row, expected): (&f32, f32)| (row - expected).abs() < 1e-5;
        assert!(row.iter().zip(expected).all(is_near), "frame {i}: {row:?}");
    }
    assert_eq!(whole[RAMP as usize..], vec![vec![0.0, 1.0, 3.0, 0.0]; 20]);
    for block in [1, 8, 60] {
        assert_eq!(fade(block), whole, "blocks of {block}");
    }
}

#[test]
fn a_silent_bus_is_at_once_what_it_is_set_to() {
    let mut stage = Stage::new(&[(1, pair(1, 2))]);
    let used = std::mem::take(&mut stage.used);
    stage.write(10, 4);
    stage.set(1, BusMix { gain: Gain(0.5), is_muted: false, channels: pair(3, 4) });
    stage.write(10, 4);
    stage.used = used;
    assert_eq!(stage.last_row(4), [0.0, 0.0, 3.0, 1.0]);
}

#[test]
fn a_meter_shows_its_bus_after_the_gain_and_falls_when_nothing_comes() {
    let mut stage = Stage::new(&[(0, pair(1, 2)), (1, pair(3, 4))]);
    stage.set(1, BusMix { gain: Gain(0.25), is_muted: false, channels: pair(3, 4) });
    stage.write(400, 2);
    let strips = stage.strips.clone();
    strips.of(bus(1)).level.take();
    for _ in 0..200 {
        stage.write(400, 2);
    }
    let meter = strips.of(bus(1)).level.take();
    assert_eq!(meter.peak, [1.5, 0.5], "also where it is not heard");
    assert!((meter.rms[0] - 1.5).abs() < 1e-3 && (meter.rms[1] - 0.5).abs() < 1e-3, "{meter:?}");
    assert_eq!(strips.of(bus(2)).level.take(), Default::default());
    stage.used.clear();
    for _ in 0..1000 {
        stage.write(400, 2);
    }
    let meter = strips.of(bus(1)).level.take();
    assert_eq!((meter.peak, meter.rms), ([0.0; 2], [0.0; 2]));
}
