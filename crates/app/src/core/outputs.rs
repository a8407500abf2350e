//! Outputs: which there are, the one that is open, and its change while a song plays.

use attacca_engine::{
    EngineSettings, Renderer, TransportState,
    output::{
        self, DeviceSettings, DeviceStatus, LossReason, OutputError, OutputEvent, OutputState,
        RealtimePriority,
    },
};
use std::collections::BTreeSet;

use attacca_library::{
    Library, SetlistId, SetlistRecord, SongFilter, SongId, SongOrder, SongQuery,
};
use attacca_player::{
    ENGINE_RATES_HZ, Notice, OfferedRates, Output, OutputChoice, OutputReport, Player, RateCounts,
    Severity, chain,
};
use attacca_units::SampleRate;
use crossbeam_channel::{Receiver, never};

use super::Core;
use crate::{
    AppOptions, OutputWish,
    ipc::{self, ErrorCode, IpcError, OutputDevice, Settings},
};

/// Rates that are offered for choice, in Hz.
const USUAL_RATES_HZ: [u32; 6] = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

/// Songs whose stems' rates are counted for the engine's while there is no set: enough to know what a
/// musician has.
const COUNTED_SONGS: usize = 20;

/// The output that is open, and why it may be another one than was asked for.
#[derive(Debug)]
pub(super) struct Speaker {
    output: Option<Output>,
    /// Why the device of the settings is not open.
    failure: Option<String>,
}

impl Speaker {
    /// Starts the output of the settings; its device is opened behind it, so that nobody waits for the
    /// system. When that fails, time passes without sound, and it says why.
    ///
    /// # Errors
    /// When not even that can be started.
    pub(super) fn start(
        renderer: Renderer,
        options: &AppOptions,
        settings: &Settings,
    ) -> Result<(Speaker, Vec<Notice>), OutputError> {
        let choice = choice(options, settings);
        let failure = match Output::switch_behind(renderer, &choice) {
            Ok((output, notices)) => {
                return Ok((Speaker { output: Some(output), failure: None }, notices));
            }
            Err(failure) => failure,
        };
        let Some(renderer) = failure.renderer else { return Err(failure.error) };
        let (output, mut notices) =
            Output::start(renderer, &OutputChoice::Null { buffer_frames: None })?;
        let reason = chain(&failure.error);
        let text = format!("nothing is heard: {reason}; choose another device in the settings");
        notices.push(Notice::new(Severity::Error, text));
        Ok((Speaker { output: Some(output), failure: Some(reason) }, notices))
    }

    pub(super) fn events(&self) -> Receiver<OutputEvent> {
        self.output.as_ref().map_or_else(never, Output::events)
    }

    pub(super) fn report(&self) -> Option<OutputReport> {
        self.output.as_ref().map(Output::report)
    }

    /// True when the device that is open has so many channels.
    pub(super) fn has_channels(&self, count: u32) -> bool {
        match &self.output {
            Some(Output::Device(stream)) => {
                stream.status().is_some_and(|status| u32::from(status.channel_count) >= count)
            }
            _ => false,
        }
    }

    /// Ends it; the renderer is for another one.
    fn stop(&mut self) -> Option<Renderer> {
        self.output.take().map(Output::stop)
    }

    fn view(&self, engine_rate: SampleRate, channel_count: usize) -> ipc::Output {
        let view = match &self.output {
            Some(Output::Device(stream)) => {
                device_view(stream.status().as_ref(), &stream.state(), engine_rate)
            }
            Some(Output::Null { stream, .. }) => ipc::Output {
                state: ipc::OutputState::None,
                rate_hz: engine_rate.hz(),
                channels: channel_count as u32,
                is_realtime: realtime(stream.priority()),
                ..silent(engine_rate)
            },
            None => silent(engine_rate),
        };
        match &self.failure {
            None => view,
            Some(failure) => ipc::Output {
                state: ipc::OutputState::Failed,
                problem: Some(failure.clone()),
                remedy: Some("choose another device in the settings".to_owned()),
                ..view
            },
        }
    }
}

