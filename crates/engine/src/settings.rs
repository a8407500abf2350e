//! Every setting and constant of the engine, with its reason.

use std::{ops::RangeInclusive, path::PathBuf, sync::Arc, time::Duration};

use attacca_units::{FrameCount, SampleRate};

use crate::{
    cache::{CacheLive, CacheSettings},
    loading::{
        source::{FileOpener, SourceOpener},
        system_memory::{MemoryProbe, SystemProbe},
    },
};

/// Frames of a slab: one FLAC block of the usual encoders, 85 ms at 48 kHz. Thirty stems' blocks
/// decode in 2 ms on one core, which bounds the time from a seek to its first sound.
pub const SLAB_FRAMES: usize = 4096;

/// Frames that must be ready before a place begins to sound, unless the song ends before: 43 ms at
/// 48 kHz, ten times what the next slab takes to decode. An output with longer blocks needs a block.
pub const START_LEAD_FRAMES: u64 = 2048;

/// Slabs of a place that are decoded before it is heard: those it needs to begin, and one more.
pub const TARGET_SLABS: u64 = 3;

/// A window is filled again when this many slabs are missing: loaders wake three times a second,
/// not twelve times.
pub const REFILL_SLABS: u64 = 4;

/// Frames needed within this time are decoded whatever memory is in use.
pub const URGENT_SECONDS: f64 = 0.15;

/// Lanes of a stem: one for what plays, one for what is sought.
pub const LANES_PER_STEM: usize = 2;

/// How often the engine brings its sides in line: a seventieth of the default window.
pub const SERVICE_INTERVAL: Duration = Duration::from_millis(20);

/// Messages that may be on their way to the audio thread: a window of slabs for each of three
/// voices at any sensible length, and more actions than a hand can do.
pub const MESSAGE_CAPACITY: usize = 1024;

/// Events that wait for the engine's owner.
pub const EVENT_CAPACITY: usize = 4096;

/// Bytes of the folder of frame indexes: those of 3,800 stems of 6 minutes.
pub const INDEX_FOLDER_BYTES: u64 = 64 << 20;

/// Slabs of a pinned head: 171 ms at 48 kHz.
pub const HEAD_SLABS: u64 = 2;

/// Seconds of a declick: short enough to feel immediate, long enough not to click.
pub const DECLICK_SECONDS: f64 = 0.005;

/// Seconds over which a change of gain glides.
pub const GAIN_RAMP_SECONDS: f64 = 0.010;

/// The tone that an output is tried with: concert pitch, ...
pub const TONE_HZ: f32 = 440.0;

/// ... −20 dBFS, which is heard on every system and hurts on none, ...
pub const TONE_PEAK: f32 = 0.1;

/// ... long enough to look where it comes from.
pub const TONE_SECONDS: f64 = 1.0;

/// Buses of an engine: one for each pair of a device of 64 channels. Each takes 8 KiB, whether it is
/// used or not.
pub const MAX_BUSES: usize = 32;

/// The longest crossfade of a seek, in seconds.
pub const MAX_SEEK_CROSSFADE_SECONDS: f64 = 0.2;

/// The longest crossfade of a jump, in seconds.
pub const MAX_JUMP_CROSSFADE_SECONDS: f64 = 30.0;

/// The shortest loop, in seconds: 50 laps a second are heard as a tone.
pub const MIN_LOOP_SECONDS: f64 = 0.02;

/// A loop of at most so many slabs is held in memory whole, half a second at 48 kHz: its slabs would
/// be decoded again and again, twice a second and more.
pub const WHOLE_LOOP_SLABS: u64 = 6;

/// How long a file may owe the answer to a read before its stem is left out and its loader replaced:
/// five times the slowest seek of a disk that sleeps with its head parked, a sixth of the window.
pub const BLOCKED_READ: Duration = Duration::from_millis(250);

/// A part that is missing this long before it is heard is left out, if its file owes it for
/// [`URGENT_PATIENCE`] and nothing else is missing: time to send the slab, and to fade.
pub const URGENT_LEAD_SECONDS: f64 = 0.1;

