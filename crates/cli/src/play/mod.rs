//! `attacca play`: a set, driven by keys and by lines.
//!
//! Everything comes to one loop on the main thread: lines and keys from threads that only read,
//! events of the engine and the output, and the ticks that draw the live line.

mod input;
mod keys;
mod line_editor;
mod live_line;
mod screen;
mod show;

use attacca_engine::{CacheSettings, EngineSettings, output::DeviceSettings};
use attacca_player::{
    NothingPlayable, Notice, Output, OutputChoice, Player, PlayerError, Setlist, Severity, bus,
    cache_folder, chain, folder, index_folder, read_rates,
};
use attacca_units::SampleRate;

use crate::{args::PlayArgs, failure::Failure, terminal};
use screen::Screen;
use show::Show;

/// Plays the set until it is told to end.
///
/// # Errors
/// When there is nothing to play, or the output can't be opened.
pub(crate) fn run(args: &PlayArgs) -> Result<(), Failure> {
    let setlist = read_setlist(args)?;
    let rates = read_rates(&setlist).map_err(nothing_playable)?;
    let choice = output_choice(args);
    let engine_rate = args.rate.unwrap_or_else(|| rates.engine_rate(&choice.offered_rates()));
    let settings = engine_settings(engine_rate, args);
    let (mut player, renderer) =
        Player::new(setlist, settings, args.from).map_err(Failure::general)?;
    prepare(&mut player, args)?;
    let (output, mut notices) = Output::start(renderer, &choice).map_err(Failure::device)?;
    notices.extend(rates.resampling(engine_rate).map(|words| {
        Notice::new(Severity::Info, format!("{}; {words}", engine_rate.in_kilohertz()))
    }));
    let mut screen = Screen::open();
    for notice in notices {
        screen.say(&notice);
    }
    Show::new(player, output, screen).run(!args.paused)
}

/// Makes buses, routes and transitions as they are asked for.
fn prepare(player: &mut Player, args: &PlayArgs) -> Result<(), Failure> {
    player.set_transition(args.transition);
    for bus in &args.bus {
        player.define_bus(bus).map_err(wrong_line)?;
    }
    for (stem, bus) in &args.route {
        player.route(stem, bus).map_err(wrong_line)?;
    }
    Ok(())
}

fn wrong_line(error: PlayerError) -> Failure {
    Failure::usage(chain(&error))
}

fn read_setlist(args: &PlayArgs) -> Result<Setlist, Failure> {
    let found = folder::read_set(&args.paths);
    for problem in &found.problems {
        terminal::complain(&chain(problem));
    }
    Setlist::new(found.songs).map_err(|_| Failure::input("there is nothing to play"))
}

fn nothing_playable(nothing: NothingPlayable) -> Failure {
    for (path, reason) in &nothing.failures {
        terminal::complain(&format!("{}: {}", path.display(), chain(reason)));
    }
    Failure::input("there is nothing to play: none of the files can be played")
}

fn engine_settings(engine_rate: SampleRate, args: &PlayArgs) -> EngineSettings {
    let mut settings = EngineSettings::new(engine_rate);
    settings.index_folder = args.index_folder.clone().or_else(index_folder);
    let cache = args.cache.clone().or_else(cache_folder).filter(|_| !args.no_cache);
    settings.cache = cache.map(CacheSettings::new);
    if let Some(bytes) = args.cache_limit {
        settings.live.cache.limit_bytes = bytes;
    }
    if let Some(policy) = args.cache_policy {
        settings.live.cache.policy = policy;
    }
    if let Some(seconds) = args.window {
        settings.live.pcm_window_seconds = seconds;
    }
    settings.live.memory_budget = args.budget.unwrap_or_default();
    settings.live.memory_look_seconds = args.memory_look.0;
    settings
}

/// The output that is asked for, with channels for every bus.
fn output_choice(args: &PlayArgs) -> OutputChoice {
    if args.null {
        return OutputChoice::Null { buffer_frames: args.buffer };
    }
    OutputChoice::Device(DeviceSettings {
        host: None,
        device: args.device.clone(),
        buffer_frames: args.buffer,
        least_channels: u16::try_from(bus::channel_count(&args.bus)).ok(),
        sample_rate: None,
    })
}
