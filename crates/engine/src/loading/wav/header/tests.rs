//! Headers of WAV files, usual and odd.

use super::*;
use crate::loading::memory::MemorySource;

/// A plain header of 16-bit stereo with these changes to its `fmt ` chunk.
fn read(changes: &[(usize, &[u8])]) -> Result<WavLayout, OpenError> {
    let mut format = b"\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0".to_vec();
    for (at, bytes) in changes {
        format.resize(format.len().max(at + bytes.len()), 0);
        format[*at..at + bytes.len()].copy_from_slice(bytes);
    }
    let mut wav = b"RIFF\0\0\0\0WAVEfmt ".to_vec();
    wav.extend((format.len() as u32).to_le_bytes());
    wav.extend(format);
    wav.extend(b"data\x28\0\0\0");
    wav.extend([0; 40]);
    read_layout(&MemorySource::new(wav), &mut ByteWindow::default())
}

#[test]
fn the_plain_header_is_read() {
    assert_eq!(
        read(&[]).unwrap(),
        WavLayout {
            rate: SampleRate::HZ_48000,
            channel_count: 2,
            coding: SampleCoding::Signed16,
            bits: 16,
            speakers: SpeakerMask::usual(2),
            data_start: 44,
            frame_count: 10,
        }
    );
}

#[test]
fn a_coding_that_is_not_played_is_named() {
    let name = |tag: u16| match read(&[(0, &tag.to_le_bytes())]) {
        Err(OpenError::UnsupportedFormat { format }) => format,
        other => panic!("{tag}: {other:?}"),
    };
    assert_eq!(name(0x11), "WAV with IMA ADPCM");
    assert_eq!(name(0x55), "WAV with MP3");
    assert_eq!(name(0xabcd), "WAV with the coding 0xabcd");
}

#[test]
fn an_extensible_format_tells_valid_bits_and_places() {
    let extension =
        b"\x16\0\x0c\0\x03\0\0\0\x01\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71".as_slice();
    let layout = read(&[(0, b"\xfe\xff"), (16, extension)]).unwrap();
    assert_eq!((layout.coding, layout.bits), (SampleCoding::Signed16, 12));
    assert_eq!(layout.speakers, SpeakerMask(3));
    // An identifier that is none of Microsoft's codings.
    let foreign = read(&[(0, b"\xfe\xff"), (16, extension), (39, b"\x70")]);
    assert!(matches!(foreign, Err(OpenError::UnsupportedFormat { .. })), "{foreign:?}");
}

#[test]
fn chunks_without_end_are_given_up() {
    let wav = [b"RIFF\0\0\0\0WAVE".to_vec(), b"JUNK\0\0\0\0".repeat(100_000)].concat();
    let layout = read_layout(&MemorySource::new(wav), &mut ByteWindow::default());
    assert!(matches!(layout, Err(OpenError::BrokenHeader { .. })), "{layout:?}");
}
