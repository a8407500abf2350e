//! Which configuration is opened, and what a refusal says.

use super::*;

const ANY_CHANNELS: Wanted =
    Wanted { rate: SampleRate::HZ_48000, least_channels: 2, buffer_frames: None };

fn offer(channel_count: u16, rates: (u32, u32), format: DeviceFormat) -> Offer {
    Offer { channel_count, rates, buffer_frames: Some((64, 4096)), format }
}

fn stereo(format: DeviceFormat) -> Offer {
    offer(2, (44_100, 192_000), format)
}

#[test]
fn the_best_format_is_chosen_whatever_the_order() {
    use DeviceFormat::{F32, I16, I24, I32};
    for (offered, best) in [
        (&[I16, I24, I32, F32][..], F32),
        (&[I24, I32, I16], I32),
        (&[I16, I24], I24),
        (&[I16], I16),
    ] {
        let offers: Vec<Offer> = offered.iter().map(|format| stereo(*format)).collect();
        let choice = choose("Hall", &offers, ANY_CHANNELS).expect("48 kHz is offered");
        assert_eq!(choice.format, best);
    }
}

#[test]
fn without_a_wish_the_channels_nearest_to_stereo_are_opened() {
    for (offered, chosen) in [(&[1, 2, 8][..], 2), (&[1, 32, 8], 8), (&[1], 1)] {
        let offers: Vec<Offer> = offered
            .iter()
            .map(|count| offer(*count, (48_000, 48_000), DeviceFormat::F32))
            .collect();
        let choice = choose("Hall", &offers, ANY_CHANNELS).expect("48 kHz is offered");
        assert_eq!(choice.config.channels, chosen);
    }
}

#[test]
fn wanted_channels_go_before_a_better_format() {
    let offers = [stereo(DeviceFormat::F32), offer(8, (48_000, 48_000), DeviceFormat::I16)];
    let wanted = Wanted { least_channels: 8, ..ANY_CHANNELS };
    let choice = choose("Hall", &offers, wanted).expect("8 channels are offered");
    assert_eq!((choice.config.channels, choice.format), (8, DeviceFormat::I16));
}

#[test]
fn a_device_offers_the_rates_that_it_has_with_the_wanted_channels() {
    let offers = [
        offer(8, (48_000, 48_000), DeviceFormat::I16),
        offer(2, (44_100, 192_000), DeviceFormat::F32),
        offer(2, (44_100, 192_000), DeviceFormat::I16),
    ];
    assert_eq!(rates_with(&offers, 2), [(44_100, 192_000), (48_000, 48_000)]);
    assert_eq!(rates_with(&offers, 4), [(48_000, 48_000)]);
    assert_eq!(rates_with(&offers, 32), [(48_000, 48_000)], "as many as there are");
    assert_eq!(rates_with(&[], 2), []);
}

#[test]
fn a_wanted_block_size_is_brought_into_the_range() {
    for (wanted, opened) in [(Some(16), 64), (Some(100), 100), (Some(9999), 4096), (None, 512)] {
        let wanted = Wanted { buffer_frames: wanted, ..ANY_CHANNELS };
        let choice = choose("Hall", &[stereo(DeviceFormat::F32)], wanted).expect("offered");
        assert_eq!(choice.config.buffer_size, BufferSize::Fixed(opened));
    }
}

#[test]
fn a_rate_that_is_not_offered_is_replaced_by_the_lowest_above_it_else_the_nearest() {
    let fixed = |hz| offer(2, (hz, hz), DeviceFormat::F32);
    for (offered, wanted, opened) in [
        (&[44_100, 48_000, 96_000][..], 48_000, 48_000),
        (&[44_100, 96_000], 48_000, 96_000),
        (&[88_200, 48_000], 44_100, 48_000),
        (&[32_000, 44_100], 48_000, 44_100),
        (&[44_100], 192_000, 44_100),
    ] {
        let offers: Vec<Offer> = offered.iter().map(|hz| fixed(*hz)).collect();
        let rate = SampleRate::new(wanted).expect("it is not zero");
        let choice = choose("Hall", &offers, Wanted { rate, ..ANY_CHANNELS }).expect("a rate");
        let (chosen, config) = (choice.sample_rate.hz(), choice.config.sample_rate);
        assert_eq!((chosen, config), (opened, opened), "{wanted} Hz out of {offered:?}");
    }
}

#[test]
fn the_nearest_end_of_a_range_is_opened() {
    let choice = choose("Hall", &[offer(2, (1, 44_100), DeviceFormat::F32)], ANY_CHANNELS);
    assert_eq!(choice.expect("44.1 kHz is offered").config.sample_rate, 44_100);
}

#[test]
fn wanted_channels_go_before_the_wanted_rate() {
    let eight = offer(8, (96_000, 96_000), DeviceFormat::F32);
    let wanted = Wanted { least_channels: 8, ..ANY_CHANNELS };
    let choice = choose("Hall", &[stereo(DeviceFormat::F32), eight], wanted).expect("offered");
    assert_eq!((choice.config.channels, choice.config.sample_rate), (8, 96_000));
}

#[test]
fn a_device_without_a_rate_for_music_is_refused_by_name() {
    let error = choose("Hall", &[offer(2, (4_000, 6_000), DeviceFormat::F32)], ANY_CHANNELS)
        .expect_err("no rate is of use");
    assert_eq!(
        error.to_string(),
        "Hall plays at 4000–6000 Hz only, which is no rate for music; choose another device"
    );
}

#[test]
fn the_fewest_channels_that_suffice_are_opened_else_the_most_there_are() {
    let counts = |least: u16, offered: &[u16]| {
        let offers: Vec<Offer> =
            offered.iter().map(|n| offer(*n, (48_000, 48_000), DeviceFormat::F32)).collect();
        let wanted = Wanted { least_channels: least, ..ANY_CHANNELS };
        choose("Hall", &offers, wanted).expect("some are offered").config.channels
    };
    assert_eq!(counts(2, &[1, 2, 8]), 2);
    assert_eq!(counts(4, &[2, 16, 8]), 8);
    assert_eq!(counts(4, &[1, 2]), 2);
    assert_eq!(counts(2, &[1]), 1);
}

#[test]
fn formats_that_we_do_not_play_are_no_offer() {
    let unknown = SupportedBufferSize::Unknown;
    for (format, is_offer) in [
        (SampleFormat::U8, false),
        (SampleFormat::F64, false),
        (SampleFormat::DsdU32, false),
        (SampleFormat::I24, true),
    ] {
        let range = cpal::SupportedStreamConfigRange::new(2, 44_100, 48_000, unknown, format);
        assert_eq!(Offer::of(&range).is_some(), is_offer, "{format}");
    }
}
