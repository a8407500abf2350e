//! The audio callback. Nothing here allocates, frees, locks, waits or logs once it runs.

pub(crate) mod buffer;
mod denormals;
mod gate;
mod mixer;
pub mod renderer;
pub mod stats;
pub(crate) mod voice;
