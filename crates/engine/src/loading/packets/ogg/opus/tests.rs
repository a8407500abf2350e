//! Lengths of packets by the standard's tables, and headers.

use super::*;

#[test]
fn the_first_byte_tells_a_packets_length() {
    // Milliseconds by RFC 6716, table 2, for each configuration.
    let silk = [10.0, 20.0, 40.0, 60.0].repeat(3);
    let hybrid = [10.0, 20.0].repeat(2);
    let celt = [2.5, 5.0, 10.0, 20.0].repeat(4);
    for (configuration, ms) in [silk, hybrid, celt].concat().into_iter().enumerate() {
        let toc = (configuration as u8) << 3;
        let frame = (ms * 48.0) as u32;
        assert_eq!(frames(&[toc]), Some(frame), "configuration {configuration}");
        assert_eq!(frames(&[toc | 4]), Some(frame), "stereo");
        assert_eq!(frames(&[toc | 1]), Some(2 * frame), "two");
        assert_eq!(frames(&[toc | 2]), Some(2 * frame), "two of different sizes");
        let three = Some(3 * frame).filter(|&frames| frames <= 5760);
        assert_eq!(frames(&[toc | 3, 3 | 0xc0]), three, "three");
    }
}

#[test]
fn packets_that_break_the_rules_have_no_length() {
    assert_eq!(frames(&[]), None);
    assert_eq!(frames(&[3]), None, "the number of frames is missing");
    assert_eq!(frames(&[3, 0]), None, "no frames");
    assert_eq!(frames(&[0xff, 7]), None, "140 ms");
    assert_eq!(frames(&[0xff, 6]), Some(5760));
}

fn head(channel_count: u8, family: u8, mapping: &[u8]) -> Vec<u8> {
    // Delay of 312, 44.1 kHz before encoding, a gain of −6 dB.
    let rest = [1, channel_count, 0x38, 1, 0x44, 0xac, 0, 0, 0, 0xfa, family];
    [MARK, &rest, mapping].concat()
}

#[test]
fn the_header_tells_delay_and_gain() {
    for head in [head(2, 0, &[]), head(2, 1, &[1, 1, 0, 1]), head(1, 1, &[1, 0, 0])] {
        let track = read_head(&head).expect("it is played");
        assert_eq!((track.delay, track.rate.hz()), (312, 48_000));
        assert!((track.gain - 0.501_187).abs() < 1e-6, "{}", track.gain);
    }
}

#[test]
fn what_is_not_played_is_named() {
    let name = |head: &[u8]| read_head(head).map(|_| ()).unwrap_err().to_string();
    let six = name(&head(6, 1, &[4, 2, 0, 4, 1, 2, 3, 5]));
    assert!(six.starts_with("Opus with 6 channels"), "{six}");
    assert!(name(&head(2, 1, &[2, 0, 0, 1])).contains("unusual order"));
    assert!(name(&head(2, 255, &[2, 0, 0, 1])).contains("unusual order"));
    assert!(name(&head(0, 0, &[])).contains("no channels"));
    let mut later = head(2, 0, &[]);
    later[8] = 16;
    assert!(name(&later).contains("later version"));
    for length in 0..19 {
        read_head(&head(2, 0, &[])[..length]).expect_err("it is cut off");
    }
}
