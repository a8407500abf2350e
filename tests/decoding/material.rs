//! Sound to encode, and the coded forms of it that the reference programs take and give.

use std::path::{Path, PathBuf};

use attacca_test_support::{files::TestFolder, noise::Noise, reference::run};

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
        let mut noise = Noise::new(1);
        let planes = (0..channel_count)
            .map(|channel| {
                let step = 0.01 + 0.003 * channel as f64;
                (0..frame_count)
                    .map(|frame| {
                        let envelope = [0.9, 0.3, 0.0, 0.6][frame / 5000 % 4];
                        let tone = (frame as f64 * step).sin() * envelope;
                        let sample = tone * 0.9 + f64::from(noise.float()) * 0.05 * envelope;
                        top_bits((sample * 2_147_483_647.0) as i32, bits)
                    })
                    .collect()
            })
            .collect();
        Material { bits, planes }
    }

    /// Full-scale noise, which uses every code of the width.
    pub(crate) fn noise(bits: u32, channel_count: usize, frame_count: usize) -> Material {
        let mut noise = Noise::new(2);
        let mut plane = || (0..frame_count).map(|_| noise.integer(bits) << (32 - bits)).collect();
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
    pub(crate) fn flac(&self, folder: &TestFolder, options: &str) -> PathBuf {
        let wav = write(folder, "material.wav", &self.wav());
        let flac = folder.path("material.flac");
        // Channels without loudspeakers are encoded all the same.
        let options = format!("-s -f --channel-map=none --lax {options} -o");
        let files = [flac.as_os_str(), wav.as_os_str()];
        run("flac", options.split_whitespace().map(AsRef::as_ref).chain(files));
        flac
    }
}

/// Writes a file of `bytes`.
pub(crate) fn write(folder: &TestFolder, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path(name);
    std::fs::write(&path, bytes).expect("the file can be written");
    path
}

/// What `flac -d` makes of a file whose samples have `bits` bits in `channel_count` channels.
pub(crate) fn flac_decoded(path: &Path, bits: u32, channel_count: usize) -> Material {
    let options: &[&str] = if bits.is_multiple_of(8) {
        &["-dsc", "--force-raw-format", "--endian=little", "--sign=signed"]
    } else {
        // `flac` writes other widths only into WAVE files, at the top of whole bytes.
        &["-dsc"]
    };
    let output = run("flac", options.iter().map(AsRef::as_ref).chain([path.as_os_str()]));
    if bits.is_multiple_of(8) {
        return from_little_endian(&output, bits, channel_count);
    }
    let data = output.windows(4).position(|mark| mark == b"data").expect("WAVE has samples") + 8;
    let material = from_little_endian(&output[data..], bits.next_multiple_of(8), channel_count);
    Material { bits, ..material }
}

/// The samples that `sox` reads from a file, at the top of 32 bits.
pub(crate) fn sox_decoded(path: &Path, bits: u32, channel_count: usize) -> Material {
    let raw = [path.as_os_str(), "-t".as_ref(), "s32".as_ref(), "-".as_ref()];
    let material = from_little_endian(&run("sox", raw), 32, channel_count);
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
