//! The memory governor: how much the engine holds when the whole machine runs short. Pure.
//!
//! Each look at the machine's memory moves it one step at most, so that what a step gave back is seen
//! before the next one is taken. Growing takes longer than shrinking, and the two limits lie apart:
//! what the engine gave back must not bring the machine over the line that makes it take it again.
//! Where it gave back more than lies between them, the limits alone would have it swing for ever. So it
//! remembers what it held before each step, takes the step back only when the machine has room for that,
//! and is the more patient the sooner it had to shrink again.

use std::fmt;

use crate::{
    loading::system_memory::SystemMemory,
    settings::{
        AMPLE_LOOKS, AMPLE_MEMORY_PERCENT, CALM_LOOKS, MOST_AMPLE_LOOKS, MemoryBudget,
        SCARCE_MEMORY_PERCENT,
    },
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
    /// Steps that can be taken.
    const COUNT: usize = MemoryStep::ShortWindow as usize;

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

/// What the engine holds, as it looks at the machine's memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeldMemory {
    /// Bytes that it holds.
    pub(crate) bytes: usize,
    /// Bytes that it may hold.
    pub(crate) limit_bytes: usize,
}

/// Which step holds, and what was seen.
#[derive(Debug)]
pub(crate) struct Governor {
    step: MemoryStep,
    last_seen: Option<SystemMemory>,
    /// Looks in a row in which there was plenty.
    n_ample: u32,
    /// So many are wanted before a step is taken back.
    wanted_ample: u32,
    /// Looks since a step was taken or taken back.
    n_calm: u32,
    /// The last step was taken back.
    has_grown: bool,
    /// Bytes that the engine held when it took each step, the first one first.
    held_before: [usize; MemoryStep::COUNT],
}

impl Default for Governor {
    fn default() -> Governor {
        Governor {
            step: MemoryStep::All,
            last_seen: None,
            n_ample: 0,
            wanted_ample: AMPLE_LOOKS,
            n_calm: 0,
            has_grown: false,
            held_before: [0; MemoryStep::COUNT],
        }
    }
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

    /// Takes a look in, with what the engine holds at it; the step that holds from now on, if that is
    /// another one.
    pub(crate) fn look(&mut self, memory: SystemMemory, held: HeldMemory) -> Option<MemoryStep> {
        self.last_seen = Some(memory);
        let available = memory.available_percent();
        self.n_ample = if available > AMPLE_MEMORY_PERCENT { self.n_ample + 1 } else { 0 };
        self.n_calm = self.n_calm.saturating_add(1);
        if self.n_calm >= CALM_LOOKS {
            self.wanted_ample = AMPLE_LOOKS;
        }
        let next = if available < SCARCE_MEMORY_PERCENT {
            self.shrink(held)
        } else if self.n_ample >= self.wanted_ample && self.has_room_to_grow(memory, held) {
            self.step.back()
        } else {
            None
        }?;
        self.has_grown = next < self.step;
        (self.n_ample, self.n_calm) = (0, 0);
        self.step = next;
        Some(next)
    }

    /// The next step, if there is one more; what is held before it is remembered.
    fn shrink(&mut self, held: HeldMemory) -> Option<MemoryStep> {
        let next = self.step.further()?;
        self.held_before[self.step as usize] = held.bytes;
        if self.has_grown && self.n_calm < CALM_LOOKS {
            self.wanted_ample = (self.wanted_ample * 2).min(MOST_AMPLE_LOOKS);
        }
        Some(next)
    }

    /// True when the machine stays over the line after the engine holds what it held before the last step
    /// that was taken.
    fn has_room_to_grow(&self, memory: SystemMemory, held: HeldMemory) -> bool {
        let Some(back) = self.step.back() else { return false };
        let then = self.held_before[back as usize].min(held.limit_bytes);
        let growth = then.saturating_sub(held.bytes) as u64;
        let available_bytes = memory.available_bytes.saturating_sub(growth);
        SystemMemory { available_bytes, ..memory }.available_percent() >= SCARCE_MEMORY_PERCENT
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
