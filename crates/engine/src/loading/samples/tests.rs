//! The shape of sample blocks.

use super::*;

#[test]
fn a_silent_block_has_the_asked_shape() {
    let block = SampleBlock::silent(SampleFormat::I16, 2, 480);
    assert_eq!((block.format(), block.frame_count()), (SampleFormat::I16, 480));
    assert_eq!(block.byte_count(), 480 * 2 * 2);
    let block = SampleBlock::silent(SampleFormat::F32, 1, 480);
    assert_eq!((block.format(), block.byte_count()), (SampleFormat::F32, 480 * 4));
}

#[test]
fn a_silenced_stretch_is_silent_on_all_channels() {
    let data = SampleData::I16([1, 2, 3, 4, 5, 6].into());
    let mut block = SampleBlock { data, channel_count: 2 };
    block.silence(1..2);
    assert_eq!(block.data, SampleData::I16([1, 0, 3, 4, 0, 6].into()));
    block.silence(3..3);
    assert_eq!(block.data, SampleData::I16([1, 0, 3, 4, 0, 6].into()));
}
