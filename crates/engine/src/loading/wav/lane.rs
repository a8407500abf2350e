//! A lane over a WAV file: reads any stretch where arithmetic says it is.
//!
//! Runs on: loader threads.

use std::sync::Arc;

use crate::{
    error::DecodeError,
    loading::{
        fill::Fill,
        wav::{SampleCoding, WavFile, WavLayout},
        window::{ByteWindow, WINDOW_BYTES},
    },
};

/// The reading state of one WAV stem for one window.
#[derive(Debug)]
pub(crate) struct WavLane {
    file: Arc<WavFile>,
    window: ByteWindow,
}

impl WavLane {
    /// A lane at the start of `file`.
    pub(crate) fn new(file: Arc<WavFile>) -> WavLane {
        WavLane { file, window: ByteWindow::default() }
    }

    /// Bytes of memory that the lane holds.
    pub(crate) fn byte_count(&self) -> usize {
        self.window.capacity()
    }

    /// Fills all of `fill`.
    pub(crate) fn decode(&mut self, fill: &mut Fill<'_>) {
        let layout = self.file.layout();
        let frame_bytes = layout.frame_bytes();
        while let Some(wanted) = fill.wanted() {
            let wanted_frames = wanted.end - wanted.start;
            let read_frames = wanted_frames.min((WINDOW_BYTES / frame_bytes) as u64) as usize;
            let wanted_bytes = read_frames * frame_bytes;
            let offset = layout.offset(wanted.start);
            match self.window.view(&*self.file.source, offset, wanted_bytes) {
                Err(error) => fill.push_silence(u64::MAX, DecodeError::Read(error)),
                Ok(bytes) if bytes.len() < frame_bytes => {
                    fill.push_silence(u64::MAX, DecodeError::Truncated);
                }
                Ok(bytes) => push(fill, layout, &bytes[..wanted_bytes.min(bytes.len())]),
            }
        }
    }
}

/// Writes all whole frames of `bytes`.
fn push(fill: &mut Fill<'_>, layout: &WavLayout, bytes: &[u8]) {
    let frame_bytes = layout.frame_bytes();
    let count = bytes.len() / frame_bytes;
    match layout.coding {
        SampleCoding::Unsigned8 => {
            fill.push(count, |channel| {
                samples(bytes, frame_bytes, channel, |[byte]| (i16::from(byte) - 128) << 8)
            });
        }
        SampleCoding::Signed16 => {
            fill.push(count, |channel| samples(bytes, frame_bytes, channel, i16::from_le_bytes));
        }
        SampleCoding::Signed24 => {
            fill.push(count, |channel| {
                samples(bytes, frame_bytes, channel, |[a, b, c]| i32::from_le_bytes([0, a, b, c]))
            });
        }
        SampleCoding::Signed32 => {
            fill.push(count, |channel| samples(bytes, frame_bytes, channel, i32::from_le_bytes));
        }
        SampleCoding::Float32 => {
            fill.push(count, |channel| samples(bytes, frame_bytes, channel, f32::from_le_bytes));
        }
        SampleCoding::Float64 => {
            fill.push(count, |channel| {
                samples(bytes, frame_bytes, channel, |sample| f64::from_le_bytes(sample) as f32)
            });
        }
    }
}

/// The samples of one channel.
fn samples<const N: usize, S>(
    bytes: &[u8],
    frame_bytes: usize,
    channel: usize,
    sample: impl Fn([u8; N]) -> S,
) -> impl Iterator<Item = S> {
    bytes.chunks_exact(frame_bytes).map(move |frame| {
        let mut coded = [0; N];
        coded.copy_from_slice(&frame[channel * N..][..N]);
        sample(coded)
    })
}
