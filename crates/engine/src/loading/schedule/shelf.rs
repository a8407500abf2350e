//! The shelf of a song: its slabs in memory, complete or being filled.

mod mend;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use crate::{
    loading::{
        samples::SampleBlock,
        schedule::{pool::BlockPool, runs::Runs},
    },
    protocol::{
        lending::Lent,
        slab::{Slab, SlabPart},
    },
};

/// Slabs by index.
///
/// The shelf keeps a reference to every slab that the audio thread has, so that dropping one there
/// never frees.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    slabs: BTreeMap<u64, Entry>,
    /// Slabs that are not complete.
    filling: Vec<u64>,
    /// Slabs that are.
    ready: Runs,
    /// Complete slabs by the stems that they lack, and that may be put in later. No set is empty.
    lacking: BTreeMap<usize, BTreeSet<u64>>,
    /// Complete slabs, and the stems that loaders decode for them.
    mending: Vec<(u64, usize)>,
}

#[derive(Debug)]
enum Entry {
    Filling(Vec<PartState>),
    Ready(Lent<Arc<Slab>>),
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
    pub(crate) fn ready(&self, index: u64) -> Option<&Slab> {
        self.complete_one(index).map(|slab| &**slab.get())
    }

    /// The slab `index` for the audio thread, if it is complete.
    pub(crate) fn lend(&self, index: u64) -> Option<Arc<Slab>> {
        self.complete_one(index).map(Lent::lend)
    }

    fn complete_one(&self, index: u64) -> Option<&Lent<Arc<Slab>>> {
        match self.slabs.get(&index)? {
            Entry::Ready(slab) => Some(slab),
            Entry::Filling(_) => None,
        }
    }

    pub(crate) fn is_ready(&self, index: u64) -> bool {
        self.ready(index).is_some()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.slabs.is_empty()
    }

    pub(crate) fn contains(&self, index: u64) -> bool {
        self.slabs.contains_key(&index)
    }

    /// Those of `slabs` that are not complete, in order.
    pub(crate) fn incomplete(&self, slabs: Range<u64>) -> impl Iterator<Item = u64> {
        self.ready.missing(slabs)
    }

    /// Begins to fill the slab `index`.
    pub(crate) fn begin(&mut self, index: u64, parts: Vec<PartState>) {
        self.slabs.insert(index, Entry::Filling(parts));
        self.filling.push(index);
    }

    /// Stems whose part of slab `index` no loader has taken.
    pub(crate) fn wanted(&self, index: u64) -> impl Iterator<Item = usize> {
        let wanted = |(_, part): &(usize, &PartState)| matches!(part, PartState::Wanted);
        self.filling(index).iter().enumerate().filter(wanted).map(|(stem, _)| stem)
    }

    /// Stems of parts that no loader has taken, of all slabs that are being filled.
    pub(crate) fn all_wanted(&self) -> impl Iterator<Item = usize> {
        self.filling.iter().flat_map(|index| self.wanted(*index))
    }

    pub(crate) fn lease(&mut self, index: u64, stem: usize) {
        if let Some(Entry::Filling(parts)) = self.slabs.get_mut(&index) {
            parts[stem] = PartState::Leased;
        }
    }

    /// Settles a stem's part of slab `index`; gives it back when nobody waits for it any more.
    ///
    /// One that was left out is still welcome while the slab is not complete.
    pub(crate) fn fill(&mut self, index: u64, stem: usize, part: SlabPart) -> Result<(), SlabPart> {
        match self.slabs.get_mut(&index) {
            Some(Entry::Filling(parts))
                if matches!(parts[stem], PartState::Leased | PartState::Done(SlabPart::Absent)) =>
            {
                parts[stem] = PartState::Done(part);
                Ok(())
            }
            Some(Entry::Ready(_)) => self.mend(index, stem, part),
            _ => Err(part),
        }
    }

    /// Lets a part be taken again whose loader brought nothing.
    pub(crate) fn want(&mut self, index: u64, stem: usize) {
        self.mending.retain(|one| *one != (index, stem));
        if let Some(Entry::Filling(parts)) = self.slabs.get_mut(&index)
            && matches!(parts[stem], PartState::Leased)
        {
            parts[stem] = PartState::Wanted;
        }
    }

    /// Stems whose part of slab `index` is not settled; none when the slab is not being filled.
    pub(crate) fn missing(&self, index: u64) -> impl Iterator<Item = usize> {
        let missing =
            |(_, part): &(usize, &PartState)| matches!(part, PartState::Wanted | PartState::Leased);
        self.filling(index).iter().enumerate().filter(missing).map(|(stem, _)| stem)
    }

    /// Leaves a stem out of every slab that waits for it, but for those that `is_stored` says: they are
    /// wanted anew, whoever had them. Returns the others.
    pub(crate) fn leave_out(&mut self, stem: usize, is_stored: impl Fn(u64) -> bool) -> Vec<u64> {
        self.mending.retain(|(_, mended)| *mended != stem);
        let mut slabs = self.turn_parts(stem, |index, part| match part {
            PartState::Wanted | PartState::Leased if is_stored(index) => Some(PartState::Wanted),
            PartState::Wanted | PartState::Leased => Some(PartState::Done(SlabPart::Absent)),
            PartState::Done(_) => None,
        });
        slabs.retain(|index| !is_stored(*index));
        slabs
    }

