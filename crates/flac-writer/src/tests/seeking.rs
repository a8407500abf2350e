//! Symphonia, which plays the stems, opens every stream and seeks in it to the frame.

use std::io::Cursor;

use symphonia::core::{
    codecs::audio::{AudioDecoder, AudioDecoderOptions},
    formats::{FormatReader, SeekMode, SeekTo, TrackType, probe::Hint},
    io::MediaSourceStream,
    units::Timestamp,
};

use super::{Signal, settings};
use crate::{FlacSettings, encode};

struct Opened {
    demuxer: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
}

fn open(stream: Vec<u8>) -> Opened {
    let stream = MediaSourceStream::new(Box::new(Cursor::new(stream)), Default::default());
    let demuxer = symphonia::default::get_probe()
        .probe(&Hint::new(), stream, Default::default(), Default::default())
        .expect("Symphonia opens the stream");
    let track = demuxer.default_track(TrackType::Audio).expect("one stream of sound");
    let parameters = track.codec_params.as_ref().and_then(|codec| codec.audio()).unwrap();
    let decoder = symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .unwrap();
    Opened { demuxer, decoder }
}

impl Opened {
    /// All samples from here to the end, interleaved, in the high bits of an `i32`.
    fn rest(&mut self) -> Vec<i32> {
        let mut samples = Vec::new();
        while let Some(packet) = self.demuxer.next_packet().unwrap() {
            let mut block = Vec::new();
            self.decoder.decode(&packet).unwrap().copy_to_vec_interleaved::<i32>(&mut block);
            samples.extend(block);
        }
        samples
    }
}

#[test]
fn symphonia_reads_streams_of_any_length() {
    for frame_count in [1, 4095, 4096, 4097, 4096 * 3 + 17] {
        let settings = settings(24, 2);
        let samples = Signal::Music.samples(&settings, frame_count);
        let found = open(encode(&settings, &samples).unwrap()).rest();
        let expected: Vec<i32> = samples.iter().map(|sample| sample << 8).collect();
        assert_eq!(found, expected, "{frame_count} frames");
    }
}

#[test]
fn symphonia_seeks_with_and_without_a_seek_table() {
    for seek_point_count in [0, 1, 5, 100] {
        let settings = FlacSettings { block_frames: 256, seek_point_count, ..settings(16, 1) };
        let samples = Signal::Music.samples(&settings, 30_000);
        let stream = encode(&settings, &samples).unwrap();
        for frame in [0, 1, 255, 256, 14_999, 29_999] {
            let mut opened = open(stream.clone());
            let to = SeekTo::Timestamp { ts: Timestamp::from(frame as i64), track_id: 0 };
            let seeked = opened.demuxer.seek(SeekMode::Accurate, to).unwrap();
            let at = seeked.actual_ts.get() as usize;
            assert!(at <= frame && frame - at < 256, "{frame} led to {at}");
            let expected: Vec<i32> = samples[at..].iter().map(|sample| sample << 16).collect();
            assert_eq!(opened.rest(), expected, "{seek_point_count} points, frame {frame}");
        }
    }
}

/// The seek points in `stream`: first frame and byte offset of each, placeholders left out.
fn seek_points(stream: &[u8]) -> Vec<(u64, u64)> {
    let table_at = 4 + 4 + 34;
    assert_eq!(stream[table_at], 0x83, "a seek table, last of the metadata");
    let table_bytes = u32::from_be_bytes(stream[table_at..table_at + 4].try_into().unwrap());
    let table = &stream[table_at + 4..][..table_bytes as usize & 0xFF_FFFF];
    let number = |bytes: &[u8]| u64::from_be_bytes(bytes.try_into().unwrap());
    table
        .chunks_exact(18)
        .map(|point| (number(&point[..8]), number(&point[8..16])))
        .filter(|point| point.0 != u64::MAX)
        .collect()
}

#[test]
fn seek_points_stand_at_flac_frames_and_are_evenly_spread() {
    let settings = FlacSettings { block_frames: 64, seek_point_count: 10, ..settings(16, 2) };
    for block_count in [0, 1, 9, 10, 11, 20, 21, 163, 1000] {
        let samples = Signal::Noise.samples(&settings, 64 * block_count);
        let stream = encode(&settings, &samples).unwrap();
        let points = seek_points(&stream);
        assert!(points.len() >= block_count.min(5), "{} for {block_count}", points.len());
        let body_at = 4 + 4 + 34 + 4 + 180;
        for &(_, offset) in &points {
            let sync = &stream[body_at + offset as usize..][..2];
            assert_eq!(sync, [0xFF, 0xF8], "no FLAC frame at {offset}");
        }
        let spacings: Vec<u64> = points.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
        assert!(spacings.windows(2).all(|pair| pair[0] == pair[1]), "uneven: {points:?}");
        assert!(points.first().is_none_or(|first| *first == (0, 0)));
    }
}
