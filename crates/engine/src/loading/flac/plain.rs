//! A plain FLAC frame decoder, exact for all widths, that knows where a frame ends.
//!
//! Slower than the one that plays most stems (see `codec`). It plays samples of over 24 bits,
//! whose side channels need 33, and finds the end of a frame that no valid header follows.
//!
//! Source: RFC 9639 §9.2. Arithmetic wraps: on valid input nothing does, on damaged input anything
//! may come out, and the frame's checksum tells.

use crate::loading::flac::{
    bits::{BitReader, OutOfBits},
    header::{ChannelCoding, FrameHeader},
};

/// Why a frame can't be decoded.
pub(crate) type Reason = &'static str;

/// The frame needs more bytes than there are.
pub(crate) const CUT_OFF: Reason = "a frame is cut off";

/// Decodes single frames into samples of 64 bits.
#[derive(Debug, Default)]
pub(crate) struct PlainDecoder {
    /// Shape: `[channel][frame]`, planes of `block_frames`.
    samples: Vec<i64>,
}

impl PlainDecoder {
    /// Decodes the frame whose valid `header` starts `frame`; returns its bytes, without its
    /// checksum. Bytes behind the frame do no harm.
    ///
    /// # Errors
    /// When the frame breaks a rule of the format or is cut off.
    pub(crate) fn decode(
        &mut self,
        frame: &[u8],
        header: &FrameHeader,
        stream_bits: u32,
    ) -> Result<usize, Reason> {
        let block_frames = header.block_frames as usize;
        self.samples.resize(header.channels.count() * block_frames, 0);
        let mut bits = BitReader::new(frame.get(header.byte_count..).unwrap_or(&[]));
        let sample_bits = header.bits.unwrap_or(stream_bits);
        for (channel, plane) in self.samples.chunks_exact_mut(block_frames).enumerate() {
            let is_side = matches!(
                (header.channels, channel),
                (ChannelCoding::LeftSide | ChannelCoding::MidSide, 1)
                    | (ChannelCoding::SideRight, 0)
            );
            subframe(&mut bits, sample_bits + u32::from(is_side), plane)?;
        }
        decorrelate(header.channels, &mut self.samples, block_frames);
        Ok(header.byte_count + bits.bytes_used())
    }

    /// The samples of the frame decoded last. Shape: `[channel][frame]`.
    pub(crate) fn samples(&self) -> &[i64] {
        &self.samples
    }
}

impl From<OutOfBits> for Reason {
    fn from(_: OutOfBits) -> Reason {
        CUT_OFF
    }
}

fn decorrelate(coding: ChannelCoding, samples: &mut [i64], block_frames: usize) {
    let (first, second) = samples.split_at_mut(block_frames.min(samples.len()));
    let pairs = first.iter_mut().zip(second);
    match coding {
        ChannelCoding::Independent(_) => {}
        ChannelCoding::LeftSide => pairs.for_each(|(left, side)| *side = left.wrapping_sub(*side)),
        ChannelCoding::SideRight => {
            pairs.for_each(|(side, right)| *side = side.wrapping_add(*right));
        }
        ChannelCoding::MidSide => pairs.for_each(|(mid, side)| {
            // The mean lost its last bit, which is that of the difference.
            let sum = *mid << 1 | *side & 1;
            (*mid, *side) = (sum.wrapping_add(*side) >> 1, sum.wrapping_sub(*side) >> 1);
        }),
    }
}

fn subframe(bits: &mut BitReader<'_>, sample_bits: u32, plane: &mut [i64]) -> Result<(), Reason> {
    if bits.unsigned(1)? != 0 {
        return Err("a subframe does not begin with 0");
    }
    let kind = bits.unsigned(6)? as usize;
    let wasted = if bits.unsigned(1)? == 1 { bits.unary()? + 1 } else { 0 };
    let width = match u32::try_from(wasted) {
        Ok(wasted) if wasted < sample_bits => sample_bits - wasted,
        _ => return Err("a subframe wastes all bits"),
    };
    match kind {
        0 => plane.fill(bits.signed(width)?),
        1 => verbatim(bits, width, plane)?,
        8..=12 => fixed(bits, width, kind - 8, plane)?,
        32..=63 => linear(bits, width, kind - 31, plane)?,
        _ => return Err("a subframe is of a reserved kind"),
    }
    if wasted > 0 {
        plane.iter_mut().for_each(|sample| *sample <<= wasted);
    }
    Ok(())
}

