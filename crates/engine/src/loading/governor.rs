//! The memory governor: how much the engine holds when the whole machine runs short. Pure.
//!
//! Each look at the machine's memory moves it one step at most, so that what a step gave back is seen
//! before the next one is taken. Growing takes longer than shrinking, and the two limits lie apart:
//! what the engine gave back must not bring the machine over the line that makes it take it again.

use std::fmt;

use crate::{
    loading::system_memory::SystemMemory,
    settings::{AMPLE_LOOKS, AMPLE_MEMORY_PERCENT, MemoryBudget, SCARCE_MEMORY_PERCENT},
};

/// What the engine does without, from nothing to all that it can. Each step does without what those
/// before it do, and the song that plays suffers last.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemoryStep {
    /// Nothing: all that the budget allows is kept.
    #[default]
    All,
    /// Other songs: of the set, only the current and the next one, and what is armed, are kept ready.
    FewHeads,
    /// Compressed read-ahead: the system is not asked to keep files in its memory. Nor is a song held
    /// whole.
    NoReadAhead,
    /// A long look-ahead: windows are [`LEAST_WINDOW_SECONDS`](crate::settings::LEAST_WINDOW_SECONDS)
    /// long.
    ShortWindow,
}

impl MemoryStep {
    fn further(self) -> Option<MemoryStep> {
        match self {
            MemoryStep::All => Some(MemoryStep::FewHeads),
            MemoryStep::FewHeads => Some(MemoryStep::NoReadAhead),
            MemoryStep::NoReadAhead => Some(MemoryStep::ShortWindow),
            MemoryStep::ShortWindow => None,
        }
    }

    fn back(self) -> Option<MemoryStep> {
        match self {
            MemoryStep::All => None,
            MemoryStep::FewHeads => Some(MemoryStep::All),
            MemoryStep::NoReadAhead => Some(MemoryStep::FewHeads),
            MemoryStep::ShortWindow => Some(MemoryStep::NoReadAhead),
        }
    }
}

impl fmt::Display for MemoryStep {
    /// What is done without, for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MemoryStep::All => "everything is kept",
            MemoryStep::FewHeads => "only this song and the next are kept ready",
            MemoryStep::NoReadAhead => "nothing is read ahead of the look-ahead",
            MemoryStep::ShortWindow => "the look-ahead is short",
        })
    }
}

/// Which step holds, and what was seen.
#[derive(Debug, Default)]
pub(crate) struct Governor {
    step: MemoryStep,
    last_seen: Option<SystemMemory>,
    /// Looks in a row in which there was plenty.
    n_ample: u32,
}

impl Governor {
    /// The step that holds.
    pub(crate) fn step(&self) -> MemoryStep {
        self.step
    }

    /// What the last look has shown; `None` before the first one and while nobody looks.
    pub(crate) fn last_seen(&self) -> Option<SystemMemory> {
        self.last_seen
    }

    /// Takes a look in; the step that holds from now on, if that is another one.
    pub(crate) fn look(&mut self, memory: SystemMemory) -> Option<MemoryStep> {
        self.last_seen = Some(memory);
        let available = memory.available_percent();
        self.n_ample = if available > AMPLE_MEMORY_PERCENT { self.n_ample + 1 } else { 0 };
        let next = if available < SCARCE_MEMORY_PERCENT {
            self.step.further()
        } else if self.n_ample >= AMPLE_LOOKS {
            self.n_ample = 0;
            self.step.back()
        } else {
            None
        };
        self.step = next.unwrap_or(self.step);
        next
    }

    /// Nobody looks any more: everything is kept. The step that holds from now on, if that is another
    /// one.
    pub(crate) fn rest(&mut self) -> Option<MemoryStep> {
        let step = std::mem::take(self).step;
        (step != MemoryStep::All).then_some(MemoryStep::All)
    }
}

impl MemoryBudget {
    /// The budget in bytes, when the engine holds `held_bytes` of a machine's memory that is as `system`
    /// says; `None` where the system does not say.
    ///
    /// A part is one of what there is for the engine: what is available, and what it holds.
    pub(crate) fn bytes(self, system: Option<SystemMemory>, held_bytes: usize) -> usize {
        let available = system.map(|system| {
            let bytes = system.available_bytes.saturating_add(held_bytes as u64);
            usize::try_from(bytes.min(system.total_bytes)).unwrap_or(usize::MAX)
        });
        let part = |percent: u8| available.map(|bytes| bytes / 100 * usize::from(percent));
        let bytes = match self {
            MemoryBudget::Automatic => part(MemoryBudget::AUTOMATIC_PERCENT)
                .map_or(MemoryBudget::USUAL_BYTES, |bytes| bytes.min(MemoryBudget::USUAL_BYTES)),
            MemoryBudget::Percent(percent) => part(percent).unwrap_or(MemoryBudget::USUAL_BYTES),
            MemoryBudget::Bytes(bytes) => bytes,
        };
        bytes.clamp(*crate::settings::BUDGET_BYTES.start(), *crate::settings::BUDGET_BYTES.end())
    }
}

#[cfg(test)]
mod tests;
