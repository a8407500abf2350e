//! The types that cross to and from the audio thread.
//!
//! Control and loaders speak to the audio thread through one queue of `ToAudio`; the audio
//! thread answers with `AudioEvent`s, with voices that come home to be freed, and with one
//! [`TransportSnapshot`] a callback, of which only the latest counts.

pub mod bus;
pub mod jump;
pub(crate) mod lending;
pub mod mix;
pub(crate) mod slab;
pub(crate) mod tone;

use std::{sync::Arc, time::Instant};

use attacca_units::{FrameCount, FramePos};

use crate::{
    protocol::{
        bus::BusId,
        jump::{ArmedJump, JumpId, OutgoingWindow},
        slab::Slab,
    },
    realtime::{outgoing::MAX_OUTGOING, voice::Voice},
    settings::START_LEAD_FRAMES,
};

/// A song the engine knows. Opaque: what it means is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SongId(pub(crate) u32);

/// Numbers the caller's actions in their order; what answers an action carries its number.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub u64);

/// Numbers windows in the order of their making. A newer seek's window supersedes an older one's,
/// and what was decoded for a window that is no more is recognised by its number.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WindowId(pub(crate) u64);

/// What the transport does.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum TransportState {
    /// Silent, at a place from which play begins.
    #[default]
    Stopped,
    /// Sounding, or about to as soon as the first slab is in.
    Playing,
    /// Silent, where the song was left.
    Paused,
}

/// What a song's window does with the transport when it is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ThenTransport {
    /// Playing goes on playing, silence stays silent.
    Keep,
    /// Plays.
    Play,
    /// Stops.
    Stop,
}

/// To the audio thread, in order.
pub(crate) enum ToAudio {
    /// Go to another place: the voice's song and playhead.
    Locate { voice: Box<Voice>, then: ThenTransport, crossfade: FrameCount },
    /// A complete slab of a window, and the length of its song as it is known by now.
    Deliver { window: WindowId, slab: Arc<Slab>, song_frames: FrameCount },
    /// A song is longer than was known, as a stem that was late is longer than the others.
    Lengthen { song: SongId, song_frames: FrameCount },
    /// A window that will never be filled: none of its song's files can be played.
    Abandon { window: WindowId },
    /// Go on elsewhere at a frame that is still to come.
    ArmJump(ArmedJump),
    /// Don't, unless it has happened.
    CancelJump { jump: JumpId },
    /// Play from the playhead.
    Play { action: ActionId },
    /// Fall silent where the playhead is.
    Pause { action: ActionId },
}

/// From the audio thread, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AudioEvent {
    /// The new place is the current one, and sounds if the transport plays.
    Located { action: ActionId, song: SongId, at: FramePos },
    /// The transport came to another state by an action.
    Transport { action: ActionId, state: TransportState, at: FramePos },
    /// The song's last frame was played; the transport stopped.
    Ended { song: SongId },
    /// The jump happened: the frame that is heard next.
    JumpHappened { jump: JumpId, song: SongId, at: FramePos },
    /// Its frame came or had passed and it could not happen; the old audio goes on.
    JumpMissed { jump: JumpId },
    /// It was taken back, or the transport went where its frame can't be come to.
    JumpCancelled { jump: JumpId },
    /// Frames were needed that are not there.
    UnderrunBegan { song: SongId, at: FramePos },
    /// The sound is back, after this many frames.
    UnderrunEnded { song: SongId, at: FramePos, frames: FrameCount },
    /// A bus goes to channels that the output doesn't have.
    BusUnheard { bus: BusId, channel_count: usize },
}

/// What the audio thread says of itself at the end of each block.
#[derive(Debug, Clone, Copy)]
pub struct TransportSnapshot {
    /// What the transport does.
    pub state: TransportState,
    /// The song under the playhead.
    pub song: Option<SongId>,
    /// The next frame to be heard.
    pub playhead: FramePos,
    /// The song's length; `None` before the first of its frames are there.
    pub song_frames: Option<FrameCount>,
    /// When the block that ends at `playhead` began to be heard, by the output's clock.
    pub at: Instant,
    /// Frames of that block.
    pub block_frames: FrameCount,
    /// The last action that is heard.
    pub action: ActionId,
    /// Where a seek or jump goes that is not heard yet.
    pub seeking: Option<(SongId, FramePos)>,
    /// True while the transport plays and the song has not sounded yet, because it loads.
    pub is_loading: bool,
    /// Frames ready beyond the playhead, for the playing, the outgoing and the target window.
    pub leads: WindowLeads,
    /// Underruns since the engine was made.
    pub underruns: u64,
    /// Frames silenced or faded by underruns.
    pub underrun_frames: u64,
    /// Frames of which some output channel is beyond full scale, which an output cuts off.
    pub clipped_frames: u64,
    /// Channels of the output; 0 before its first block.
    pub channel_count: usize,
    /// Stretches in which some stem's frames were not those of the slab they were filed in.
    pub unsynchronised_blocks: u64,
    pub(crate) playing_window: Option<WindowId>,
    pub(crate) target_window: Option<WindowId>,
    pub(crate) outgoing_windows: [Option<OutgoingWindow>; MAX_OUTGOING],
    /// How often the voice that plays has been another one.
    pub(crate) turn: u64,
    /// What a place must have ready to begin.
    pub(crate) start_lead: FrameCount,
    /// The newest window that the audio thread knows of.
    pub(crate) newest_window: WindowId,
}

impl TransportSnapshot {
    /// Stopped, without a song.
    pub(crate) fn initial(at: Instant) -> TransportSnapshot {
        TransportSnapshot {
            state: TransportState::Stopped,
            song: None,
            playhead: FramePos::ZERO,
            song_frames: None,
            at,
            block_frames: FrameCount::ZERO,
            action: ActionId::default(),
            seeking: None,
            is_loading: false,
            leads: WindowLeads::default(),
            underruns: 0,
            underrun_frames: 0,
            clipped_frames: 0,
            channel_count: 0,
            unsynchronised_blocks: 0,
            playing_window: None,
            target_window: None,
            outgoing_windows: [None; MAX_OUTGOING],
            turn: 0,
            start_lead: FrameCount(START_LEAD_FRAMES),
            newest_window: WindowId::default(),
        }
    }
}

/// Frames ready beyond each window's playhead.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct WindowLeads {
    /// The window that plays.
    pub playing: FrameCount,
    /// The window that fades out.
    pub outgoing: Option<FrameCount>,
    /// The window of a seek that is not heard yet.
    pub target: Option<FrameCount>,
}

/// What one call of the renderer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockReport {
    /// The last action that is heard in this block or before.
    pub action: ActionId,
    /// True when the transport plays and the current song is past its first frame here.
    pub is_sounding: bool,
}
