//! Claims about the frame indexes that outlive the program.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use attacca_test_support::{files::TestFolder, noise::Noise};

use crate::{attacca::Playing, material::write_flac_noise};

/// A song of FLAC stems.
fn flac_song(stem_count: usize, seconds: f64) -> TestFolder {
    let folder = TestFolder::new();
    let song = folder.make_folder("1 Song");
    let first = write_flac_noise(&song.join("1.flac"), seconds);
    for stem in 2..=stem_count {
        let path = song.join(format!("{stem}.flac"));
        fs::copy(&first, &path).expect("it can be copied");
        // A time of its own makes it a file of its own.
        let time = std::time::UNIX_EPOCH + Duration::from_secs(stem as u64);
        let file = fs::File::options().append(true).open(path).expect("it can be opened");
        file.set_modified(time).expect("it can be set");
    }
    folder
}

fn play(song: &TestFolder, indexes: &Path) -> Playing {
    let arguments = [song.root().as_os_str(), "--index-folder".as_ref(), indexes.as_os_str()];
    Playing::start(arguments)
}

/// The index files in the folder, without those that nobody finished.
fn kept(indexes: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(indexes).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "index")).collect()
}

/// Plays until every stem has its index; returns how many were kept from before.
fn loaded(song: &TestFolder, indexes: &Path, stem_count: u64) -> u64 {
    let mut playing = play(song, indexes);
    let count = |number: &serde_json::Value| number.as_u64().expect("a number");
    let status = playing.until(|status| {
        let indexes = &status["indexes"];
        count(&indexes["built"]) + count(&indexes["loaded"]) == stem_count
    });
    let ran = playing.quit();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    count(&status["indexes"]["loaded"])
}

#[test]
fn a_program_killed_while_it_keeps_indexes_leaves_whole_ones() {
    const STEMS: usize = 60;
    let song = flac_song(STEMS, 2.0);
    let indexes = song.path("indexes");
    let mut random = Noise::new(9);
    let mut most = 0;
    for turn in 0..12 {
        let mut playing = play(&song, &indexes);
        // Every other time in the middle of the work, however slow the machine.
        let has_begun = || turn % 2 == 0 || !kept(&indexes).is_empty();
        playing.until(|status| status["state"] == "playing" && has_begun());
        std::thread::sleep(Duration::from_millis(random.below(40)));
        // SIGKILL, at whatever it is doing.
        drop(playing);
        let left = kept(&indexes).len();
        most = most.max(left);
        if left == STEMS {
            fs::remove_dir_all(&indexes).expect("it can be removed");
        }
    }
    assert!(most > 0, "some were kept before the program was killed");
    let whole = kept(&indexes).len() as u64;
    assert_eq!(loaded(&song, &indexes, STEMS as u64), whole, "every one that is there is whole");
}

#[cfg(unix)]
#[test]
fn a_full_disk_costs_the_indexes_and_nothing_else() {
    let song = flac_song(4, 20.0);
    let indexes = song.path("indexes");
    // No file may grow beyond nothing: what a full disk answers, without filling one.
    let limit = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    let arguments = [song.root().as_os_str(), "--index-folder".as_ref(), indexes.as_os_str()];
    let mut playing = Playing::start_by_shell(limit, arguments);
    playing.until(|status| status["indexes"]["built"] == 4 && status["position_frames"] != 0);
    playing.type_lines(&["seek 0:15"]);
    playing.until(|status| status["position_seconds"].as_f64().is_some_and(|at| at > 15.0));
    let ran = playing.quit();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let complaints = ran.stderr.lines().filter(|line| line.contains("keeps no frame indexes"));
    assert_eq!(complaints.count(), 1, "{ran:?}");
    assert_eq!(fs::read_dir(&indexes).expect("it was made").count(), 0, "no remains are left");
}