impl Core {
    pub(super) fn output_view(&self) -> ipc::Output {
        let engine = self.player.engine();
        let channel_count = engine.telemetry().transport.channel_count;
        self.output.view(engine.settings().engine_rate, channel_count)
    }

    /// Opens the output of the settings in the place of the one that is open; the transport stands
    /// meanwhile, and goes on.
    pub(super) fn reopen_output(&mut self) -> Result<(), IpcError> {
        let Some(renderer) = self.output.stop() else { return self.rebuild() };
        match Speaker::start(renderer, &self.options, &self.settings) {
            Ok((output, notices)) => {
                self.output = output;
                self.say_of_output(&notices);
                Ok(())
            }
            Err(_) => self.rebuild(),
        }
    }

    /// The rate that the settings or the stems of the set ask for.
    pub(super) fn wanted_rate(&self) -> SampleRate {
        engine_rate(&self.library, &self.settings, self.set.as_ref().map(|set| set.id))
    }

    /// Makes the engine anew, at the rate of the settings, and goes on at the same place.
    pub(super) fn rebuild(&mut self) -> Result<(), IpcError> {
        let (key, seconds) = (self.player.current_key(), self.player.place_seconds());
        let plays = self.player.engine().telemetry().transport.state == TransportState::Playing;
        // The old engine's threads end before the new one's begin.
        drop(self.output.stop());
        let rate = self.wanted_rate();
        let engine: EngineSettings =
            super::settings::engine_settings(&self.settings, rate, &self.options);
        let (player, renderer) = Player::without_songs(engine).map_err(|error| refused(&error))?;
        self.player = player;
        let (output, notices) = Speaker::start(renderer, &self.options, &self.settings)
            .map_err(|error| refused(&error))?;
        self.output = output;
        self.timings.forget();
        self.put_set_on();
        self.put_buses_on();
        if let Some(key) = key {
            self.player.locate(key, seconds);
            if plays {
                self.player.act(&attacca_player::Action::Play)?;
            }
        }
        self.say_of_output(&notices);
        Ok(())
    }

    /// What starting an output said; an error is over when it is open.
    pub(super) fn say_of_output(&mut self, notices: &[Notice]) {
        for notice in notices {
            let is_silent = notice.severity == Severity::Error;
            self.say_about(notice, is_silent.then_some(ipc::NoticeAbout::OutputLost));
        }
    }
}

/// The output devices of this machine.
pub(crate) fn devices() -> Result<Vec<OutputDevice>, IpcError> {
    let devices = output::devices().map_err(|error| refused(&error))?;
    let view = |device: output::DeviceInfo| OutputDevice {
        channels: device.channel_counts.iter().copied().max().unwrap_or(0).into(),
        rates_hz: usual_rates(&device.rates),
        host: device.host,
        id: device.id,
        name: device.name,
        is_default: device.is_default,
    };
    Ok(devices.into_iter().map(view).collect())
}

/// The engine's rate: that of the settings, or of most stems of a set; without one, of the newest songs.
pub(super) fn engine_rate(
    library: &Library,
    settings: &Settings,
    set: Option<SetlistId>,
) -> SampleRate {
    if let Some(rate) = settings.audio.rate_hz.and_then(SampleRate::new) {
        return rate;
    }
    let of_set = set.and_then(|set| library.setlist(set).ok()).map(|set| songs_of(&set));
    let of_set = of_set.filter(|songs| !songs.is_empty());
    let songs = of_set.unwrap_or_else(|| newest_songs(library));
    let stems = songs.into_iter().filter_map(|song| library.song(song).ok());
    let rates = stems.flat_map(|song| song.stems).filter_map(|stem| {
        let hz = stem.facts.sample_rate_hz;
        SampleRate::new(hz).filter(|_| ENGINE_RATES_HZ.contains(&hz))
    });
    let rates: RateCounts = rates.collect();
    if rates.total() == 0 {
        return SampleRate::HZ_48000;
    }
    rates.engine_rate(&OfferedRates::Any)
}

