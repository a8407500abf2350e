//! Storage that hangs instead of giving errors, as a network share does: what is cached plays on, and the
//! cache itself waits for nobody.

use std::{
    fs,
    io::ErrorKind,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use attacca_engine::EngineEvent;
use attacca_test_support::{
    faults::{Fault, FaultControl, faulty_files},
    position::{PositionCodedStem, frame_of_quiet},
};
use attacca_units::FramePos;

use crate::{
    material::flac,
    rig::{CHUNK, Opened, Rig},
};

const FRAMES: u64 = 300_000;
const N_STEMS: usize = 6;

/// What a seek fades over at most, and a block.
const FADE: u64 = 5000;

/// Frames in a row that are never heard by chance.
const BY_CHANCE: u64 = 16;

/// A block of 20 ms.
const BLOCK: usize = 960;

fn faulty() -> (Rig, FaultControl) {
    let (control, opener) = faulty_files();
    (Rig { opener: Some(Arc::new(opener)), ..Rig::new() }, control)
}

/// A song of position-coded stems, of which the first chunks are cached, on an engine with a short
/// look-ahead; 0 for all.
fn cached_song(first_chunks: u64, is_open: impl Fn(&FaultControl)) -> (FaultControl, Player, Rig) {
    let (mut rig, control) = faulty();
    rig.live.first_chunks = first_chunks;
    let path = |stem: usize| rig.place.path(format!("{stem}-coded.flac"));
    let stems: Vec<PathBuf> = (0..N_STEMS).map(path).collect();
    stems.iter().for_each(|path| PositionCodedStem::quiet(0..FRAMES).write_flac(path));
    rig.warm(std::slice::from_ref(&stems));
    is_open(&control);
    let opened = rig.open(&[stems]);
    let mut live = opened.engine.settings().live;
    live.pcm_window_seconds = 0.5;
    opened.engine.set_settings(live);
    (control, Player { opened }, rig)
}

/// An engine that is heard at the pace of an output.
struct Player {
    opened: Opened,
}

impl Player {
    fn wait_until_open(&self) {
        self.opened.wait_until("it is open", |o| o.engine.song(o.songs[0]).frame_count.is_some());
    }

    fn go_to(&self, frame: u64) {
        self.opened.engine.play_song(self.opened.songs[0], FramePos(frame));
    }

    /// The frames of a block, by their codes; `None` for what is none, as a fade or silence.
    fn block(&mut self) -> Vec<Option<u64>> {
        let mut samples = [0.0; 2 * BLOCK];
        self.opened.renderer.render(&mut samples, 2, Instant::now());
        std::thread::sleep(Duration::from_millis(20));
        let pairs = samples.as_chunks::<2>().0.iter();
        let frame = |[left, right]: &[f32; 2]| frame_of_quiet(*left, *right, N_STEMS);
        // Silence is a code, too.
        pairs.map(|pair| frame(pair).filter(|frame| *frame < FRAMES)).collect()
    }

    /// Hears on until the frame `last` is heard, and every frame of all stems from `first` on, in order, but
    /// for the fade at the beginning.
    fn hear_all_until(&mut self, first: u64, last: u64) {
        let started = Instant::now();
        let (mut next, mut count) = (None, 0);
        loop {
            for heard in self.block() {
                match (next, heard) {
                    (None, Some(frame)) if (first..first + FADE).contains(&frame) => {
                        (next, count) = (Some(frame + 1), 1);
                    }
                    (None, _) => {}
                    (Some(expected), heard) if heard == Some(expected) => {
                        (next, count) = (Some(expected + 1), count + 1);
                    }
                    // What a fade adds up to may look like a frame, but not like many in a row.
                    (Some(_), _) if count < BY_CHANCE => next = None,
                    (expected, heard) => assert_eq!(heard, expected, "of {first}..{last}"),
                }
            }
            if next.is_some_and(|next| next > last) {
                return;
            }
            let has_time = started.elapsed().as_secs() < 20;
            assert!(has_time, "20 s passed at {next:?} of {first}..{last}");
        }
    }

    /// Hears on until a whole block has no stem's frames.
    fn hear_until_silent(&mut self) {
        let started = Instant::now();
        while self.block().iter().any(Option::is_some) {
            assert!(started.elapsed().as_secs() < 20, "20 s passed before it is silent");
        }
    }
}

#[test]
fn a_song_that_is_cached_plays_on_without_a_gap_when_its_share_hangs() {
    let (control, mut player, _rig) = cached_song(0, |_| {});
    player.wait_until_open();
    player.go_to(0);
    player.hear_all_until(0, 60_000);
    control.set(".flac", Fault::Stall);
    // What was decoded before lasts for half a second.
    let underruns = player.opened.engine.telemetry().transport.underruns;
    player.hear_all_until(60_000, 200_000);
    player.go_to(20_000);
    player.hear_all_until(20_000, 100_000);
    assert_eq!(player.opened.engine.telemetry().transport.underruns, underruns);
}

#[test]
fn a_song_whose_files_hang_as_they_are_opened_starts_from_the_cache_and_takes_them_in_later() {
    let stall = |control: &FaultControl| control.set(".flac", Fault::StallOpen);
    let (control, mut player, _rig) = cached_song(0, stall);
    let started = Instant::now();
    player.go_to(0);
    player.hear_all_until(0, 100_000);
    assert!(started.elapsed() < Duration::from_secs(6), "it waits for patience, not for files");
    let formats = |player: &Player| {
        let report = player.opened.engine.song(player.opened.songs[0]);
        let format = |stem: &attacca_engine::control::StemReport| {
            stem.info.as_ref().map_or("none", |info| info.format)
        };
        report.stems.iter().map(format).collect::<Vec<_>>()
    };
    assert_eq!(formats(&player), ["cached copy"; N_STEMS]);
    control.clear_all();
    player.hear_all_until(100_000, 200_000);
    let started = Instant::now();
    while formats(&player) != ["FLAC"; N_STEMS] {
        assert!(started.elapsed().as_secs() < 20, "20 s passed: {:?}", formats(&player));
        player.block();
    }
}

#[test]
fn of_a_song_that_hangs_what_is_cached_is_heard_and_the_rest_is_silent() {
    let (control, mut player, _rig) = cached_song(2, |_| {});
    player.wait_until_open();
    player.go_to(0);
    player.hear_all_until(0, 20_000);
    control.set(".flac", Fault::Stall);
    player.hear_until_silent();
    player.go_to(10_000);
    player.hear_all_until(10_000, 2 * CHUNK - 5000);
    player.hear_until_silent();
    control.clear_all();
    let started = Instant::now();
    let mut are_back = false;
    while !are_back {
        assert!(started.elapsed().as_secs() < 20, "20 s passed before they are back");
        player.go_to(2 * CHUNK + 20_000);
        are_back = (0..50).any(|_| player.block().into_iter().flatten().any(|at| at > 2 * CHUNK));
    }
    // Elsewhere: slabs that were made ready without them stay so.
    player.go_to(2 * CHUNK + 120_000);
    player.hear_all_until(2 * CHUNK + 120_000, 2 * CHUNK + 160_000);
}

#[test]
fn while_a_chunk_hangs_the_limit_holds_and_what_is_lost_is_told() {
    let (rig, control) = faulty();
    let there = vec![flac(&rig.place, "there.flac", 16, 200_000)];
    rig.warm(std::slice::from_ref(&there));
    let hangs = vec![flac(&rig.place, "hangs.flac", 16, 2_000_000)];
    let opened = rig.open(&[there.clone(), hangs]);
    let events = opened.engine.events();
    opened.wait_until("one is being written", |_| rig.chunks().len() > 6);
    control.set("hangs", Fault::Stall);
    assert!(control.wait_for_stalled(1, Duration::from_secs(20)), "its next chunk is read");

    fs::remove_file(&there[0]).unwrap();
    opened.wait_until("it is told", |_| {
        events.try_iter().any(|event| matches!(event, EngineEvent::SourceLost { .. }))
    });
    let mut live = opened.engine.settings().live;
    live.cache.limit_bytes = 700_000;
    opened.engine.set_settings(live);
    opened.wait_until("it is small enough", |_| rig.bytes_on_disk() <= 700_000);
    opened.engine.clear_cache(None);
    opened.wait_until("it is empty", |_| rig.chunks().is_empty());
    assert_eq!(control.n_stalled(), 1, "it hangs still");
}

#[test]
fn a_file_that_gives_errors_does_not_stop_what_is_cached_of_it() {
    let (control, mut player, _rig) = cached_song(2, |_| {});
    player.wait_until_open();
    player.go_to(2 * CHUNK - 30_000);
    control.set(".flac", Fault::ReadError(ErrorKind::Other));
    player.hear_until_silent();
    // It is left out by now, but for what the cache has.
    player.go_to(10_000);
    player.hear_all_until(10_000, 60_000);
}
