//! Buses: their ids and channels.

use attacca_units::{Decibels, Gain};

use super::{BusChannels, BusId, BusMix, BusStrips, OutputChannel};
use crate::settings::MAX_BUSES;

fn channel(number: usize) -> OutputChannel {
    OutputChannel::new(number).expect("a channel")
}

#[test]
fn there_are_as_many_buses_as_said_and_main_is_the_first() {
    assert_eq!(BusId::new(0), Some(BusId::MAIN));
    assert_eq!(BusId::new(MAX_BUSES - 1).map(BusId::index), Some(MAX_BUSES - 1));
    assert_eq!(BusId::new(MAX_BUSES), None);
    assert_eq!(BusId::new(usize::MAX), None);
    assert_eq!(BusId::all().count(), MAX_BUSES);
}

#[test]
fn channels_are_numbered_from_1_to_255() {
    assert_eq!([0, 256, usize::MAX].map(OutputChannel::new), [None; 3]);
    assert_eq!([1, 255].map(|number| channel(number).number()), [1, 255]);
}

#[test]
fn a_bus_keeps_every_route_that_it_is_given() {
    let strips = BusStrips::new();
    let strip = strips.of(BusId::MAIN);
    let mix = BusMix::initial(BusId::MAIN);
    assert_eq!(strip.get(), mix);
    for left in 1..=255 {
        for right in [1, 2, 128, 255] {
            let pair = BusChannels::Pair(channel(left), channel(right));
            strips.set(BusId::MAIN, BusMix { channels: pair, ..mix });
            let mono = BusChannels::Mono(channel(left));
            assert_eq!(strip.channels(), if left == right { mono } else { pair });
        }
    }
    strips.set(BusId::MAIN, BusMix { channels: BusChannels::Nowhere, ..mix });
    assert_eq!(strip.channels(), BusChannels::Nowhere);
}

#[test]
fn a_bus_keeps_its_gain_within_the_fader() {
    let strips = BusStrips::new();
    let strip = strips.of(BusId::MAIN);
    let most = Decibels::FADER_MAX.to_gain().0;
    for (gain, kept) in [(0.5, 0.5), (99.0, most), (-1.0, 0.0), (f32::NAN, 0.0)] {
        strips.set(BusId::MAIN, BusMix { gain: Gain(gain), ..BusMix::initial(BusId::MAIN) });
        assert_eq!(strip.get().gain, Gain(kept));
        assert_eq!(strip.sounding_gain(), kept);
    }
}

#[test]
fn only_main_is_heard_before_a_bus_is_set() {
    let heard = |bus: &BusId| BusMix::initial(*bus).channels != BusChannels::Nowhere;
    assert_eq!(BusId::all().filter(heard).collect::<Vec<_>>(), [BusId::MAIN]);
    assert_eq!(BusMix::initial(BusId::MAIN).channels.to_string(), "1/2");
}

#[test]
fn an_output_has_the_channels_of_a_bus_or_lacks_some() {
    let pair = |left, right| BusChannels::Pair(channel(left), channel(right));
    let mono = |number| BusChannels::Mono(channel(number));
    let cases = [
        (BusChannels::Nowhere, 1, true),
        (pair(1, 2), 2, true),
        (pair(1, 2), 1, true),
        (pair(2, 1), 1, true),
        (pair(1, 3), 1, false),
        (pair(1, 3), 2, false),
        (pair(3, 4), 2, false),
        (pair(3, 4), 4, true),
        (mono(1), 1, true),
        (mono(2), 1, false),
        (mono(8), 8, true),
    ];
    for (channels, channel_count, is_heard) in cases {
        assert_eq!(channels.are_in(channel_count), is_heard, "{channels} of {channel_count}");
    }
}
