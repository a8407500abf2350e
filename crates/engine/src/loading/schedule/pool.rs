//! Sample blocks that are used again and again, and how many bytes they are.

use crate::loading::samples::{SampleBlock, SampleFormat};

/// What blocks can stand in for each other.
pub(crate) type BlockKind = (SampleFormat, usize);

/// Blocks of one slab's length that wait for use, by kind, and the bytes of those in use.
///
/// Blocks are kept rather than freed, as long as all of them together stay within the limit that
/// the caller gives: given back to the system's allocator, they come back in the memory of another
/// thread, and the process holds them several times over.
#[derive(Debug, Default)]
pub(crate) struct BlockPool {
    spares: Vec<(BlockKind, Vec<SampleBlock>)>,
    pub(crate) spare_bytes: usize,
    pub(crate) used_bytes: usize,
}

impl BlockPool {
    /// A spare block; `None` when one must be made. Counts as used in either case.
    pub(crate) fn take(
        &mut self,
        kind: BlockKind,
        byte_count: usize,
        limit: usize,
    ) -> Option<SampleBlock> {
        self.used_bytes += byte_count;
        let block = self.pop(|spare| spare == kind);
        while self.used_bytes + self.spare_bytes > limit && self.pop(|_| true).is_some() {}
        block
    }

    /// Takes a used block back; frees it if all blocks are more than `limit` bytes.
    pub(crate) fn give(&mut self, block: SampleBlock, limit: usize) {
        let byte_count = block.byte_count();
        if self.used_bytes + self.spare_bytes <= limit {
            let kind = (block.format(), block.channel_count);
            match self.spares.iter_mut().find(|(spare, _)| *spare == kind) {
                Some((_, blocks)) => blocks.push(block),
                None => self.spares.push((kind, vec![block])),
            }
            self.spare_bytes += byte_count;
        }
        self.used_bytes -= byte_count;
    }

    fn pop(&mut self, is_wanted: impl Fn(BlockKind) -> bool) -> Option<SampleBlock> {
        let block = self
            .spares
            .iter_mut()
            .filter(|(kind, _)| is_wanted(*kind))
            .find_map(|(_, blocks)| blocks.pop())?;
        self.spare_bytes -= block.byte_count();
        Some(block)
    }
}

#[cfg(test)]
mod tests;
