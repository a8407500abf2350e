//! Jumps: "at this frame of this song, go on there". Gapless song changes, section jumps and loops
//! are all this one thing.

use attacca_units::{FrameCount, FramePos};

use crate::{
    protocol::{SongId, WindowId},
    realtime::voice::Voice,
};

/// A jump that may be armed at a time, and some more than a show needs.
pub const MAX_ARMED_JUMPS: usize = 16;

/// Voices that a loop's laps take turns with: one is heard, one fades out after it, and one that a
/// seek or another jump left may still be fading.
pub(crate) const LAP_VOICES: usize = 3;

/// Numbers jumps in the order in which they were armed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JumpId(pub u64);

/// A frame of a song.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JumpTarget {
    /// Which song.
    pub song: SongId,
    /// Which frame; one beyond the song's end is its end.
    pub at: FramePos,
}

/// "At frame `at` of `song`, go on at `to`": that frame is not heard any more, the one at `to` is
/// heard in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// The song in which it happens.
    pub song: SongId,
    /// The first frame that is not heard; one beyond the song's end is its end.
    pub at: FramePos,
    /// What is heard instead.
    pub to: JumpTarget,
    /// Zero cuts exactly, from one frame to the next. Else the old audio goes on behind `at` and
    /// fades out while the new fades in, at most to the end of the old song.
    pub crossfade: FrameCount,
}

impl Jump {
    /// As `at`: the song's end.
    pub const AT_END: FramePos = FramePos(u64::MAX);
}

/// A jump that is armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JumpReport {
    /// Its number.
    pub id: JumpId,
    /// What it does.
    pub jump: Jump,
    /// It arms itself again each time it happens.
    pub is_loop: bool,
    /// What it needs is in memory: it can happen now.
    pub is_ready: bool,
}

/// A jump on the audio thread, with all it needs to happen.
#[derive(Debug)]
pub(crate) struct ArmedJump {
    pub(crate) id: JumpId,
    pub(crate) from: SongId,
    pub(crate) at: FramePos,
    pub(crate) crossfade: FrameCount,
    /// Where it goes. A loop's is never heard itself: every lap begins as its copy.
    pub(crate) voice: Box<Voice>,
    pub(crate) laps: Option<Laps>,
}

impl ArmedJump {
    /// The newest of its windows.
    pub(crate) fn newest_window(&self) -> WindowId {
        let laps = self.laps.iter().flat_map(|laps| laps.windows);
        laps.fold(self.voice.settings.window, WindowId::max)
    }
}

/// The voices of a loop's laps.
#[derive(Debug)]
pub(crate) struct Laps {
    /// A lap that would be shorter, as the song ended before the loop does, is missed.
    pub(crate) shortest: FrameCount,
    pub(crate) windows: [WindowId; LAP_VOICES],
    /// Those that are not heard.
    pub(crate) spares: [Option<Box<Voice>>; LAP_VOICES],
}

/// A window that fades out, and must be fed for as long as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutgoingWindow {
    pub(crate) window: WindowId,
    pub(crate) song: SongId,
    pub(crate) playhead: FramePos,
    /// The frame at which it is silent.
    pub(crate) end: FramePos,
    /// The turn of the transport in which it began to play: a loop's laps use their windows again.
    pub(crate) turn: u64,
}
