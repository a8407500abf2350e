//! The types that leave the process, and the only ones that are serialised.
//!
//! Names carry their units. Frames are whole numbers, times are seconds or milliseconds, levels are
//! dB with `null` for silence; songs and stems are numbered from 1, as people type them.

mod inspect;
mod status;

pub use inspect::{DamageReport, FileReport, OpenFileReport};
pub use status::{
    BusStatus, DurationStatus, HealthStatus, HealthWord, IndexStatus, JumpStatus, LeadStatus,
    MachineMemoryStatus, MemoryStatus, OutputState, Place, State, Status, StemStatus, level_db,
};
