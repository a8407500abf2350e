//! Opens files of MPEG audio: finds the first frame, what the encoder says, and the length.

use std::{ops::Range, sync::Arc};

use attacca_units::SampleRate;
use symphonia::core::{
    audio::layouts::{CHANNEL_LAYOUT_MONO, CHANNEL_LAYOUT_STEREO},
    codecs::audio::{
        AudioCodecParameters,
        well_known::{CODEC_ID_AAC, CODEC_ID_MP3},
    },
};

use crate::{
    error::OpenError,
    loading::{
        index::IndexSlot,
        mixdown::Speakers,
        packets::{
            PacketFile, PacketFormat, Track,
            mpeg::{
                MpegFile, adts,
                end_tags::audio_end,
                gap::PacketLength,
                header::{Coding, FrameHeader, Kind, MAX_FRAME_BYTES},
                info_tag::{InfoTag, Trim},
                layer3,
                reader::MpegReader,
                sbr::ends_with_band_replication,
                walker::{Cursor, FoundFrame, Step, Stream, Walker},
                waypoints::Waypoints,
            },
        },
        source::ByteSource,
        window::ByteWindow,
    },
};

/// Bytes in front of the first frame that are skipped; more are no audio.
const MAX_LEADING_BYTES: usize = 512 * 1024;

/// Frames that must follow each other to be believed to be the first ones.
const FIRST_FRAMES: usize = 3;

/// Frames that tell whether all are of one bit rate, and how long they are if not: some seconds.
const SAMPLED_FRAMES: usize = 128;

/// Frames of which all must look like HE-AAC.
const HE_AAC_FRAMES: usize = 4;

/// AAC in ADTS begins anew every 32 packets, since what symphonia puts in place of noise goes on from
/// packet to packet.
const RESTART_PACKETS: u64 = 32;

/// Bytes of memory of symphonia's decoders, as 200 lanes were seen to take, rounded up: 63 KB for a
/// lane over MP3, of which the reader has 42.
const LAYER3_BYTES: usize = 48 * 1024;
const AAC_BYTES: usize = 96 * 1024;

/// Reads the head of `source`, whose frames begin at `start` or behind it.
///
/// # Errors
/// When it can't be read, has no frames or is of an unsupported coding.
pub(crate) fn open(
    format: PacketFormat,
    source: Arc<dyn ByteSource>,
    mut window: ByteWindow,
    start: u64,
    slot: Arc<IndexSlot>,
) -> Result<PacketFile, OpenError> {
    let end = audio_end(&*source, &mut ByteWindow::default(), start.min(source.byte_count()))
        .map_err(OpenError::ReadHeader)?;
    let mut first = first_frame(format, &*source, &mut window, start..end)?;
    let kind = first.header.kind;
    adts::check(kind)?;
    let tag = info_tag(&*source, &mut window, &first)?;
    if tag.is_some() {
        first.at.offset += first.header.byte_count as u64;
    }
    let audio = first.at.offset..end;
    let stream = Stream { kind, length: PacketLength::Constant, audio };
    let mut head = Walker::new(Arc::clone(&source), Arc::new(stream.clone()), window);
    let length = sample(&mut head)?;
    let stream = Arc::new(Stream { length, ..stream });
    let waypoints = Arc::new(Waypoints::new(kind.packet_frames));
    let claimed = tag.and_then(|tag| claimed_packets(&tag, &first, end));
    let packet_count = match claimed {
        Some(count) => count,
        None => count_packets(&source, &stream, &waypoints)?,
    };
    // What an encoder trims at the end holds for the length that it says.
    let trim = tag.and_then(|tag| tag.trim).unwrap_or(Trim { start: 0, end: 0 });
    let trim = Trim { end: if claimed.is_some() { trim.end } else { 0 }, ..trim };
    let track = track(kind, packet_count * u64::from(kind.packet_frames), trim)?;
    let file = MpegFile::new(Arc::clone(&source), stream, Arc::clone(&slot), waypoints, &track);
    let file = file.with_head(head.into_window());
    Ok(PacketFile::new(source, track, Box::new(file), slot))
}

