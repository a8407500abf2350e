//! What holds before anybody has set anything.

use attacca_engine::{
    LiveSettings,
    cache::{DEFAULT_FIRST_CHUNKS, DEFAULT_LIMIT_BYTES},
};

use super::*;

/// What click and guide go to unless somebody says otherwise, so that they never reach the
/// audience unasked.
const BAND_BUSES: [(Role, &str); 2] = [(Role::Click, "click"), (Role::Guide, "guide")];

impl Default for AudioSettings {
    /// The system's device. Click and guide go to buses of their own, which go nowhere until somebody
    /// gives them channels.
    fn default() -> AudioSettings {
        let silent = |name: &str| BusSettings {
            name: name.to_owned(),
            channels: Vec::new(),
            level_db: 0.0,
            is_muted: false,
        };
        AudioSettings {
            host: None,
            device: None,
            rate_hz: None,
            block_frames: None,
            role_buses: BAND_BUSES.map(|(role, bus)| (role, bus.to_owned())).into(),
            buses: BAND_BUSES.map(|(_, bus)| silent(bus)).into(),
        }
    }
}

impl Default for PlaybackSettings {
    fn default() -> PlaybackSettings {
        let live = LiveSettings::default();
        PlaybackSettings {
            whole_song: live.whole_song,
            seek_crossfade_ms: live.seek_crossfade_seconds * 1000.0,
            default_transition: Transition::Stop,
            budget: MemoryBudget::Automatic,
            memory_look_seconds: live.memory_look_seconds,
        }
    }
}

impl Default for CacheSettings {
    fn default() -> CacheSettings {
        CacheSettings {
            policy: CachePolicy::Automatic,
            limit_gb: DEFAULT_LIMIT_BYTES as f64 / 1e9,
            folder: None,
        }
    }
}

impl Default for AppearanceSettings {
    fn default() -> AppearanceSettings {
        AppearanceSettings { theme: Theme::Dark, text_percent: 100, reduced_motion: None }
    }
}

impl Default for DebugSettings {
    fn default() -> DebugSettings {
        let live = LiveSettings::default();
        DebugSettings {
            is_open: false,
            chunk_seconds: live.chunk_seconds,
            buffer_chunks: live.buffer_chunks,
            pcm_window_seconds: live.pcm_window_seconds,
            loader_threads: live.loader_threads as u32,
            parallel_decode: live.parallel_decode,
            cache_first_chunks: DEFAULT_FIRST_CHUNKS as u32,
            log_chunk_loads: false,
        }
    }
}
