//! Claims about the way between frames and seconds.

use proptest::prelude::*;

use super::*;

#[test]
fn a_rate_is_never_zero() {
    assert_eq!(SampleRate::new(0), None);
    assert_eq!(SampleRate::new(44_100), Some(SampleRate::HZ_44100));
}

#[test]
fn a_rate_is_written_in_hertz_or_kilohertz() {
    let texts = ["44100", " 44100 Hz ", "44.1k", "44.1 kHz", "44.1K", "44.100KHZ"];
    for text in texts {
        assert_eq!(text.parse(), Ok(SampleRate::HZ_44100), "{text}");
    }
    assert_eq!("11.025k".parse(), Ok(SampleRate(11_025)));
    assert_eq!("96 kHz".parse(), Ok(SampleRate(96_000)));
}

#[test]
fn what_is_no_whole_number_of_hertz_is_no_rate() {
    let texts = [
        "",
        "k",
        "Hz",
        "0",
        "0k",
        "-48k",
        "+48k",
        "44.1",
        "44.1001k",
        "1e3k",
        "inf",
        "nan",
        "4 8k",
        "48 kk",
        "48km",
        "99999999999999999999",
        "5000000000",
        "1.2.3k",
    ];
    for text in texts {
        assert_eq!(text.parse::<SampleRate>(), Err(ParseRateError), "{text}");
    }
}

#[test]
fn people_read_kilohertz_without_needless_digits() {
    let words = [8_000, 11_025, 44_100, 48_000, 352_800]
        .map(|hz| SampleRate(hz).in_kilohertz().to_string());
    assert_eq!(words, ["8 kHz", "11.025 kHz", "44.1 kHz", "48 kHz", "352.8 kHz"]);
}

#[test]
fn a_time_means_the_nearest_frame() {
    let rate = SampleRate::HZ_44100;
    // 1/3 s is 14,700 frames; a hundredth of a millisecond is 0.44 frames.
    assert_eq!(rate.position_at(1.0 / 3.0), FramePos(14_700));
    assert_eq!(rate.position_at(0.000_01), FramePos(0));
    assert_eq!(rate.position_at(0.000_02), FramePos(1));
}

#[test]
fn times_that_are_none_mean_the_first_frame() {
    for seconds in [-1.0, -0.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(SampleRate::HZ_48000.position_at(seconds), FramePos::ZERO, "{seconds}");
    }
    assert_eq!(SampleRate::HZ_48000.position_at(f64::INFINITY), FramePos(u64::MAX));
}

proptest! {
    // A day at the highest rate in use is below 2^35 frames, which f64 holds with room for parts.
    #[test]
    fn a_rate_survives_the_way_through_kilohertz(hz in 1u32..) {
        let rate = SampleRate(hz);
        prop_assert_eq!(rate.in_kilohertz().to_string().parse(), Ok(rate));
        prop_assert_eq!(rate.to_string().parse(), Ok(rate));
    }

    #[test]
    fn frames_survive_the_way_through_seconds(hz in 1u32..=384_000, frames in 0u64..1 << 35) {
        let rate = SampleRate::new(hz).unwrap();
        prop_assert_eq!(rate.position_at(rate.seconds_at(FramePos(frames))), FramePos(frames));
        prop_assert_eq!(rate.frames_in(rate.seconds(FrameCount(frames))), FrameCount(frames));
    }
}
