//! Stems of any rate play in an engine of any rate, each frame at its time.

use std::{f64::consts::TAU, ops::Range, path::Path, sync::Arc};

use assert_no_alloc::assert_no_alloc;
use attacca_engine::loading::{
    decoder::ChunkDecoder,
    index::IndexCatalog,
    samples::{SampleBlock, SampleData, SampleFormat},
    source::FileOpener,
    stem::OpenStem,
};
use attacca_test_support::{
    files::{TestFolder, WavFormat, write_wav},
    noise::Noise,
    reference::{decode_with_sox, run},
};
use attacca_units::{FramePos, SampleRate};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::stems::{build_index, decode};

/// The rates of files.
const RATES: [u32; 16] = [
    8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 88_200, 96_000,
    176_400, 192_000, 352_800, 384_000,
];

/// The rates of most engines.
const ENGINE_RATES: [u32; 2] = [44_100, 48_000];

/// The frames of one channel.
type Plane = Vec<f32>;

fn rate(hz: u32) -> SampleRate {
    SampleRate::new(hz).expect("a rate is not zero")
}

/// Writes a 24-bit WAV file whose channel *c* is `sample(c, seconds)`.
fn write_signal(
    path: &Path,
    hz: u32,
    channel_count: usize,
    frame_count: usize,
    mut sample: impl FnMut(usize, f64) -> f64,
) {
    let mut interleaved = Vec::with_capacity(frame_count * channel_count);
    for frame in 0..frame_count {
        for channel in 0..channel_count {
            let sample = sample(channel, frame as f64 / f64::from(hz));
            interleaved.push((sample * 8_388_607.0).round() as i32);
        }
    }
    let format = WavFormat { sample_rate: rate(hz), channel_count, bits_per_sample: 24 };
    write_wav(path, format, &interleaved);
}

/// Encodes a WAV file with `flac`.
fn to_flac(wav: &Path, flac: &Path) {
    let options = ["-s", "-f", "--lax", "-o"].map(AsRef::as_ref);
    run("flac", options.into_iter().chain([flac.as_os_str(), wav.as_os_str()]));
}

fn open_at(path: &Path, engine_hz: u32) -> Arc<OpenStem> {
    OpenStem::open_at(path, &FileOpener, &IndexCatalog::new(), rate(engine_hz))
        .unwrap_or_else(|error| panic!("{path:?} at {engine_hz} Hz: {error}"))
}

/// Decodes frames of a converted stem; one plane for each channel.
fn planes(lane: &mut ChunkDecoder, stem: &OpenStem, start: usize, count: usize) -> Vec<Plane> {
    let (block, result) = decode(lane, stem, start, count);
    result.unwrap_or_else(|damage| panic!("{damage:?}"));
    let SampleData::F32(data) = &block.data else { panic!("converted stems are floats") };
    data.chunks_exact(count).map(<[f32]>::to_vec).collect()
}

/// Decodes a whole converted stem, and some silence behind it.
fn whole(stem: &Arc<OpenStem>, count: usize) -> Vec<Plane> {
    planes(&mut ChunkDecoder::new(stem.clone()), stem, 0, count)
}

/// A tone that all rates hold; another for each channel.
fn tone(channel: usize, seconds: f64) -> f64 {
    let hz = [997.0, 3_001.0][channel];
    0.5 * (TAU * (hz * seconds).fract()).sin()
}

