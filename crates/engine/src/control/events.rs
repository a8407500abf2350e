//! What the engine tells its owner.

use std::{path::PathBuf, sync::Arc};

use attacca_units::{FrameCount, FramePos};

use crate::{
    error::{DecodeError, OpenError},
    protocol::{ActionId, SongId, TransportState},
};

/// Something that happened, in order.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum EngineEvent {
    /// The song's files are open; those of `failed` stems are not, and silent.
    SongOpened {
        /// Which song.
        song: SongId,
        /// Its length.
        frame_count: FrameCount,
    },
    /// None of the song's files could be opened.
    SongFailed {
        /// Which song.
        song: SongId,
    },
    /// A stem's file can't be played; the stem is silent.
    StemFailed {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Its file.
        path: PathBuf,
        /// Why.
        error: Arc<OpenError>,
    },
    /// A stem of more than two channels is mixed down to stereo.
    StemMixedDown {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Its file.
        path: PathBuf,
        /// Channels of the file.
        source_channels: usize,
    },
    /// A stretch of a stem is silent because it could not be decoded.
    DecodeFailed {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Its file.
        path: PathBuf,
        /// The first silent frame.
        at: FramePos,
        /// Why.
        error: Arc<DecodeError>,
    },
    /// Play of this song sounds in the next callback.
    SongArmed {
        /// Which song.
        song: SongId,
    },
    /// An action's place is the current one.
    Located {
        /// The action.
        action: ActionId,
        /// Which song.
        song: SongId,
        /// Where.
        at: FramePos,
    },
    /// The transport came to another state by an action.
    TransportChanged {
        /// The action.
        action: ActionId,
        /// The state.
        state: TransportState,
        /// Where.
        at: FramePos,
    },
    /// The song's last frame was played; the transport is stopped.
    Ended {
        /// Which song.
        song: SongId,
    },
    /// Frames were needed that are not there: the sound fades out, the clock runs on.
    UnderrunBegan {
        /// Which song.
        song: SongId,
        /// Where.
        at: FramePos,
    },
    /// The sound is back.
    UnderrunEnded {
        /// Which song.
        song: SongId,
        /// Where.
        at: FramePos,
        /// Frames silenced or faded.
        frames: FrameCount,
    },
    /// The playing window's lead fell under a third of its length.
    LowLead {
        /// The lead, in seconds.
        lead_seconds: f64,
    },
}
