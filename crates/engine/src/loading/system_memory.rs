//! How much memory the machine has.
//!
//! Runs on: the service thread, which asks at an interval, and the caller's when the budget is set.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

/// The machine's memory at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemMemory {
    /// All of it, in bytes; more than 0.
    pub total_bytes: u64,
    /// What programs can have without others losing theirs, in bytes: what is free, and what only
    /// keeps files at hand.
    pub available_bytes: u64,
}

impl SystemMemory {
    /// What is available, in percent of all.
    pub fn available_percent(self) -> f64 {
        100.0 * self.available_bytes as f64 / self.total_bytes.max(1) as f64
    }
}

/// Tells how much memory the machine has.
pub trait MemoryProbe: fmt::Debug + Send + Sync {
    /// The machine's memory now; `None` where the system does not say.
    fn look(&self) -> Option<SystemMemory>;
}

/// Asks the operating system.
#[derive(Debug)]
pub struct SystemProbe {
    /// `None` on a system that the library does not know.
    system: Option<Mutex<System>>,
}

impl Default for SystemProbe {
    fn default() -> SystemProbe {
        let system = System::new_with_specifics(RefreshKind::nothing());
        SystemProbe { system: system.ok().map(Mutex::new) }
    }
}

impl MemoryProbe for SystemProbe {
    fn look(&self) -> Option<SystemMemory> {
        let mut system = self.system.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
        let (total_bytes, available_bytes) = (system.total_memory(), system.available_memory());
        // Where a system says nothing, the library says 0.
        (total_bytes > 0).then_some(SystemMemory { total_bytes, available_bytes })
    }
}

#[cfg(test)]
mod tests;