#[test]
fn tones_of_every_rate_are_the_same_tones_at_the_engine_rate() {
    let folder = TestFolder::new();
    for source_hz in RATES {
        let (wav, flac) = (folder.path("tone.wav"), folder.path("tone.flac"));
        // No whole number of blocks at any rate.
        let frame_count = source_hz as usize + 77;
        write_signal(&wav, source_hz, 2, frame_count, tone);
        to_flac(&wav, &flac);
        for engine_hz in ENGINE_RATES.into_iter().filter(|hz| *hz != source_hz) {
            let what = format!("{source_hz} to {engine_hz} Hz");
            let stem = open_at(&flac, engine_hz);
            assert_eq!(stem.info().sample_rate, rate(source_hz), "{what}: the file's own rate");
            assert_eq!(stem.info().sample_format, SampleFormat::F32, "{what}");
            let length = (frame_count as u64 * u64::from(engine_hz)).div_ceil(source_hz.into());
            assert_eq!(stem.info().frame_count.0, length, "{what}: the length");

            let length = length as usize;
            let sound = whole(&stem, length + 5000);
            for (channel, plane) in sound.iter().enumerate() {
                // Away from the ends, where the tone is cut off.
                let inner = 2_000..length - 2_000;
                for (frame, sample) in plane.iter().enumerate().take(inner.end).skip(inner.start) {
                    let expected = tone(channel, frame as f64 / f64::from(engine_hz));
                    let error = (f64::from(*sample) - expected).abs();
                    // A thousandth of a decibel; as much as a quarter of a thousandth of a frame makes.
                    assert!(error < 5e-5, "{what}: frame {frame} is {error} off");
                }
                assert!(plane[length..].iter().all(|sample| *sample == 0.0), "{what}: the end");
            }
            assert!(whole(&open_at(&wav, engine_hz), length + 5000) == sound, "{what}: WAV, FLAC");
        }
    }
}

/// The middle of the pulse, in seconds: between the frames of all rates.
const PULSE_SECONDS: f64 = 0.250_003_7;

#[test]
fn an_onset_is_where_sox_puts_it_to_a_thousandth_of_a_frame() {
    let folder = TestFolder::new();
    let pairs = [
        (44_100, 48_000),
        (48_000, 44_100),
        (96_000, 48_000),
        (88_200, 48_000),
        (8_000, 44_100),
        (44_101, 48_000),
    ];
    for (source_hz, engine_hz) in pairs {
        // A pulse that begins and ends within 20 frames of the lower rate, and holds nothing beyond
        // 0.8 of half of it.
        let width = 2.5 / f64::from(source_hz.min(engine_hz));
        let pulse =
            |_, seconds: f64| 0.9 * (-((seconds - PULSE_SECONDS) / width).powi(2) / 2.0).exp();
        let (wav, reference) = (folder.path("pulse.wav"), folder.path("sox.wav"));
        write_signal(&wav, source_hz, 1, source_hz as usize / 2, pulse);
        let files = [wav.as_os_str(), "-b".as_ref(), "32".as_ref(), reference.as_os_str()];
        let effect = ["rate".to_owned(), "-v".to_owned(), engine_hz.to_string()];
        let effect = effect.iter().map(AsRef::as_ref);
        run("sox", ["-D".as_ref()].into_iter().chain(files).chain(effect));

        let expected = decode_with_sox(&reference).channel(0);
        let plane = &whole(&open_at(&wav, engine_hz), expected.len())[0];
        let what = format!("{source_hz} to {engine_hz} Hz");
        for (frame, (sample, expected)) in plane.iter().zip(&expected).enumerate() {
            let error = (f64::from(*sample) - expected).abs();
            assert!(error < 2e-5, "{what}: frame {frame} is {error} off");
        }
        let middle = |samples: &mut dyn Iterator<Item = f64>| {
            let (mut sum, mut moment) = (0.0, 0.0);
            for (frame, sample) in samples.enumerate() {
                sum += sample * sample;
                moment += sample * sample * frame as f64;
            }
            moment / sum
        };
        let ours = middle(&mut plane.iter().map(|sample| f64::from(*sample)));
        let theirs = middle(&mut expected.into_iter());
        let exact = PULSE_SECONDS * f64::from(engine_hz);
        assert!((ours - theirs).abs() < 1e-3, "{what}: at {ours}, by sox at {theirs}");
        assert!((ours - exact).abs() < 1e-3, "{what}: at {ours}, exactly at {exact}");
    }
}

