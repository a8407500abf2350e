//! Tells HE-AAC by its packets: its headers are those of AAC-LC, at half the rate.
//!
//! The upper half of the spectrum is in a fill element, which encoders put last. Elements can only be
//! read one after the other, so it is recognised from its end: the packet's last three bits before the
//! padding end the block, and the element's length leads exactly there.
//!
//! Source: ISO/IEC 14496-3 §4.4.1.1, tables 4.4 and 4.11 (`raw_data_block`, `fill_element`).

/// Identifiers of elements, three bits each.
const FILL: usize = 6;
const END: usize = 7;

/// Kinds of extension: spectral band replication, without and with a checksum.
const BAND_REPLICATION: [usize; 2] = [0xd, 0xe];

/// Bytes of content that four bits count, and those that need eight more.
const SHORT_COUNT: usize = 15;
const MAX_COUNT: usize = SHORT_COUNT + 255 - 1;

/// True when `block` ends like one of HE-AAC. One of 600 others does too.
pub(crate) fn ends_with_band_replication(block: &[u8]) -> bool {
    let bit_count = block.len() * 8;
    (0..8).filter(|&padding| bits(block, bit_count.checked_sub(padding), padding) == Some(0)).any(
        |padding| {
            let end = bit_count.checked_sub(padding + 3);
            bits(block, end, 3) == Some(END)
                && (1..=MAX_COUNT).any(|count| is_band_replication(block, end, count))
        },
    )
}

/// True when the fill element of `count` bytes of content that ends at the bit `end` replicates bands.
fn is_band_replication(block: &[u8], end: Option<usize>, count: usize) -> bool {
    let content = end.and_then(|end| end.checked_sub(count * 8));
    let is_short = count < SHORT_COUNT;
    let (head_bits, expected) = if is_short {
        (3 + 4, FILL << 4 | count)
    } else {
        // The long count begins where the short one ends, at 14.
        (3 + 4 + 8, (FILL << 4 | SHORT_COUNT) << 8 | (count + 1 - SHORT_COUNT))
    };
    let head = content.and_then(|content| content.checked_sub(head_bits));
    bits(block, head, head_bits) == Some(expected)
        && bits(block, content, 4).is_some_and(|kind| BAND_REPLICATION.contains(&kind))
}

/// The `count` bits from `start` on.
fn bits(block: &[u8], start: Option<usize>, count: usize) -> Option<usize> {
    let start = start?;
    (start..start + count).try_fold(0, |value, at| {
        let byte = *block.get(at / 8)?;
        Some(value << 1 | usize::from(byte >> (7 - at % 8) & 1))
    })
}

#[cfg(test)]
mod tests;
