//! Sample blocks that are used again and again, and how many bytes they are.

use crate::loading::samples::{SampleBlock, SampleFormat};

/// What blocks can stand in for each other.
pub(crate) type BlockKind = (SampleFormat, usize);

/// Blocks of one slab's length that wait for use, by kind, and the bytes of those in use.
#[derive(Debug, Default)]
pub(crate) struct BlockPool {
    spares: Vec<(BlockKind, Vec<SampleBlock>)>,
    pub(crate) spare_bytes: usize,
    pub(crate) used_bytes: usize,
}

impl BlockPool {
    /// A spare block; `None` when one must be made. Counts as used in either case.
    pub(crate) fn take(&mut self, kind: BlockKind, byte_count: usize) -> Option<SampleBlock> {
        self.used_bytes += byte_count;
        let (_, blocks) = self.spares.iter_mut().find(|(spare, _)| *spare == kind)?;
        let block = blocks.pop()?;
        self.spare_bytes -= byte_count;
        Some(block)
    }

    /// Takes a used block back, and keeps it if all spares are at most `keep_bytes` then.
    pub(crate) fn give(&mut self, block: SampleBlock, keep_bytes: usize) {
        let byte_count = block.byte_count();
        self.used_bytes -= byte_count;
        if self.spare_bytes + byte_count > keep_bytes {
            return;
        }
        self.spare_bytes += byte_count;
        let kind = (block.format(), block.channel_count);
        match self.spares.iter_mut().find(|(spare, _)| *spare == kind) {
            Some((_, blocks)) => blocks.push(block),
            None => self.spares.push((kind, vec![block])),
        }
    }
}
