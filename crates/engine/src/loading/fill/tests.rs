//! Requests are filled, and what is missing is told once.

use super::*;
use crate::loading::{mixdown::Speakers, samples::SampleFormat};

const STEREO: &Mixdown = &Mixdown::None;

fn block(format: SampleFormat) -> SampleBlock {
    let mut block = SampleBlock::silent(format, 2, 4);
    match &mut block.data {
        SampleData::I16(samples) => samples.fill(99),
        SampleData::F32(samples) => samples.fill(99.0),
    }
    block
}

#[test]
fn sixteen_bits_are_kept_and_more_become_float() {
    let planes = [[1 << 16, -32768 << 16], [32767 << 16, 0]];
    let mut ints = block(SampleFormat::I16);
    let mut fill = Fill::new(&mut ints, STEREO, FramePos(0), FrameCount(2));
    fill.push(2, |channel| planes[channel].iter().copied());
    fill.finish().unwrap();
    assert_eq!(ints.data, SampleData::I16([1, -32768, 0, 0, 32767, 0, 0, 0].into()));

    // The least of 24 bits, and full scale; 32 bits go to the nearest of 24.
    let planes = [[1 << 8, i32::MIN], [i32::MAX, (1 << 30) + 31]];
    let mut floats = block(SampleFormat::F32);
    let mut fill = Fill::new(&mut floats, STEREO, FramePos(0), FrameCount(2));
    fill.push(2, |channel| planes[channel].iter().copied());
    fill.finish().unwrap();
    let expected = [1.0 / 8_388_608.0, -1.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.0];
    assert_eq!(floats.data, SampleData::F32(expected.into()));
}

#[test]
fn only_the_stems_own_frames_are_wanted() {
    let mut out = block(SampleFormat::I16);
    let fill = Fill::new(&mut out, STEREO, FramePos(8), FrameCount(10));
    assert_eq!(fill.wanted(), Some(8..10));
    fill.finish().unwrap();
    let fill = Fill::new(&mut out, STEREO, FramePos(10), FrameCount(10));
    assert_eq!(fill.wanted(), None);
    fill.finish().unwrap();
    let fill = Fill::new(&mut out, STEREO, FramePos(u64::MAX), FrameCount(u64::MAX));
    assert_eq!(fill.wanted(), None);
}

#[test]
fn two_losses_are_one_report_from_the_first_on() {
    let mut out = block(SampleFormat::I16);
    let mut fill = Fill::new(&mut out, STEREO, FramePos(100), FrameCount(1000));
    fill.push_silence(101, DecodeError::Truncated);
    fill.push(2, |_| [5i16, 6].into_iter());
    fill.push_silence(u64::MAX, DecodeError::Panicked);
    assert_eq!(fill.wanted(), None);
    let damage = fill.finish().unwrap_err();
    assert_eq!((damage.at, damage.frames), (FramePos(100), FrameCount(2)));
    assert!(matches!(damage.error, DecodeError::Truncated), "the first one's reason");
    assert_eq!(out.data, SampleData::I16([0, 5, 6, 0, 0, 5, 6, 0].into()));
}

#[test]
fn a_mixdown_replaces_what_was_in_the_block() {
    let mixdown = Mixdown::new(3, Speakers::usual(3));
    let mut out = block(SampleFormat::F32);
    let mut fill = Fill::new(&mut out, &mixdown, FramePos(0), FrameCount(4));
    fill.push(4, |channel| [[0.5f32; 4], [0.25; 4], [0.0; 4]][channel].into_iter());
    fill.finish().unwrap();
    assert_eq!(out.data, SampleData::F32([0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25].into()));
}
