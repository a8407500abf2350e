//! Ogg pages behind right checksums: without these, a fuzzer would never come to what is in them.

use crate::decoding::stem;

/// Bytes of a page's part before its lacing values.
const HEAD_BYTES: usize = 12;

/// Takes `bytes` as pages of an Ogg file and gives the whole to [`stem`].
///
/// Of each page: its flags, its position (eight bytes, lowest first), its stream, its number and how
/// many lacing values it has, a byte each; then those, and its packets.
///
/// # Panics
/// As [`stem`].
pub fn ogg_pages(bytes: &[u8]) {
    let mut file = Vec::new();
    let mut rest = bytes;
    while let Some((head, parts)) = rest.split_first_chunk::<HEAD_BYTES>() {
        let (lacing, parts) = parts.split_at(usize::from(head[11]).min(parts.len()));
        let payload_bytes: usize = lacing.iter().copied().map(usize::from).sum();
        let (payload, parts) = parts.split_at(payload_bytes.min(parts.len()));
        add_page(&mut file, head, lacing, payload);
        rest = parts;
    }
    stem(&file);
}

/// Adds a page with its mark and checksum.
fn add_page(file: &mut Vec<u8>, head: &[u8; HEAD_BYTES], lacing: &[u8], payload: &[u8]) {
    let &[flags, position @ .., stream, number, _] = head;
    let start = file.len();
    file.extend(b"OggS\0");
    file.push(flags);
    file.extend(position);
    file.extend([stream, 0, 0, 0, number, 0, 0, 0, 0, 0, 0, 0]);
    file.push(lacing.len() as u8);
    file.extend(lacing);
    file.extend(payload);
    let checksum = remainder(&file[start..]).to_le_bytes();
    file[start + 22..start + 26].copy_from_slice(&checksum);
}

/// The remainder of `bytes` by the polynomial of Ogg, highest bit first.
fn remainder(bytes: &[u8]) -> u32 {
    let mut remainder = 0_u32;
    for byte in bytes {
        remainder ^= u32::from(*byte) << 24;
        for _ in 0..8 {
            let carry = remainder >> 31;
            remainder = (remainder << 1) ^ (carry * 0x04c1_1db7);
        }
    }
    remainder
}

#[cfg(test)]
mod tests;
