//! FLAC frames behind right checksums: without these, a fuzzer would never come to what is in them.

use crate::decoding::stem;

/// Bytes of the header before its checksum, at most.
const MAX_HEADER_BYTES: usize = 15;

/// Takes `bytes` as parts of a FLAC file and gives the whole to [`stem`].
///
/// The parts: 34 bytes of STREAMINFO, then for each frame the number of its header's bytes (modulo
/// 16), two bytes of the number of those behind, lowest first, and both.
///
/// # Panics
/// As [`stem`].
pub fn flac_frames(bytes: &[u8]) {
    let Some((info, mut rest)) = bytes.split_at_checked(34) else { return };
    let mut file = b"fLaC\x80\0\0\x22".to_vec();
    file.extend(info);
    while let [header_count, low, high, parts @ ..] = rest {
        let header_count = usize::from(*header_count) % (MAX_HEADER_BYTES + 1);
        let body_count = usize::from(u16::from_le_bytes([*low, *high]));
        let (header, parts) = parts.split_at(header_count.min(parts.len()));
        let (body, parts) = parts.split_at(body_count.min(parts.len()));
        add_frame(&mut file, header, body);
        rest = parts;
    }
    stem(&file);
}

/// Adds a frame with its marks and checksums.
fn add_frame(file: &mut Vec<u8>, header: &[u8], body: &[u8]) {
    let start = file.len();
    // The sync code; whether blocks vary in length is the fuzzer's choice.
    let is_variable = header.first().is_some_and(|byte| byte & 1 == 1);
    file.extend([0xff, 0xf8 | u8::from(is_variable)]);
    file.extend(header.get(1..).unwrap_or_default());
    file.push(remainder(&file[start..], 0x07 << 8) as u8);
    file.extend(body);
    file.extend(remainder(&file[start..], 0x8005).to_be_bytes());
}

/// The remainder of `bytes` by a polynomial of degree 16, highest bit first; one of degree 8 stands
/// in the upper byte, and so does its remainder then.
fn remainder(bytes: &[u8], polynomial: u16) -> u16 {
    let is_short = polynomial & 0xff == 0;
    let mut remainder = 0_u16;
    for byte in bytes {
        remainder ^= u16::from(*byte) << 8;
        for _ in 0..8 {
            let carry = remainder >> 15;
            remainder = (remainder << 1) ^ (carry * polynomial);
        }
    }
    if is_short { remainder >> 8 } else { remainder }
}

#[cfg(test)]
mod tests;
