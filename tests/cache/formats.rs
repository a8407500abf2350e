//! What is stored of each format, by other programs' word, and how it sounds.

use std::path::PathBuf;

use attacca_test_support::reference::{ReferenceSamples, decode_with_ffmpeg, decode_with_flac};

use crate::{
    material::{coded, flac, is_sound_flac, wav, wav_float},
    rig::Rig,
};

const FRAMES: usize = 150_000;

/// What another program makes of a file.
type Reference = fn(&std::path::Path) -> ReferenceSamples;

/// Caches a stem, checks its files, and plays it from them; returns both sounds.
fn cached_and_not(rig: &Rig, path: &PathBuf) -> (Vec<f32>, Vec<f32>) {
    let stems = [path.clone()];
    rig.warm(&[stems.to_vec()]);
    for chunk in rig.chunks() {
        assert!(is_sound_flac(&chunk), "{chunk:?}");
    }
    let heard = rig.hear(&stems, 0..2_000_000);
    assert_eq!((heard.cache.misses, heard.cache.spoiled), (0, 0), "{path:?}");
    assert!(heard.cache.read_parts > 3, "{path:?}: {:?}", heard.cache);
    (heard.samples, rig.hear_without(&stems, 0..2_000_000))
}

/// All chunks one after the other, as the reference decoder has them.
fn decoded(rig: &Rig) -> Vec<f64> {
    rig.chunks().iter().flat_map(|chunk| decode_with_flac(chunk).interleaved).collect()
}

/// The greatest difference of two sounds.
fn difference(one: &[f32], other: &[f32]) -> f32 {
    assert_eq!(one.len(), other.len(), "as long");
    one.iter().zip(other).fold(0.0, |most, (a, b)| (a - b).abs().max(most))
}

#[test]
fn integers_come_back_bit_for_bit_by_flacs_own_word() {
    let rig = Rig::new();
    let place = &rig.place;
    let aiff = ("big.aiff", 48_000, "ffmpeg -v error -i IN -c:a pcm_s16be OUT");
    let alac = ("alac.m4a", 48_000, "ffmpeg -v error -i IN -c:a alac OUT");
    let files: [(PathBuf, Reference); 6] = [
        (flac(place, "16.flac", 16, FRAMES), decode_with_flac),
        (flac(place, "24.flac", 24, FRAMES), decode_with_flac),
        (wav(place, "8.wav", 8, 1, FRAMES), decode_with_ffmpeg),
        (wav(place, "24.wav", 24, 2, 49_152), decode_with_ffmpeg),
        (coded(place, aiff, 3.0), decode_with_ffmpeg),
        (coded(place, alac, 3.0), decode_with_ffmpeg),
    ];
    for (path, reference) in files {
        let (cached, uncached) = cached_and_not(&rig, &path);
        assert!(cached == uncached, "{path:?} sounds the same, bit for bit");
        assert!(decoded(&rig) == reference(&path).interleaved, "{path:?} is stored exactly");
        std::fs::remove_dir_all(rig.cache()).unwrap();
    }
}

#[test]
fn converted_and_floating_stems_are_right_to_24_bits_and_are_not_clipped() {
    let rig = Rig::new();
    let place = &rig.place;
    let slow = ("slow.wav", 44_100, "ffmpeg -v error -i IN -c:a pcm_s24le OUT");
    let six = ("six.flac", 48_000, "ffmpeg -v error -i IN -ac 6 OUT");
    for (path, loudest) in [
        (coded(place, slow, 3.0), 1.0),
        (coded(place, six, 3.0), 2.0),
        (wav_float(place, "float.wav", 0.9, FRAMES), 1.0),
        (wav_float(place, "hot.wav", 3.7, FRAMES), 4.0),
    ] {
        let (cached, uncached) = cached_and_not(&rig, &path);
        let step = loudest / 8_388_608.0;
        let most = difference(&cached, &uncached);
        assert!(most <= 0.51 * step + 3e-7 * loudest, "{path:?}: {most} of {step}");
        std::fs::remove_dir_all(rig.cache()).unwrap();
    }
}

#[test]
fn lossy_stems_are_right_to_16_bits_and_dither_alike_each_time() {
    let rig = Rig::new();
    for lossy in [
        ("a.mp3", 44_100, "lame --quiet -b 192 IN OUT"),
        ("b.m4a", 48_000, "ffmpeg -v error -i IN -c:a aac -b:a 160k OUT"),
        ("c.ogg", 48_000, "oggenc -Q -q 6 IN -o OUT"),
        ("d.opus", 48_000, "opusenc --quiet --bitrate 160 IN OUT"),
    ] {
        let path = coded(&rig.place, lossy, 3.0);
        let (cached, uncached) = cached_and_not(&rig, &path);
        // A step of dither, half a step of rounding, at the scale of what is above full scale.
        let most = difference(&cached, &uncached);
        assert!(most > 0.0 && most <= 1.6 / 32_768.0 * 1.3, "{path:?}: {most}");
        let first: Vec<_> =
            rig.chunks().iter().map(|chunk| std::fs::read(chunk).unwrap()).collect();
        std::fs::remove_dir_all(rig.cache()).unwrap();
        rig.warm(&[vec![path]]);
        let again: Vec<_> =
            rig.chunks().iter().map(|chunk| std::fs::read(chunk).unwrap()).collect();
        assert!(first == again, "the same bytes");
        std::fs::remove_dir_all(rig.cache()).unwrap();
    }
}

#[test]
fn no_chunk_is_larger_than_its_samples_and_one_in_a_hundred() {
    let rig = Rig::new();
    let noise = |bits: u32, channels: usize| {
        let mut random = attacca_test_support::noise::Noise::new(3);
        let path = rig.place.path(format!("noise-{bits}-{channels}.flac"));
        let settings = attacca_flac_writer::FlacSettings::new(crate::rig::RATE, channels, bits);
        let samples: Vec<i32> = (0..FRAMES * channels).map(|_| random.integer(bits)).collect();
        attacca_test_support::files::write_flac(&path, &settings, &samples);
        (path, FRAMES * channels * bits as usize / 8)
    };
    for (path, raw) in [noise(16, 1), noise(16, 2), noise(24, 2)] {
        rig.warm(&[vec![path.clone()]]);
        let bytes = crate::rig::bytes_below(&rig.cache());
        assert!(bytes <= raw as u64 * 101 / 100 + 4096, "{path:?}: {bytes} of {raw}");
        std::fs::remove_dir_all(rig.cache()).unwrap();
    }
}

#[test]
fn wider_integers_are_left_to_their_files() {
    let rig = Rig::new();
    let path = wav(&rig.place, "32.wav", 32, 2, FRAMES);
    let opened = rig.open(&[vec![path]]);
    opened.wait_until("it is known", |opened| {
        let report = opened.engine.cache_report().unwrap();
        report.songs.iter().any(|song| song.sentence.contains("more than 24 bits"))
    });
    assert!(rig.chunks().is_empty());
}