fn verbatim(bits: &mut BitReader<'_>, width: u32, plane: &mut [i64]) -> Result<(), Reason> {
    for sample in plane {
        *sample = bits.signed(width)?;
    }
    Ok(())
}

fn fixed(
    bits: &mut BitReader<'_>,
    width: u32,
    order: usize,
    plane: &mut [i64],
) -> Result<(), Reason> {
    const COEFFICIENTS: [&[i64]; 5] = [&[], &[1], &[2, -1], &[3, -3, 1], &[4, -6, 4, -1]];
    verbatim(bits, width, warm_up(plane, order)?)?;
    residual(bits, order, plane)?;
    predict(COEFFICIENTS[order], 0, plane);
    Ok(())
}

fn linear(
    bits: &mut BitReader<'_>,
    width: u32,
    order: usize,
    plane: &mut [i64],
) -> Result<(), Reason> {
    verbatim(bits, width, warm_up(plane, order)?)?;
    let precision = bits.unsigned(4)? as u32 + 1;
    if precision == 16 {
        return Err("a predictor is of a reserved precision");
    }
    let Ok(shift) = u32::try_from(bits.signed(5)?) else {
        return Err("a predictor shifts to the left");
    };
    let mut coefficients = [0; 32];
    verbatim(bits, precision, &mut coefficients[..order])?;
    residual(bits, order, plane)?;
    predict(&coefficients[..order], shift, plane);
    Ok(())
}

fn warm_up(plane: &mut [i64], order: usize) -> Result<&mut [i64], Reason> {
    plane.get_mut(..order).ok_or("a predictor is longer than its block")
}

/// Adds to every residual what the samples before it predict; the first coefficient weighs the
/// nearest one.
fn predict(coefficients: &[i64], shift: u32, plane: &mut [i64]) {
    for at in coefficients.len()..plane.len() {
        let (before, rest) = plane.split_at_mut(at);
        let prediction = coefficients
            .iter()
            .zip(before.iter().rev())
            .fold(0i64, |sum, (&weight, &sample)| sum.wrapping_add(weight.wrapping_mul(sample)));
        rest[0] = rest[0].wrapping_add(prediction >> shift);
    }
}

fn residual(bits: &mut BitReader<'_>, order: usize, plane: &mut [i64]) -> Result<(), Reason> {
    let parameter_bits = match bits.unsigned(2)? {
        0 => 4,
        1 => 5,
        _ => return Err("a residual is coded in a reserved way"),
    };
    let partition_order = bits.unsigned(4)?;
    let partition_frames = plane.len() >> partition_order;
    if partition_frames << partition_order != plane.len() || partition_frames < order {
        return Err("a residual's partitions do not fit its block");
    }
    let mut from = order;
    for partition in 1..=1 << partition_order {
        let to = partition * partition_frames;
        rice_partition(bits, parameter_bits, &mut plane[from..to])?;
        from = to;
    }
    Ok(())
}

fn rice_partition(
    bits: &mut BitReader<'_>,
    parameter_bits: u32,
    residuals: &mut [i64],
) -> Result<(), Reason> {
    let parameter = bits.unsigned(parameter_bits)? as u32;
    let escape = (1 << parameter_bits) - 1;
    if parameter == escape {
        let width = bits.unsigned(5)? as u32;
        return verbatim(bits, width, residuals);
    }
    for residual in residuals {
        let folded = bits.unary()?.wrapping_shl(parameter) | bits.unsigned(parameter)?;
        // 0, 1, 2, 3, 4 stand for 0, −1, 1, −2, 2.
        *residual = (folded >> 1) as i64 ^ -((folded & 1) as i64);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
