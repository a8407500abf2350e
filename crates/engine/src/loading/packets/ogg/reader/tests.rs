//! Packets out of pages made by hand: where they are, and what damage costs.

use super::*;
use crate::loading::packets::{
    Frames,
    ogg::{
        hand_made::{
            CONTINUED, FIRST, LAST, LONG, OPUS_20_MS, PageSpec, SHORT, file, opus_stream,
            vorbis_stream,
        },
        opus,
    },
};

/// A page of two Opus packets, 1920 frames, which end at `granule`.
fn opus_page(sequence: u32, granule: i64) -> Vec<u8> {
    let first = [OPUS_20_MS, sequence as u8, 0];
    let second = [OPUS_20_MS, sequence as u8, 1];
    PageSpec::new(sequence, granule).page(&[&first, &second])
}

/// Pages of 1920 frames each, one after the other.
fn opus_pages(count: u32) -> Vec<Vec<u8>> {
    (0..count).map(|page| opus_page(page, 1920 * i64::from(page + 1))).collect()
}

fn reader(pages: &[Vec<u8>], stream: impl Fn(&dyn ByteSource) -> Stream) -> OggReader {
    let source = file(pages);
    let stream = Arc::new(stream(&*source));
    OggReader::new(source, stream, None)
}

/// All that comes, with the page and the packet that the second and third byte of a packet name.
fn rest(reader: &mut OggReader) -> Vec<(NextPacket, Vec<u8>)> {
    let mut all = Vec::new();
    loop {
        let mut budget = 1 << 20;
        match reader.next(&mut budget).expect("memory can be read") {
            NextPacket::End => return all,
            next @ NextPacket::Packet(_) => all.push((next, reader.packet().to_vec())),
            next => all.push((next, Vec::new())),
        }
    }
}

/// Starts and counts of the packets, or where a loss ends.
fn places(reader: &mut OggReader) -> Vec<(u64, u32)> {
    let place = |next| match next {
        NextPacket::Packet(frames) => (frames.start, frames.count),
        NextPacket::Lost { until, .. } => (until, u32::MAX),
        other => panic!("{other:?}"),
    };
    rest(reader).into_iter().map(|(next, _)| place(next)).collect()
}

const LOST: u32 = u32::MAX;

#[test]
fn packets_of_opus_follow_one_another() {
    let packets = rest(&mut reader(&opus_pages(3), opus_stream));
    let expected: Vec<_> = (0..6_u64)
        .map(|n| {
            let frames = Frames { start: 960 * n, count: 960 };
            (NextPacket::Packet(frames), vec![OPUS_20_MS, (n / 2) as u8, (n % 2) as u8])
        })
        .collect();
    assert_eq!(packets, expected);
}

#[test]
fn packets_of_vorbis_give_half_of_what_they_and_the_one_before_overlap() {
    let packets: &[&[u8]] = &[&[SHORT], &[SHORT], &[LONG], &[LONG], &[SHORT], &[], &[1], &[SHORT]];
    let page = PageSpec::new(0, 128 + 576 + 1024 + 576 + 128).page(packets);
    let expected = [(0, 0), (0, 128), (128, 576), (704, 1024), (1728, 576), (2304, 128)];
    assert_eq!(
        places(&mut reader(&[page], vorbis_stream)),
        expected,
        "nil and other packets are none"
    );
}

#[test]
fn a_packet_may_lie_on_several_pages() {
    let mut packet = vec![7; 2000];
    packet[0] = OPUS_20_MS;
    let pages = [
        PageSpec::new(0, -1).laced(&[255; 3], &packet[..765]),
        PageSpec::new(1, -1).flags(CONTINUED).laced(&[255; 4], &packet[765..1785]),
        PageSpec::new(2, 960).flags(CONTINUED).laced(&[215], &packet[1785..]),
        opus_page(3, 2880),
    ];
    let packets = rest(&mut reader(&pages, opus_stream));
    assert_eq!(packets.len(), 3);
    assert_eq!(packets[0], (NextPacket::Packet(Frames { start: 0, count: 960 }), packet));
}

#[test]
fn a_page_that_is_missing_or_damaged_costs_its_own_packets() {
    let mut pages = opus_pages(4);
    pages[1][33] ^= 0x10;
    let expected =
        [(0, 960), (960, 960), (3840, LOST), (3840, 960), (4800, 960), (5760, 960), (6720, 960)];
    assert_eq!(places(&mut reader(&pages, opus_stream)), expected);
    pages.remove(1);
    assert_eq!(places(&mut reader(&pages, opus_stream)), expected);
}

#[test]
fn behind_a_gap_a_vorbis_packet_gives_nothing() {
    let page = |sequence, granule| PageSpec::new(sequence, granule).page(&[&[LONG], &[LONG]]);
    let pages = [page(0, 1024), page(2, 5120)];
    let expected = [(0, 0), (0, 1024), (4096, LOST), (4096, 0), (4096, 1024)];
    assert_eq!(places(&mut reader(&pages, vorbis_stream)), expected);
}

