//! What was written is read, and nothing else.

use super::*;

pub(in crate::cache) fn some() -> StemMetadata {
    let chunk = |n: u64| ChunkMetadata {
        bytes: 1000 + n,
        md5: format!("{n:032x}"),
        scale: SCALE_UNIT + n as u32,
    };
    StemMetadata {
        source: SourceMetadata {
            path: "/music/Ünder \"it\"/bass.mp3".to_owned(),
            track: Some(2),
            byte_count: 12_345,
            modified_ns: u64::MAX,
            content: Some("ab".repeat(32)),
            format: "MP3".to_owned(),
            source_rate: 44_100,
            engine_rate: 48_000,
            source_channels: 2,
            channels: 2,
            bits: 24,
            is_float: true,
            is_short: false,
            frames: 1_000_000,
            stored_bits: 16,
        },
        chunk_frames: 59 * SLAB_FRAMES as u64,
        chunks: [0, 1, 4].map(|n| (n, chunk(n))).into(),
    }
}

#[test]
fn what_was_written_is_read() {
    let metadata = some();
    assert_eq!(StemMetadata::from_bytes(&metadata.to_bytes()), Ok(metadata.clone()));
    assert_eq!(metadata.chunk_count(), 5);
    assert_eq!(metadata.frames_of(4), 1_000_000 - 4 * 59 * 4096);
    assert_eq!(metadata.cached_frames(), 2 * 59 * 4096 + metadata.frames_of(4));
    assert_eq!(metadata.chunks[&4].md5().unwrap()[15], 4);
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    let (metadata, bytes) = (some(), some().to_bytes());
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut broken = bytes.clone();
            broken[at] ^= 1 << bit;
            // A letter of a name of a hash in the other case says the same.
            let read = StemMetadata::from_bytes(&broken);
            assert!(read.is_err() || read == Ok(metadata.clone()), "bit {bit} of byte {at}");
        }
        assert!(StemMetadata::from_bytes(&bytes[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn other_versions_are_told_from_damage() {
    let text = String::from_utf8(some().to_bytes()).unwrap();
    for version in ["0", "2", "4294967295"] {
        let other =
            text.replacen("\"attacca_cache\":1", &format!("\"attacca_cache\":{version}"), 1);
        let read = StemMetadata::from_bytes(other.as_bytes());
        assert_eq!(read, Err(BrokenMetadata::OtherVersion), "{version}");
    }
    assert_eq!(StemMetadata::from_bytes(b"{}"), Err(BrokenMetadata::Foreign));
    assert_eq!(StemMetadata::from_bytes(b"null"), Err(BrokenMetadata::Foreign));
}

#[test]
fn what_can_not_be_is_refused_behind_a_right_checksum() {
    let broken = |change: fn(&mut StemMetadata)| {
        let mut metadata = some();
        change(&mut metadata);
        StemMetadata::from_bytes(&metadata.to_bytes())
    };
    let changes: [fn(&mut StemMetadata); 9] = [
        |m| m.chunk_frames = 0,
        |m| m.chunk_frames += 1,
        |m| m.chunk_frames = 1 << 40,
        |m| m.source.channels = 3,
        |m| m.source.stored_bits = 32,
        |m| m.source.engine_rate = 0,
        |m| m.source.frames = 1000,
        |m| m.chunks.get_mut(&0).unwrap().scale = 1,
        |m| m.chunks.get_mut(&0).unwrap().md5.push('0'),
    ];
    for change in changes {
        assert_eq!(broken(change), Err(BrokenMetadata::Contradiction));
    }
}
