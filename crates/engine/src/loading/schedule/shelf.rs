//! The shelf of a song: its slabs in memory, complete or being filled.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use attacca_units::FrameCount;

use crate::{
    loading::{samples::SampleBlock, schedule::pool::BlockPool},
    protocol::slab::{Part, Slab, SlabPart},
};

/// Slabs by index.
///
/// The shelf keeps a reference to every slab that the audio thread has, so that dropping one there
/// never frees.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    slabs: BTreeMap<u64, Entry>,
}

#[derive(Debug)]
enum Entry {
    Filling(Vec<PartState>),
    Ready(Arc<Slab>),
}

/// How far a stem's part of a slab is.
#[derive(Debug)]
pub(crate) enum PartState {
    /// A loader may take it.
    Wanted,
    /// A loader works on it.
    Leased,
    /// It is settled.
    Done(SlabPart),
}

impl Shelf {
    /// The slab `index`, if it is complete.
    pub(crate) fn ready(&self, index: u64) -> Option<&Arc<Slab>> {
        match self.slabs.get(&index)? {
            Entry::Ready(slab) => Some(slab),
            Entry::Filling(_) => None,
        }
    }

    pub(crate) fn is_ready(&self, index: u64) -> bool {
        self.ready(index).is_some()
    }

    pub(crate) fn contains(&self, index: u64) -> bool {
        self.slabs.contains_key(&index)
    }

    /// Begins to fill the slab `index`.
    pub(crate) fn begin(&mut self, index: u64, parts: Vec<PartState>) {
        self.slabs.insert(index, Entry::Filling(parts));
    }

    /// Stems whose part of slab `index` no loader has taken.
    pub(crate) fn wanted(&self, index: u64) -> impl Iterator<Item = usize> {
        let parts = match self.slabs.get(&index) {
            Some(Entry::Filling(parts)) => parts.as_slice(),
            _ => &[],
        };
        let wanted = |(_, part): &(usize, &PartState)| matches!(part, PartState::Wanted);
        parts.iter().enumerate().filter(wanted).map(|(stem, _)| stem)
    }

    pub(crate) fn lease(&mut self, index: u64, stem: usize) {
        if let Some(Entry::Filling(parts)) = self.slabs.get_mut(&index) {
            parts[stem] = PartState::Leased;
        }
    }

    /// Takes a stem's part of slab `index` in; gives it back when nobody waits for it any more.
    pub(crate) fn fill(&mut self, index: u64, stem: usize, part: Part) -> Result<(), Part> {
        match self.slabs.get_mut(&index) {
            Some(Entry::Filling(parts)) if matches!(parts[stem], PartState::Leased) => {
                parts[stem] = PartState::Done(SlabPart::Sound(part));
                Ok(())
            }
            _ => Err(part),
        }
    }

    /// Makes slab `index` ready if all its parts are in; true when it is.
    pub(crate) fn complete(&mut self, index: u64, song_frames: FrameCount) -> bool {
        let Some(entry) = self.slabs.get_mut(&index) else { return false };
        let Entry::Filling(parts) = entry else { return true };
        if !parts.iter().all(|part| matches!(part, PartState::Done(_))) {
            return false;
        }
        let parts = parts
            .drain(..)
            .map(|part| match part {
                PartState::Done(part) => part,
                PartState::Wanted | PartState::Leased => SlabPart::Absent,
            })
            .collect();
        *entry = Entry::Ready(Arc::new(Slab::new(index, song_frames, parts)));
        true
    }

    /// Takes off the shelf what lies outside `kept` and is used by nobody; its blocks go to `pool`.
    pub(crate) fn evict(&mut self, kept: &[Range<u64>], pool: &mut BlockPool, limit: usize) {
        let is_kept = |index: u64| kept.iter().any(|range| range.contains(&index));
        let evicted = self.slabs.extract_if(.., |index, entry| {
            !is_kept(*index)
                && match entry {
                    Entry::Filling(parts) => {
                        !parts.iter().any(|part| matches!(part, PartState::Leased))
                    }
                    // The audio thread lets go with a release, `get_mut` acquires: nobody reads
                    // the slab any more.
                    Entry::Ready(slab) => Arc::get_mut(slab).is_some(),
                }
        });
        for (_, entry) in evicted {
            blocks(entry).for_each(|block| pool.give(block, limit));
        }
    }

    /// Bytes of the slabs in `kept`.
    pub(crate) fn bytes_in(&self, kept: &Range<u64>) -> usize {
        let ready = self.slabs.range(kept.clone()).filter_map(|(_, entry)| match entry {
            Entry::Ready(slab) => Some(slab.byte_count()),
            Entry::Filling(_) => None,
        });
        ready.sum()
    }
}

/// The blocks of a slab that nobody else has.
fn blocks(entry: Entry) -> Box<dyn Iterator<Item = SampleBlock>> {
    match entry {
        Entry::Filling(parts) => Box::new(parts.into_iter().filter_map(|part| match part {
            PartState::Done(part) => part.into_block(),
            PartState::Wanted | PartState::Leased => None,
        })),
        Entry::Ready(slab) => {
            let parts = Arc::into_inner(slab).map_or(Vec::new(), |slab| slab.parts);
            Box::new(parts.into_iter().filter_map(SlabPart::into_block))
        }
    }
}
