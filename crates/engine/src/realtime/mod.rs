//! The audio callback. Nothing here allocates, frees, locks, waits or logs once it runs.

pub mod renderer;
pub mod stats;
pub(crate) mod voice;
