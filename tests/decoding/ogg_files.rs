//! Ogg files of real encoders, and what real decoders make of them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use attacca_engine::loading::{decoder::ChunkDecoder, stem::OpenStem};
use attacca_test_support::{files::TestFolder, noise::Noise, reference::run};

use crate::{
    material::{Material, write},
    stems::{build_index, decode, floats, open, whole},
};

/// Samples as float. Shape: `planes[channel][frame]`, full scale 1.
pub(crate) type Planes = Vec<Vec<f32>>;

/// Sound for lossy encoders: tones, noise and silence by turns, as 16 bits.
pub(crate) struct Sound {
    pub(crate) rate: u32,
    pub(crate) material: Material,
    pub(crate) folder: TestFolder,
}

impl Sound {
    pub(crate) fn new(rate: u32, channel_count: usize, frame_count: usize) -> Sound {
        let material = Material::new(16, channel_count, frame_count);
        Sound { rate, material, folder: TestFolder::new() }
    }

    /// Lets an encoder make the file `name`. In `command`, parted by spaces, RATE, CHANNELS, IN and OUT
    /// stand for the numbers and the files; IN is raw, of 16 bits.
    pub(crate) fn encoded(&self, command: &str, name: &str) -> PathBuf {
        let planes = &self.material.planes;
        let frames = 0..self.material.frame_count();
        let samples = frames.flat_map(|frame| planes.iter().map(move |plane| plane[frame] >> 16));
        let bytes: Vec<u8> = samples.flat_map(|sample| (sample as i16).to_le_bytes()).collect();
        let input = write(&self.folder, "material.raw", &bytes);
        let output = self.folder.path(name);
        let mut words = command.split_whitespace().map(|word| match word {
            "RATE" => self.rate.to_string(),
            "CHANNELS" => planes.len().to_string(),
            "IN" => input.display().to_string(),
            "OUT" => output.display().to_string(),
            word => word.to_string(),
        });
        let program = words.next().expect("a program is named");
        run(&program, words);
        output
    }
}

/// Samples of bytes, interleaved, as one of the two formats that the decoders write.
pub(crate) fn planes_of<const BYTES: usize>(
    bytes: &[u8],
    channel_count: usize,
    sample: impl Fn([u8; BYTES]) -> f32,
) -> Planes {
    let mut planes = vec![Vec::new(); channel_count];
    for (idx, bytes) in bytes.as_chunks::<BYTES>().0.iter().enumerate() {
        planes[idx % channel_count].push(sample(*bytes));
    }
    planes
}

/// What ffmpeg decodes, as float.
pub(crate) fn ffmpeg_decoded(path: &Path, options: &str, channel_count: usize) -> Planes {
    let words = format!("-v error {options} -i FILE -f f32le -acodec pcm_f32le -");
    let words: Vec<&str> = words.split_whitespace().collect();
    let file = path.as_os_str();
    let words = words.iter().map(|&word| if word == "FILE" { file } else { word.as_ref() });
    planes_of(&run("ffmpeg", words), channel_count, f32::from_le_bytes)
}

/// The greatest difference between two decodings of the same length.
pub(crate) fn difference(ours: &Planes, theirs: &Planes) -> f32 {
    let lengths = |planes: &Planes| planes.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(ours), lengths(theirs), "both are of the same length");
    let pairs = ours.iter().flatten().zip(theirs.iter().flatten());
    pairs.map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f32::max)
}

/// Checks that stretches from anywhere are the same bits as in a decoding of the whole, without an index
/// and with it; returns the whole.
pub(crate) fn check_stretches(path: &Path) -> Planes {
    let stem = open(path);
    let reference = whole(&stem);
    check_from_anywhere(&stem, &reference, "without an index");
    build_index(&stem);
    check_from_anywhere(&stem, &reference, "with an index");
    assert!(whole(&stem) == reference, "the whole is the same with an index");
    reference
}

fn check_from_anywhere(stem: &Arc<OpenStem>, reference: &Planes, how: &str) {
    let length = reference[0].len();
    let mut random = Noise::new(5);
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    for number in 0..60 {
        if number % 3 == 0 {
            lane = ChunkDecoder::new(Arc::clone(stem));
        }
        let start = random.below(length as u64) as usize;
        let count = [1, 100, 480, 4096, 20_000][random.below(5) as usize].min(length - start);
        for start in [start, (start + count).min(length - 1)] {
            let count = count.min(length - start);
            let (block, result) = decode(&mut lane, stem, start, count);
            assert!(result.is_ok(), "{count} frames from {start}, {how}: {result:?}");
            for (ours, plane) in floats(&block).chunks(count).zip(reference) {
                let same = ours.iter().zip(&plane[start..]).take_while(|(a, b)| a == b).count();
                assert_eq!(same, count, "{count} frames from {start} {how} are those of the whole");
            }
        }
    }
}