/// Two looks at what files owe, so that a read that is just under way is not taken for a late one.
pub const URGENT_PATIENCE: Duration = Duration::from_millis(40);

/// How long a place that is sought waits for a stem when all others are there: what a player feels
/// as a late start, but still as a start.
pub const TARGET_PATIENCE: Duration = Duration::from_millis(100);

/// A read that failed is tried again after this time, until its stem is left out: once at each
/// turn of the service thread, so that what is urgent is tried twice.
pub const READ_RETRY: Duration = SERVICE_INTERVAL;

/// A stem that was left out is tried again after this time, then after twice as long, ...
pub const SHORTEST_RETRY: Duration = Duration::from_millis(250);

/// ... and at last after this time, again and again: a network that comes back is noticed soon
/// enough, and a dead disk is not worn out.
pub const LONGEST_RETRY: Duration = Duration::from_secs(4);

/// Stuck loaders that are replaced: eight files that never answer, with [`MAX_STUCK_IN_STEM`] each.
/// With more, files that have not answered before are not asked.
pub const MAX_STUCK_LOADERS: usize = 16;

/// Loaders that may be stuck in one stem's file: the first one, and one that has tried again.
pub const MAX_STUCK_IN_STEM: usize = 2;

/// How long trouble counts as recent: long enough to look up from the instrument and read of it.
pub const RECENT_TROUBLE: Duration = Duration::from_secs(10);

/// How often files that are heard are looked at. A musician who has just saved a file over another
/// one reads the notice before pressing play.
pub const FILE_WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// Songs of a set whose files are opened ahead: two hours of music.
pub const MAX_OPEN_SONGS: usize = 64;

/// Frame indexes may take this part of the budget: 3,800 stems of six minutes of the default one.
pub const INDEX_PART_OF_BUDGET: usize = 4;

/// Decoded look-ahead that waits on the audio thread's side, in seconds: what lies beyond it waits on
/// the schedule's shelf. It bounds what a crossfade lets go of in one callback, and the room that every
/// voice is made with (94 slots of 8 bytes at 48 kHz).
pub const MAX_DELIVERED_SECONDS: f64 = 8.0;

/// The shortest and the longest look-ahead, in seconds.
pub const WINDOW_SECONDS: RangeInclusive<f64> = 0.2..=60.0;

/// The least and the greatest memory budget, in bytes: 16 MiB to 1 TiB.
pub const BUDGET_BYTES: RangeInclusive<usize> = 16 << 20..=1 << 40;

/// Bytes that the cache's thread holds for a frame of the chunk that it writes, at most: two channels as
/// decoded, as integers and as written, of four bytes each.
pub const WRITER_BYTES_PER_FRAME: usize = 2 * 4 * 3;

/// The look-ahead that is left when the machine runs short of memory, and the least that a budget
/// leaves of a longer one, in seconds: three times what the slowest seek of a disk that sleeps takes.
pub const LEAST_WINDOW_SECONDS: f64 = 0.5;

/// When less than this part of the machine's memory is available, in percent, the engine gives some
/// back. Below, systems begin to write memory to disk, and what is played would have to come back from
/// there.
pub const SCARCE_MEMORY_PERCENT: f64 = 15.0;

/// When more than this part of the machine's memory is available, in percent, the engine takes back
/// what it gave.
pub const AMPLE_MEMORY_PERCENT: f64 = 25.0;

/// Looks in a row that must show plenty before the engine takes a step back.
pub const AMPLE_LOOKS: u32 = 3;

/// As many are wanted at most, when each step back was followed by a lack: they double each time. With a
/// look a second, two minutes: other programs that come and go make the engine follow them no faster.
pub const MOST_AMPLE_LOOKS: u32 = 120;

/// After so many looks without a step, ten minutes with one a second, what was before is no sign of what
/// comes.
pub const CALM_LOOKS: u32 = 600;

/// How often the machine's memory may be looked at, in seconds.
pub const MEMORY_LOOK_SECONDS: RangeInclusive<f64> = 0.1..=60.0;

