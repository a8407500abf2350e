//! Descriptions of AAC, as encoders write them and as nobody should.

use attacca_units::SampleRate;

use super::{Config, coding, read_config};

fn refusal(config: &[u8]) -> String {
    read_config(config).expect_err("it is refused").to_string()
}

/// The descriptors that FFmpeg writes around `config`, for a coding of type `object`.
fn esds(object: u8, config: &[u8]) -> Vec<u8> {
    let specific = [&[5, 0x80, 0x80, 0x80, config.len() as u8], config].concat();
    let decoder = [&[object, 0x15, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0][..], &specific].concat();
    let decoder = [&[4, 0x80, 0x80, 0x80, decoder.len() as u8][..], &decoder].concat();
    let stream = [&[0, 1, 0][..], &decoder].concat();
    [&[3, 0x80, 0x80, 0x80, stream.len() as u8][..], &stream].concat()
}

#[test]
fn a_description_tells_rate_and_channels() {
    for (config, hz, channel_count) in [
        // What FFmpeg writes for stereo at 44.1 kHz, mono at 48 kHz.
        (&[0x12, 0x10, 0x56, 0xe5, 0][..], 44_100, 2),
        (&[0x11, 0x88, 0x56, 0xe5, 0], 48_000, 1),
        // Without the extension, as Apple's encoder has it.
        (&[0x12, 0x10], 44_100, 2),
        // A rate in full: 37,800 Hz.
        (&[0x17, 0x80, 0x49, 0xd4, 0x10], 37_800, 2),
    ] {
        let rate = SampleRate::new(hz).unwrap();
        assert_eq!(read_config(config).unwrap(), Config { rate, channel_count }, "{config:x?}");
    }
}

#[test]
fn what_is_not_played_is_named() {
    assert!(refusal(&[0x12, 0x10, 0x56, 0xe5, 0x80]).contains("HE-AAC"));
    assert!(refusal(&[0x2b, 0x11, 0x88]).contains("HE-AAC"));
    assert!(refusal(&[0xeb, 0x09, 0x88]).contains("HE-AAC v2"));
    assert!(refusal(&[0x0a, 0x10]).contains("AAC Main"));
    assert!(refusal(&[0x22, 0x10]).contains("AAC LTP"));
    assert!(refusal(&[0xf9, 0x46, 0x20]).contains("xHE-AAC"));
    assert!(refusal(&[0x12, 0x30]).contains("AAC with 6 channels"));
    assert!(refusal(&[0x12, 0x38]).contains("AAC with 8 channels"));
    assert!(refusal(&[0x12, 0x00]).contains("table of channels"));
    assert!(refusal(&[0x12, 0x14]).contains("960"));
    assert!(refusal(&[0x12, 0x12]).contains("scalable"));
    assert!(refusal(&[0x12, 0x11]).contains("scalable"));
}

#[test]
fn a_description_that_is_cut_off_is_refused() {
    for config in [&[][..], &[0x12], &[0x17, 0x80]] {
        assert!(refusal(config).contains("cut off"), "{config:x?}");
    }
    // There is no such rate.
    assert!(refusal(&[0x16, 0x90]).contains("cut off"));
}

#[test]
fn other_codings_in_the_same_box_are_named() {
    for (object, name) in [(0x6b, "MP3"), (0x66, "AAC Main"), (0xa5, "Dolby"), (0xad, "Opus")] {
        let error = coding(&esds(object, &[0x12, 0x10]), 44_100).expect_err(name).to_string();
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn a_rate_twice_as_high_around_it_is_he_aac() {
    let half_rate = esds(0x40, &[0x13, 0x90]);
    assert_eq!(coding(&half_rate, 22_050).unwrap().rate.hz(), 22_050);
    assert!(coding(&half_rate, 44_100).unwrap_err().to_string().contains("HE-AAC"));
}

#[test]
fn descriptors_that_end_anywhere_do_no_harm() {
    let whole = esds(0x40, &[0x12, 0x10]);
    assert_eq!(coding(&whole, 44_100).unwrap().channel_count, 2);
    for end in 0..whole.len() - 1 {
        let error = coding(&whole[..end], 44_100).unwrap_err().to_string();
        assert!(error.contains("cut off"), "{end}: {error}");
    }
}
