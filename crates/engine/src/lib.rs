//! Headless real-time player of many stems in step.

pub mod cache;
pub mod control;
pub mod error;
pub mod loading;
pub mod output;
pub mod protocol;
pub mod realtime;
pub mod settings;

pub use cache::{CacheLive, CachePolicy, CacheSettings};
pub use control::{
    BusChannels, BusId, BusMix, EngineEvent, MultiTrackEngine, OutputChannel, SongSource, StemMix,
    StemSource,
};
pub use error::JumpError;
pub use loading::tracks::StemLocation;
pub use protocol::{
    ActionId, SongId, TransportState,
    jump::{Jump, JumpId, JumpReport, JumpTarget},
};
pub use realtime::renderer::Renderer;
pub use settings::{EngineSettings, LiveSettings, MemoryBudget};
