//! Buses: where stems are summed, and which channels of the output the sum goes to.
//!
//! Control writes parameters and reads levels; the audio thread does the reverse.

use std::{
    fmt,
    num::NonZeroU8,
    sync::atomic::{
        AtomicBool, AtomicU16, AtomicU32,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use attacca_units::Gain;

use crate::{
    protocol::mix::{SharedF32, SharedMeter, clamp_gain},
    settings::MAX_BUSES,
};

/// One of the engine's [`MAX_BUSES`] buses. What it is for and what it is called is the caller's
/// matter.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BusId(u8);

impl BusId {
    /// The bus of every stem that is not sent elsewhere; its gain is the master.
    pub const MAIN: BusId = BusId(0);

    /// The bus of this index, from 0 ([`BusId::MAIN`]) on; `None` from [`MAX_BUSES`] on.
    pub fn new(index: usize) -> Option<BusId> {
        u8::try_from(index).ok().filter(|_| index < MAX_BUSES).map(BusId)
    }

    /// Its place among the buses, from 0 on.
    pub fn index(self) -> usize {
        self.0.into()
    }

    /// Every bus, [`BusId::MAIN`] first.
    pub fn all() -> impl Iterator<Item = BusId> {
        (0..MAX_BUSES as u8).map(BusId)
    }
}

/// How a bus is mixed and where it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BusMix {
    /// The fader; from silence to +12 dB, what is beyond is clamped.
    pub gain: Gain,
    /// Silent.
    pub is_muted: bool,
    /// The channels it goes to. Several buses may go to the same ones: they add.
    pub channels: BusChannels,
}

impl BusMix {
    /// What a bus is before it is set: at unity, [`BusId::MAIN`] on channels 1 and 2, every other
    /// one nowhere, so that nothing reaches the audience unasked.
    pub fn initial(bus: BusId) -> BusMix {
        let channels =
            if bus == BusId::MAIN { BusChannels::FIRST_PAIR } else { BusChannels::Nowhere };
        BusMix { gain: Gain::UNITY, is_muted: false, channels }
    }
}

/// The channels of the output that a bus goes to.
///
/// A channel that the output doesn't have is silent: what is meant for it goes to no other one,
/// and [`EngineEvent::BusUnheard`](crate::EngineEvent::BusUnheard) says so. Only an output of a
/// single channel stands for the first pair: a bus on channels 1 and 2 is heard there as
/// (L + R) / 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BusChannels {
    /// Not heard.
    Nowhere,
    /// (L + R) / 2 to one channel.
    Mono(OutputChannel),
    /// Left to the first, right to the second one. Twice the same is [`BusChannels::Mono`].
    Pair(OutputChannel, OutputChannel),
}

impl BusChannels {
    /// Channels 1 and 2.
    pub const FIRST_PAIR: BusChannels =
        BusChannels::Pair(OutputChannel::FIRST, OutputChannel::SECOND);

    /// Its channels: none, one or two.
    pub fn iter(self) -> impl Iterator<Item = OutputChannel> {
        let (first, second) = match self {
            BusChannels::Nowhere => (None, None),
            BusChannels::Mono(channel) => (Some(channel), None),
            BusChannels::Pair(left, right) => (Some(left), Some(right)),
        };
        first.into_iter().chain(second)
    }

    /// True when an output of `channel_count` channels lets all of it be heard.
    pub fn are_in(self, channel_count: usize) -> bool {
        let is_folded = channel_count == 1 && self.is_first_pair();
        is_folded || self.iter().all(|channel| channel.index() < channel_count)
    }

    /// True for channels 1 and 2, in either order.
    pub(crate) fn is_first_pair(self) -> bool {
        matches!(self, BusChannels::Pair(left, right) if left.index() + right.index() == 1)
    }

    fn to_bits(self) -> u16 {
        let (first, second) = match self {
            BusChannels::Nowhere => (0, 0),
            BusChannels::Mono(channel) => (channel.0.get(), channel.0.get()),
            BusChannels::Pair(left, right) => (left.0.get(), right.0.get()),
        };
        u16::from_le_bytes([first, second])
    }