#[test]
fn a_chunk_after_a_seek_is_that_of_the_whole_file() {
    let folder = TestFolder::new();
    let pairs =
        [(44_100, 48_000), (48_000, 44_100), (96_000, 44_100), (8_000, 48_000), (44_101, 48_000)];
    let mut runner =
        TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    for (source_hz, engine_hz) in pairs {
        let (wav, flac) = (folder.path("noise.wav"), folder.path("noise.flac"));
        let mut noise = Noise::new(source_hz.into());
        let frame_count = 3 * source_hz as usize;
        write_signal(&wav, source_hz, 2, frame_count, |_, _| f64::from(noise.float()) * 0.5);
        to_flac(&wav, &flac);
        let sought = open_at(&flac, engine_hz);
        let expected = whole(&sought, 3 * engine_hz as usize + 20_000);
        let indexed = open_at(&flac, engine_hz);
        build_index(&indexed);
        let stems = [sought, indexed, open_at(&wav, engine_hz)];
        let chunks =
            prop::collection::vec((0..150_000_usize, 1..10_000_usize, any::<bool>()), 1..9);
        let checked = runner.run(&chunks, |chunks| {
            for stem in &stems {
                let mut lane = ChunkDecoder::new(stem.clone());
                for (start, count, goes_on) in &chunks {
                    let here = lane.position().0 as usize;
                    let start = if *goes_on && here < 140_000 { here } else { *start };
                    let start = start.min(3 * engine_hz as usize);
                    for (plane, expected) in
                        planes(&mut lane, stem, start, *count).iter().zip(&expected)
                    {
                        let expected = &expected[start..start + count];
                        let differs = |(a, b): (&f32, &f32)| (a - b).abs() > 1e-6;
                        prop_assert!(!plane.iter().zip(expected).any(differs), "from {start} on");
                    }
                }
            }
            Ok(())
        });
        checked.unwrap_or_else(|error| panic!("{source_hz} to {engine_hz} Hz: {error}"));
    }
}

#[test]
fn a_stem_of_the_engine_rate_is_not_touched() {
    let folder = TestFolder::new();
    let wav = folder.path("same.wav");
    let samples = Noise::new(3).integers(16, 20_000);
    let format = WavFormat { sample_rate: rate(44_100), channel_count: 2, bits_per_sample: 16 };
    write_wav(&wav, format, &samples);
    let stem = open_at(&wav, 44_100);
    let own = OpenStem::open(&wav, &FileOpener, &IndexCatalog::new()).expect("it opens");
    assert_eq!(stem.info(), own.info());
    assert_eq!(stem.info().sample_format, SampleFormat::I16);
    assert_eq!(stem.lane_bytes(), own.lane_bytes());
    let (block, result) = decode(&mut ChunkDecoder::new(stem.clone()), &stem, 0, 10_000);
    result.expect("it is whole");
    let SampleData::I16(decoded) = block.data else { panic!("16 bits stay 16 bits") };
    assert!(
        decoded[..10_000].iter().zip(samples.iter().step_by(2)).all(|(a, b)| i32::from(*a) == *b)
    );
}

#[test]
fn rates_that_are_no_music_are_refused_by_name() {
    let folder = TestFolder::new();
    let wav = folder.path("low.wav");
    write_signal(&wav, 4_000, 1, 100, |_, _| 0.0);
    let refused = OpenStem::open_at(&wav, &FileOpener, &IndexCatalog::new(), rate(48_000));
    let error = refused.expect_err("a rate of telephones").to_string();
    assert!(error.contains("4000 Hz") && error.contains("48000 Hz"), "{error}");
    open_at(&wav, 4_000);
}

#[test]
fn tiny_files_have_their_length_and_no_more() {
    let folder = TestFolder::new();
    for (frame_count, length) in [(0_usize, 0_usize), (1, 2), (2, 3), (147, 160)] {
        let wav = folder.path("tiny.wav");
        write_signal(&wav, 44_100, 2, frame_count, |_, _| 0.5);
        let stem = open_at(&wav, 48_000);
        assert_eq!(stem.info().frame_count.0, length as u64, "{frame_count} frames");
        let mut lane = ChunkDecoder::new(stem.clone());
        let sound = planes(&mut lane, &stem, 0, 4096);
        for plane in sound {
            assert!(plane[..length].iter().all(|sample| *sample != 0.0), "{frame_count} frames");
            assert!(plane[length..].iter().all(|sample| *sample == 0.0), "{frame_count} frames");
        }
        planes(&mut lane, &stem, 1 << 40, 4096);
    }
}

