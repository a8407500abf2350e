//! Buses: the sums of stems on their way to the channels of the output.
//!
//! Runs on: audio. Every change glides: the gain by a ramp, the channels by a crossfade.

use std::sync::Arc;

use crate::{
    protocol::bus::{BusChannels, BusId, BusStrip, BusStrips, OutputChannel},
    realtime::{
        level::{Level, publish_levels},
        piece::{BusPieces, BusSet, Stereo},
        ramp::{Crossfaded, Ramp},
    },
};

/// Every bus's playing side.
pub(super) struct BusRack {
    buses: Box<[Bus]>,
    /// Something went into them in the last piece.
    sounding: BusSet,
    /// Their levels are not silence yet.
    metered: BusSet,
    /// For which version of the strips and how many channels it was last found out what is heard.
    checked: (u32, usize),
    strips: Arc<BusStrips>,
    gain_ramp_frames: u32,
}

/// An output's block, or a stretch of one.
pub(super) struct OutputFrames<'a> {
    /// Interleaved.
    pub(super) samples: &'a mut [f32],
    pub(super) channel_count: usize,
}

impl OutputFrames<'_> {
    /// Frames of which some channel is beyond full scale; full scale itself does not clip.
    pub(super) fn clipped_frames(&self) -> usize {
        let is_beyond = |sample: &f32| sample.abs() > 1.0;
        // Without a way out of the loop it runs in whole registers, and most often this is all.
        if !self.samples.iter().fold(false, |any, sample| any | is_beyond(sample)) {
            return 0;
        }
        let frames = self.samples.chunks_exact(self.channel_count);
        frames.filter(|frame| frame.iter().any(is_beyond)).count()
    }
}

impl BusRack {
    /// The buses of `strips`, at the gains and channels that those have. Allocates.
    pub(super) fn new(strips: Arc<BusStrips>, gain_ramp_frames: u32) -> BusRack {
        let buses = BusId::all().map(|bus| Bus::new(strips.of(bus))).collect();
        BusRack {
            buses,
            sounding: BusSet::default(),
            metered: BusSet::default(),
            checked: (0, 0),
            strips,
            gain_ramp_frames,
        }
    }

    /// Writes what is in the buses to their channels in `out`, and measures it. `weight` is what
    /// these frames count in a level.
    pub(super) fn write(&mut self, sums: &mut BusPieces, out: &mut OutputFrames<'_>, weight: f32) {
        let (frames, used) = (sums.frames(), sums.used());
        out.samples.fill(0.0);
        for id in used {
            let (bus, strip) = (&mut self.buses[id.index()], self.strips.of(id));
            if self.sounding.contains(id) {
                bus.follow(strip, self.gain_ramp_frames);
            } else {
                bus.settle(strip);
            }
            bus.write(sums.stretch(id, 0..frames), out);
            publish_levels(&mut bus.level, &strip.level, frames, weight);
        }
        self.let_levels_fall(used, frames, weight);
        self.sounding = used;
    }

    fn let_levels_fall(&mut self, used: BusSet, frames: usize, weight: f32) {
        for id in self.metered.without(used) {
            let bus = &mut self.buses[id.index()];
            publish_levels(&mut bus.level, &self.strips.of(id).level, frames, weight);
            if bus.is_at_rest() {
                self.metered.remove(id);
            }
        }
        self.metered = self.metered.union(used);
    }

    /// Buses on channels that an output of so many lacks, where that was not said yet.
    pub(super) fn newly_unheard(&mut self, channel_count: usize) -> BusSet {
        let mut unheard = BusSet::default();
        let now = (self.strips.version(), channel_count);
        if std::mem::replace(&mut self.checked, now) == now {
            return unheard;
        }
        for (id, bus) in BusId::all().zip(&mut self.buses) {
            if bus.is_newly_unheard(self.strips.of(id).channels(), channel_count) {
                unheard.insert(id);
            }
        }
        unheard
    }
}

/// The playing side of a bus.
struct Bus {
    gain: Ramp<1>,
    channels: Crossfaded<BusChannels>,
    level: [Level; 2],
    /// For which channels of how many it was last found out whether they are there.
    checked: (BusChannels, usize),
}

impl Bus {
    fn new(strip: &BusStrip) -> Bus {
        Bus {
            gain: Ramp::at([strip.sounding_gain()]),
            channels: Crossfaded::at(strip.channels()),
            level: Default::default(),
            checked: (BusChannels::Nowhere, 0),
        }
    }

    fn is_newly_unheard(&mut self, channels: BusChannels, channel_count: usize) -> bool {
        let now = (channels, channel_count);
        let is_new = std::mem::replace(&mut self.checked, now) != now;
        is_new && !channels.are_in(channel_count)
    }

    /// Glides to what control wants.
    fn follow(&mut self, strip: &BusStrip, frames: u32) {
        self.gain.set_target([strip.sounding_gain()], frames);
        self.channels.follow(strip.channels(), frames);
    }

