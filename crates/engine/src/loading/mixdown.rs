//! How the channels of a file become the one or two that are played.
//!
//! Mono and stereo pass as they are. Three to eight channels are mixed to stereo: left and right
//! (also wides and heights) at unity to their side, surrounds at −3 dB to their side, centres at
//! −3 dB to both sides, a rear centre at −6 dB to both, low-frequency effects left out. Nothing
//! is scaled down to make room: samples are float, and levels stay those of the front channels.
//! Channels that the file does not place are taken in pairs, odd ones to the left, even ones to
//! the right, all divided by the number of pairs.
//!
//! Source: Recommendation ITU-R BS.775-4, annex 4, table 2 (downward mixing 3/2 to 2/0, and the
//! mono surround of 3/1 as −3 dB of −3 dB).

use std::f32::consts::FRAC_1_SQRT_2;

use crate::loading::samples::SampleFormat;

/// Channels of a file at most.
pub const MAX_SOURCE_CHANNELS: usize = 8;

/// Where the loudspeaker of each channel stands, in the order of the channels.
///
/// A place is the bit that the WAVE format gives it; 0 is a channel without place. FLAC uses the
/// same places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Speakers([u32; MAX_SOURCE_CHANNELS]);

impl Speakers {
    pub(crate) const FRONT_LEFT: u32 = 1 << 0;
    pub(crate) const FRONT_RIGHT: u32 = 1 << 1;
    pub(crate) const FRONT_CENTRE: u32 = 1 << 2;
    pub(crate) const LOW_FREQUENCY: u32 = 1 << 3;
    pub(crate) const BACK_LEFT: u32 = 1 << 4;
    pub(crate) const BACK_RIGHT: u32 = 1 << 5;
    pub(crate) const FRONT_OF_CENTRE_LEFT: u32 = 1 << 6;
    pub(crate) const FRONT_OF_CENTRE_RIGHT: u32 = 1 << 7;
    pub(crate) const BACK_CENTRE: u32 = 1 << 8;
    pub(crate) const SIDE_LEFT: u32 = 1 << 9;
    pub(crate) const SIDE_RIGHT: u32 = 1 << 10;

    /// Channels that the file does not place.
    pub(crate) const NOWHERE: Speakers = Speakers([0; MAX_SOURCE_CHANNELS]);

    /// Channels at `places`, in their order; places beyond [`MAX_SOURCE_CHANNELS`] are left out.
    pub(crate) fn at(places: impl IntoIterator<Item = u32>) -> Speakers {
        let mut speakers = Self::NOWHERE;
        speakers.0.iter_mut().zip(places).for_each(|(speaker, place)| *speaker = place);
        speakers
    }

    /// Channels at the set bits of a WAVE file's mask, in rising order.
    pub(crate) fn of_mask(mask: u32) -> Speakers {
        Self::at((0..32).map(|bit| 1 << bit).filter(|place| mask & place != 0))
    }

    /// The places of `channel_count` channels where the file names none: those of FLAC, which are
    /// also what WAVE and AIFF files without places usually mean.
    ///
    /// Source: RFC 9639 §9.1.3, table 18.
    pub(crate) fn usual(channel_count: usize) -> Speakers {
        let front = Self::FRONT_LEFT | Self::FRONT_RIGHT;
        let back = Self::BACK_LEFT | Self::BACK_RIGHT;
        let side = Self::SIDE_LEFT | Self::SIDE_RIGHT;
        let centre = Self::FRONT_CENTRE;
        let low = Self::LOW_FREQUENCY;
        Self::of_mask(match channel_count {
            3 => front | centre,
            4 => front | back,
            5 => front | centre | back,
            6 => front | centre | low | back,
            7 => front | centre | low | Self::BACK_CENTRE | side,
            8 => front | centre | low | back | side,
            _ => 0,
        })
    }
}

/// How a file's channels are played.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mixdown {
    /// As they are; one or two.
    None,
    /// Into two.
    Stereo(Box<[SideGains]>),
}

/// What a channel gives to the left and to the right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SideGains {
    /// Linear.
    pub(crate) left: f32,
    /// Linear.
    pub(crate) right: f32,
}

impl SideGains {
    const fn new(left: f32, right: f32) -> SideGains {
        SideGains { left, right }
    }
}

impl Mixdown {
    /// The mix-down of `channel_count` channels, 1 to [`MAX_SOURCE_CHANNELS`]; where `speakers`
    /// places fewer of them, none counts as placed.
    pub(crate) fn new(channel_count: usize, speakers: Speakers) -> Mixdown {
        if channel_count <= 2 {
            return Mixdown::None;
        }
        let places = &speakers.0[..channel_count];
        if places.contains(&0) {
            return Mixdown::Stereo((0..channel_count).map(|c| paired(c, channel_count)).collect());
        }
        Mixdown::Stereo(places.iter().copied().map(placed).collect())
    }

    /// Channels that are played.
    pub(crate) fn channel_count(&self, source_channels: usize) -> usize {
        match self {
            Mixdown::None => source_channels,
            Mixdown::Stereo(_) => 2,
        }
    }

    /// How samples of `bits` bits are kept.
    pub(crate) fn sample_format(&self, bits: u32, is_float: bool) -> SampleFormat {
        match self {
            Mixdown::None if bits <= 16 && !is_float => SampleFormat::I16,
            _ => SampleFormat::F32,
        }
    }
}

fn placed(place: u32) -> SideGains {
    const HALF_POWER: f32 = FRAC_1_SQRT_2;
    // The heights in rows: front, then back.
    const TOP_FRONT_LEFT: u32 = 1 << 12;
    const TOP_FRONT_RIGHT: u32 = 1 << 14;
    const TOP_BACK_LEFT: u32 = 1 << 15;
    const TOP_BACK_RIGHT: u32 = 1 << 17;
    match place {
        Speakers::FRONT_LEFT | Speakers::FRONT_OF_CENTRE_LEFT | TOP_FRONT_LEFT => {
            SideGains::new(1.0, 0.0)
        }
        Speakers::FRONT_RIGHT | Speakers::FRONT_OF_CENTRE_RIGHT | TOP_FRONT_RIGHT => {
            SideGains::new(0.0, 1.0)
        }
        Speakers::BACK_LEFT | Speakers::SIDE_LEFT | TOP_BACK_LEFT => {
            SideGains::new(HALF_POWER, 0.0)
        }
        Speakers::BACK_RIGHT | Speakers::SIDE_RIGHT | TOP_BACK_RIGHT => {
            SideGains::new(0.0, HALF_POWER)
        }
        Speakers::LOW_FREQUENCY => SideGains::new(0.0, 0.0),
        Speakers::BACK_CENTRE => SideGains::new(0.5, 0.5),
        // The front centre, and whatever else stands in the middle.
        _ => SideGains::new(HALF_POWER, HALF_POWER),
    }
}

/// Channels without places: pairs side by side; one left over goes to both sides.
fn paired(channel: usize, channel_count: usize) -> SideGains {
    let unity = 1.0 / channel_count.div_ceil(2) as f32;
    if channel + 1 == channel_count && channel_count % 2 == 1 {
        return SideGains::new(unity * FRAC_1_SQRT_2, unity * FRAC_1_SQRT_2);
    }
    if channel.is_multiple_of(2) { SideGains::new(unity, 0.0) } else { SideGains::new(0.0, unity) }
}

#[cfg(test)]
mod tests;