#[test]
fn a_damaged_stretch_is_silent_and_leaves_the_rest_as_it_was() {
    let folder = TestFolder::new();
    let (wav, flac) = (folder.path("sound.wav"), folder.path("sound.flac"));
    let mut noise = Noise::new(5);
    write_signal(&wav, 44_100, 2, 200_000, |_, _| f64::from(noise.float()) * 0.5);
    to_flac(&wav, &flac);
    let expected = whole(&open_at(&flac, 48_000), 200_000);
    let mut bytes = std::fs::read(&flac).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(&flac, bytes).expect("a file");

    let stem = open_at(&flac, 48_000);
    let mut lane = ChunkDecoder::new(stem.clone());
    let mut lost = Vec::new();
    let mut heard = vec![Plane::new(); 2];
    for start in (0..200_704).step_by(4096) {
        let (block, result) = decode(&mut lane, &stem, start, 4096);
        let SampleData::F32(data) = &block.data else { panic!("converted stems are floats") };
        heard.iter_mut().zip(data.chunks_exact(4096)).for_each(|(all, new)| all.extend(new));
        if let Err(damage) = result {
            assert!((start as u64..start as u64 + 4096).contains(&damage.at.0), "{damage:?}");
            lost.push(damage.at.0 as usize..(damage.at.0 + damage.frames.0) as usize);
        }
    }
    // One frame of FLAC of 4096 frames at 44.1 kHz.
    let (first, last) = (lost[0].start, lost[lost.len() - 1].end);
    assert_eq!(lost.iter().map(|lost| lost.end - lost.start).sum::<usize>(), last - first);
    assert!((4458..=4460).contains(&(last - first)), "{lost:?}");
    // The filter reaches half a block, 320 frames.
    for (plane, expected) in heard.iter().zip(&expected) {
        let is_same = |frames: Range<usize>| {
            let pairs = plane[frames.clone()].iter().zip(&expected[frames]);
            pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-6)
        };
        assert!(is_same(0..first - 320), "before the damage");
        assert!(is_same(last + 320..200_000), "behind the damage");
        let inner = &plane[first + 320..last - 320];
        assert!(inner.iter().all(|sample| sample.abs() < 1e-6), "in the damage");
    }
}

#[test]
fn playing_a_converted_stem_allocates_nothing_and_holds_what_it_says() {
    let folder = TestFolder::new();
    let (wav, flac) = (folder.path("sound.wav"), folder.path("sound.flac"));
    let mut noise = Noise::new(6);
    write_signal(&wav, 44_100, 2, 300_000, |_, _| f64::from(noise.float()) * 0.5);
    to_flac(&wav, &flac);
    for path in [wav, flac] {
        let stem = open_at(&path, 48_000);
        let mut lane = ChunkDecoder::new(stem.clone());
        let mut block = SampleBlock::silent(SampleFormat::F32, 2, 4096);
        for number in 0..70 {
            let mut play = || lane.decode(FramePos(number * 4096), &mut block).unwrap();
            // The first blocks find out how large frames are.
            if number < 10 { play() } else { assert_no_alloc(play) }
        }
        assert!(lane.byte_count() <= stem.lane_bytes(), "{path:?}");
        assert!(stem.lane_bytes() <= 4 * lane.byte_count(), "{path:?}: it says far too much");
    }
}

#[test]
fn a_converted_lane_goes_on_where_another_one_stood() {
    let folder = TestFolder::new();
    let (wav, flac) = (folder.path("sound.wav"), folder.path("sound.flac"));
    let mut noise = Noise::new(7);
    write_signal(&wav, 44_100, 2, 300_000, |_, _| f64::from(noise.float()) * 0.5);
    to_flac(&wav, &flac);
    let stem = open_at(&flac, 48_000);
    let expected = whole(&stem, 300_000);
    let mut marked = 0;
    for start in (4096..250_000).step_by(4096) {
        let mut lane = ChunkDecoder::new(stem.clone());
        planes(&mut lane, &stem, start - 4096, 4096);
        let Some(bookmark) = lane.bookmark() else { continue };
        marked += 1;
        assert_eq!(bookmark.position(), FramePos(start as u64));
        let mut resumed = ChunkDecoder::resume(stem.clone(), bookmark);
        for (plane, expected) in planes(&mut resumed, &stem, start, 4096).iter().zip(&expected) {
            assert!(plane[..] == expected[start..start + 4096], "from {start} on");
        }
    }
    assert!(marked > 10, "{marked} places were marked");
}
