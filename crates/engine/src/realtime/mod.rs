//! The audio callback. Nothing here allocates, frees, locks, waits or logs once it runs.

mod absence;
pub(crate) mod buffer;
mod bus;
mod denormals;
mod gate;
mod jumps;
mod level;
mod mixer;
pub(crate) mod outgoing;
mod piece;
mod ramp;
pub mod renderer;
pub mod stats;
mod tone;
mod transport;
pub(crate) mod voice;
