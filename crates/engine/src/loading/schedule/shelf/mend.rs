//! Slabs that are complete but lack a stem: what is missing of them is decoded beside them and put in,
//! so that they can be heard without it at any moment until then.

use std::{ops::Range, sync::Arc};

use super::{Entry, Shelf};
use crate::protocol::slab::SlabPart;

impl Shelf {
    /// The first of `slabs` that lacks `stem`, which could be put in now, and of which
    /// `may_mend` says so.
    pub(crate) fn to_mend(
        &self,
        stem: usize,
        slabs: Range<u64>,
        may_mend: impl Fn(u64) -> bool,
    ) -> Option<u64> {
        if slabs.is_empty() {
            return None;
        }
        let mut lacking = self.lacking.get(&stem)?.range(slabs).copied();
        lacking.find(|index| {
            !self.mending.contains(&(*index, stem)) && self.is_home(*index) && may_mend(*index)
        })
    }

    /// True when one of `slabs` is complete without `stem`, which may be put in later.
    pub(crate) fn lacks(&self, stem: usize, slabs: Range<u64>) -> bool {
        let mut lacking = self.lacking.get(&stem).into_iter();
        !slabs.is_empty() && lacking.any(|lacking| lacking.range(slabs.clone()).next().is_some())
    }

    /// Stems that complete slabs lack.
    pub(crate) fn lacked(&self) -> impl Iterator<Item = usize> {
        self.lacking.keys().copied()
    }

    /// A loader decodes the part of `stem` that slab `index` lacks.
    pub(crate) fn lease_mending(&mut self, index: u64, stem: usize) {
        self.mending.push((index, stem));
    }

    /// Puts the part of a stem into slab `index`, which lacks it; gives it back if nobody waits for it
    /// or the audio thread has the slab by now.
    pub(super) fn mend(&mut self, index: u64, stem: usize, part: SlabPart) -> Result<(), SlabPart> {
        let Some(at) = self.mending.iter().position(|one| *one == (index, stem)) else {
            return Err(part);
        };
        self.mending.swap_remove(at);
        if let SlabPart::Sound(_) = part {
            let Some(Entry::Ready(slab)) = self.slabs.get_mut(&index) else { return Err(part) };
            let Some(slab) = slab.sole() else { return Err(part) };
            slab.put(stem, part);
        }
        self.forget_lacking(stem, index);
        Ok(())
    }

    /// Takes note of the stems that slab `index`, which is complete now, lacks and may have later.
    pub(super) fn note_lacking(&mut self, index: u64, may_return: impl Fn(usize) -> bool) {
        let Some(Entry::Ready(slab)) = self.slabs.get(&index) else { return };
        let slab = slab.get();
        if !slab.has_absent {
            return;
        }
        for (stem, part) in slab.parts.iter().enumerate() {
            if matches!(part, SlabPart::Absent) && may_return(stem) {
                self.lacking.entry(stem).or_default().insert(index);
            }
        }
    }

    /// Slab `index` is gone.
    pub(super) fn note_gone(&mut self, index: u64) {
        self.ready.remove(index);
        self.mending.retain(|(gone, _)| *gone != index);
        let stems: Vec<usize> = self.lacked().collect();
        stems.into_iter().for_each(|stem| self.forget_lacking(stem, index));
    }

    fn forget_lacking(&mut self, stem: usize, index: u64) {
        let Some(slabs) = self.lacking.get_mut(&stem) else { return };
        slabs.remove(&index);
        if slabs.is_empty() {
            self.lacking.remove(&stem);
        }
    }

    /// True when the audio thread has no part in slab `index`: only the shelf can lend it again.
    fn is_home(&self, index: u64) -> bool {
        self.complete_one(index).is_some_and(|slab| Arc::strong_count(slab.get()) == 1)
    }
}
