//! What the player does, and the songs that it plays.

use std::{fs, path::PathBuf, time::Duration};

use attacca_test_support::{files::TestFolder, position::PositionCodedStem};

/// Stems of each song.
pub(crate) const STEMS: usize = 30;

/// Frames of each song: longer than the script plays it.
const SONG_FRAMES: u64 = 20 * 48_000;

/// Song *k*'s frame *n* has the code *n* + *k* × this.
const SONG_STRIDE: u64 = 1 << 24;

/// One thing that the player does, and what is heard then.
pub(crate) struct Step {
    pub(crate) action: Action,
    /// Which song sounds then.
    pub(crate) song: usize,
    /// The frame that is asked for; nothing after a pause.
    pub(crate) target: u64,
    pub(crate) heard: Heard,
    /// How long it sounds before the next step.
    pub(crate) lasts: Duration,
}

/// What the player does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Plays the step's song from the step's target.
    Play,
    /// Seeks to the step's target.
    Seek,
    /// Pauses for a while, and plays on.
    PauseAndPlay,
}

/// How it comes to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    FromSilence,
    ByCrossfade,
    AfterPause,
}

/// How long a pause lasts.
pub(crate) const PAUSE: Duration = Duration::from_millis(400);

pub(crate) const SCRIPT: [Step; 6] = [
    step(Action::Play, 0, 0, Heard::FromSilence, 900),
    step(Action::Seek, 0, 480_123, Heard::ByCrossfade, 700),
    // Back, to the middle of a FLAC block.
    step(Action::Seek, 0, 12_345, Heard::ByCrossfade, 500),
    step(Action::Play, 1, 333_333, Heard::ByCrossfade, 700),
    step(Action::PauseAndPlay, 1, 0, Heard::AfterPause, 500),
    // Within what is decoded already.
    step(Action::Play, 0, 0, Heard::ByCrossfade, 500),
];

const fn step(action: Action, song: usize, target: u64, heard: Heard, lasts_ms: u64) -> Step {
    Step { action, song, target, heard, lasts: Duration::from_millis(lasts_ms) }
}

/// Two songs of thirty identical stems each.
pub(crate) struct Songs;

impl Songs {
    /// Writes the stems into `folder`, where [`stem_paths`] finds them.
    pub(crate) fn write(folder: &TestFolder) -> Songs {
        for song in 0..2 {
            let first_code = song as u64 * SONG_STRIDE;
            folder.make_folder(format!("song {song}"));
            let paths: Vec<PathBuf> = stem_paths(song).map(|path| folder.path(path)).collect();
            let stem = PositionCodedStem::quiet(first_code..first_code + SONG_FRAMES);
            stem.write_flac(&paths[0]);
            for path in &paths[1..] {
                fs::copy(&paths[0], path).expect("the stem can be copied");
            }
        }
        Songs
    }

    /// The song and the frame that a code stands for.
    pub(crate) fn frame_of_code(&self, code: u64) -> Option<(usize, u64)> {
        let (song, frame) = ((code / SONG_STRIDE) as usize, code % SONG_STRIDE);
        (song < 2 && frame < SONG_FRAMES).then_some((song, frame))
    }
}

/// Where the stems of a song are, inside the folder.
pub(crate) fn stem_paths(song: usize) -> impl Iterator<Item = PathBuf> {
    (0..STEMS).map(move |stem| PathBuf::from(format!("song {song}/stem {stem}.flac")))
}
