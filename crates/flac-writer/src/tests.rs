//! What was written is what the reference decoder (`flac`, Debian package `flac`) and Symphonia read.

mod files;
mod seeking;
mod signals;

use std::{
    io::Write,
    process::{Command, Output, Stdio},
    thread,
};

use attacca_units::SampleRate;
use signals::Signal;

use crate::{FlacError, FlacSettings, FlacWriter, encode};

/// Runs the reference program on `stream`, given on its standard input.
fn flac(arguments: &[&str], stream: &[u8]) -> Output {
    let mut child = Command::new("flac")
        .args(arguments)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("these tests need the Debian package `flac`");
    let mut input = child.stdin.take().expect("the input is piped");
    thread::scope(|scope| {
        // The program stops reading at the first fault, which its status tells.
        scope.spawn(move || input.write_all(stream).ok());
        child.wait_with_output().expect("flac can be waited for")
    })
}

/// The samples that the reference decoder finds in `stream`, interleaved.
///
/// It compares the checksum of the samples on the way.
fn reference_samples(settings: &FlacSettings, stream: &[u8]) -> Vec<i32> {
    let output =
        flac(&["-d", "-c", "-s", "--force-raw-format", "--endian=little", "--sign=signed"], stream);
    assert!(
        output.status.success(),
        "flac -d refused {settings:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
        .stdout
        .chunks_exact(settings.bits_per_sample.div_ceil(8) as usize)
        .map(signed_little_endian)
        .collect()
}

fn signed_little_endian(bytes: &[u8]) -> i32 {
    let mut padded = [0; 4];
    padded[4 - bytes.len()..].copy_from_slice(bytes);
    i32::from_le_bytes(padded) >> (32 - 8 * bytes.len())
}

fn settings(bits_per_sample: u32, channel_count: usize) -> FlacSettings {
    FlacSettings::new(SampleRate::HZ_48000, channel_count, bits_per_sample)
}

/// Bytes that the samples would take uncompressed.
fn raw_bytes(settings: &FlacSettings, samples: &[i32]) -> usize {
    samples.len() * settings.bits_per_sample as usize / 8
}

#[test]
fn reference_decoder_finds_the_same_samples() {
    for bits in [8, 16, 24] {
        for channel_count in [1, 2] {
            for frame_count in [0, 1, 31, 63, 64, 4095, 4096, 4097, 12_289] {
                for signal in Signal::ALL {
                    let settings = settings(bits, channel_count);
                    let samples = signal.samples(&settings, frame_count);
                    let stream = encode(&settings, &samples).unwrap();
                    assert_eq!(
                        reference_samples(&settings, &stream),
                        samples,
                        "{signal:?}, {bits} bits, {channel_count} channels, {frame_count} frames"
                    );
                }
            }
        }
    }
}

#[test]
fn reference_test_passes_with_checksum() {
    // Bits that do not fill bytes too, which `flac -d` does not give out raw.
    for bits in [8, 12, 16, 20, 24] {
        for frame_count in [1, 4096, 10_000] {
            let settings = settings(bits, 2);
            let stream = encode(&settings, &Signal::Noise.samples(&settings, frame_count)).unwrap();
            // Warnings as errors: a missing checksum or a doubtful seek table fails too.
            let output = flac(&["-t", "-s", "-w"], &stream);
            assert!(
                output.status.success(),
                "flac -t, {bits} bits, {frame_count} frames: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
}

#[test]
fn every_channel_count_and_block_length_decodes() {
    for channel_count in 1..=8 {
        for block_frames in [32, 33, 192, 576, 4096, 32_767] {
            let settings = FlacSettings { block_frames, ..settings(16, channel_count) };
            let samples = Signal::Music.samples(&settings, 40_000);
            let stream = encode(&settings, &samples).unwrap();
            assert_eq!(
                reference_samples(&settings, &stream),
                samples,
                "{channel_count} channels in blocks of {block_frames}"
            );
        }
    }
}

#[test]
fn sample_rates_up_to_the_end_of_the_format_are_written() {
    for hz in [1, 8000, 22_050, 44_100, 48_000, 96_000, 96_001, 176_400, 192_000, 384_000, 655_350]
    {
        let rate = SampleRate::new(hz).unwrap();
        let settings = FlacSettings::new(rate, 2, 24);
        let samples = Signal::Music.samples(&settings, 5000);
        let stream = encode(&settings, &samples).unwrap();
        assert_eq!(reference_samples(&settings, &stream), samples, "{rate}");
        // STREAMINFO's 20 bits of sample rate begin 18 bytes into the file.
        let field = u32::from_be_bytes(stream[18..22].try_into().unwrap()) >> 12;
        assert_eq!(field, hz, "the header names another rate");
    }
}

#[test]
fn no_signal_takes_more_than_one_percent_above_raw() {
    for bits in [16, 24] {
        for channel_count in [1, 2] {
            for signal in Signal::ALL {
                let settings = settings(bits, channel_count);
                let samples = signal.samples(&settings, 48_001);
                let stream = encode(&settings, &samples).unwrap();
                let limit = raw_bytes(&settings, &samples) * 101 / 100 + 2000;
                assert!(
                    stream.len() <= limit,
                    "{signal:?}, {bits} bits, {channel_count} channels: {} bytes, limit {limit}",
                    stream.len()
                );
            }
        }
    }
}

#[test]
fn quiet_music_is_compressed() {
    let settings = settings(24, 2);
    let samples = Signal::Music.samples(&settings, 48_000);
    let stream = encode(&settings, &samples).unwrap();
    let raw = raw_bytes(&settings, &samples);
    assert!(stream.len() < raw * 3 / 4, "{} of {raw} bytes", stream.len());
}

#[test]
fn pieces_of_any_length_make_the_same_stream() {
    let settings = settings(24, 2);
    let samples = Signal::Music.samples(&settings, 20_011);
    let whole = encode(&settings, &samples).unwrap();
    for piece_frames in [1, 7, 4096, 9000] {
        let mut interleaved = FlacWriter::new(std::io::Cursor::new(Vec::new()), &settings).unwrap();
        let mut planar = FlacWriter::new(std::io::Cursor::new(Vec::new()), &settings).unwrap();
        for piece in samples.chunks(2 * piece_frames) {
            interleaved.write_interleaved(piece).unwrap();
            let [left, right] = [0, 1].map(|channel| every_second(&piece[channel..]));
            planar.write_planar(&[&left, &right]).unwrap();
        }
        assert_eq!(interleaved.finish().unwrap().0.into_inner(), whole);
        assert_eq!(planar.finish().unwrap().0.into_inner(), whole);
    }
}

fn every_second(samples: &[i32]) -> Vec<i32> {
    samples.iter().step_by(2).copied().collect()
}

#[test]
fn samples_beyond_full_scale_are_clamped_and_counted() {
    let settings = settings(16, 1);
    let mut writer = FlacWriter::new(std::io::Cursor::new(Vec::new()), &settings).unwrap();
    writer.write_interleaved(&[32_767, 32_768, -32_768, -32_769, i32::MAX, i32::MIN]).unwrap();
    let (stream, summary) = writer.finish().unwrap();
    assert_eq!(summary.n_clamped_samples, 4);
    assert_eq!(
        reference_samples(&settings, stream.get_ref()),
        [32_767, 32_767, -32_768, -32_768, 32_767, -32_768]
    );
}

#[test]
fn stream_begins_where_the_sink_stands() {
    let settings = settings(16, 1);
    let samples = Signal::Music.samples(&settings, 5000);
    let mut sink = std::io::Cursor::new(Vec::new());
    sink.write_all(b"before").unwrap();
    let mut writer = FlacWriter::new(sink, &settings).unwrap();
    writer.write_interleaved(&samples).unwrap();
    let (mut sink, summary) = writer.finish().unwrap();
    sink.write_all(b"after").unwrap();
    let bytes = sink.into_inner();
    let stream = bytes.strip_prefix(b"before").unwrap().strip_suffix(b"after").unwrap();
    assert_eq!(stream, encode(&settings, &samples).unwrap());
    assert_eq!(summary.byte_count, stream.len() as u64);
    assert_eq!(summary.frame_count, 5000);
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let good = settings(16, 2);
    let rate = SampleRate::new(655_351).unwrap();
    for (bad, field) in [
        (FlacSettings { sample_rate: rate, ..good }, "sample rate"),
        (FlacSettings { channel_count: 0, ..good }, "channel count"),
        (FlacSettings { channel_count: 9, ..good }, "channel count"),
        (FlacSettings { bits_per_sample: 7, ..good }, "bits per sample"),
        (FlacSettings { bits_per_sample: 23, ..good }, "bits per sample"),
        (FlacSettings { bits_per_sample: 25, ..good }, "bits per sample"),
        (FlacSettings { block_frames: 31, ..good }, "block length"),
        (FlacSettings { block_frames: 32_768, ..good }, "block length"),
        (FlacSettings { seek_point_count: 932_068, ..good }, "seek point count"),
    ] {
        let error = encode(&bad, &[]).unwrap_err();
        assert!(
            matches!(error, FlacError::Settings { field: named, .. } if named == field),
            "{bad:?} gave {error}"
        );
    }
}

#[test]
fn ragged_frames_are_refused_and_nothing_of_them_is_written() {
    let settings = settings(16, 2);
    let mut writer = FlacWriter::new(std::io::Cursor::new(Vec::new()), &settings).unwrap();
    let ragged: [Result<(), FlacError>; 4] = [
        writer.write_interleaved(&[1, 2, 3]),
        writer.write_planar(&[&[1, 2]]),
        writer.write_planar(&[&[1, 2], &[3]]),
        writer.write_planar(&[]),
    ];
    for outcome in ragged {
        assert!(matches!(outcome, Err(FlacError::RaggedFrames { channel_count: 2 })));
    }
    assert_eq!(writer.finish().unwrap().1.frame_count, 0);
}
