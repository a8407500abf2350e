//! Files hold the given samples in the eyes of other decoders.

use super::*;
use crate::{
    noise::Noise,
    reference::{decode_with_ffmpeg, decode_with_flac, decode_with_sox},
};

/// Integer samples in units of full scale.
fn scaled(samples: &[i32], bits: u32) -> Vec<f64> {
    samples.iter().map(|sample| f64::from(*sample) / f64::from(1u32 << (bits - 1))).collect()
}

#[test]
fn flac_files_hold_their_samples() {
    let folder = TestFolder::new();
    for bits in [8, 16, 24] {
        for channel_count in [1, 2, 6] {
            let path = folder.path("stem.flac");
            let samples = Noise::new(7).integers(bits, 5000 * channel_count);
            let settings = FlacSettings::new(SampleRate::HZ_44100, channel_count, bits);
            write_flac(&path, &settings, &samples);
            let decoded = decode_with_flac(&path);
            assert_eq!(decoded, decode_with_ffmpeg(&path), "two programs disagree");
            assert_eq!((decoded.sample_rate, decoded.channel_count), (44_100, channel_count));
            assert_eq!(decoded.interleaved, scaled(&samples, bits));
        }
    }
}

#[test]
#[should_panic(expected = "do not fit")]
fn samples_that_do_not_fit_their_bits_are_refused() {
    let folder = TestFolder::new();
    let settings = FlacSettings::new(SampleRate::HZ_48000, 1, 16);
    write_flac(&folder.path("stem.flac"), &settings, &[32_768]);
}

#[test]
fn integer_wav_files_hold_their_samples() {
    let folder = TestFolder::new();
    for bits_per_sample in [8, 16, 24, 32] {
        let path = folder.path("stem.wav");
        let samples = Noise::new(8).integers(bits_per_sample, 2000);
        let format =
            WavFormat { sample_rate: SampleRate::HZ_48000, channel_count: 2, bits_per_sample };
        write_wav(&path, format, &samples);
        let decoded = decode_with_ffmpeg(&path);
        assert_eq!(decoded, decode_with_sox(&path), "two programs disagree");
        assert_eq!((decoded.sample_rate, decoded.channel_count), (48_000, 2));
        assert_eq!(decoded.interleaved, scaled(&samples, bits_per_sample));
    }
}

#[test]
fn float_wav_files_hold_their_samples_beyond_full_scale_too() {
    let folder = TestFolder::new();
    let path = folder.path("stem.wav");
    let mut samples = Noise::new(9).floats(3000);
    samples.extend([0.0, 1.0, -1.0, 1.5, -4.25, 1e-30]);
    write_wav_float(&path, SampleRate::HZ_48000, 3, &samples);
    let decoded = decode_with_ffmpeg(&path);
    let expected: Vec<f64> = samples.iter().map(|sample| f64::from(*sample)).collect();
    assert_eq!((decoded.channel_count, decoded.frame_count()), (3, 1002));
    assert_eq!(decoded.interleaved, expected);
}

#[test]
fn folder_vanishes_with_all_that_is_in_it() {
    let folder = TestFolder::new();
    let root = folder.root().to_owned();
    let inner = folder.make_folder("a/b");
    std::fs::write(inner.join("c"), "d").unwrap();
    drop(folder);
    assert!(!root.exists());
}
