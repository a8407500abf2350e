//! The pool: what it keeps, what it frees, what it counts.

use proptest::prelude::*;

use super::{BlockKind, BlockPool};
use crate::loading::samples::{SampleBlock, SampleFormat};

const FRAMES: usize = 64;
const STEREO_F32: BlockKind = (SampleFormat::F32, 2);
const MONO_I16: BlockKind = (SampleFormat::I16, 1);

fn block((format, channel_count): BlockKind) -> SampleBlock {
    SampleBlock::silent(format, channel_count, FRAMES)
}

fn bytes((format, channel_count): BlockKind) -> usize {
    FRAMES * channel_count * format.bytes_per_sample()
}

#[test]
fn a_block_given_back_is_used_again() {
    let mut pool = BlockPool::default();
    assert!(pool.take(STEREO_F32, bytes(STEREO_F32), 10_000).is_none(), "there is none yet");
    pool.give(block(STEREO_F32), 10_000);
    assert_eq!((pool.used_bytes, pool.spare_bytes), (0, bytes(STEREO_F32)));
    assert!(pool.take(MONO_I16, bytes(MONO_I16), 10_000).is_none(), "another kind");
    assert!(pool.take(STEREO_F32, bytes(STEREO_F32), 10_000).is_some());
    assert_eq!((pool.used_bytes, pool.spare_bytes), (bytes(STEREO_F32) + bytes(MONO_I16), 0));
}

#[test]
fn spares_of_another_kind_make_room() {
    let mut pool = BlockPool::default();
    let limit = bytes(STEREO_F32) * 4;
    for _ in 0..4 {
        pool.take(STEREO_F32, bytes(STEREO_F32), limit);
    }
    for _ in 0..4 {
        pool.give(block(STEREO_F32), limit);
    }
    assert_eq!(pool.spare_bytes, limit);
    pool.take(MONO_I16, bytes(MONO_I16), limit);
    assert!(pool.used_bytes + pool.spare_bytes <= limit);
}

proptest! {
    #[test]
    fn spares_never_take_the_pool_over_its_limit(
        steps in prop::collection::vec((any::<bool>(), any::<bool>()), 1..200),
        limit in 0usize..20_000,
    ) {
        let mut pool = BlockPool::default();
        let mut used: Vec<SampleBlock> = Vec::new();
        for (is_take, is_stereo) in steps {
            let kind = if is_stereo { STEREO_F32 } else { MONO_I16 };
            if is_take {
                let taken = pool.take(kind, bytes(kind), limit);
                used.push(taken.unwrap_or_else(|| block(kind)));
            } else if let Some(block) = used.pop() {
                pool.give(block, limit);
            }
            let in_use: usize = used.iter().map(SampleBlock::byte_count).sum();
            prop_assert_eq!(pool.used_bytes, in_use);
            prop_assert!(pool.spare_bytes == 0 || in_use + pool.spare_bytes <= limit);
        }
    }
}