    /// True when a part of a stem that no loader has taken is one that `is_meant`.
    pub(crate) fn wants(&self, stem: usize, is_meant: impl Fn(u64) -> bool) -> bool {
        self.filling.iter().any(|index| {
            let part = self.filling(*index).get(stem);
            matches!(part, Some(PartState::Wanted)) && is_meant(*index)
        })
    }

    /// Settles as silent what a stem has not given, and never will, of slabs that are not complete;
    /// returns those slabs.
    pub(crate) fn silence(&mut self, stem: usize) -> Vec<u64> {
        self.lacking.remove(&stem);
        self.turn_parts(stem, |_, part| {
            let is_settled = matches!(part, PartState::Done(SlabPart::Sound(_) | SlabPart::Silent));
            (!is_settled).then_some(PartState::Done(SlabPart::Silent))
        })
    }

    /// Wants a stem's parts that were left out of slabs which are not complete.
    pub(crate) fn want_again(&mut self, stem: usize) {
        self.turn_parts(stem, |_, part| {
            matches!(part, PartState::Done(SlabPart::Absent)).then_some(PartState::Wanted)
        });
    }

    /// Turns a stem's parts of slabs that are being filled; returns the slabs of those it turned.
    fn turn_parts(
        &mut self,
        stem: usize,
        turned: impl Fn(u64, &PartState) -> Option<PartState>,
    ) -> Vec<u64> {
        let mut slabs = Vec::new();
        for (index, entry) in &mut self.slabs {
            let Entry::Filling(parts) = entry else { continue };
            if let Some(part) = turned(*index, &parts[stem]) {
                parts[stem] = part;
                slabs.push(*index);
            }
        }
        slabs
    }

    /// True when slab `index` would lack stems and have the frames of none.
    pub(crate) fn is_mute(&self, index: u64) -> bool {
        let parts = self.filling(index);
        let has = |wanted: fn(&SlabPart) -> bool| {
            parts.iter().any(|part| matches!(part, PartState::Done(part) if wanted(part)))
        };
        has(|part| matches!(part, SlabPart::Absent))
            && !has(|part| matches!(part, SlabPart::Sound(_)))
    }

    fn filling(&self, index: u64) -> &[PartState] {
        match self.slabs.get(&index) {
            Some(Entry::Filling(parts)) => parts,
            _ => &[],
        }
    }

    /// Makes slab `index` ready if all its parts are in; true when it is. `may_return` says of a stem
    /// that it lacks whether it may be put in later.
    pub(crate) fn complete(&mut self, index: u64, may_return: impl Fn(usize) -> bool) -> bool {
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
        *entry = Entry::Ready(Lent::new(Slab::new(index, parts)));
        self.filling.retain(|filling| *filling != index);
        self.ready.insert(index);
        self.note_lacking(index, may_return);
        true
    }

    /// Takes off the shelf what is used by nobody and lies outside `kept`; its blocks go to `pool`.
    /// Returns the slabs that are gone.
    pub(crate) fn evict(
        &mut self,
        kept: &[Range<u64>],
        pool: &mut BlockPool,
        limit: usize,
    ) -> Vec<u64> {
        let is_kept = |index: &u64| kept.iter().any(|range| range.contains(index));
        let evicted = self.slabs.extract_if(.., |index, entry| {
            !is_kept(index)
                && match entry {
                    Entry::Filling(parts) => {
                        !parts.iter().any(|part| matches!(part, PartState::Leased))
                    }
                    Entry::Ready(slab) => slab.is_home(),
                }
        });
        let mut gone = Vec::new();
        for (index, entry) in evicted {
            self.filling.retain(|filling| *filling != index);
            blocks(entry).for_each(|block| pool.give(block, limit));
            gone.push(index);
        }
        gone.iter().for_each(|index| self.note_gone(*index));
        gone
    }

    /// True when nothing is on it but complete slabs in `kept`.
    pub(crate) fn holds_only(&self, kept: &[Range<u64>]) -> bool {
        let is_kept = |index: &u64| kept.iter().any(|range| range.contains(index));
        self.filling.is_empty() && self.slabs.keys().all(is_kept)
    }

    /// Bytes of the complete slabs in `kept`.
    pub(crate) fn bytes_in(&self, kept: &[Range<u64>]) -> usize {
        let is_kept = |index: &u64| kept.iter().any(|range| range.contains(index));
        let ready = self.slabs.iter().filter(|(index, _)| is_kept(index));
        let bytes = ready.map(|(_, entry)| match entry {
            Entry::Ready(slab) => slab.get().byte_count(),
            Entry::Filling(_) => 0,
        });
        bytes.sum()
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
            let parts = slab.into_value().map_or(Vec::new(), |slab| slab.parts);
            Box::new(parts.into_iter().filter_map(SlabPart::into_block))
        }
    }
}

#[cfg(test)]
mod tests;
