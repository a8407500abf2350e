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

use attacca_engine::{EngineSettings, output::DeviceSettings};
use attacca_player::{
    NothingPlayable, Output, OutputChoice, Player, Setlist, chain, engine_rate, folder,
    index_folder,
};

use crate::{args::PlayArgs, failure::Failure, terminal};
use screen::Screen;
use show::Show;

/// Plays the set until it is told to end.
///
/// # Errors
/// When there is nothing to play, or the output can't be opened.
pub(crate) fn run(args: &PlayArgs) -> Result<(), Failure> {
    let setlist = read_setlist(args)?;
    let engine_rate = engine_rate(&setlist).map_err(nothing_playable)?;
    let index_folder = args.index_folder.clone().or_else(index_folder);
    let settings = EngineSettings { index_folder, ..EngineSettings::new(engine_rate) };
    let (player, renderer) = Player::new(setlist, settings, args.from).map_err(Failure::general)?;
    let (output, notices) =
        Output::start(renderer, &output_choice(args)).map_err(Failure::device)?;
    let mut screen = Screen::open();
    for notice in notices {
        screen.say(&notice);
    }
    Show::new(player, output, screen).run(!args.paused)
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

fn output_choice(args: &PlayArgs) -> OutputChoice {
    if args.null {
        return OutputChoice::Null { buffer_frames: args.buffer };
    }
    OutputChoice::Device(DeviceSettings {
        device: args.device.clone(),
        buffer_frames: args.buffer,
        channel_count: None,
        sample_rate: args.rate,
    })
}
