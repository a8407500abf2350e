//! The pages that are made are those that decoders take.

use super::*;

#[test]
fn checksums_are_those_of_opusenc() {
    let mut page = b"OggS\0\x02\0\0\0\0\0\0\0\0\x29\xe6\x90\x61\0\0\0\0\0\0\0\0\x01\x13".to_vec();
    page.extend(b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0");
    assert_eq!(remainder(&page).to_le_bytes(), [0x2e, 0x38, 0xb9, 0x3a]);
}

#[test]
fn a_page_stands_where_its_parts_say() {
    let mut file = Vec::new();
    add_page(&mut file, &[2, 1, 0, 0, 0, 0, 0, 0, 0, 7, 3, 2], &[1, 2], b"abc");
    assert_eq!(file[..22], *b"OggS\0\x02\x01\0\0\0\0\0\0\0\x07\0\0\0\x03\0\0\0");
    assert_eq!(file[26..], *b"\x02\x01\x02abc");
}
