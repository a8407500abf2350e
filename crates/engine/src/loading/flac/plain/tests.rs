//! The plain decoder on the standard's own example.

use super::*;
use crate::loading::flac::RFC_FRAME;

fn decode(frame: &[u8]) -> Result<(usize, Vec<i64>), Reason> {
    let header = FrameHeader::parse(frame).expect("the header is valid");
    let mut decoder = PlainDecoder::default();
    let used = decoder.decode(frame, &header, 16)?;
    Ok((used, decoder.samples().to_vec()))
}

#[test]
fn the_standards_example_decodes_to_its_samples() {
    // RFC 9639, appendix D.1.4; two bytes of checksum follow.
    assert_eq!(decode(&RFC_FRAME), Ok((RFC_FRAME.len() - 2, vec![25_588, 10_416])));
}

#[test]
fn bytes_behind_a_frame_do_no_harm() {
    let longer = [&RFC_FRAME[..], &[0xff; 50]].concat();
    assert_eq!(decode(&longer), decode(&RFC_FRAME));
}

#[test]
fn a_frame_that_is_cut_off_says_so() {
    for length in 7..RFC_FRAME.len() - 2 {
        assert_eq!(decode(&RFC_FRAME[..length]), Err(CUT_OFF), "{length} bytes");
    }
}

#[test]
fn what_the_standard_reserves_is_refused() {
    // Bits of the first subframe's header.
    for (bit, reason) in [(0x80, "a subframe does not begin with 0"), (0x04, "a reserved kind")] {
        let mut frame = RFC_FRAME;
        frame[7] ^= bit;
        let error = decode(&frame).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }
}
