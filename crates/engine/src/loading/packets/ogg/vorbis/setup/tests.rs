//! Tables made by hand, which symphonia takes too, and such that claim too much.

use super::*;

/// Bits, lowest first.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn put(&mut self, value: u64, count: u32) -> &mut Bits {
        self.0.extend((0..count).map(|bit| value >> bit & 1 == 1));
        self
    }

    fn packet(&self) -> Vec<u8> {
        let byte =
            |bits: &[bool]| bits.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit));
        [SETUP_MARK, &self.0.chunks(8).map(byte).collect::<Vec<_>>()].concat()
    }
}

/// A codebook of two codewords of one bit.
fn small_book(bits: &mut Bits) {
    bits.put(0x56_4342, 24).put(1, 16).put(2, 24).put(0, 1).put(0, 1).put(0, 5).put(0, 5).put(0, 4);
}

/// Everything behind the codebooks, for two channels; modes are short, long, short.
fn rest(bits: &mut Bits) {
    // One time, one floor of two classes, one residue, one mapping with coupling.
    bits.put(0, 6).put(0, 16);
    bits.put(0, 6).put(1, 16).put(2, 5).put(0, 4).put(1, 4);
    bits.put(0, 3).put(0, 2).put(0, 8);
    bits.put(1, 3).put(1, 2).put(0, 8).put(0, 8).put(0, 8);
    bits.put(0, 2).put(6, 4).put(10, 6).put(20, 6).put(30, 6);
    bits.put(0, 6).put(2, 16).put(0, 24).put(16, 24).put(7, 24).put(1, 6).put(0, 8);
    bits.put(0, 3).put(0, 1).put(0, 3).put(1, 1).put(0, 5);
    bits.put(0, 6).put(0, 16).put(0, 1).put(1, 1).put(0, 8).put(0, 1).put(1, 1).put(0, 2);
    bits.put(0, 8).put(0, 8).put(0, 8);
    bits.put(2, 6);
    for is_long in [0, 1, 0] {
        bits.put(is_long, 1).put(0, 16).put(0, 16).put(0, 8);
    }
    bits.put(1, 1);
}

fn identification() -> [u8; 30] {
    let mut packet = [0; 30];
    packet[..7].copy_from_slice(b"\x01vorbis");
    packet[11] = 2;
    packet[12..16].copy_from_slice(&44_100_u32.to_le_bytes());
    packet[28] = 0xb8;
    packet[29] = 1;
    packet
}

#[test]
fn the_lengths_of_modes_are_at_the_end_of_all_tables() {
    let mut bits = Bits::default();
    small_book(bits.put(0, 8));
    rest(&mut bits);
    let packet = bits.packet();
    let setup = read_setup(&packet, 2).expect("the tables are right");
    assert_eq!(*setup.modes, [false, true, false]);
    let identification = super::super::read_identification(&identification()).expect("it is right");
    let (track, blocks) =
        super::super::read_track(&identification, &packet).expect("symphonia takes them too");
    assert_eq!((track.channel_count, track.max_packet_frames), (2, 1024));
    // Two bits of mode behind the one that tells audio.
    assert_eq!(
        [0, 2, 4, 6, 1].map(|first| blocks.length(&[first])),
        [Some(256), Some(2048), Some(256), None, None,]
    );
}

#[test]
fn tables_that_are_cut_off_anywhere_are_refused() {
    let mut bits = Bits::default();
    small_book(bits.put(0, 8));
    rest(&mut bits);
    let packet = bits.packet();
    // Of the last byte, only the mark behind the modes may be missing.
    for length in 0..packet.len() - 1 {
        read_setup(&packet[..length], 2).expect_err("it is cut off");
    }
}

#[test]
fn tables_larger_than_any_real_ones_are_refused() {
    let mut bits = Bits::default();
    // All of sixteen million codewords have the same length, in a hundred bits.
    bits.put(0, 8).put(0x56_4342, 24).put(16, 16).put((1 << 24) - 1, 24).put(1, 1).put(23, 5);
    bits.put((1 << 24) - 1, 24).put(0, 4);
    rest(&mut bits);
    assert_eq!(read_setup(&bits.packet(), 2), Err("its tables are larger than any real ones"));
}

#[test]
fn the_numbers_of_a_lattice_are_a_whole_root() {
    for (codewords, dimensions, expected) in
        [(81, 4, 3), (80, 4, 2), (125, 3, 5), (124, 3, 4), (16, 1, 16), (1, 8, 1), (0, 2, 0)]
    {
        assert_eq!(root(codewords, dimensions), expected, "{codewords}, {dimensions}");
    }
}
