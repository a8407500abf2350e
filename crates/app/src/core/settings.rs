//! Settings: stored, checked, and carried out at once.

use attacca_engine::{
    EngineSettings, LiveSettings, MemoryBudget as EngineBudget, output,
    settings::{MAX_JUMP_CROSSFADE_SECONDS, MEMORY_LOOK_SECONDS, WINDOW_SECONDS},
};
use attacca_library::{Edit, Library, LibraryError};
use attacca_player::ENGINE_RATES_HZ;
use attacca_units::SampleRate;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    Core,
    cache::{cache_live, cache_settings},
    mixing::{checked_buses, is_same_name},
    refusals::within,
};
use crate::{
    AppOptions, OutputWish,
    ipc::{
        AudioSettings, CacheSettings, ErrorCode, IpcError, MemoryBudget, Settings, SettingsChange,
        SettingsPart, Transition,
    },
};

/// What they are stored as, but for the [routing](ROUTING).
const SETTING: &str = "settings";

/// What the buses are stored as, and which of them roles go to: this can be undone.
pub(super) const ROUTING: &str = "routing";

/// What changes of settings are called that name no other.
const CHANGE: &str = "change buses";

/// Bytes of any text in the settings: paths of the longest systems.
const TEXT_BYTES: usize = 4096;

/// Keys that may be bound, at most.
const MAX_KEYS: usize = 500;

impl Core {
    /// Changes parts of the settings. A page names no folder: that comes from [`Core::set_cache_folder`].
    pub(super) fn change_settings(&mut self, change: SettingsChange) -> Result<Settings, IpcError> {
        let cache = change.0.get("cache").and_then(|cache| cache.get("folder"));
        let is_called_off = cache == Some(&Value::Null) && self.is_copied_elsewhere();
        let mut settings = merged(&self.settings, change.0)?;
        let folder = &settings.cache.folder;
        if *folder != self.settings.cache.folder || is_called_off {
            if folder.is_some() {
                return Err(IpcError::invalid("the cache's folder is chosen in a dialog"));
            }
            self.set_cache_folder(None)?;
            settings.cache.folder = self.settings.cache.folder.clone();
        }
        self.store_settings(settings, CHANGE)?;
        Ok(self.settings.clone())
    }

    /// Sets a part back to what it is at first.
    pub(super) fn reset(&mut self, part: SettingsPart) -> Result<Settings, IpcError> {
        let first = Settings::default();
        let mut settings = self.settings.clone();
        match part {
            SettingsPart::Audio => settings.audio = first.audio,
            SettingsPart::Playback => settings.playback = first.playback,
            // What is in another folder follows.
            SettingsPart::Cache
                if settings.cache.folder.is_some() || self.is_copied_elsewhere() =>
            {
                self.set_cache_folder(None)?;
                let folder = self.settings.cache.folder.clone();
                settings.cache = CacheSettings { folder, ..first.cache };
            }
            SettingsPart::Cache => settings.cache = first.cache,
            SettingsPart::Appearance => settings.appearance = first.appearance,
            SettingsPart::Keys => settings.keys = first.keys,
            SettingsPart::Debug => settings.debug = first.debug,
        }
        self.store_settings(settings, CHANGE)?;
        Ok(self.settings.clone())
    }

    /// Stores settings and carries them out. A locked show keeps what it sounds like, but for the
    /// levels of buses. The routing is a step to undo, called `label`.
    pub(super) fn store_settings(
        &mut self,
        settings: Settings,
        label: &'static str,
    ) -> Result<(), IpcError> {
        let settings = checked(settings)?;
        if without_levels(&settings) != without_levels(&self.settings) {
            self.check_lock()?;
        }
        if settings == self.settings {
            return Ok(());
        }
        let (text, routing) = (text_of(&settings)?, routing_text(&settings)?);
        if routing != routing_text(&self.settings)? {
            let edit = routing_edit(routing, label);
            self.library.apply_with_setting(edit, (SETTING, &text))?;
            self.sent.undo_changed();
        } else if text != text_of(&self.settings)? {
            self.library.set_setting(SETTING, Some(&text))?;
        }
        self.take_settings(settings);
        Ok(())
    }

    /// Routes as is stored: a step was taken back, or done again.
    pub(super) fn reread_routing(&mut self) -> Result<(), IpcError> {
        let AudioSettings { buses, role_buses, .. } = stored(&self.library)?.audio;
        let mut settings = self.settings.clone();
        settings.audio = AudioSettings { buses, role_buses, ..settings.audio };
        self.take_settings(settings);
        Ok(())
    }

