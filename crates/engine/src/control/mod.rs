//! MultiTrackEngine: the handle of the caller's threads.
//!
//! Every method returns at once; what it starts is answered by [`EngineEvent`]s and shows in
//! [`Telemetry`].

mod events;
mod mix;
mod telemetry;

use std::{path::PathBuf, sync::Arc};

use attacca_units::{FrameCount, FramePos, Gain};
use crossbeam_channel::Receiver;

use crate::{
    error::OpenError,
    loading::stem::StemInfo,
    protocol::{ActionId, SongId},
    realtime::renderer::Renderer,
    settings::EngineSettings,
};

pub use events::EngineEvent;
pub use mix::{Meter, StemMix};
pub use telemetry::{CallbackTelemetry, LoaderTelemetry, MemoryTelemetry, Telemetry};

/// A song as the engine sees it: files and how they are mixed.
#[derive(Debug, Clone, Default)]
pub struct SongSource {
    /// In the order in which [`MultiTrackEngine`] counts them.
    pub stems: Vec<StemSource>,
}

/// A stem's file and its first mix.
#[derive(Debug, Clone)]
pub struct StemSource {
    /// Where the file is.
    pub path: PathBuf,
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
    /// What is known of each stem.
    pub stems: Vec<StemReport>,
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

/// The engine's handle. Dropping it ends its threads; a renderer that is still called is silent
/// when its slabs are played.
#[derive(Debug)]
pub struct MultiTrackEngine {}

#[expect(unused_variables, clippy::new_ret_no_self, reason = "being written")]
impl MultiTrackEngine {
    /// An engine without songs, and the part of it that an output calls.
    pub fn new(settings: EngineSettings) -> (MultiTrackEngine, Renderer) {
        todo!()
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &EngineSettings {
        todo!()
    }

    /// Makes a song known by its paths; nothing is read yet.
    pub fn add_song(&self, song: SongSource) -> SongId {
        todo!()
    }

    /// Opens the song's files in the background and pins its head at `at`, so that it sounds in
    /// the very next callback. Answered by [`EngineEvent::SongArmed`].
    pub fn arm(&self, song: SongId, at: FramePos) {
        todo!()
    }

    /// Closes the song's files, decoders and head, unless it is heard or sought; its indexes stay.
    pub fn disarm(&self, song: SongId) {
        todo!()
    }

    /// What is known of a song now.
    pub fn song(&self, song: SongId) -> SongReport {
        todo!()
    }

    /// Goes to `at` of `song`. While playing, the old audio goes on until the target is complete,
    /// then crossfades; else the transport stays as it is.
    pub fn locate(&self, song: SongId, at: FramePos) -> ActionId {
        todo!()
    }

    /// As [`MultiTrackEngine::locate`], and plays.
    pub fn play_song(&self, song: SongId, at: FramePos) -> ActionId {
        todo!()
    }

    /// As [`MultiTrackEngine::locate`] in the current song; `None` when there is none.
    pub fn seek(&self, at: FramePos) -> Option<ActionId> {
        todo!()
    }

    /// Plays from the playhead, at a song's end from its start; `None` without a current song.
    pub fn play(&self) -> Option<ActionId> {
        todo!()
    }

    /// Fades out and stays where it is.
    pub fn pause(&self) -> ActionId {
        todo!()
    }

    /// Fades out and goes to the start of the current song; `None` when there is none.
    pub fn stop(&self) -> Option<ActionId> {
        todo!()
    }

    /// How a stem is mixed now.
    pub fn stem_mix(&self, song: SongId, stem: usize) -> StemMix {
        todo!()
    }

    /// Mixes a stem so from now on; gains glide there.
    pub fn set_stem_mix(&self, song: SongId, stem: usize, mix: StemMix) {
        todo!()
    }

    /// The factor on the sum of all stems; 1 at first.
    pub fn master_gain(&self) -> Gain {
        todo!()
    }

    /// Sets the factor on the sum of all stems; it glides there.
    pub fn set_master_gain(&self, gain: Gain) {
        todo!()
    }

    /// Levels of the song's stems since the last call, after their gains. Empty for a song that is
    /// not heard.
    pub fn stem_meters(&self, song: SongId) -> Vec<Meter> {
        todo!()
    }

    /// Levels of the master since the last call.
    pub fn master_meter(&self) -> Meter {
        todo!()
    }

    /// How the engine is.
    pub fn telemetry(&self) -> Telemetry {
        todo!()
    }

    /// What happens, in order. Each event goes to one receiver; keep one.
    pub fn events(&self) -> Receiver<EngineEvent> {
        todo!()
    }
}
