//! Songs as the engine's owner gives them, and what the engine knows of them.

use std::{ops::Range, path::PathBuf, sync::Arc};

use attacca_units::{FrameCount, FramePos};

use crate::{
    control::StemMix,
    error::OpenError,
    loading::{stem::StemInfo, tracks::StemLocation},
};

/// A song as the engine sees it: files and how they are mixed.
#[derive(Debug, Clone, Default)]
pub struct SongSource {
    /// In the order in which [`MultiTrackEngine`](crate::MultiTrackEngine) counts them.
    pub stems: Vec<StemSource>,
}

/// A stem's file and its first mix.
#[derive(Debug, Clone)]
pub struct StemSource {
    /// Its file, or which track of it.
    pub location: StemLocation,
    /// How it is mixed at first.
    pub mix: StemMix,
}

/// How far a song is on its way from paths to sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SongPhase {
    /// Known by its paths only.
    Registered,
    /// Files are being opened.
    Opening,
    /// Files are open.
    Open,
    /// No file could be opened: the song can't play.
    Failed,
}

/// What the engine knows of a song.
#[derive(Debug, Clone)]
pub struct SongReport {
    /// How far it is.
    pub phase: SongPhase,
    /// True when play sounds in the next callback.
    pub is_armed: bool,
    /// The length of its longest stem; `None` before its files are open.
    pub frame_count: Option<FrameCount>,
    /// What is kept of it in memory whatever plays, most wanted first: its head, sections.
    pub pins: Vec<PinReport>,
    /// What is known of each stem.
    pub stems: Vec<StemReport>,
}

/// What of a song changes while it is put on: cheap enough to be asked for all songs of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SongGlance {
    /// How far it is.
    pub phase: SongPhase,
    /// True when play sounds in the next callback.
    pub is_armed: bool,
    /// The length of its longest stem; `None` before its files are open.
    pub frame_count: Option<FrameCount>,
}

/// A stretch of a song that is kept in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinReport {
    /// The stretch.
    pub frames: Range<FramePos>,
    /// False while it is still being decoded.
    pub is_ready: bool,
}

/// What the engine knows of a stem.
#[derive(Debug, Clone)]
pub struct StemReport {
    /// Where the file is.
    pub path: PathBuf,
    /// What it holds; `None` before it is open, and when it can't be.
    pub info: Option<StemInfo>,
    /// Why it can't be played: it is silent, the song's other stems play.
    pub error: Option<Arc<OpenError>>,
}