    /// Does as the settings say from now on.
    pub(super) fn take_settings(&mut self, settings: Settings) {
        let old = std::mem::replace(&mut self.settings, settings);
        let (old_audio, audio) = (&old.audio, &self.settings.audio);
        // Who chooses a device now means it more than what the program was started with.
        if old_audio.device != audio.device && self.options.output != OutputWish::Null {
            self.options.output = OutputWish::AsSet;
        }
        let channels = |settings: &Settings| -> Option<u32> {
            settings.audio.buses.iter().flat_map(|bus| &bus.channels).copied().max()
        };
        // Both are made with the engine.
        let is_engine_new =
            old_audio.rate_hz != audio.rate_hz || old.cache.folder != self.settings.cache.folder;
        let most_channels = channels(&self.settings);
        let is_device_new = (&old_audio.device, old_audio.block_frames)
            != (&audio.device, audio.block_frames)
            || audio.device.is_none() && old_audio.host != audio.host;
        let is_output_new = is_device_new
            || channels(&old) < most_channels
                && !self.output.has_channels(most_channels.unwrap_or(0));
        let opened = match (is_engine_new, is_output_new) {
            (true, _) => self.rebuild(),
            (false, true) => self.reopen_output(),
            (false, false) => Ok(()),
        };
        if let Err(error) = opened {
            let text = error.message;
            self.notify(crate::ipc::Severity::Error, text, None, None);
        }
        self.player.engine().set_settings(live_settings(&self.settings));
        if is_engine_new || old.audio.buses != self.settings.audio.buses {
            self.put_buses_on();
            // Warnings of songs tell where their stems are heard.
            self.sent.songs.extend(self.songs.keys());
        }
        self.log().take_traces(self.settings.debug.log_chunk_loads);
    }
}

/// The edit that stores a [`routing_text`].
pub(super) fn routing_edit(text: String, label: &'static str) -> Edit {
    Edit::ChangeSetting { key: ROUTING.to_owned(), text, label }
}

/// The routing as it is stored: the fields of `audio` that it is.
pub(super) fn routing_text(settings: &Settings) -> Result<String, IpcError> {
    let AudioSettings { buses, role_buses, .. } = &settings.audio;
    as_text(&serde_json::json!({ "buses": buses, "roleBuses": role_buses }))
}

/// Settings as they are stored, without the routing.
fn text_of(settings: &Settings) -> Result<String, IpcError> {
    let first = Settings::default().audio;
    let mut settings = settings.clone();
    settings.audio.buses = first.buses;
    settings.audio.role_buses = first.role_buses;
    as_text(&settings)
}

fn as_text(value: &impl Serialize) -> Result<String, IpcError> {
    serde_json::to_string(value).map_err(|error| {
        IpcError::new(ErrorCode::Internal, "the settings can't be written")
            .with_detail(error.to_string())
    })
}

/// Stores the routing in a place of its own if it is not yet, so that there is something to go back to.
///
/// # Errors
/// When the library can't be written.
pub(super) fn part_routing(library: &mut Library, settings: &Settings) -> Result<(), LibraryError> {
    if library.setting(ROUTING)?.is_none()
        && let Ok(text) = routing_text(settings)
    {
        library.set_setting(ROUTING, Some(&text))?;
    }
    Ok(())
}

/// The settings that are stored; what of them makes no sense is as it is at first.
///
/// # Errors
/// When the library can't be read.
pub(super) fn stored(library: &Library) -> Result<Settings, LibraryError> {
    let read = |key: &str| -> Result<Map<String, Value>, LibraryError> {
        let text = library.setting(key)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    };
    let (mut stored, routing) = (read(SETTING)?, read(ROUTING)?);
    let audio = stored.entry("audio").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(audio) = audio {
        audio.extend(routing);
    }
    Ok(taken_up(stored))
}

/// The first settings with those that were stored: each part whole if it can be, else as many of its
/// fields as can be.
fn taken_up(stored: Map<String, Value>) -> Settings {
    let mut settings = checked(Settings::default()).unwrap_or_default();
    for (part, value) in stored {
        let one = |value| Map::from_iter([(part.clone(), value)]);
        if let Ok(better) = with_known_buses(&settings, one(value.clone())) {
            settings = better;
            continue;
        }
        let Value::Object(fields) = value else { continue };
        for field in fields {
            let change = one(Value::Object(Map::from_iter([field])));
            if let Ok(better) = with_known_buses(&settings, change) {
                settings = better;
            }
        }
    }
    settings
}

/// `settings` with a change, where a role whose bus is gone goes where it would by itself.
fn with_known_buses(settings: &Settings, change: Map<String, Value>) -> Result<Settings, IpcError> {
    let mut settings = merged(settings, change)?;
    let AudioSettings { buses, role_buses, .. } = &mut settings.audio;
    *buses = checked_buses(buses)?;
    role_buses.retain(|_, name| buses.iter().any(|bus| is_same_name(&bus.name, name)));
    checked(settings)
}

/// What the engine is made with.
pub(super) fn engine_settings(
    settings: &Settings,
    rate: SampleRate,
    options: &AppOptions,
) -> EngineSettings {
    EngineSettings {
        live: live_settings(settings),
        index_folder: options.index_folder.clone(),
        cache: cache_settings(settings, options),
        ..EngineSettings::new(rate)
    }
}

