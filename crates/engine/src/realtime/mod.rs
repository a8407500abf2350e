//! The audio callback. Nothing here allocates, frees, locks, waits or logs once it runs.

mod absence;
pub(crate) mod buffer;
mod denormals;
mod gate;
mod mixer;
mod piece;
pub mod renderer;
pub mod stats;
mod transport;
pub(crate) mod voice;
