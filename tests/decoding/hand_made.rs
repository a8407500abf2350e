//! FLAC files that no encoder here writes, put together by hand.
//!
//! Source of the format: RFC 9639. Checksums are computed bit by bit, unlike the engine's.

/// Bits, most significant first.
#[derive(Default)]
pub(crate) struct Bits {
    pub(crate) bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    pub(crate) fn push(&mut self, value: u64, count: u32) {
        for bit in (0..count).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().expect("a byte was pushed");
            *last |= ((value >> bit & 1) as u8) << (7 - self.used % 8);
            self.used += 1;
        }
    }

    fn align(&mut self) {
        self.used = self.bytes.len() as u32 * 8;
    }
}

pub(crate) fn crc(polynomial: u32, width: u32, bytes: &[u8]) -> u32 {
    let top = 1 << (width - 1);
    let mask = (1u32 << width) - 1;
    bytes.iter().fold(0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte) << (width - 8), |crc, _| {
            (if crc & top == 0 { crc << 1 } else { crc << 1 ^ polynomial }) & mask
        })
    })
}

/// A number as frame headers code it.
fn push_number(bits: &mut Bits, number: u64) {
    if number < 0x80 {
        return bits.push(number, 8);
    }
    let following = (1..7).find(|n| number < 1 << (6 * n + 6 - n)).expect("at most 36 bits");
    let marks = 0xff << (7 - following) & 0xff;
    bits.push(marks | number >> (6 * following), 8);
    for part in (0..following).rev() {
        bits.push(0x80 | (number >> (6 * part) & 0x3f), 8);
    }
}

/// How a frame is coded.
pub(crate) struct FrameStyle {
    pub(crate) is_variable: bool,
    pub(crate) bits: u32,
    /// The code of the width in the header; 0 leaves it to the stream.
    pub(crate) bits_code: u64,
}

/// A frame of verbatim subframes, or constant ones where all samples are equal.
///
/// `planes` hold samples at the top of 32 bits; `number` is what the header says.
pub(crate) fn frame(style: &FrameStyle, number: u64, planes: &[&[i32]]) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(if style.is_variable { 0xfff9 } else { 0xfff8 }, 16);
    bits.push(0x70, 8);
    bits.push((planes.len() as u64 - 1) << 4 | style.bits_code << 1, 8);
    push_number(&mut bits, number);
    bits.push(planes[0].len() as u64 - 1, 16);
    bits.push(u64::from(crc(0x07, 8, &bits.bytes)), 8);
    for plane in planes {
        let is_constant = plane.iter().all(|sample| *sample == plane[0]);
        bits.push(if is_constant { 0 } else { 2 }, 8);
        let coded = if is_constant { &plane[..1] } else { plane };
        for sample in coded {
            bits.push((sample >> (32 - style.bits)) as u64, style.bits);
        }
    }
    bits.align();
    bits.push(u64::from(crc(0x8005, 16, &bits.bytes)), 16);
    bits.bytes
}

/// What the stream's header says.
pub(crate) struct StreamHeader {
    pub(crate) min_block: u16,
    pub(crate) max_block: u16,
    pub(crate) channel_count: usize,
    pub(crate) bits: u32,
    pub(crate) frame_count: u64,
}

/// The head of a file without other metadata.
pub(crate) fn head(header: &StreamHeader) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(u64::from(u32::from_be_bytes(*b"fLaC")), 32);
    bits.push(0x80 << 24 | 34, 32);
    bits.push(header.min_block.into(), 16);
    bits.push(header.max_block.into(), 16);
    bits.push(0, 48);
    bits.push(48_000, 20);
    bits.push(header.channel_count as u64 - 1, 3);
    bits.push(u64::from(header.bits) - 1, 5);
    bits.push(header.frame_count, 36);
    bits.bytes.extend([0; 16]);
    bits.bytes
}

/// Where the audio of a FLAC file begins.
pub(crate) fn audio_start(flac: &[u8]) -> usize {
    let mut at = 4;
    loop {
        let header = u32::from_be_bytes(flac[at..at + 4].try_into().unwrap());
        at += 4 + (header & 0xff_ffff) as usize;
        if header >> 31 == 1 {
            return at;
        }
    }
}

/// Where the frames of a file of `flac` begin: header checksum and frame checksum both right.
pub(crate) fn frame_offsets(flac: &[u8]) -> Vec<usize> {
    let mut offsets = vec![audio_start(flac)];
    let mut from = offsets[0];
    for at in from + 10..flac.len() - 10 {
        let is_sync = flac[at] == 0xff && flac[at + 1] == flac[from + 1];
        if is_sync && crc(0x8005, 16, &flac[from..at]) == 0 {
            offsets.push(at);
            from = at;
        }
    }
    offsets
}

/// Overwrites the length in the stream's header.
pub(crate) fn set_length(flac: &mut [u8], frame_count: u64) {
    flac[21] = flac[21] & 0xf0 | (frame_count >> 32) as u8;
    flac[22..26].copy_from_slice(&(frame_count as u32).to_be_bytes());
}
