//! Frame indexes kept from one engine to the next.

use std::path::PathBuf;

use attacca_engine::{EngineEvent, EngineSettings, control::IndexTelemetry};
use attacca_test_support::files::TestFolder;
use attacca_units::FramePos;

use crate::stage::{RATE, Stage};

fn keeping_in(folder: PathBuf) -> EngineSettings {
    EngineSettings { index_folder: Some(folder), ..EngineSettings::new(RATE) }
}

/// Waits until the engine has so many indexes, and tells where they came from.
fn wait_for_indexes(stage: &mut Stage, count: u64) -> IndexTelemetry {
    stage.wait_until("the indexes are there", |stage| {
        let indexes = stage.engine.telemetry().indexes;
        indexes.built + indexes.loaded == count
    });
    stage.engine.telemetry().indexes
}

#[test]
fn the_next_engine_reads_what_this_one_built() {
    let place = TestFolder::new();
    let indexes = place.path("indexes");
    // Each song has one file, which all its stems share.
    let mut first = Stage::with(keeping_in(indexes.clone()), &[(3, 200_000), (2, 100_000)]);
    first.open_all();
    let built = wait_for_indexes(&mut first, 2);
    assert_eq!((built.built, built.loaded), (2, 0));
    first.wait_until("the indexes are kept", |_| {
        let names = std::fs::read_dir(&indexes).into_iter().flatten().flatten();
        let is_index = |entry: &std::fs::DirEntry| entry.path().extension().is_some();
        names.filter(is_index).count() == 2
    });

    let mut second = first.again(keeping_in(indexes));
    second.open_all();
    let loaded = wait_for_indexes(&mut second, 2);
    assert_eq!((loaded.built, loaded.loaded), (0, 2));
    second.engine.play_song(second.songs[0].id, FramePos(150_000));
    second.wait_for_target();
    let heard = second.render_patiently(9600, 480);
    second.assert_plays(&heard[4800..], 0, 152_400);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_once_and_songs_play() {
    let place = TestFolder::new();
    let file = place.path("a file in its place");
    std::fs::write(&file, "").unwrap();
    let mut stage = Stage::with(keeping_in(file.clone()), &[(2, 50_000), (2, 60_000), (1, 70_000)]);
    let events = stage.engine.events();
    stage.open_all();
    wait_for_indexes(&mut stage, 3);
    stage.engine.play_song(stage.songs[0].id, FramePos::ZERO);
    stage.wait_for_target();
    let heard = stage.render_patiently(48_000, 480);
    stage.assert_plays(&heard, 0, 0);
    let complaints: Vec<PathBuf> = events
        .try_iter()
        .filter_map(|event| match event {
            EngineEvent::IndexFolderFailed { path, .. } => Some(path),
            _ => None,
        })
        .collect();
    assert_eq!(complaints, [file]);
}
