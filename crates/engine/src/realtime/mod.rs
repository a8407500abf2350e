//! The audio callback. Nothing here allocates, frees, locks, waits or logs once it runs.

mod absence;
pub(crate) mod buffer;
mod denormals;
mod gate;
mod jumps;
mod mixer;
pub(crate) mod outgoing;
mod piece;
pub mod renderer;
pub mod stats;
mod transport;
pub(crate) mod voice;
