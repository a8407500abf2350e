//! What is kept from page to page.

use super::*;
use crate::loading::{
    packets::ogg::{
        hand_made::{CONTINUED, OPUS_20_MS, PageSpec, file},
        page::{Found, PageReader},
    },
    window::ByteWindow,
};

#[test]
fn a_packet_without_end_takes_bounded_memory() {
    let pages: Vec<Vec<u8>> = (0..10)
        .map(|n| PageSpec::new(n, -1).flags(CONTINUED).laced(&[255; 255], &[OPUS_20_MS; 65_025]))
        .collect();
    let source = file(&pages);
    let end = source.byte_count();
    let mut reader = PageReader::new(source, ByteWindow::default(), end);
    let mut packets = Packets::default();
    let (mut offset, mut budget) = (0, u64::MAX);
    while let Found::Page(page) = reader.find(offset, &mut budget).expect("memory can be read") {
        let payload = reader.payload(&page).expect("memory can be read");
        assert_eq!(packets.load(&page, payload, &Coding::Opus), 0);
        assert!(packets.next().is_none());
        offset = page.end();
    }
    assert!(packets.byte_count() <= Packets::max_bytes(), "{} bytes", packets.byte_count());
}