/// The first frame of `format` in `bytes` that others follow.
fn first_frame(
    format: PacketFormat,
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    bytes: Range<u64>,
) -> Result<FoundFrame, OpenError> {
    let name = if format == PacketFormat::Adts { "AAC" } else { "MP3" };
    let view = MAX_LEADING_BYTES + FIRST_FRAMES * MAX_FRAME_BYTES;
    let mut searched = ByteWindow::default();
    // Usually it is the first thing that is there.
    for (window, view) in [(window, FIRST_FRAMES * MAX_FRAME_BYTES), (&mut searched, view)] {
        let head = window.view(source, bytes.start, view).map_err(OpenError::ReadHeader)?;
        let head = &head[..head.len().min((bytes.end.saturating_sub(bytes.start)) as usize)];
        let is_whole = bytes.start + head.len() as u64 == bytes.end;
        if let Some((at, header)) = search(format, head, is_whole) {
            let at = Cursor { offset: bytes.start + at as u64, position: 0 };
            return Ok(FoundFrame { at, header });
        }
        if format == PacketFormat::Mp3 && layer3::is_free_format(head) {
            return Err(OpenError::UnsupportedFormat { format: "MP3 of free format".into() });
        }
    }
    Err(OpenError::BrokenHeader { format: name, reason: "there are no frames" })
}

fn search(format: PacketFormat, head: &[u8], is_whole: bool) -> Option<(usize, FrameHeader)> {
    memchr::memchr_iter(0xff, head)
        .take_while(|&at| at < MAX_LEADING_BYTES)
        .find_map(|at| first_of_many(format, &head[at..], is_whole).map(|header| (at, header)))
}

/// The header that `bytes` begin with, when as many frames of its kind follow as can be asked for.
fn first_of_many(format: PacketFormat, bytes: &[u8], is_whole: bool) -> Option<FrameHeader> {
    let first = parse(format, bytes)?;
    let mut rest = bytes.get(first.byte_count..)?;
    for _ in 1..FIRST_FRAMES {
        if rest.is_empty() && is_whole {
            break;
        }
        let next = parse(format, rest).filter(|next| next.kind == first.kind)?;
        rest = rest.get(next.byte_count..).unwrap_or(&[]);
    }
    Some(first)
}

fn parse(format: PacketFormat, bytes: &[u8]) -> Option<FrameHeader> {
    if format == PacketFormat::Adts { adts::parse(bytes) } else { layer3::parse(bytes) }
}

fn info_tag(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
    first: &FoundFrame,
) -> Result<Option<InfoTag>, OpenError> {
    let byte_count = first.header.byte_count;
    let frame = window.view(source, first.at.offset, byte_count).map_err(OpenError::ReadHeader)?;
    Ok(InfoTag::parse(&first.header, &frame[..byte_count.min(frame.len())]))
}

/// How long the packets are that `walker` finds first.
fn sample(walker: &mut Walker) -> Result<PacketLength, OpenError> {
    let mut sampled: Vec<FoundFrame> = Vec::new();
    let mut bands_replicated = 0;
    let mut budget = MAX_LEADING_BYTES as u64;
    while sampled.len() < SAMPLED_FRAMES {
        match walker.next(&mut budget).map_err(OpenError::ReadHeader)? {
            Step::Frame(frame) => {
                if sampled.len() < HE_AAC_FRAMES && has_replicated_bands(walker, &frame)? {
                    bands_replicated += 1;
                }
                sampled.push(frame);
            }
            Step::Lost(_) => {}
            Step::Interrupted | Step::End => break,
        }
    }
    if bands_replicated == HE_AAC_FRAMES {
        return Err(OpenError::UnsupportedFormat { format: "HE-AAC".into() });
    }
    let bit_rate = |frame: &FoundFrame| frame.header.bit_rate;
    let is_constant = sampled.iter().all(|frame| bit_rate(frame) == bit_rate(&sampled[0]));
    let is_layer_3 = matches!(walker.stream().kind.coding, Coding::Layer3(_));
    if is_layer_3 && is_constant {
        return Ok(PacketLength::Constant);
    }
    let byte_count: usize = sampled.iter().map(|frame| frame.header.byte_count).sum();
    Ok(PacketLength::Varied((byte_count / sampled.len().max(1)) as u64))
}