/// What the engine may hold.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum MemoryBudget {
    /// 256 MiB, or a quarter of what is available when it is set, if that is less.
    #[default]
    Automatic,
    /// So many bytes; 16 MiB to 1 TiB.
    Bytes(usize),
    /// So much of what is available when it is set, in percent; 1 to 90.
    Percent(u8),
}

impl MemoryBudget {
    /// Leaves room for everything else on the machine.
    pub const CONSERVATIVE: MemoryBudget = MemoryBudget::Percent(25);
    /// For a machine that does little else.
    pub const STANDARD: MemoryBudget = MemoryBudget::Percent(50);
    /// For a machine that does nothing else.
    pub const GENEROUS: MemoryBudget = MemoryBudget::Percent(75);

    /// What keeps twenty songs of thirty stems ready.
    pub(crate) const USUAL_BYTES: usize = 256 << 20;
    pub(crate) const AUTOMATIC_PERCENT: u8 = 25;

    /// The same within its limits.
    fn clamped(self) -> MemoryBudget {
        match self {
            MemoryBudget::Automatic => MemoryBudget::Automatic,
            MemoryBudget::Bytes(bytes) => {
                MemoryBudget::Bytes(bytes.clamp(*BUDGET_BYTES.start(), *BUDGET_BYTES.end()))
            }
            MemoryBudget::Percent(percent) => MemoryBudget::Percent(percent.clamp(1, 90)),
        }
    }
}

/// What an engine is made with.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// The rate of every song and of the output.
    pub engine_rate: SampleRate,
    /// Opens the stems' files.
    pub opener: Arc<dyn SourceOpener>,
    /// Tells how much memory the machine has.
    pub memory_probe: Arc<dyn MemoryProbe>,
    /// Where frame indexes are kept from one run to the next; `None` keeps them while the engine
    /// lives. Made when it is not there.
    pub index_folder: Option<PathBuf>,
    /// Where chunks of decoded stems are kept; `None`: nowhere.
    pub cache: Option<CacheSettings>,
    /// What can be changed at any time.
    pub live: LiveSettings,
}

/// What can be changed at any time, also while playing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LiveSettings {
    /// Decoded look-ahead, in seconds; 0.2 to 60. It grows by itself, up to
    /// [`MAX_DELIVERED_SECONDS`], when half of it was used up: see [`EngineEvent::WindowGrown`]. Setting
    /// another length sets it back.
    ///
    /// [`EngineEvent::WindowGrown`]: crate::EngineEvent::WindowGrown
    pub pcm_window_seconds: f64,
    /// The playing song is held in memory whole, and the next one after what else is kept: the same
    /// path, with a window as long as the song. One that does not fit into the budget is streamed,
    /// and said. The engine does the same by itself when the storage proves too slow.
    pub whole_song: bool,
    /// What all that the engine keeps of songs may take: windows, pins, spare blocks, decoders and frame
    /// indexes. Never exceeded, but for what playing takes at least: a window of
    /// [`LEAST_WINDOW_SECONDS`], as much for a seek as it needs to begin, and their decoders. A budget
    /// that is made smaller is reached when what is over it was heard.
    pub memory_budget: MemoryBudget,
    /// How often the machine's memory is looked at, in seconds; 0.1 to 60. When it runs short the engine
    /// gives memory back, a step at each look, and takes it again later: see
    /// [`EngineEvent::MemoryStep`]. `None`: nobody looks, and nothing is given back.
    ///
    /// [`EngineEvent::MemoryStep`]: crate::EngineEvent::MemoryStep
    pub memory_look_seconds: Option<f64>,
    /// Length of a chunk in the cache, rounded to whole slabs, and step of the compressed read-ahead, in
    /// seconds; 0.5 to 60. Stems that are in the cache keep the length that they have there.
    pub chunk_seconds: f64,
    /// Compressed read-ahead, in chunks; at most 1000.
    pub buffer_chunks: u32,
    /// Loader threads; 2 to 32: with two, one that hangs does not silence the show.
    pub loader_threads: usize,
    /// False: one part is decoded at a time, whatever the number of loader threads.
    pub parallel_decode: bool,
    /// Crossfade of a seek while playing, in seconds; 0 to [`MAX_SEEK_CROSSFADE_SECONDS`].
    pub seek_crossfade_seconds: f64,
    /// What is kept in the cache, if there is one.
    pub cache: CacheLive,
}

