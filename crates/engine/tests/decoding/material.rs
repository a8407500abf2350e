//! Sound to encode, and the coded forms of it that the reference programs take and give.

use std::path::{Path, PathBuf};

use crate::tools::{Workbench, run};

/// Samples of known width. Shape: `planes[channel][frame]`, at the top of 32 bits.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Material {
    pub(crate) bits: u32,
    pub(crate) planes: Vec<Vec<i32>>,
}

impl Material {
    /// Tones over noise with silent and loud stretches, another for each channel; same bytes for
    /// the same numbers.
    pub(crate) fn new(bits: u32, channel_count: usize, frame_count: usize) -> Material {
        let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
        let planes = (0..channel_count)
            .map(|channel| {
                let step = 0.01 + 0.003 * channel as f64;
                (0..frame_count)
                    .map(|frame| {
                        let envelope = [0.9, 0.3, 0.0, 0.6][frame / 5000 % 4];
                        let tone = (frame as f64 * step).sin() * envelope;
                        let sample = tone * 0.9 + noise.next_unit() * 0.05 * envelope;
                        top_bits((sample * 2_147_483_647.0) as i32, bits)
                    })
                    .collect()
            })
            .collect();
        Material { bits, planes }
    }

    /// Full-scale noise, which uses every code of the width.
    pub(crate) fn noise(bits: u32, channel_count: usize, frame_count: usize) -> Material {
        let mut noise = Noise(42);
        let mut plane = || (0..frame_count).map(|_| top_bits(noise.next() as i32, bits)).collect();
        Material { bits, planes: (0..channel_count).map(|_| plane()).collect() }
    }

    pub(crate) fn channel_count(&self) -> usize {
        self.planes.len()
    }

    pub(crate) fn frame_count(&self) -> usize {
        self.planes.first().map_or(0, Vec::len)
    }

    pub(crate) fn slice(&self, frames: std::ops::Range<usize>) -> Material {
        let planes = self.planes.iter().map(|plane| plane[frames.clone()].to_vec()).collect();
        Material { bits: self.bits, planes }
    }

    /// A WAVE file with the extensible format, which can name any width.
    pub(crate) fn wav(&self) -> Vec<u8> {
        let bytes = self.bits.div_ceil(8);
        let channels = self.channel_count() as u32;
        let mut data = Vec::new();
        for frame in 0..self.frame_count() {
            for plane in &self.planes {
                let sample = plane[frame].to_le_bytes();
                // Eight bits are unsigned.
                let flip = if bytes == 1 { 0x80 } else { 0 };
                data.extend(sample[4 - bytes as usize..].iter().map(|byte| byte ^ flip));
            }
        }
        let mut wav = Vec::new();
        wav.extend(b"RIFF");
        wav.extend((60 + data.len() as u32).to_le_bytes());
        wav.extend(b"WAVEfmt ");
        wav.extend(40u32.to_le_bytes());
        wav.extend(0xfffe_u16.to_le_bytes());
        wav.extend((channels as u16).to_le_bytes());
        wav.extend(48_000u32.to_le_bytes());
        wav.extend((48_000 * channels * bytes).to_le_bytes());
        wav.extend(((channels * bytes) as u16).to_le_bytes());
        wav.extend((bytes as u16 * 8).to_le_bytes());
        wav.extend(22u16.to_le_bytes());
        wav.extend((self.bits as u16).to_le_bytes());
        let mask: u32 = [0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f][channels as usize];
        wav.extend(mask.to_le_bytes());
        wav.extend(b"\x01\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71");
        wav.extend(b"data");
        wav.extend((data.len() as u32).to_le_bytes());
        wav.extend(data);
        wav
    }

    /// A FLAC file made by `flac` with `options`.
    pub(crate) fn flac(&self, bench: &Workbench, options: &str) -> PathBuf {
        let wav = bench.write("material.wav", &self.wav());
        let flac = bench.path("material.flac");
        // Channel layouts without loudspeakers are encoded all the same.
        let options = format!("-s -f --channel-map=none --lax {options} -o");
        run("flac", &options, &[&flac, &wav], &[]);
        flac
    }
}

/// What `flac -d` makes of a file whose samples have `bits` bits in `channel_count` channels.
pub(crate) fn flac_decoded(path: &Path, bits: u32, channel_count: usize) -> Material {
    if bits.is_multiple_of(8) {
        let format = "--force-raw-format --endian=little --sign=signed";
        let raw = run("flac", &format!("-d -s -c {format}"), &[path], &[]);
        return from_little_endian(&raw, bits, channel_count);
    }
    // `flac` writes other widths only into WAVE files, at the top of whole bytes.
    let wav = run("flac", "-d -s -c", &[path], &[]);
    let data = wav.windows(4).position(|mark| mark == b"data").expect("WAVE has samples") + 8;
    let material = from_little_endian(&wav[data..], bits.next_multiple_of(8), channel_count);
    Material { bits, ..material }
}

/// Interleaved samples in as few bytes as hold them.
pub(crate) fn from_little_endian(bytes: &[u8], bits: u32, channel_count: usize) -> Material {
    let size = bits.div_ceil(8) as usize;
    let mut planes = vec![Vec::new(); channel_count];
    for (idx, sample) in bytes.chunks_exact(size).enumerate() {
        let mut top = [0; 4];
        top[4 - size..].copy_from_slice(sample);
        planes[idx % channel_count].push(i32::from_le_bytes(top));
    }
    Material { bits, planes }
}

fn top_bits(sample: i32, bits: u32) -> i32 {
    let unused = 32 - bits;
    sample >> unused << unused
}

/// xorshift64*: the same numbers on every machine.
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn next(&mut self) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as u32
    }

    pub(crate) fn next_unit(&mut self) -> f64 {
        f64::from(self.next() as i32) / 2_147_483_648.0
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end
    }
}