fn has_replicated_bands(walker: &mut Walker, frame: &FoundFrame) -> Result<bool, OpenError> {
    let is_aac = matches!(frame.header.kind.coding, Coding::Adts(_));
    let bytes = walker.bytes(frame).map_err(OpenError::ReadHeader)?.unwrap_or(&[]);
    let block = bytes.get(frame.header.skipped_bytes..).unwrap_or(&[]);
    Ok(is_aac && ends_with_band_replication(block))
}

/// The frames that `tag` counts, unless the audio is longer than it says: then something was glued
/// behind it.
fn claimed_packets(tag: &InfoTag, first: &FoundFrame, end: u64) -> Option<u64> {
    let (count, byte_count) = (tag.packet_count?, tag.byte_count?);
    let tag_start = first.at.offset - first.header.byte_count as u64;
    let is_possible = count <= byte_count / 4;
    (is_possible && end <= tag_start + byte_count).then_some(count)
}

/// Goes through all frames.
fn count_packets(
    source: &Arc<dyn ByteSource>,
    stream: &Arc<Stream>,
    waypoints: &Waypoints,
) -> Result<u64, OpenError> {
    let mut walker = Walker::new(Arc::clone(source), Arc::clone(stream), ByteWindow::default());
    let mut end = 0;
    loop {
        let mut budget = u64::MAX;
        match walker.next(&mut budget).map_err(OpenError::ReadHeader)? {
            Step::Frame(frame) => {
                waypoints.pass(frame.at);
                end = frame.at.position + u64::from(stream.kind.packet_frames);
            }
            Step::Lost(_) | Step::Interrupted => {}
            Step::End => return Ok(end / u64::from(stream.kind.packet_frames)),
        }
    }
}

fn track(kind: Kind, raw_frames: u64, trim: Trim) -> Result<Track, OpenError> {
    let (format, id, codec_bytes, restart_packets) = match kind.coding {
        Coding::Layer3(_) => ("MP3", CODEC_ID_MP3, LAYER3_BYTES, None),
        Coding::Adts(_) => ("AAC", CODEC_ID_AAC, AAC_BYTES, Some(RESTART_PACKETS)),
    };
    let rate = SampleRate::new(kind.rate)
        .ok_or(OpenError::BrokenHeader { format, reason: "its rate is zero" })?;
    let channel_count = usize::from(kind.channels);
    let layout = if channel_count == 1 { CHANNEL_LAYOUT_MONO } else { CHANNEL_LAYOUT_STEREO };
    let mut codec = AudioCodecParameters::new();
    codec.for_codec(id).with_sample_rate(kind.rate).with_channels(layout);
    let delay = trim.start.min(raw_frames);
    Ok(Track {
        format,
        codec,
        rate,
        channel_count,
        speakers: Speakers::usual(channel_count),
        bits: None,
        gain: 1.0,
        delay,
        frame_count: (raw_frames - delay).saturating_sub(trim.end),
        max_packet_frames: kind.packet_frames,
        restart_frames: restart_packets.map(|packets| packets * u64::from(kind.packet_frames)),
        codec_bytes,
        reader_bytes: MpegReader::bytes_for(MAX_FRAME_BYTES),
    })
}

#[cfg(test)]
mod tests;
