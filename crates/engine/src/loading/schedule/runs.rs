//! Runs: a set of slabs in which the first one that is missing is found at once, however many there
//! are. Pure.

use std::{collections::BTreeMap, ops::Range};

/// Slabs, as the runs that they are.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// The end of each run by its first slab. Invariant: none is empty, no two touch.
    ends: BTreeMap<u64, u64>,
}

impl Runs {
    /// Puts a slab in.
    pub(crate) fn insert(&mut self, index: u64) {
        if self.end_of_run(index) > index {
            return;
        }
        let end = self.ends.remove(&(index + 1)).unwrap_or(index + 1);
        match self.ends.range_mut(..index).next_back() {
            Some((_, before)) if *before == index => *before = end,
            _ => {
                self.ends.insert(index, end);
            }
        }
    }

    /// Takes a slab out.
    pub(crate) fn remove(&mut self, index: u64) {
        let Some((&start, &end)) = self.ends.range(..=index).next_back() else { return };
        if end <= index {
            return;
        }
        if start == index {
            self.ends.remove(&start);
        } else {
            self.ends.insert(start, index);
        }
        if index + 1 < end {
            self.ends.insert(index + 1, end);
        }
    }

    /// The slabs of `slabs` that are not in, in order.
    pub(crate) fn missing(&self, slabs: Range<u64>) -> impl Iterator<Item = u64> + use<'_> {
        let mut next = slabs.start;
        std::iter::from_fn(move || {
            let index = self.end_of_run(next);
            next = index.saturating_add(1);
            (index < slabs.end).then_some(index)
        })
    }

    /// The first slab from `index` on that is not in.
    fn end_of_run(&self, index: u64) -> u64 {
        let run = self.ends.range(..=index).next_back();
        run.map_or(index, |(_, end)| index.max(*end))
    }
}

#[cfg(test)]
mod tests;
