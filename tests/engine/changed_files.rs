//! Files that are deleted, cut off, replaced or written to while they are open: what is heard of them
//! is exact or silent, the other stems play on, and the engine's owner is told once.

use std::{fs, io::Write};

use crate::marked::{FRAMES, Marked, write_mark};

/// Waits until the engine has told `words` of the marked stem, and no more.
fn wait_until_told(marked: &mut Marked, words: &[&str]) {
    let started = std::time::Instant::now();
    while marked.told() != words {
        assert!(started.elapsed().as_secs() < 20, "told {:?}, not {words:?}", marked.told());
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[test]
fn a_deleted_file_plays_on() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    fs::remove_file(&marked.path).unwrap();
    wait_until_told(&mut marked, &["vanished"]);
    assert!(marked.hear(200_000).is(1.0));
    marked.go_to(marked.song, 400_000);
    assert!(marked.hear(20_000).is(1.0));
    assert_eq!(marked.told(), ["vanished"], "told once");
}

#[test]
fn a_file_that_is_cut_off_is_exact_or_silent() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    let file = fs::File::options().write(true).open(&marked.path).unwrap();
    // Frames of 6 bytes.
    file.set_len(FRAMES / 2 * 6).unwrap();
    marked.hear_until("what is left of it is heard", |heard| heard.is(1.0));
    let until_end = FRAMES / 2 - marked.stage.engine.telemetry().transport.playhead.0;
    let heard = marked.hear(until_end as usize + 10_000).0;
    assert!(heard[heard.len() - 9_000..].iter().all(|gain| gain.abs() < 0.05), "it is gone there");
    assert_eq!(marked.told()[0], "shrunk");
    assert_eq!(marked.told().iter().filter(|word| **word == "shrunk").count(), 1, "told once");
}

#[test]
fn a_file_that_is_written_to_is_opened_anew() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    let other = marked.path.with_extension("new");
    write_mark(&other, 0.5);
    let mut file = fs::File::options().write(true).open(&marked.path).unwrap();
    file.write_all(&fs::read(&other).unwrap()).unwrap();
    drop(file);
    let heard = marked.hear_until("the new content is heard", |heard| heard.is(0.5));
    let last_old = heard.0.iter().rposition(|gain| *gain > 0.9).unwrap_or(0);
    let first_new = heard.0.iter().position(|gain| (gain - 0.5).abs() < 0.001).unwrap();
    assert!(last_old < first_new, "the old content is over when the new one begins");
    assert!(heard.is_smooth(), "it clicks by {} of its level", heard.steepest());
    assert!(marked.hear(20_000).is(0.5));
    assert_eq!(marked.told()[0], "rewritten");
}

#[test]
fn a_file_that_is_replaced_plays_on_and_the_new_one_plays_next_time() {
    let mut marked = Marked::new();
    marked.arm();
    marked.play();
    assert!(marked.hear(20_000).is(1.0));
    let other = marked.path.with_extension("new");
    write_mark(&other, 0.5);
    fs::rename(&other, &marked.path).unwrap();
    wait_until_told(&mut marked, &["replaced"]);
    assert!(marked.hear(200_000).is(1.0), "the old one plays on");
    let (song, other) = (marked.song, marked.stage.songs[0].id);
    marked.go_to(other, 0);
    // The song is closed and opened anew while another one plays.
    marked.stage.wait_until("the new file is open and the song armed", |stage| {
        let report = stage.engine.song(song);
        stage.render(0);
        report.is_armed && marked.control.counts("marked").opens == 2
    });
    marked.go_to(song, 0);
    assert!(marked.hear(20_000).is(0.5), "the new one");
    assert_eq!(marked.told(), ["replaced"], "told once");
}