impl EngineSettings {
    /// The defaults, at `engine_rate`.
    pub fn new(engine_rate: SampleRate) -> EngineSettings {
        EngineSettings {
            engine_rate,
            opener: Arc::new(FileOpener),
            memory_probe: Arc::new(SystemProbe::default()),
            index_folder: None,
            cache: None,
            live: LiveSettings::default(),
        }
    }

    /// Frames of a declick.
    pub(crate) fn declick(&self) -> FrameCount {
        self.engine_rate.frames_in(DECLICK_SECONDS)
    }

    /// Frames over which a change of gain glides; at least 1.
    pub(crate) fn gain_ramp_frames(&self) -> u32 {
        self.engine_rate.frames_in(GAIN_RAMP_SECONDS).0.max(1) as u32
    }

    /// Slabs that hold `seconds` wherever in its first one the playhead stands.
    pub(crate) fn slabs_in(&self, seconds: f64) -> u64 {
        let frames = self.engine_rate.frames_in(seconds);
        frames.0.div_ceil(SLAB_FRAMES as u64).max(TARGET_SLABS) + 1
    }

    /// Slabs that may wait on the audio thread's side.
    pub(crate) fn delivered_slabs(&self) -> u64 {
        self.slabs_in(MAX_DELIVERED_SECONDS)
    }

    /// The same within the limits of each setting.
    pub(crate) fn clamped(self) -> EngineSettings {
        EngineSettings { live: self.live.clamped(), ..self }
    }
}

impl Default for LiveSettings {
    fn default() -> LiveSettings {
        LiveSettings {
            pcm_window_seconds: 1.5,
            whole_song: false,
            memory_budget: MemoryBudget::Automatic,
            memory_look_seconds: Some(1.0),
            chunk_seconds: 5.0,
            buffer_chunks: 4,
            loader_threads: default_loader_threads(),
            parallel_decode: true,
            seek_crossfade_seconds: 0.05,
            cache: CacheLive::default(),
        }
    }
}

impl LiveSettings {
    /// The same within the limits of each setting; what is no number becomes the default.
    pub(crate) fn clamped(self) -> LiveSettings {
        let default = LiveSettings::default();
        let within = |value: f64, default: f64, least: f64, most: f64| {
            if value.is_nan() { default } else { value.clamp(least, most) }
        };
        LiveSettings {
            pcm_window_seconds: within(
                self.pcm_window_seconds,
                default.pcm_window_seconds,
                *WINDOW_SECONDS.start(),
                *WINDOW_SECONDS.end(),
            ),
            whole_song: self.whole_song,
            memory_budget: self.memory_budget.clamped(),
            memory_look_seconds: self.memory_look_seconds.map(|seconds| {
                within(seconds, 1.0, *MEMORY_LOOK_SECONDS.start(), *MEMORY_LOOK_SECONDS.end())
            }),
            chunk_seconds: within(self.chunk_seconds, default.chunk_seconds, 0.5, 60.0),
            buffer_chunks: self.buffer_chunks.min(1000),
            loader_threads: self.loader_threads.clamp(2, 32),
            parallel_decode: self.parallel_decode,
            seek_crossfade_seconds: within(
                self.seek_crossfade_seconds,
                default.seek_crossfade_seconds,
                0.0,
                MAX_SEEK_CROSSFADE_SECONDS,
            ),
            cache: self.cache,
        }
    }
}

/// Cores less one for the audio thread, at least 2 and at most 4: decoding thirty stems takes
/// 3 % of one core, so more threads would only shorten seeks that are short already.
fn default_loader_threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(2, |cores| cores.get());
    (cores - 1).clamp(2, 4)
}

#[cfg(test)]
mod tests;
