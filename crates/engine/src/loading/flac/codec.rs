//! Decodes single FLAC frames.
//!
//! Runs on: loader threads; each lane has its own.

use std::panic::{AssertUnwindSafe, catch_unwind};

use symphonia::{
    core::{
        audio::{Audio, GenericAudioBufferRef},
        codecs::audio::{
            AudioCodecParameters, AudioDecoder, AudioDecoderOptions, well_known::CODEC_ID_FLAC,
        },
        errors::Error,
        packet::PacketRef,
        units::{Duration, Timestamp},
    },
    default::codecs::FlacDecoder,
};

use crate::{
    error::DecodeError,
    loading::flac::{
        header::FrameHeader,
        plain::{CUT_OFF, PlainDecoder},
        stream::Stream,
    },
};

/// Up to here the fast decoder is exact; its side channels have no room for more than 32 bits.
const MAX_FAST_BITS: u32 = 24;

/// Decodes frames of one stream and holds the last one.
pub(crate) enum Codec {
    /// For up to [`MAX_FAST_BITS`].
    Fast(Box<FastCodec>),
    /// For the rest.
    Plain {
        /// The decoder.
        decoder: PlainDecoder,
        /// Its samples, at the top of 32 bits. Shape: `[channel][frame]`.
        samples: Vec<i32>,
        /// Frames in each plane.
        block_frames: usize,
    },
}

/// Symphonia's decoder, made for blocks up to some length.
#[derive(Default)]
pub(crate) struct FastCodec {
    decoder: Option<FlacDecoder>,
    /// The longest block it has room for. It grows with the blocks that are really there: the
    /// stream's header could claim much more.
    max_block_frames: u32,
}

impl std::fmt::Debug for Codec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Codec::Fast(_) => "Codec::Fast",
            Codec::Plain { .. } => "Codec::Plain",
        })
    }
}

impl Codec {
    /// A codec for frames of `stream`.
    pub(crate) fn new(stream: &Stream) -> Codec {
        if stream.bits <= MAX_FAST_BITS {
            Codec::Fast(Box::default())
        } else {
            Codec::Plain { decoder: PlainDecoder::default(), samples: Vec::new(), block_frames: 0 }
        }
    }

    /// Decodes `frame`, whose header and checksum are right and fit `stream`.
    ///
    /// # Errors
    /// When the frame breaks a rule of the format, or the decoder panics; it is made anew then.
    pub(crate) fn decode(
        &mut self,
        frame: &[u8],
        header: &FrameHeader,
        stream: &Stream,
    ) -> Result<(), DecodeError> {
        match self {
            Codec::Fast(codec) => codec.decode(frame, header, stream),
            Codec::Plain { decoder, samples, block_frames } => {
                decoder.decode(frame, header, stream.bits).map_err(DecodeError::Damaged)?;
                let unused_bits = 32 - stream.bits;
                samples.clear();
                samples.extend(decoder.samples().iter().map(|&s| (s as i32) << unused_bits));
                *block_frames = header.block_frames as usize;
                Ok(())
            }
        }
    }

    /// Bytes of memory that the decoded samples of `channel_count` channels hold.
    pub(crate) fn byte_count(&self, channel_count: usize) -> usize {
        match self {
            Codec::Fast(codec) => {
                codec.max_block_frames as usize * channel_count * size_of::<i32>()
            }
            Codec::Plain { decoder, samples, .. } => {
                size_of_val(decoder.samples()) + samples.capacity() * size_of::<i32>()
            }
        }
    }

    /// Bytes of memory that decoded samples of `stream` take at most.
    pub(crate) fn bytes_for(stream: &Stream) -> usize {
        let samples = stream.max_block_frames as usize * stream.channel_count;
        // The plain decoder works in 64 bits, and its samples may be kept with room for as many more.
        let bytes = if stream.bits <= MAX_FAST_BITS { 4 } else { 8 + 2 * 4 };
        samples * bytes
    }

    /// The samples of a channel of the frame decoded last, at the top of 32 bits.
    ///
    /// Empty when the last frame failed or has no such channel.
    pub(crate) fn plane(&self, channel: usize) -> &[i32] {
        match self {
            Codec::Fast(codec) => codec.plane(channel).unwrap_or(&[]),
            Codec::Plain { samples, block_frames, .. } => {
                samples.chunks_exact((*block_frames).max(1)).nth(channel).unwrap_or(&[])
            }
        }
    }
}

impl FastCodec {
    fn decode(
        &mut self,
        frame: &[u8],
        header: &FrameHeader,
        stream: &Stream,
    ) -> Result<(), DecodeError> {
        if self.max_block_frames < header.block_frames {
            self.decoder = None;
            self.max_block_frames = header.block_frames;
        }
        let mut decoder = match self.decoder.take() {
            Some(decoder) => decoder,
            None => fast_decoder(stream, self.max_block_frames)?,
        };
        let packet = PacketRef::new(0, Timestamp::ZERO, Duration::ZERO, frame);
        // A decoder that panicked is dropped, so nobody sees what state it is in.
        let decoder = catch_unwind(AssertUnwindSafe(move || {
            let result = decoder.decode_ref(&packet).map(|_| ()).map_err(decode_error);
            (decoder, result)
        }));
        let (decoder, result) = decoder.map_err(|_| DecodeError::Panicked)?;
        self.decoder = Some(decoder);
        result
    }

    fn plane(&self, channel: usize) -> Option<&[i32]> {
        match self.decoder.as_ref()?.last_decoded() {
            GenericAudioBufferRef::S32(buffer) => buffer.plane(channel),
            _ => None,
        }
    }
}

fn decode_error(error: Error) -> DecodeError {
    match error {
        Error::DecodeError(reason) | Error::Unsupported(reason) => DecodeError::Damaged(reason),
        // Only the frame's bytes are read, and they can only end.
        _ => DecodeError::Damaged(CUT_OFF),
    }
}

fn fast_decoder(stream: &Stream, max_block_frames: u32) -> Result<FlacDecoder, DecodeError> {
    let parameters = AudioCodecParameters {
        codec: CODEC_ID_FLAC,
        extra_data: Some(clean_stream_info(stream, max_block_frames).into()),
        ..AudioCodecParameters::default()
    };
    FlacDecoder::try_new(&parameters, &AudioDecoderOptions::default()).map_err(decode_error)
}

/// A stream header without the oddities that the decoder refuses: blocks of 0, a block length
/// that is the last one's.
fn clean_stream_info(stream: &Stream, max_block_frames: u32) -> [u8; 34] {
    let mut info = [0; 34];
    info[0..2].copy_from_slice(&16u16.to_be_bytes());
    let block_frames = max_block_frames.clamp(16, 65_535) as u16;
    info[2..4].copy_from_slice(&block_frames.to_be_bytes());
    let rate = u64::from(stream.rate.clamp(1, 655_350));
    let channels = stream.channel_count as u64 - 1;
    let packed = rate << 44 | channels << 41 | u64::from(stream.bits - 1) << 36;
    info[10..18].copy_from_slice(&packed.to_be_bytes());
    info
}