    /// Is at once what control wants: nothing was in it that could click.
    fn settle(&mut self, strip: &BusStrip) {
        self.gain = Ramp::at([strip.sounding_gain()]);
        self.channels = Crossfaded::at(strip.channels());
    }

    fn is_at_rest(&self) -> bool {
        self.level.iter().all(Level::is_at_rest)
    }

    /// Adds `sum`, times the gain, to its channels of `out`.
    fn write(&mut self, mut sum: Stereo<'_>, out: &mut OutputFrames<'_>) {
        self.apply_gain(&mut sum);
        self.level[0].measure(sum.left);
        self.level[1].measure(sum.right);
        let gliding = self.channels.frames_left().min(sum.left.len());
        if gliding > 0 {
            self.write_gliding(gliding, &sum, out);
        }
        if gliding == 0
            && out.channel_count == 2
            && self.channels.choice() == BusChannels::FIRST_PAIR
        {
            write_stereo(&sum, out.samples);
        } else {
            for feed in feeds(self.channels.choice(), out.channel_count) {
                feed.write(gliding, &sum, out);
            }
        }
        self.channels.skip(gliding);
    }

    fn apply_gain(&mut self, sum: &mut Stereo<'_>) {
        let gliding = self.gain.frames_left().min(sum.left.len());
        for (left, right) in sum.left.iter_mut().zip(sum.right.iter_mut()).take(gliding) {
            let [gain] = self.gain.next();
            *left *= gain;
            *right *= gain;
        }
        let [gain] = self.gain.current();
        if gain != 1.0 {
            let steady = sum.left[gliding..].iter_mut().chain(&mut sum.right[gliding..]);
            steady.for_each(|sample| *sample *= gain);
        }
    }

    /// Adds the first frames to the channels that it leaves and to those that it goes to.
    fn write_gliding(&self, frames: usize, sum: &Stereo<'_>, out: &mut OutputFrames<'_>) {
        let new = feeds(self.channels.choice(), out.channel_count).map(|feed| (0, feed));
        let old = self.channels.leaving().unwrap_or(BusChannels::Nowhere);
        let old = feeds(old, out.channel_count).map(|feed| (1, feed));
        for (turn, feed) in new.chain(old) {
            let mut shares = self.channels.shares();
            let rows = out.samples.chunks_exact_mut(out.channel_count);
            for (i, row) in rows.take(frames).enumerate() {
                row[feed.index] += feed.side.sample(sum, i) * shares.next()[turn];
            }
        }
    }
}

/// What a channel of the output gets of a bus.
#[derive(Clone, Copy)]
struct Feed {
    side: Side,
    /// Its place in a frame.
    index: usize,
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
    /// (L + R) / 2.
    Mean,
}

impl Side {
    fn sample(self, sum: &Stereo<'_>, i: usize) -> f32 {
        match self {
            Side::Left => sum.left[i],
            Side::Right => sum.right[i],
            Side::Mean => (sum.left[i] + sum.right[i]) * 0.5,
        }
    }
}

impl Feed {
    fn new(side: Side, channel: OutputChannel) -> Feed {
        Feed { side, index: channel.index() }
    }

    /// Adds frames `from..` of `sum` to the channel.
    fn write(self, from: usize, sum: &Stereo<'_>, out: &mut OutputFrames<'_>) {
        let first = from * out.channel_count + self.index;
        // A piece may end here.
        let rest = out.samples.get_mut(first..).unwrap_or_default();
        let channel = rest.iter_mut().step_by(out.channel_count);
        let (left, right) = (&sum.left[from..], &sum.right[from..]);
        match self.side {
            Side::Left => channel.zip(left).for_each(|(out, left)| *out += left),
            Side::Right => channel.zip(right).for_each(|(out, right)| *out += right),
            Side::Mean => channel
                .zip(left.iter().zip(right))
                .for_each(|(out, (left, right))| *out += (left + right) * 0.5),
        }
    }
}

/// Adds a bus on channels 1 and 2 to an output of no others: the usual case, in whole registers.
fn write_stereo(sum: &Stereo<'_>, out: &mut [f32]) {
    let (frames, _) = out.as_chunks_mut::<2>();
    for ([out_left, out_right], (left, right)) in
        frames.iter_mut().zip(sum.left.iter().zip(sum.right.iter()))
    {
        *out_left += left;
        *out_right += right;
    }
}

/// What the channels of an output of `channel_count` get of a bus on `channels`: those that are
/// there.
fn feeds(channels: BusChannels, channel_count: usize) -> impl Iterator<Item = Feed> {
    let (first, second) = match channels {
        BusChannels::Nowhere => (None, None),
        BusChannels::Mono(channel) => (Some(Feed::new(Side::Mean, channel)), None),
        _ if channel_count == 1 && channels.is_first_pair() => {
            (Some(Feed { side: Side::Mean, index: 0 }), None)
        }
        BusChannels::Pair(left, right) => {
            (Some(Feed::new(Side::Left, left)), Some(Feed::new(Side::Right, right)))
        }
    };
    first.into_iter().chain(second).filter(move |feed| feed.index < channel_count)
}

#[cfg(test)]
mod tests;