    fn from_bits(bits: u16) -> BusChannels {
        let [first, second] = bits.to_le_bytes().map(NonZeroU8::new);
        match (first, second) {
            (Some(left), Some(right)) if left == right => BusChannels::Mono(OutputChannel(left)),
            (Some(left), Some(right)) => {
                BusChannels::Pair(OutputChannel(left), OutputChannel(right))
            }
            _ => BusChannels::Nowhere,
        }
    }
}

impl fmt::Display for BusChannels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BusChannels::Nowhere => f.write_str("nowhere"),
            BusChannels::Mono(channel) => write!(f, "{}", channel.number()),
            BusChannels::Pair(left, right) => write!(f, "{}/{}", left.number(), right.number()),
        }
    }
}

/// A channel of the output, numbered from 1 to 255 as on its sockets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputChannel(NonZeroU8);

impl OutputChannel {
    const FIRST: OutputChannel = OutputChannel(NonZeroU8::MIN);
    const SECOND: OutputChannel = OutputChannel(NonZeroU8::MIN.saturating_add(1));

    /// The channel of this number; `None` for 0 and from 256 on.
    pub fn new(number: usize) -> Option<OutputChannel> {
        NonZeroU8::new(u8::try_from(number).ok()?).map(OutputChannel)
    }

    /// Its number, from 1 on.
    pub fn number(self) -> usize {
        self.0.get().into()
    }

    /// Its place in a frame, from 0 on.
    pub(crate) fn index(self) -> usize {
        self.number() - 1
    }
}

/// Parameters and levels of every bus, shared by control and the renderer.
#[derive(Debug)]
pub(crate) struct BusStrips {
    strips: Box<[BusStrip]>,
    /// Counts the changes of parameters.
    version: AtomicU32,
}

impl BusStrips {
    /// Buses as they are before they are set.
    pub(crate) fn new() -> BusStrips {
        let strips = BusId::all().map(|bus| BusStrip::new(BusMix::initial(bus))).collect();
        BusStrips { strips, version: AtomicU32::new(0) }
    }

    pub(crate) fn of(&self, bus: BusId) -> &BusStrip {
        &self.strips[bus.index()]
    }

    pub(crate) fn set(&self, bus: BusId, mix: BusMix) {
        self.of(bus).set(mix);
        // Release: whoever sees the new version sees the new parameters.
        self.version.fetch_add(1, Release);
    }

    /// Another number after every change.
    pub(crate) fn version(&self) -> u32 {
        self.version.load(Acquire)
    }
}

/// Parameters and levels of one bus. Every value is read alone: its latest counts.
#[derive(Debug, Default)]
pub(crate) struct BusStrip {
    gain: SharedF32,
    is_muted: AtomicBool,
    channels: AtomicU16,
    pub(crate) level: SharedMeter,
}

impl BusStrip {
    fn new(mix: BusMix) -> BusStrip {
        let strip = BusStrip::default();
        strip.set(mix);
        strip
    }

    fn set(&self, mix: BusMix) {
        self.gain.store(clamp_gain(mix.gain).0);
        self.is_muted.store(mix.is_muted, Relaxed);
        self.channels.store(mix.channels.to_bits(), Relaxed);
    }

    pub(crate) fn get(&self) -> BusMix {
        BusMix {
            gain: Gain(self.gain.load()),
            is_muted: self.is_muted.load(Relaxed),
            channels: self.channels(),
        }
    }

    /// The gain that sounds: 0 when the bus is muted.
    pub(crate) fn sounding_gain(&self) -> f32 {
        if self.is_muted.load(Relaxed) { 0.0 } else { self.gain.load() }
    }

    pub(crate) fn channels(&self) -> BusChannels {
        BusChannels::from_bits(self.channels.load(Relaxed))
    }
}

#[cfg(test)]
mod tests;
