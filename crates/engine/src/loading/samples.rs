//! Decoded samples of one stem, as the loaders write them and the renderer reads them.

use std::ops::Range;

/// How a stem's decoded samples are stored.
///
/// Integers of up to 16 bits stay as they are (half the memory); all else becomes `f32`, which is
/// exact to 24 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SampleFormat {
    /// Signed 16 bits; full scale is 32768.
    I16,
    /// 32-bit float; full scale is 1.
    F32,
}

impl SampleFormat {
    /// Bytes of one sample.
    pub fn bytes_per_sample(self) -> usize {
        match self {
            SampleFormat::I16 => size_of::<i16>(),
            SampleFormat::F32 => size_of::<f32>(),
        }
    }
}

/// Decoded frames of one stem: planar, one or two channels.
///
/// Shape: `channel_count` planes of `frame_count` samples each, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleBlock {
    /// One plane per channel.
    pub data: SampleData,
    /// 1 or 2.
    pub channel_count: usize,
}

/// The samples of a [`SampleBlock`].
#[derive(Debug, Clone, PartialEq)]
pub enum SampleData {
    /// Full scale is 32768.
    I16(Box<[i16]>),
    /// Full scale is 1.
    F32(Box<[f32]>),
}

impl SampleBlock {
    /// `frame_count` frames of silence.
    pub fn silent(format: SampleFormat, channel_count: usize, frame_count: usize) -> SampleBlock {
        let length = channel_count * frame_count;
        let data = match format {
            SampleFormat::I16 => SampleData::I16(vec![0; length].into_boxed_slice()),
            SampleFormat::F32 => SampleData::F32(vec![0.0; length].into_boxed_slice()),
        };
        SampleBlock { data, channel_count }
    }

    /// How the samples are stored.
    pub fn format(&self) -> SampleFormat {
        match self.data {
            SampleData::I16(_) => SampleFormat::I16,
            SampleData::F32(_) => SampleFormat::F32,
        }
    }

    /// Frames in each plane.
    pub fn frame_count(&self) -> usize {
        let length = match &self.data {
            SampleData::I16(samples) => samples.len(),
            SampleData::F32(samples) => samples.len(),
        };
        length / self.channel_count
    }

    /// Silences these frames of all planes.
    pub fn silence(&mut self, frames: Range<usize>) {
        let frame_count = self.frame_count();
        for channel in 0..self.channel_count {
            let plane = channel * frame_count;
            let samples = plane + frames.start..plane + frames.end;
            match &mut self.data {
                SampleData::I16(data) => data[samples].fill(0),
                SampleData::F32(data) => data[samples].fill(0.0),
            }
        }
    }

    /// Bytes of samples.
    pub fn byte_count(&self) -> usize {
        match &self.data {
            SampleData::I16(samples) => size_of_val(&**samples),
            SampleData::F32(samples) => size_of_val(&**samples),
        }
    }
}

#[cfg(test)]
mod tests;
