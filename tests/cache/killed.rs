//! A program that is killed at any moment leaves a cache that is whole.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use attacca_test_support::noise::Noise;

use crate::{
    material::{flac, is_sound_flac},
    rig::Rig,
};

const FRAMES: usize = 400_000;

/// Where the program that is killed works; set for it alone.
const PLACE: &str = "ATTACCA_TEST_CACHE_PLACE";

fn stems_in(folder: &std::path::Path) -> Vec<PathBuf> {
    ["a.flac", "b.flac", "c.flac"].iter().map(|name| folder.join(name)).collect()
}

/// No test of its own: what the test below starts as another program.
#[test]
fn writes_until_it_is_killed() {
    let Some(place) = std::env::var_os(PLACE).map(PathBuf::from) else { return };
    let mut settings = attacca_engine::EngineSettings::new(crate::rig::RATE);
    let folder = place.join("cache");
    settings.cache = Some(attacca_engine::CacheSettings { folder, free_bytes: 0 });
    settings.live.cache = Rig::new().live;
    settings.live.chunk_seconds = 0.5;
    let (engine, _renderer) = attacca_engine::MultiTrackEngine::new(settings).unwrap();
    let song = engine.add_song(crate::rig::song_of(&stems_in(&place)));
    engine.set_setlist(&[song]);
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_program_killed_at_any_moment_leaves_a_whole_cache() {
    let mut rig = Rig::new();
    rig.chunk_seconds = 0.5;
    for name in ["a.flac", "b.flac", "c.flac"] {
        flac(&rig.place, name, 24, FRAMES);
    }
    let stems = stems_in(rig.place.root());
    let right = rig.hear_without(&stems, 0..FRAMES as u64);
    let (mut random, mut most) = (Noise::new(9), 0);
    for round in 0..15 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::writes_until_it_is_killed", "--nocapture"])
            .env(PLACE, rig.place.root())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(30 + random.below(500)));
        child.kill().unwrap();
        child.wait().unwrap();
        most = most.max(rig.chunks().len());
        for chunk in rig.chunks() {
            assert!(is_sound_flac(&chunk), "round {round}: {chunk:?}");
        }
        if round % 5 == 4 {
            let heard = rig.hear(&stems, 0..FRAMES as u64);
            assert!(heard.samples == right, "round {round}");
            assert_eq!(heard.cache.spoiled, 0, "round {round}");
            // Begin again, so that early moments come, too.
            std::fs::remove_dir_all(rig.cache()).unwrap();
        }
    }
    assert!(most > 0, "some chunks were written before the program was killed");
}

#[test]
fn a_full_disk_costs_what_was_not_written_and_nothing_else() {
    let mut rig = Rig::new();
    rig.chunk_seconds = 0.5;
    for name in ["a.flac", "b.flac", "c.flac"] {
        flac(&rig.place, name, 24, FRAMES);
    }
    let stems = stems_in(rig.place.root());
    // Files of at most 40 blocks of 512 bytes: a description fits, a chunk does not.
    let limited = "trap '' XFSZ; ulimit -f 40; exec timeout -s KILL 3 \"$0\" \"$@\"";
    let status = Command::new("sh")
        .args(["-c", limited])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "killed::writes_until_it_is_killed", "--nocapture"])
        .env(PLACE, rig.place.root())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(!status.success(), "it ran until its end");
    assert!(rig.chunks().is_empty(), "nothing is there in part");
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
    rig.warm(&[stems]);
    assert!(!rig.chunks().is_empty());
}
