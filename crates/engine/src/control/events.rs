//! What the engine tells its owner.

use std::{io, path::PathBuf, sync::Arc};

use attacca_units::{FrameCount, FramePos, SampleRate, format_seconds};
use crossbeam_channel::Sender;

use crate::{
    error::{DecodeError, OpenError},
    loading::{
        change::FileChange, governor::MemoryStep, schedule::QuarantineReason,
        system_memory::SystemMemory,
    },
    protocol::{ActionId, AudioEvent, SongId, TransportState, bus::BusId, jump::JumpId},
};

/// Something that happened, in order.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum EngineEvent {
    /// The song's files are open, except those of stems that failed.
    SongOpened {
        /// Which song.
        song: SongId,
        /// Its length.
        frame_count: FrameCount,
    },
    /// A stem whose file was open late, or anew, is longer than the song was: the song goes on to its
    /// end.
    SongLengthened {
        /// Which song.
        song: SongId,
        /// Its length from now on.
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
    /// A stem is silent from here on because its file does not give its frames. The others play on,
    /// the file is asked again and again; [`EngineEvent::StemBack`] answers.
    StemLeftOut {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Its file.
        path: PathBuf,
        /// The first silent frame.
        at: FramePos,
        /// Why.
        reason: QuarantineReason,
    },
    /// A stem's file was deleted, replaced or changed while it is open; [`FileChange`] says what
    /// becomes of the stem.
    StemFileChanged {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Its file.
        path: PathBuf,
        /// The playhead in the song when it was noticed; 0 when it was in another one.
        at: FramePos,
        /// What became of it.
        change: FileChange,
    },
    /// A stem that was left out is heard again from here on.
    StemBack {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Its file.
        path: PathBuf,
        /// The first frame.
        at: FramePos,
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
    /// What a jump needs is in memory: it happens when its frame comes.
    JumpArmed {
        /// Which jump.
        jump: JumpId,
    },
    /// A jump happened. A loop's happens each time, and stays armed.
    JumpHappened {
        /// Which jump.
        jump: JumpId,
        /// Where it led to.
        song: SongId,
        /// The frame that is heard in the place of the jump's.
        at: FramePos,
    },
    /// A jump could not happen: its frame came before what it needs was in memory, or had passed
    /// when it was armed. It is not armed any more; the old audio goes on.
    JumpMissed {
        /// Which jump.
        jump: JumpId,
    },
    /// A jump is not armed any more: it was cancelled, or the transport went where its frame can't
    /// be come to.
    JumpCancelled {
        /// Which jump.
        jump: JumpId,
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
    /// A bus goes to channels that the output doesn't have: what is meant for them is not heard.
    /// Said once for the same channels and the same output.
    BusUnheard {
        /// Which bus.
        bus: BusId,
        /// Channels of the output.
        channel_count: usize,
    },
    /// Frame indexes can't be kept in their folder: they are built anew in the next run. Said once.
    IndexFolderFailed {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: Arc<io::Error>,
    },
    /// The cache can't be written to: what is in it plays, nothing is added. Said once; it is tried again.
    CacheFailed {
        /// Its folder.
        path: PathBuf,
        /// What the system says; [`io::ErrorKind::WouldBlock`] when another Attacca writes to it.
        error: Arc<io::Error>,
    },
    /// A stem's file can't be reached any more. What is cached of it plays on, the rest is silent until
    /// the file is back. Said once each time, and only with a cache.
    SourceLost {
        /// Which song.
        song: SongId,
        /// Its place in the song.
        stem: usize,
        /// Its file.
        path: PathBuf,
        /// Frames of it that are cached.
        cached: FrameCount,
        /// Its length: when it is more than what is cached, the song is incomplete.
        frame_count: FrameCount,
    },
    /// The playing window's lead fell under half of its length, so that the window is longer from now
    /// on: the storage or the machine is slow.
    WindowGrown {
        /// Its length now, in seconds.
        seconds: f64,
    },
    /// The storage is too slow for songs to be streamed from it: they are held in memory whole, as far
    /// as they fit.
    StorageSlow,
    /// The storage is fast enough again for songs to be streamed from it.
    StorageFast,
    /// A song that should be held in memory whole does not fit: it is streamed. Said once for each
    /// song and budget.
    WholeSongRefused {
        /// Which song.
        song: SongId,
        /// The budget that it would take.
        needed_bytes: usize,
        /// The budget that there is.
        budget_bytes: usize,
    },
    /// The machine runs short of memory and the engine gives some back, or there is plenty again and it
    /// takes it: from now on it does without what `step` says.
    MemoryStep {
        /// What it does without.
        step: MemoryStep,
        /// The machine's memory when that was decided.
        system: SystemMemory,
        /// What the engine held then, in bytes.
        held_bytes: usize,
    },
    /// The playing window's lead fell under a third of its length.
    LowLead {
        /// The lead, in seconds.
        lead_seconds: f64,
    },
}

/// What passes the audio thread's events on to the engine's owner and the log, called now and then
/// on the service thread.
pub(super) fn drain(
    mut audio_events: rtrb::Consumer<AudioEvent>,
    events: Sender<EngineEvent>,
    engine_rate: SampleRate,
) -> impl FnMut() + Send {
    move || {
        while let Ok(event) = audio_events.pop() {
            let event = EngineEvent::from(event);
            log(&event, engine_rate);
            // A full queue has an owner who does not read it.
            let _ = events.try_send(event);
        }
    }
}

impl From<AudioEvent> for EngineEvent {
    fn from(event: AudioEvent) -> EngineEvent {
        match event {
            AudioEvent::Located { action, song, at } => EngineEvent::Located { action, song, at },
            AudioEvent::Transport { action, state, at } => {
                EngineEvent::TransportChanged { action, state, at }
            }
            AudioEvent::Ended { song } => EngineEvent::Ended { song },
            AudioEvent::JumpHappened { jump, song, at } => {
                EngineEvent::JumpHappened { jump, song, at }
            }
            AudioEvent::JumpMissed { jump } => EngineEvent::JumpMissed { jump },
            AudioEvent::JumpCancelled { jump } => EngineEvent::JumpCancelled { jump },
            AudioEvent::UnderrunBegan { song, at } => EngineEvent::UnderrunBegan { song, at },
            AudioEvent::UnderrunEnded { song, at, frames } => {
                EngineEvent::UnderrunEnded { song, at, frames }
            }
            AudioEvent::BusUnheard { bus, channel_count } => {
                EngineEvent::BusUnheard { bus, channel_count }
            }
        }
    }
}

/// Writes an event to the log: INFO for what a user did or notices, WARN for what harms the sound,
/// DEBUG for the flow.
pub(crate) fn log(event: &EngineEvent, engine_rate: SampleRate) {
    let time = |at: &FramePos| format_seconds(engine_rate.seconds_at(*at));
    match event {
        EngineEvent::SongOpened { song, frame_count } => {
            tracing::info!(song = song.0, length = time(&frame_count.from_start()), "song opened");
        }
        EngineEvent::SongLengthened { song, frame_count } => {
            tracing::info!(song = song.0, length = time(&frame_count.from_start()), "song longer");
        }
        EngineEvent::SongFailed { song } => {
            tracing::error!(song = song.0, "no file of the song can be played");
        }
        EngineEvent::StemFailed { song, stem, path, error } => {
            let error = &**error as &dyn std::error::Error;
            tracing::warn!(song = song.0, stem, ?path, error, "stem is silent");
        }
        EngineEvent::StemMixedDown { song, stem, path, source_channels } => {
            tracing::info!(song = song.0, stem, ?path, source_channels, "mixed down to stereo");
        }
        EngineEvent::DecodeFailed { song, stem, path, at, error } => {
            let error = &**error as &dyn std::error::Error;
            tracing::warn!(song = song.0, stem, ?path, at = time(at), error, "silent stretch");
        }
        EngineEvent::StemLeftOut { song, stem, path, at, reason } => {
            let at = time(at);
            match reason {
                QuarantineReason::ReadFailed(error) => {
                    let error = &**error as &dyn std::error::Error;
                    tracing::warn!(song = song.0, stem, ?path, at, error, "stem left out");
                }
                reason => {
                    tracing::warn!(song = song.0, stem, ?path, at, ?reason, "stem left out");
                }
            }
        }
        EngineEvent::StemFileChanged { song, stem, path, at, change } => {
            tracing::warn!(song = song.0, stem, ?path, at = time(at), ?change, "file changed");
        }
        EngineEvent::StemBack { song, stem, path, at } => {
            tracing::info!(song = song.0, stem, ?path, at = time(at), "stem back");
        }
        EngineEvent::SongArmed { song } => tracing::debug!(song = song.0, "song armed"),
        EngineEvent::Located { action, song, at } => {
            tracing::info!(action = action.0, song = song.0, at = time(at), "located");
        }
        EngineEvent::TransportChanged { action, state, at } => {
            tracing::info!(action = action.0, ?state, at = time(at), "transport");
        }
        EngineEvent::Ended { song } => tracing::info!(song = song.0, "song ended"),
        EngineEvent::JumpArmed { jump } => tracing::debug!(jump = jump.0, "jump armed"),
        // At debug: a loop may happen fifty times a second.
        EngineEvent::JumpHappened { jump, song, at } => {
            tracing::debug!(jump = jump.0, song = song.0, at = time(at), "jumped");
        }
        EngineEvent::JumpMissed { jump } => tracing::warn!(jump = jump.0, "jump missed"),
        EngineEvent::JumpCancelled { jump } => tracing::info!(jump = jump.0, "jump cancelled"),
        EngineEvent::UnderrunBegan { song, at } => {
            tracing::warn!(song = song.0, at = time(at), "underrun");
        }
        EngineEvent::UnderrunEnded { song, at, frames } => {
            tracing::warn!(song = song.0, at = time(at), frames = frames.0, "underrun over");
        }
        EngineEvent::BusUnheard { bus, channel_count } => {
            tracing::warn!(bus = bus.index(), channel_count, "the output lacks channels of a bus");
        }
        EngineEvent::IndexFolderFailed { path, error } => {
            let error = &**error as &dyn std::error::Error;
            tracing::info!(?path, error, "frame indexes are not kept");
        }
        EngineEvent::CacheFailed { path, error } => {
            let error = &**error as &dyn std::error::Error;
            tracing::warn!(?path, error, "the cache is not written to");
        }
        EngineEvent::SourceLost { song, stem, path, cached, frame_count } => {
            let (cached, all) = (cached.0, frame_count.0);
            tracing::warn!(song = song.0, stem, ?path, cached, all, "file can't be reached");
        }
        EngineEvent::WindowGrown { seconds } => tracing::info!(seconds, "look-ahead is longer"),
        EngineEvent::StorageSlow => tracing::warn!("storage is too slow: songs are held whole"),
        EngineEvent::StorageFast => tracing::info!("storage is fast enough: songs are streamed"),
        EngineEvent::WholeSongRefused { song, needed_bytes, budget_bytes } => {
            tracing::warn!(song = song.0, needed_bytes, budget_bytes, "song is not held whole");
        }
        EngineEvent::MemoryStep { step, system, held_bytes } => {
            let available_percent = system.available_percent().round();
            tracing::warn!(?step, available_percent, held_bytes, "what is kept has changed");
        }
        EngineEvent::LowLead { lead_seconds } => tracing::warn!(lead_seconds, "look-ahead is low"),
    }
}
