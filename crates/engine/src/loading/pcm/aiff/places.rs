//! What a `CHAN` chunk says: where the channels are heard.
//!
//! Source: `AudioChannelLayout` in Apple's CoreAudioTypes.h.

use super::u32_at;
use crate::loading::mixdown::{MAX_SOURCE_CHANNELS, Speakers};

/// Bytes of a chunk that describes as many channels as a file may have.
pub(super) const PLACES_BYTES: usize = 12 + MAX_SOURCE_CHANNELS * DESCRIPTION_BYTES;

/// A label, flags and three coordinates.
const DESCRIPTION_BYTES: usize = 20;

/// Each channel has a description of its own.
const DESCRIBED: u32 = 0;
/// A mask as in WAVE files.
const MASK: u32 = 1 << 16;

const L: u32 = Speakers::FRONT_LEFT;
const R: u32 = Speakers::FRONT_RIGHT;
const C: u32 = Speakers::FRONT_CENTRE;
const LFE: u32 = Speakers::LOW_FREQUENCY;
const LS: u32 = Speakers::BACK_LEFT;
const RS: u32 = Speakers::BACK_RIGHT;
const LC: u32 = Speakers::FRONT_OF_CENTRE_LEFT;
const RC: u32 = Speakers::FRONT_OF_CENTRE_RIGHT;
const CS: u32 = Speakers::BACK_CENTRE;
/// The further pair of surrounds: mixed as the nearer one is.
const RLS: u32 = Speakers::SIDE_LEFT;
const RRS: u32 = Speakers::SIDE_RIGHT;

/// Layouts by their number, which stands above the number of channels.
const LAYOUTS: [(u32, &[u32]); 41] = [
    (108, &[L, R, LS, RS]),
    (109, &[L, R, LS, RS, C]),
    (110, &[L, R, LS, RS, C, CS]),
    (111, &[L, R, LS, RS, C, CS, LC, RC]),
    (113, &[L, R, C]),
    (114, &[C, L, R]),
    (115, &[L, R, C, CS]),
    (116, &[C, L, R, CS]),
    (117, &[L, R, C, LS, RS]),
    (118, &[L, R, LS, RS, C]),
    (119, &[L, C, R, LS, RS]),
    (120, &[C, L, R, LS, RS]),
    (121, &[L, R, C, LFE, LS, RS]),
    (122, &[L, R, LS, RS, C, LFE]),
    (123, &[L, C, R, LS, RS, LFE]),
    (124, &[C, L, R, LS, RS, LFE]),
    (125, &[L, R, C, LFE, LS, RS, CS]),
    (126, &[L, R, C, LFE, LS, RS, LC, RC]),
    (127, &[C, LC, RC, L, R, LS, RS, LFE]),
    (128, &[L, R, C, LFE, LS, RS, RLS, RRS]),
    (129, &[L, R, LS, RS, C, LFE, LC, RC]),
    (131, &[L, R, CS]),
    (132, &[L, R, LS, RS]),
    (133, &[L, R, LFE]),
    (134, &[L, R, LFE, CS]),
    (135, &[L, R, LFE, LS, RS]),
    (136, &[L, R, C, LFE]),
    (137, &[L, R, C, LFE, CS]),
    (138, &[L, R, LS, RS, LFE]),
    (139, &[L, R, LS, RS, C, CS]),
    (140, &[L, R, LS, RS, C, RLS, RRS]),
    (141, &[C, L, R, LS, RS, CS]),
    (142, &[C, L, R, LS, RS, CS, LFE]),
    (143, &[C, L, R, LS, RS, RLS, RRS]),
    (144, &[C, L, R, LS, RS, RLS, RRS, CS]),
    (148, &[L, R, LS, RS, C, LC, RC]),
    (185, &[L, R, RLS, RRS]),
    (186, &[L, R, C, RLS, RRS]),
    (187, &[L, R, C, LFE, RLS, RRS]),
    (188, &[L, R, C, LFE, CS, LS, RS]),
    (189, &[L, R, C, LFE, RLS, RRS, LS, RS]),
];

/// Reads the body of a `CHAN` chunk; `None` when it is cut off. Channels of a layout that is not
/// known are nowhere.
pub(super) fn read_places(body: &[u8]) -> Option<Speakers> {
    let (tag, mask, description_count) = (u32_at(body, 0)?, u32_at(body, 4)?, u32_at(body, 8)?);
    Some(match tag {
        DESCRIBED => {
            let descriptions = body[12..].chunks_exact(DESCRIPTION_BYTES);
            let described = descriptions.take(description_count as usize);
            Speakers::at(described.filter_map(|described| u32_at(described, 0)).map(place))
        }
        MASK => Speakers::of_mask(mask),
        _ => match LAYOUTS.iter().find(|(number, _)| *number == tag >> 16) {
            Some((_, places)) => Speakers::at(places.iter().copied()),
            None => Speakers::NOWHERE,
        },
    })
}

/// The place of a channel by its label; 0 for none.
fn place(label: u32) -> u32 {
    match label {
        // The places of WAVE in their order.
        1..=18 => 1 << (label - 1),
        33 => RLS,
        34 => RRS,
        // Wides.
        35 => LC,
        36 => RC,
        // The second channel of low frequencies.
        37 => LFE,
        _ => 0,
    }
}
