//! Cookies of ALAC, right and wrong.

use super::coding;

/// A cookie as Apple documents it: 4096 frames, 16 bits, stereo, 44.1 kHz.
fn cookie() -> [u8; 24] {
    let mut cookie =
        [0, 0, 0x10, 0, 0, 16, 40, 10, 14, 2, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    cookie[20..].copy_from_slice(&44_100_u32.to_be_bytes());
    cookie
}

fn changed(at: usize, byte: u8) -> [u8; 24] {
    let mut cookie = cookie();
    cookie[at] = byte;
    cookie
}

fn refusal(cookie: &[u8]) -> String {
    coding(cookie).expect_err("it is refused").to_string()
}

#[test]
fn a_cookie_tells_all() {
    let coding = coding(&cookie()).unwrap();
    assert_eq!((coding.rate.hz(), coding.channel_count), (44_100, 2));
    assert_eq!((coding.bits, coding.packet_frames, coding.pre_roll), (Some(16), 4096, 0));
    for bits in [20, 24, 32] {
        assert_eq!(super::coding(&changed(5, bits)).unwrap().bits, Some(u32::from(bits)));
    }
}

#[test]
fn cookies_that_say_what_can_not_be_are_refused() {
    assert!(refusal(&cookie()[..23]).contains("cut off"));
    assert!(refusal(&changed(4, 1)).contains("newer version"));
    assert!(refusal(&changed(5, 8)).contains("width"));
    assert!(refusal(&changed(9, 0)).contains("0 channels"));
    assert!(refusal(&changed(9, 9)).contains("9 channels"));
    assert!(refusal(&changed(0, 1)).contains("length"));
    assert!(refusal(&changed(2, 0)).contains("length"));
}
