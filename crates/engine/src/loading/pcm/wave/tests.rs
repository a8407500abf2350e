//! Headers of WAV files, usual and odd.

use super::*;
use crate::loading::{memory::MemorySource, mixdown::Speakers, pcm::SampleCoding};
use attacca_units::SampleRate;

fn read_file(container: Container, bytes: Vec<u8>) -> Result<PcmLayout, OpenError> {
    read_layout(container, &MemorySource::new(bytes), &mut ByteWindow::default(), 0)
}

/// A plain header of 16-bit stereo with these changes to its `fmt ` chunk.
fn read(changes: &[(usize, &[u8])]) -> Result<PcmLayout, OpenError> {
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
    read_file(Container::Wav, wav)
}

#[test]
fn the_plain_header_is_read() {
    assert_eq!(
        read(&[]).unwrap(),
        PcmLayout {
            rate: SampleRate::HZ_48000,
            channel_count: 2,
            coding: SampleCoding::Signed16,
            byte_order: ByteOrder::Little,
            bits: 16,
            speakers: Speakers::usual(2),
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
    assert_eq!(layout.speakers, Speakers::of_mask(3));
    // An identifier that is none of Microsoft's codings.
    let foreign = read(&[(0, b"\xfe\xff"), (16, extension), (39, b"\x70")]);
    assert!(matches!(foreign, Err(OpenError::UnsupportedFormat { .. })), "{foreign:?}");
}

#[test]
fn chunks_without_end_are_given_up() {
    let wav = [b"RIFF\0\0\0\0WAVE".to_vec(), b"JUNK\0\0\0\0".repeat(100_000)].concat();
    let layout = read_file(Container::Wav, wav);
    assert!(matches!(layout, Err(OpenError::BrokenHeader { .. })), "{layout:?}");
}

const FORMAT: &[u8] = b"\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0";

/// An RF64 file of ten frames whose long sizes are these.
fn rf64(riff: u64, data: u64, size_of_data: u32) -> Vec<u8> {
    let sizes = [riff.to_le_bytes(), data.to_le_bytes(), [0; 8], [0; 8]].concat();
    let mut file = b"RF64\xff\xff\xff\xffWAVEds64\x20\0\0\0".to_vec();
    file.extend([&sizes, b"fmt \x10\0\0\0".as_slice(), FORMAT, b"data"].concat());
    file.extend(size_of_data.to_le_bytes());
    file.extend([0; 40]);
    file
}

#[test]
fn long_sizes_stand_in_for_those_of_all_ones() {
    let frames =
        |riff, data, size| read_file(Container::Rf64, rf64(riff, data, size)).unwrap().frame_count;
    assert_eq!(frames(116, 40, u32::MAX), 10);
    assert_eq!(frames(116, 36, u32::MAX), 9);
    assert_eq!(frames(116, 4, 40), 10, "the short size is right unless it is all ones");
    assert_eq!(frames(8 << 30, 6 << 30, u32::MAX), 6 << 28, "a file cut short keeps its length");
    assert_eq!(frames(u64::MAX, u64::MAX, u32::MAX), 10, "left by a pipe");
    assert_eq!(frames(0, 0, u32::MAX), 10, "left by another pipe");
    assert_eq!(frames(1 << 62, 1 << 40, u32::MAX), 10, "no recording is so long");
    assert_eq!(frames(116, 0, u32::MAX), 0, "there are none");
}

#[test]
fn an_rf64_file_without_long_sizes_holds_what_is_there() {
    let mut file = rf64(0, 0, u32::MAX);
    file[12] = b'x';
    assert_eq!(read_file(Container::Bw64, file).unwrap().frame_count, 10);
}

fn guid(name: &[u8; 4], size: u64) -> Vec<u8> {
    [&name[..], &WAVE64_TAIL, &size.to_le_bytes()].concat()
}

/// A Wave64 file of ten frames with chunks of these sizes.
fn wave64(riff_size: u64, format_size: u64, data_size: u64) -> Vec<u8> {
    let mut file = guid(b"riff", riff_size);
    file.extend(&guid(b"wave", 0)[..16]);
    // Five bytes that are padded to a multiple of eight.
    file.extend(guid(b"note", 29));
    file.extend([0; 8]);
    file.extend(guid(b"fmt ", format_size));
    file.extend(FORMAT);
    file.extend(guid(b"data", data_size));
    file.extend([0; 40]);
    file
}

#[test]
fn the_chunks_of_wave64_count_their_headers_and_are_aligned() {
    let read =
        |sizes: (u64, u64, u64)| read_file(Container::Wave64, wave64(sizes.0, sizes.1, sizes.2));
    let layout = read((176, 40, 64)).unwrap();
    assert_eq!((layout.data_start, layout.frame_count), (136, 10));
    assert_eq!(read((176, 40, 60)).unwrap().frame_count, 9);
    assert_eq!(read((176, 40, 24)).unwrap().frame_count, 0, "there are none");
    assert_eq!(read((0, 40, 0)).unwrap().frame_count, 10, "left by a recorder without power");
    let pipe = read((u64::MAX, 40, i64::MAX as u64)).unwrap();
    assert_eq!(pipe.frame_count, 10, "left by a pipe");
    for format_size in [0, 23, u64::MAX] {
        let broken = read((176, format_size, 64));
        assert!(matches!(broken, Err(OpenError::BrokenHeader { .. })), "{broken:?}");
    }
}

#[test]
fn a_chunk_of_another_family_is_not_taken_for_samples() {
    let mut file = wave64(176, 40, 64);
    // The identifier of `data` but for its last byte.
    file[127] ^= 1;
    let layout = read_file(Container::Wave64, file);
    assert!(matches!(layout, Err(OpenError::BrokenHeader { .. })), "{layout:?}");
}