#[test]
fn a_packet_whose_start_is_missing_is_left_out() {
    let mut pages = opus_pages(3);
    pages[1] = PageSpec::new(1, 2880).flags(CONTINUED).page(&[&[9, 9, 9], &[OPUS_20_MS]]);
    let expected = [(0, 960), (960, 960), (1920, 960), (3840, 960), (4800, 960)];
    assert_eq!(places(&mut reader(&pages, opus_stream))[..2], expected[..2]);
    let packets = rest(&mut reader(&pages, opus_stream));
    assert!(packets.iter().all(|(_, packet)| packet.first() != Some(&9)));
}

#[test]
fn one_wrong_position_is_not_believed_and_two_that_agree_are() {
    let mut pages = opus_pages(4);
    pages[1] = opus_page(1, 1_000);
    let expected: Vec<_> = (0..8).map(|n| (960 * n, 960)).collect();
    assert_eq!(places(&mut reader(&pages, opus_stream)), expected);
    // The writer left out a second on purpose.
    let mut pages = opus_pages(4);
    pages[2] = opus_page(2, 3 * 1920 + 4800);
    pages[3] = opus_page(3, 4 * 1920 + 4800);
    let behind = [(10_560, LOST), (10_560, 960), (11_520, 960)];
    let all = places(&mut reader(&pages, opus_stream));
    assert_eq!(all[all.len() - 3..], behind);
}

#[test]
fn positions_that_are_impossible_are_not_believed() {
    for granule in [i64::MIN, -2, i64::MAX, 1 << 60] {
        let mut pages = opus_pages(4);
        pages[1] = opus_page(1, granule);
        let expected: Vec<_> = (0..8).map(|n| (960 * n, 960)).collect();
        assert_eq!(places(&mut reader(&pages, opus_stream)), expected, "{granule}");
    }
}

#[test]
fn the_last_page_tells_where_the_stream_ends_not_where_its_packets_are() {
    let mut pages = opus_pages(3);
    let last = PageSpec::new(2, 4000).flags(LAST);
    pages[2] = last.page(&[&[OPUS_20_MS, 2, 0], &[OPUS_20_MS, 2, 1]]);
    let expected: Vec<_> = (0..6).map(|n| (960 * n, 960)).collect();
    assert_eq!(places(&mut reader(&pages, opus_stream)), expected);
}

#[test]
fn other_streams_are_left_out_and_another_chain_is_the_end() {
    let mut pages = opus_pages(2);
    pages.insert(1, PageSpec::new(0, 5).serial(99).page(&[b"video"]));
    let expected: Vec<_> = (0..4).map(|n| (960 * n, 960)).collect();
    assert_eq!(places(&mut reader(&pages, opus_stream)), expected);
    pages.push(PageSpec::new(0, 0).serial(77).flags(FIRST).page(&[b"OpusHead"]));
    pages.push(opus_page(2, 5760));
    let mut reader = reader(&pages, opus_stream);
    assert_eq!(places(&mut reader), expected);
    assert_eq!(places(&mut reader), [], "it remains the end");
}

#[test]
fn a_seek_leads_to_the_same_packets_as_going_through() {
    let pages = opus_pages(200);
    let all = rest(&mut reader(&pages, opus_stream));
    let mut reader = reader(&pages, opus_stream);
    // Forth and back, far and near, and where it stands.
    for place in [0, 1, 300_000, 299_000, 301_921, 100, 383_999, 150_000, 153_840, 153_840, 960] {
        reader.seek(place).expect("memory can be read");
        let pre_roll = (place.saturating_sub(opus::PRE_ROLL_FRAMES) / 960) as usize;
        for expected in &all[pre_roll..(pre_roll + 9).min(all.len())] {
            let mut budget = 1 << 20;
            let next = reader.next(&mut budget).expect("memory can be read");
            assert_eq!((next, reader.packet()), (expected.0, &*expected.1), "from {place} on");
        }
    }
}

#[test]
fn a_seek_in_vorbis_leads_to_a_packet_before_the_wanted_one() {
    let pages: Vec<_> = (0..100)
        .map(|n| {
            let granule = 1024 * (2 * i64::from(n) + 1);
            PageSpec::new(n, granule).page(&[&[LONG, n as u8], &[LONG, n as u8]])
        })
        .collect();
    let mut reader = reader(&pages, vorbis_stream);
    for place in [1_u64, 1023, 1024, 2047, 2048, 50_000, 100_000, 101_375] {
        reader.seek(place).expect("memory can be read");
        let mut budget = 1 << 20;
        let mut before = 0;
        while let NextPacket::Packet(frames) = reader.next(&mut budget).expect("memory can be read")
            && frames.end() <= place
        {
            before += 1;
        }
        assert!((1..=3).contains(&before), "{before} packets come before {place}");
    }
}

#[test]
fn damage_is_searched_only_as_far_as_permitted() {
    let mut pages = opus_pages(2);
    pages.insert(1, vec![b'O'; 300_000]);
    let mut reader = reader(&pages, opus_stream);
    let mut interruptions = 0;
    let mut packets = 0;
    loop {
        let mut budget = 50_000;
        match reader.next(&mut budget).expect("memory can be read") {
            NextPacket::Interrupted => interruptions += 1,
            NextPacket::Packet(_) => packets += 1,
            NextPacket::Lost { .. } => panic!("nothing is missing"),
            NextPacket::End => break,
        }
    }
    assert_eq!(packets, 4);
    assert!((3..10).contains(&interruptions), "{interruptions} interruptions");
}