/// The songs of a set, each once.
fn songs_of(set: &SetlistRecord) -> BTreeSet<SongId> {
    set.entries.iter().map(|entry| entry.song.id).collect()
}

fn newest_songs(library: &Library) -> BTreeSet<SongId> {
    let query = SongQuery {
        order: SongOrder::Added,
        is_descending: true,
        filter: SongFilter::All,
        limit: COUNTED_SONGS,
        ..SongQuery::default()
    };
    let songs = library.search(&query).unwrap_or_default().songs;
    songs.into_iter().map(|song| song.id).collect()
}

fn choice(options: &AppOptions, settings: &Settings) -> OutputChoice {
    let audio = &settings.audio;
    let device = match &options.output {
        OutputWish::Null => return OutputChoice::Null { buffer_frames: audio.block_frames },
        OutputWish::SystemDefault => None,
        OutputWish::Device(id) => Some(id.clone()),
        OutputWish::AsSet => audio.device.clone(),
    };
    let channels = audio.buses.iter().flat_map(|bus| &bus.channels).copied().max().unwrap_or(2);
    OutputChoice::Device(DeviceSettings {
        // A device that is asked for by its id is of its own interface.
        host: match options.output {
            OutputWish::AsSet => audio.host.clone(),
            _ => None,
        },
        device,
        buffer_frames: audio.block_frames,
        least_channels: Some(channels.max(2) as u16),
        sample_rate: audio.rate_hz.and_then(SampleRate::new),
    })
}

fn device_view(
    status: Option<&DeviceStatus>,
    state: &OutputState,
    engine_rate: SampleRate,
) -> ipc::Output {
    let problem = match state {
        OutputState::Running => None,
        OutputState::Reopening { reason, .. }
        | OutputState::Lost { reason, .. }
        | OutputState::Stuck { reason, .. } => Some(reason.to_string()),
        _ => Some("the output does something new".to_owned()),
    };
    // For the first time, which is no loss.
    let is_opening = matches!(state, OutputState::Reopening { reason: LossReason::NotOpenYet, .. });
    if is_opening {
        return silent(engine_rate);
    }
    let state = if problem.is_none() { ipc::OutputState::Open } else { ipc::OutputState::Lost };
    let remedy =
        problem.is_some().then(|| "plug the device in again, or choose another".to_owned());
    let Some(status) = status else {
        return ipc::Output { state, problem, remedy, ..silent(engine_rate) };
    };
    let latency_ms = status.latency.as_secs_f64() * 1000.0;
    ipc::Output {
        state,
        host: output::host_name(&status.device).unwrap_or_default(),
        device: status.name.clone(),
        rate_hz: status.sample_rate.hz(),
        block_frames: status.buffer_frames.unwrap_or(0),
        latency_ms: (latency_ms > 0.0).then_some(latency_ms),
        channels: status.channel_count.into(),
        engine_rate_hz: engine_rate.hz(),
        is_realtime: realtime(&status.priority),
        problem,
        remedy,
    }
}

fn silent(engine_rate: SampleRate) -> ipc::Output {
    ipc::Output {
        state: ipc::OutputState::None,
        host: String::new(),
        device: String::new(),
        rate_hz: 0,
        block_frames: 0,
        latency_ms: None,
        channels: 0,
        engine_rate_hz: engine_rate.hz(),
        is_realtime: None,
        problem: None,
        remedy: None,
    }
}

fn realtime(priority: &RealtimePriority) -> Option<bool> {
    match priority {
        RealtimePriority::Granted => Some(true),
        RealtimePriority::Refused { .. } => Some(false),
        RealtimePriority::NotAsked => None,
    }
}

fn usual_rates(ranges: &[(u32, u32)]) -> Vec<u32> {
    let is_in = |rate: &u32| ranges.iter().any(|(least, most)| (least..=most).contains(&rate));
    USUAL_RATES_HZ.into_iter().filter(is_in).collect()
}

fn refused(error: &dyn std::error::Error) -> IpcError {
    IpcError::new(ErrorCode::Engine, chain(error))
}