fn live_settings(settings: &Settings) -> LiveSettings {
    let Settings { playback, debug, .. } = settings;
    LiveSettings {
        pcm_window_seconds: debug.pcm_window_seconds,
        whole_song: playback.whole_song,
        memory_budget: match playback.budget {
            MemoryBudget::Automatic => EngineBudget::Automatic,
            MemoryBudget::Mebibytes { mebibytes } => {
                EngineBudget::Bytes((mebibytes as usize) << 20)
            }
            MemoryBudget::Percent { percent } => EngineBudget::Percent(percent),
        },
        memory_look_seconds: playback.memory_look_seconds,
        cache: cache_live(settings),
        chunk_seconds: debug.chunk_seconds,
        buffer_chunks: debug.buffer_chunks,
        loader_threads: debug.loader_threads as usize,
        parallel_decode: debug.parallel_decode,
        seek_crossfade_seconds: playback.seek_crossfade_ms / 1000.0,
    }
}

/// `settings` with the fields of the parts in `change`; a key that is bound to nothing is forgotten.
fn merged(settings: &Settings, change: Map<String, Value>) -> Result<Settings, IpcError> {
    let wrong = |error: serde_json::Error| {
        IpcError::invalid("those are no settings").with_detail(error.to_string())
    };
    let mut value = serde_json::to_value(settings).map_err(wrong)?;
    for (part, fields) in change {
        let Value::Object(fields) = fields else {
            return Err(IpcError::invalid(format!("{part:?} is no part of the settings")));
        };
        let Some(Value::Object(known)) = value.get_mut(&part) else {
            return Err(IpcError::invalid(format!("{part:?} is no part of the settings")));
        };
        known.extend(fields);
        if part == "keys" {
            known.retain(|_, key| !key.is_null());
        }
    }
    serde_json::from_value(value).map_err(wrong)
}

/// The same, if every value is in its range.
fn checked(mut settings: Settings) -> Result<Settings, IpcError> {
    let Settings { audio, playback, cache, appearance, keys, debug } = &mut settings;
    audio.buses = checked_buses(&audio.buses)?;
    // One spelling, that of the list of outputs.
    audio.host = audio.host.take().map(|host| output::host_name(&host).unwrap_or(host));
    let has_bus = |name: &String| audio.buses.iter().any(|bus| is_same_name(&bus.name, name));
    if !audio.role_buses.values().all(has_bus) {
        return Err(IpcError::invalid("a role goes to a bus that is there"));
    }
    if let Some(rate) = audio.rate_hz {
        let (least, most) = (*ENGINE_RATES_HZ.start(), *ENGINE_RATES_HZ.end());
        within("the rate", rate.into(), least.into(), most.into())?;
    }
    if let Some(frames) = audio.block_frames {
        within("the buffer", frames.into(), 16.0, 8192.0)?;
    }
    within("the crossfade of seeks", playback.seek_crossfade_ms, 0.0, 200.0)?;
    match playback.budget {
        MemoryBudget::Automatic => {}
        MemoryBudget::Mebibytes { mebibytes } => {
            within("the memory budget", mebibytes.into(), 16.0, f64::from(1 << 20))?;
        }
        MemoryBudget::Percent { percent } => {
            within("the part of the memory", percent.into(), 1.0, 90.0)?;
        }
    }
    if let Some(seconds) = playback.memory_look_seconds {
        let (least, most) = (*MEMORY_LOOK_SECONDS.start(), *MEMORY_LOOK_SECONDS.end());
        within("the time between looks at the memory", seconds, least, most)?;
    }
    if let Transition::Crossfade { seconds } = playback.default_transition {
        within("the crossfade", seconds, 0.0, MAX_JUMP_CROSSFADE_SECONDS)?;
    }
    within("the cache's size", cache.limit_gb, 1.0, 50.0)?;
    within("the size of text", appearance.text_percent.into(), 100.0, 200.0)?;
    within("the chunk size", debug.chunk_seconds, 0.5, 60.0)?;
    within("the buffer in chunks", debug.buffer_chunks.into(), 0.0, 1000.0)?;
    let (least, most) = (*WINDOW_SECONDS.start(), *WINDOW_SECONDS.end());
    within("the look-ahead", debug.pcm_window_seconds, least, most)?;
    within("the loader threads", debug.loader_threads.into(), 2.0, 32.0)?;
    within("the first chunks in the cache", debug.cache_first_chunks.into(), 0.0, 1000.0)?;
    let texts = [&audio.host, &audio.device, &cache.folder];
    let texts = texts.into_iter().flatten().chain(audio.role_buses.values());
    let is_long = |text: &String| text.len() > TEXT_BYTES;
    if texts.chain(keys.keys()).chain(keys.values()).any(is_long) || keys.len() > MAX_KEYS {
        return Err(IpcError::invalid("a text of the settings is too long, or there are too many"));
    }
    Ok(settings)
}

/// What a locked show keeps.
fn without_levels(settings: &Settings) -> Settings {
    let first = Settings::default();
    let mut kept = settings.clone();
    for bus in &mut kept.audio.buses {
        (bus.level_db, bus.is_muted) = (0.0, false);
    }
    Settings { appearance: first.appearance, keys: first.keys, debug: first.debug, ..kept }
}

#[cfg(test)]
mod tests;
