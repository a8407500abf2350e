//! The first header.

use super::*;

fn identification(channel_count: u8, rate: u32, blocks: u8) -> Vec<u8> {
    let mut packet = MARK.to_vec();
    packet.extend([0; 4]);
    packet.push(channel_count);
    packet.extend(rate.to_le_bytes());
    packet.extend([0; 12]);
    packet.extend([blocks, 1]);
    packet
}

#[test]
fn the_first_header_tells_rate_channels_and_blocks() {
    let read = read_identification(&identification(5, 44_100, 0xb8)).expect("it is right");
    assert_eq!((read.rate.hz(), read.channel_count, read.block_bits), (44_100, 5, [8, 11]));
}

#[test]
fn headers_that_are_not_played_are_named() {
    let name = |packet: &[u8]| read_identification(packet).map(|_| ()).unwrap_err().to_string();
    assert!(name(&identification(9, 48_000, 0xb8)).starts_with("Vorbis with 9 channels"));
    assert!(name(&identification(0, 48_000, 0xb8)).contains("no channels"));
    assert!(name(&identification(2, 0, 0xb8)).contains("rate is 0"));
    for blocks in [0xb5, 0xe8, 0x8b] {
        assert!(name(&identification(2, 48_000, blocks)).contains("no valid size"), "{blocks:x}");
    }
    assert!(name(&identification(2, 48_000, 0xb8)[..29]).contains("too short"));
    let mut later = identification(2, 48_000, 0xb8);
    later[7] = 1;
    assert!(name(&later).contains("later version"));
}
