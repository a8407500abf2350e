//! Index files, whole and broken.

use super::*;

const KEY: FileKey = FileKey([7; 32]);

fn expected(key: &FileKey) -> Expected<'_> {
    Expected { key, stride: 4096, audio: 100..50_000 }
}

/// 300 entries, which have two bases.
fn index() -> FrameIndex {
    let offsets = (0..300).map(|idx| if idx < 256 { idx * 100 } else { (idx - 256) * 100 });
    FrameIndex { stride: 4096, bases: [100, 25_700].into(), offsets: offsets.collect() }
}

/// `bytes` with a right checksum.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - CHECKSUM_BYTES;
    let checksum = blake3::hash(&bytes[..end]);
    bytes[end..].copy_from_slice(checksum.as_bytes());
    bytes
}

#[test]
fn what_was_written_is_read() {
    let bytes = to_bytes(&index(), &KEY);
    assert_eq!(bytes.len(), 56 + 2 * 8 + 300 * 4 + 32);
    let read = from_bytes(&bytes, &expected(&KEY)).unwrap();
    assert_eq!((read.stride, read.bases, read.offsets), (4096, index().bases, index().offsets));
    let none = FrameIndex { stride: 4096, bases: [].into(), offsets: [].into() };
    assert!(from_bytes(&to_bytes(&none, &KEY), &expected(&KEY)).is_ok(), "no entries");
}

#[test]
fn every_changed_bit_and_every_other_length_is_noticed() {
    let bytes = to_bytes(&index(), &KEY);
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(from_bytes(&changed, &expected(&KEY)).is_err(), "bit {bit}");
    }
    for length in 0..bytes.len() {
        assert!(from_bytes(&bytes[..length], &expected(&KEY)).is_err(), "{length} bytes");
    }
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(from_bytes(&longer, &expected(&KEY)).unwrap_err(), BrokenIndex::Damaged);
}

#[test]
fn what_does_not_fit_is_refused_for_its_reason() {
    let refusal = |bytes: &[u8]| from_bytes(bytes, &expected(&KEY)).unwrap_err();
    let bytes = to_bytes(&index(), &KEY);
    assert_eq!(refusal(b"RIFF"), BrokenIndex::Foreign);
    let mut newer = bytes.clone();
    newer[8] += 1;
    assert_eq!(refusal(&sealed(newer)), BrokenIndex::Foreign);
    assert_eq!(refusal(&bytes[..60]), BrokenIndex::Damaged);
    let other = to_bytes(&index(), &FileKey([8; 32]));
    assert_eq!(refusal(&other), BrokenIndex::OtherFile);
}

#[test]
fn entries_that_cannot_be_are_refused() {
    let refusal = |change: fn(&mut FrameIndex)| {
        let mut index = index();
        change(&mut index);
        from_bytes(&to_bytes(&index, &KEY), &expected(&KEY)).err()
    };
    assert_eq!(refusal(|_| {}), None);
    let contradiction = Some(BrokenIndex::Contradiction);
    assert_eq!(refusal(|index| index.stride = 0), contradiction, "a stride of nothing");
    assert_eq!(refusal(|index| index.stride = 4095), contradiction, "another stride");
    assert_eq!(refusal(|index| index.bases[0] = 99), contradiction, "before the audio");
    assert_eq!(refusal(|index| index.offsets[299] = 24_300), contradiction, "behind the file");
    assert_eq!(refusal(|index| index.offsets[5] = 399), contradiction, "backwards");
    assert_eq!(refusal(|index| index.bases[1] = u64::MAX), contradiction, "beyond all numbers");
    assert_eq!(refusal(|index| index.bases = [100].into()), contradiction, "a base is missing");
}

#[test]
fn a_number_of_entries_is_believed_only_with_its_entries() {
    for claimed in [0, 1, 299, 301, MAX_ENTRIES as u32 + 1, u32::MAX] {
        let mut bytes = to_bytes(&index(), &KEY);
        bytes[12..16].copy_from_slice(&claimed.to_le_bytes());
        let refusal = from_bytes(&sealed(bytes), &expected(&KEY)).unwrap_err();
        assert_eq!(refusal, BrokenIndex::Contradiction, "{claimed} entries");
    }
}
