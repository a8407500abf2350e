//! A player with a set of position-coded songs, whose output is the test.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use assert_no_alloc::assert_no_alloc;
use attacca_engine::{EngineSettings, Renderer, output::OutputHealth};
use attacca_player::{
    Action, OutputReport, Player, Setlist, folder,
    ipc::{OutputState, State, Status},
};
use attacca_test_support::{
    files::TestFolder,
    position::{self, PositionCodedStem},
};
use attacca_units::SampleRate;

/// Stems of a song. Quiet ones, whose sum decodes at a gain of 1 each.
const STEMS: usize = 6;

/// Song *k*'s frame *n* has the code *n* + *k* × this.
const SONG_STRIDE: u64 = 1 << 22;

/// Frames of a block.
const BLOCK: usize = 480;

/// How long the engine may take for anything, on the slowest machine.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A frame that is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The song's place in the set.
    pub(crate) song: usize,
    pub(crate) frame: u64,
}

/// A player, its set, and what is heard of it.
pub(crate) struct Rehearsal {
    pub(crate) player: Player,
    renderer: Renderer,
    _folder: TestFolder,
}

impl Rehearsal {
    /// A set of songs of these lengths.
    pub(crate) fn of(lengths: &[u64]) -> Rehearsal {
        let folder = TestFolder::new();
        let songs: Vec<PathBuf> = (0..).zip(lengths).map(|(k, n)| song(&folder, k, *n)).collect();
        let setlist = Setlist::new(folder::read_set(&songs).songs).expect("a set of songs");
        let settings = EngineSettings::new(SampleRate::HZ_48000);
        let (player, renderer) = Player::new(setlist, settings, 0.0).expect("a player");
        Rehearsal { player, renderer, _folder: folder }
    }

    pub(crate) fn status(&mut self) -> Status {
        let (name, state) = ("test".to_owned(), OutputState::Running);
        self.player.status(&OutputReport { name, state, health: OutputHealth::Ok })
    }

    pub(crate) fn act(&mut self, action: Action) {
        self.player.act(&action).expect("the action makes sense");
    }

    /// Waits until play of the current song sounds at once.
    pub(crate) fn wait_until_armed(&mut self) {
        let begin = Instant::now();
        while !self.status().is_armed || self.player.glance().seeking_to.is_some() {
            assert!(begin.elapsed() < TIMEOUT, "the song was never armed");
            self.render(0);
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// Renders the next frames, whatever is there: where each comes from, if it is no fade.
    pub(crate) fn render(&mut self, frames: usize) -> Vec<Option<Place>> {
        let mut block = vec![f32::NAN; 2 * frames];
        let renderer = &mut self.renderer;
        assert_no_alloc(|| renderer.render(&mut block, 2, Instant::now()));
        for event in self.player.events().try_iter() {
            self.player.take_in(&event, Instant::now());
        }
        block.chunks_exact(2).map(|frame| place(frame[0], frame[1])).collect()
    }

    /// Renders `frames` as a patient output would, which waits for what is missing.
    pub(crate) fn play(&mut self, frames: usize) -> Vec<Option<Place>> {
        let mut heard = Vec::with_capacity(frames);
        while heard.len() < frames {
            self.wait_for_lead();
            heard.extend(self.render(BLOCK.min(frames - heard.len())));
        }
        heard
    }

    /// Plays until the last thing that was asked for is heard, and `fade` frames beyond.
    pub(crate) fn play_until_settled(&mut self, fade: u64) -> Vec<Option<Place>> {
        let begin = Instant::now();
        let mut heard = Vec::new();
        while heard.is_empty() || self.player.glance().seeking_to.is_some() {
            assert!(begin.elapsed() < TIMEOUT, "what was asked for was never heard");
            heard.extend(self.play(BLOCK));
        }
        heard.extend(self.play(fade as usize));
        heard
    }

    /// Plays until the set stops by itself.
    pub(crate) fn play_to_the_end(&mut self) -> Vec<Option<Place>> {
        let begin = Instant::now();
        let mut heard = Vec::new();
        while self.player.glance().state == State::Playing {
            assert!(begin.elapsed() < TIMEOUT, "it never ended");
            heard.extend(self.play(BLOCK));
        }
        heard
    }

    /// The most frames in a row that are digital silence.
    pub(crate) fn longest_silence(&self, heard: &[Option<Place>]) -> usize {
        let is_silent = |place: &Option<Place>| *place == code_of_silence();
        heard.split(|place| !is_silent(place)).map(<[_]>::len).max().unwrap_or_default()
    }

    /// Asserts that no frame was needed that was not there, and that stems were in step.
    pub(crate) fn assert_never_dry(&self) {
        let transport = self.player.telemetry().transport;
        assert_eq!((transport.underruns, transport.unsynchronised_blocks), (0, 0));
    }

    /// Waits until the next block can be rendered without running dry.
    fn wait_for_lead(&mut self) {
        let begin = Instant::now();
        loop {
            self.render(0);
            let transport = self.player.telemetry().transport;
            let left = transport.song_frames.map_or(0, |frames| frames.0 - transport.playhead.0);
            let is_there = transport.song_frames.is_some() || transport.song.is_none();
            // Blocks are rendered faster than they would sound, and the player must keep up.
            let status = self.status();
            let is_told =
                status.seeking_to.is_some() || status.song_number == self.player.current() + 1;
            let next_is_there = is_told && status.jumps.iter().all(|jump| jump.is_ready);
            if is_there && next_is_there && transport.leads.playing.0 >= left.min(8 * BLOCK as u64)
            {
                return;
            }
            assert!(begin.elapsed() < TIMEOUT, "the look-ahead never grew: {transport:?}");
            thread::sleep(Duration::from_micros(200));
        }
    }
}

/// The place that a frame of samples says it is; digital silence is [`code_of_silence`].
fn place(left: f32, right: f32) -> Option<Place> {
    place_of_code(position::frame_of_quiet(left, right, STEMS)?)
}

fn code_of_silence() -> Option<Place> {
    place_of_code(position::SILENCE)
}

fn place_of_code(code: u64) -> Option<Place> {
    Some(Place { song: (code / SONG_STRIDE) as usize, frame: code % SONG_STRIDE })
}

/// Makes a folder of identical stems; its path.
fn song(folder: &TestFolder, number: u64, frames: u64) -> PathBuf {
    let path = folder.make_folder(format!("{:02} Song", number + 1));
    let code = number * SONG_STRIDE;
    let first = path.join("1.flac");
    PositionCodedStem::quiet(code..code + frames).write_flac(&first);
    for stem in 2..=STEMS {
        let copy = path.join(format!("{stem}.flac"));
        std::fs::copy(&first, copy).expect("the stem can be copied");
    }
    path
}
