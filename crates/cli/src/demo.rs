//! `attacca demo`: songs to try it with.

use attacca_demo::{DemoError, DemoSettings, write_demo};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{args::DemoArgs, failure::Failure, terminal};

/// Steps of the progress bar for each song.
const STEPS: u64 = 1000;

/// Makes the songs.
///
/// # Errors
/// When the settings make no sense, the songs are there already, or the folder can't be written.
pub(crate) fn run(args: &DemoArgs) -> Result<(), Failure> {
    let settings = DemoSettings {
        songs: args.songs,
        stems_per_song: args.stems,
        minutes: args.minutes,
        seed: args.seed,
        ..DemoSettings::default()
    };
    // Hides where standard error is no terminal.
    let bar = ProgressBar::new(args.songs as u64 * STEPS);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar}  {msg}") {
        bar.set_style(style);
    }
    let written = write_demo(&args.folder, &settings, |progress| {
        bar.set_position(
            progress.song_index as u64 * STEPS + (progress.done * STEPS as f64) as u64,
        );
        bar.set_message(format!(
            "{}/{} {}",
            progress.song_index + 1,
            progress.song_count,
            progress.title
        ));
    });
    bar.finish_and_clear();
    let folders = written.map_err(failure)?;
    let lines: String = folders.iter().map(|folder| format!("{}\n", folder.display())).collect();
    terminal::print(&lines)
}

fn failure(error: DemoError) -> Failure {
    match error {
        DemoError::Settings { .. } => Failure::usage(error.to_string()),
        _ => Failure::general(error),
    }
}
