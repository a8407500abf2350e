//! The places of channels and what becomes of them.

use super::*;

#[test]
fn mono_and_stereo_are_not_mixed() {
    for channel_count in [1, 2] {
        // Whatever a file says of their places: a lone right channel is still mono.
        let mixdown = Mixdown::new(channel_count, Speakers::of_mask(2));
        assert_eq!(mixdown, Mixdown::None);
        assert_eq!(mixdown.channel_count(channel_count), channel_count);
    }
}

#[test]
fn integers_up_to_sixteen_bits_stay_unless_they_are_mixed() {
    let format = |channel_count, bits, is_float| {
        Mixdown::new(channel_count, Speakers::usual(channel_count)).sample_format(bits, is_float)
    };
    assert_eq!(format(2, 16, false), SampleFormat::I16);
    assert_eq!(format(1, 8, false), SampleFormat::I16);
    assert_eq!(format(2, 17, false), SampleFormat::F32);
    assert_eq!(format(2, 16, true), SampleFormat::F32);
    assert_eq!(format(6, 16, false), SampleFormat::F32);
}

#[test]
fn every_usual_layout_places_all_its_channels() {
    for channel_count in 3..=MAX_SOURCE_CHANNELS {
        let Speakers(places) = Speakers::usual(channel_count);
        assert_eq!(places.iter().filter(|place| **place != 0).count(), channel_count);
    }
}

#[test]
fn places_beyond_the_channels_are_not_used() {
    let speakers = Speakers::of_mask(0x3f);
    let Mixdown::Stereo(gains) = Mixdown::new(4, speakers) else { panic!("four are mixed") };
    let lfe = SideGains::new(0.0, 0.0);
    assert_eq!(gains.len(), 4);
    assert_eq!(gains[3], lfe, "the fourth place of the mask");
}

#[test]
fn left_and_right_are_mirrored() {
    let left = [0, 4, 6, 9, 12, 15];
    let right = [1, 5, 7, 10, 14, 17];
    for (left, right) in left.into_iter().zip(right) {
        let (left, right) = (placed(1 << left), placed(1 << right));
        assert_eq!((left.left, left.right), (right.right, right.left));
        assert_eq!(left.right, 0.0, "a side stays on its side");
    }
}

#[test]
fn channels_keep_their_order_whatever_their_places() {
    let speakers = Speakers::at([Speakers::FRONT_CENTRE, Speakers::FRONT_RIGHT, 1]);
    let Mixdown::Stereo(gains) = Mixdown::new(3, speakers) else { panic!("three are mixed") };
    assert_eq!(gains[1], SideGains::new(0.0, 1.0));
    assert_eq!(gains[2], SideGains::new(1.0, 0.0));
}

#[test]
fn one_channel_without_place_takes_them_from_all() {
    let some = Mixdown::new(3, Speakers::at([1, 2]));
    assert_eq!(some, Mixdown::new(3, Speakers::NOWHERE));
}
