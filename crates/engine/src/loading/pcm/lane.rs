//! A lane over a file of plain samples: reads any stretch where arithmetic says it is.
//!
//! Runs on: loader threads.

use std::sync::Arc;

use crate::{
    error::DecodeError,
    loading::{
        fill::Fill,
        pcm::{ByteOrder, PcmFile, PcmLayout, SampleCoding},
        window::{ByteWindow, WINDOW_BYTES},
    },
};

/// The reading state of one stem of plain samples for one window.
#[derive(Debug)]
pub(crate) struct PcmLane {
    file: Arc<PcmFile>,
    window: ByteWindow,
}

impl PcmLane {
    /// A lane at the start of `file`.
    pub(crate) fn new(file: Arc<PcmFile>) -> PcmLane {
        PcmLane { file, window: ByteWindow::default() }
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
fn push(fill: &mut Fill<'_>, layout: &PcmLayout, bytes: &[u8]) {
    match layout.byte_order {
        ByteOrder::Little => push_coded::<false>(fill, layout, bytes),
        ByteOrder::Big => push_coded::<true>(fill, layout, bytes),
    }
}

fn push_coded<const IS_BIG: bool>(fill: &mut Fill<'_>, layout: &PcmLayout, bytes: &[u8]) {
    let frames = Frames::<IS_BIG> { bytes, frame_bytes: layout.frame_bytes() };
    let count = bytes.len() / frames.frame_bytes;
    match layout.coding {
        SampleCoding::Unsigned8 => {
            fill.push(count, |channel| frames.plane(channel, |[b]| (i16::from(b) - 128) << 8));
        }
        SampleCoding::Signed8 => {
            fill.push(count, |channel| frames.plane(channel, |[b]| i16::from_le_bytes([0, b])));
        }
        SampleCoding::Signed16 => {
            fill.push(count, |channel| frames.plane(channel, i16::from_le_bytes));
        }
        SampleCoding::Signed24 => {
            fill.push(count, |channel| {
                frames.plane(channel, |[a, b, c]| i32::from_le_bytes([0, a, b, c]))
            });
        }
        SampleCoding::Signed32 => {
            fill.push(count, |channel| frames.plane(channel, i32::from_le_bytes));
        }
        SampleCoding::Float32 => {
            fill.push(count, |channel| frames.plane(channel, f32::from_le_bytes));
        }
        SampleCoding::Float64 => {
            fill.push(count, |channel| {
                frames.plane(channel, |sample| f64::from_le_bytes(sample) as f32)
            });
        }
    }
}

/// Whole frames as they are in the file.
#[derive(Clone, Copy)]
struct Frames<'a, const IS_BIG: bool> {
    bytes: &'a [u8],
    frame_bytes: usize,
}

impl<'a, const IS_BIG: bool> Frames<'a, IS_BIG> {
    /// The samples of one channel; `sample` gets its bytes lowest first.
    fn plane<const N: usize, S>(
        self,
        channel: usize,
        sample: impl Fn([u8; N]) -> S + 'a,
    ) -> impl Iterator<Item = S> + 'a {
        self.bytes.chunks_exact(self.frame_bytes).map(move |frame| {
            let mut coded = [0; N];
            coded.copy_from_slice(&frame[channel * N..][..N]);
            if IS_BIG {
                coded.reverse();
            }
            sample(coded)
        })
    }
}
