//! Whatever happens to the cache's files, what is heard is right, and the rest of the cache stays.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    slice::from_ref,
    sync::Arc,
};

use attacca_engine::{CachePolicy, EngineEvent};
use attacca_test_support::{
    faults::{Fault, faulty_files},
    noise::Noise,
};

use crate::{
    material::flac,
    rig::{Heard, Rig},
};

const FRAMES: usize = 200_000;

struct Cached {
    rig: Rig,
    stems: Vec<PathBuf>,
    right: Vec<f32>,
}

impl Cached {
    /// Two stems of five chunks, all there.
    fn new() -> Cached {
        let rig = Rig::new();
        let stems =
            vec![flac(&rig.place, "a.flac", 16, FRAMES), flac(&rig.place, "b.flac", 24, FRAMES)];
        rig.warm(from_ref(&stems));
        let right = rig.hear_without(&stems, 0..FRAMES as u64);
        assert_eq!(rig.chunks().len(), 10);
        Cached { rig, stems, right }
    }

    /// Plays it all, checks what is heard, and that all is whole again after another run.
    fn check(&self, what: &str) -> Heard {
        let heard = self.rig.hear(&self.stems, 0..FRAMES as u64);
        assert!(heard.samples == self.right, "{what}: it sounds as it should");
        self.rig.warm(from_ref(&self.stems));
        let again = self.rig.hear(&self.stems, 0..FRAMES as u64);
        assert!(again.samples == self.right, "{what}: and afterwards");
        assert_eq!(again.cache.misses, 0, "{what}: all is there again");
        assert_eq!(again.cache.spoiled, 0, "{what}: and whole");
        heard
    }
}

fn truncate(path: &Path, bytes: u64) {
    fs::File::options().write(true).open(path).unwrap().set_len(bytes).unwrap();
}

#[test]
fn a_flipped_bit_costs_its_chunk_alone() {
    let cached = Cached::new();
    let mut random = Noise::new(1);
    for round in 0..6 {
        let chunks = cached.rig.chunks();
        let path = &chunks[random.below(10) as usize];
        let mut bytes = fs::read(path).unwrap();
        let at = if round == 0 { 30 } else { random.below(bytes.len() as u64) as usize };
        bytes[at] ^= 1 << random.below(8);
        fs::write(path, &bytes).unwrap();
        let heard = cached.check(&format!("bit in byte {at} of {path:?}"));
        assert!(heard.cache.spoiled <= 1, "no other chunk is lost");
    }
}

#[test]
fn a_cut_or_deleted_chunk_is_written_anew() {
    let cached = Cached::new();
    let chunks = cached.rig.chunks();
    truncate(&chunks[0], 1000);
    truncate(&chunks[3], 0);
    fs::remove_file(&chunks[5]).unwrap();
    cached.check("cut and deleted chunks");
}

#[test]
fn a_chunk_that_is_deleted_while_it_plays_is_read_of_its_file() {
    let cached = Cached::new();
    let opened = cached.rig.open(from_ref(&cached.stems));
    opened.wait_until("it is open", |o| o.engine.song(o.songs[0]).frame_count.is_some());
    std::thread::sleep(std::time::Duration::from_millis(300));
    cached.rig.chunks().iter().for_each(|chunk| fs::remove_file(chunk).unwrap());
    let heard = opened.hear(0..FRAMES as u64);
    assert!(heard.samples == cached.right);
    assert!(heard.cache.spoiled > 0);
    cached.check("chunks deleted while they played");
}

#[test]
fn foreign_files_are_left_alone_and_not_believed() {
    let cached = Cached::new();
    let chunks = cached.rig.chunks();
    // Another chunk's file, whole as such.
    fs::copy(&chunks[1], &chunks[2]).unwrap();
    let stem = chunks[0].parent().unwrap().to_owned();
    let foreign = [stem.join("notes.txt"), cached.rig.cache().join("holiday.jpg")];
    foreign.iter().for_each(|path| fs::write(path, b"mine").unwrap());
    fs::create_dir(cached.rig.cache().join("photos")).unwrap();
    fs::write(stem.join("chunk_0099.flac"), b"not of any stem").unwrap();
    cached.check("foreign files");
    assert!(foreign.iter().all(|path| fs::read(path).unwrap() == b"mine"));
    assert!(cached.rig.cache().join("photos").is_dir());
    assert!(!stem.join("chunk_0099.flac").exists(), "what nobody knows takes no room");
}

#[test]
fn broken_descriptions_and_those_of_other_versions_cost_their_stem_alone() {
    let cached = Cached::new();
    let descriptions = cached.rig.descriptions();
    assert_eq!(descriptions.len(), 2);
    let text = fs::read_to_string(&descriptions[0]).unwrap();
    let older = text.replacen("\"attacca_cache\":1", "\"attacca_cache\":0", 1);
    let newer = text.replacen("\"attacca_cache\":1", "\"attacca_cache\":2", 1);
    let cut = text[..text.len() / 2].to_owned();
    for broken in [older, newer, cut, String::new(), "[]".to_owned(), "\0".repeat(5000)] {
        fs::write(&descriptions[0], &broken).unwrap();
        let shown: String = broken.chars().take(30).collect();
        let heard = cached.check(&shown);
        assert!(heard.cache.hits > 0, "{shown}: the other stem is there");
    }
    fs::remove_file(&descriptions[0]).unwrap();
    cached.check("no description");
}

#[test]
fn descriptions_that_can_not_be_read_as_files_hang_nobody() {
    let cached = Cached::new();
    let descriptions = cached.rig.descriptions();
    fs::remove_file(&descriptions[0]).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&descriptions[0]).status().unwrap();
    assert!(made.success());
    let heard = cached.rig.hear(&cached.stems, 0..FRAMES as u64);
    assert!(heard.samples == cached.right);
}

#[test]
fn clocks_that_go_back_and_forth_change_nothing() {
    let cached = Cached::new();
    let far = std::time::Duration::from_secs(40 * 365 * 86_400);
    let now = fs::metadata(&cached.stems[0]).unwrap().modified().unwrap();
    for time in [now - far, now + far] {
        for path in cached.rig.chunks().iter().chain(&cached.rig.descriptions()) {
            fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
        }
        let heard = cached.rig.hear(&cached.stems, 0..FRAMES as u64);
        assert!(heard.samples == cached.right);
        assert_eq!((heard.cache.misses, heard.cache.written), (0, 0));
    }
}

#[test]
fn of_two_programs_one_writes_and_both_read() {
    let cached = Cached::new();
    let song = vec![cached.stems.clone()];
    let more = vec![flac(&cached.rig.place, "c.flac", 16, FRAMES)];
    let first = cached.rig.open(&song);
    first.wait_until("the first one has it", |o| {
        o.engine.cache_report().unwrap().telemetry.byte_count > 0
    });
    let second = cached.rig.open(&[cached.stems.clone(), more]);
    second
        .wait_until("the second one knows", |o| o.engine.cache_report().unwrap().refusal.is_some());
    let refusal = second.engine.cache_report().unwrap().refusal;
    assert_eq!(refusal.as_deref(), Some("another Attacca uses it"));
    let heard = second.hear(0..FRAMES as u64);
    assert!(heard.samples == cached.right);
    assert_eq!((heard.cache.misses, heard.cache.written), (0, 0));
    let said = heard.events.iter().filter(|e| matches!(e, EngineEvent::CacheFailed { .. }));
    assert_eq!(said.count(), 1, "it says so once");
    drop(first);
}

#[test]
fn a_folder_that_vanishes_is_made_anew() {
    let cached = Cached::new();
    let opened = cached.rig.open(from_ref(&cached.stems));
    opened.wait_until_written();
    fs::remove_dir_all(cached.rig.cache()).unwrap();
    let heard = opened.hear(0..FRAMES as u64);
    assert!(heard.samples == cached.right);
    cached.check("a folder that vanished");
}

#[test]
fn where_nothing_can_be_written_songs_play_and_it_is_said_once() {
    let rig = Rig::new();
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    fs::write(rig.cache(), b"a file in its place").unwrap();
    let opened = rig.open(from_ref(&stems));
    opened.wait_until("it is refused", |o| o.engine.cache_report().unwrap().refusal.is_some());
    let heard = opened.hear(0..FRAMES as u64);
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
    let said = heard.events.iter().filter(|e| matches!(e, EngineEvent::CacheFailed { .. }));
    assert_eq!(said.count(), 1);
    assert_eq!(fs::read(rig.cache()).unwrap(), b"a file in its place");
}

#[test]
fn chunks_that_may_not_be_read_are_read_of_their_files() {
    let cached = Cached::new();
    for chunk in cached.rig.chunks() {
        fs::remove_file(&chunk).unwrap();
        // Whoever runs the tests may be allowed everything: a folder can't be read as a file by anybody.
        fs::create_dir(&chunk).unwrap();
        fs::set_permissions(&chunk, Permissions::from_mode(0o000)).unwrap();
    }
    let heard = cached.rig.hear(&cached.stems, 0..FRAMES as u64);
    assert!(heard.samples == cached.right);
}

#[test]
fn files_of_other_programs_beside_the_songs_stay_as_they_are() {
    let rig = Rig::new();
    fs::create_dir(rig.cache()).unwrap();
    let foreign = ["order.txt", "lock", ".attacca-order"].map(|name| rig.cache().join(name));
    foreign.iter().for_each(|path| fs::write(path, b"mine").unwrap());
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    rig.warm(from_ref(&stems));
    assert_eq!(rig.chunks().len(), 5, "the cache works all the same");
    assert!(foreign.iter().all(|path| fs::read(path).unwrap() == b"mine"));
}

#[test]
fn a_file_that_is_still_open_is_not_cached_under_the_name_of_the_one_in_its_place() {
    let mut rig = Rig::new();
    rig.live.policy = attacca_engine::CachePolicy::Off;
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    let new = flac(&rig.place, "new.flac", 24, FRAMES);
    let mut opened = rig.open(from_ref(&stems));
    opened.wait_until("the old file is open", |o| o.engine.song(o.songs[0]).frame_count.is_some());
    fs::rename(&new, &stems[0]).unwrap();
    let second = opened.engine.add_song(crate::rig::song_of(&stems));
    opened.songs.push(second);
    opened.engine.set_setlist(&opened.songs);
    opened.wait_until("the new file is open", |o| o.engine.song(second).frame_count.is_some());
    let mut live = opened.engine.settings().live;
    live.cache.policy = attacca_engine::CachePolicy::Always;
    opened.engine.set_settings(live);
    opened.wait_until("all is written", |_| rig.chunks().len() == 5);
    opened.wait_until("it says so", |o| o.engine.cache_report().unwrap().is_complete);
    drop(opened);
    rig.live.policy = attacca_engine::CachePolicy::Always;
    let heard = rig.hear(&stems, 0..FRAMES as u64);
    assert!(heard.samples == rig.hear_without(&stems, 0..FRAMES as u64));
    assert!(heard.cache.hits > 0);
}

#[test]
fn what_was_in_a_folder_that_vanished_is_written_anew_while_the_engine_runs() {
    let cached = Cached::new();
    let opened = cached.rig.open(from_ref(&cached.stems));
    opened.wait_until_written();
    fs::remove_dir_all(cached.rig.cache()).unwrap();
    opened.wait_until("all is there again", |_| cached.rig.chunks().len() == 10);
    let heard = opened.hear(0..FRAMES as u64);
    assert!(heard.samples == cached.right);
}

#[test]
fn foreign_files_take_nothing_of_the_limit() {
    let mut rig = Rig::new();
    let stems = vec![flac(&rig.place, "a.flac", 16, FRAMES)];
    let bytes = rig.warm(from_ref(&stems)).byte_count;
    let stem = rig.chunks()[0].parent().unwrap().to_owned();
    let foreign = [stem.join("notes.txt"), rig.cache().join("holiday.jpg")];
    foreign.iter().for_each(|path| fs::write(path, vec![7; 3_000_000]).unwrap());
    // Less than they have.
    rig.live.limit_bytes = bytes + 200_000;
    let telemetry = rig.warm(from_ref(&stems));
    assert_eq!((telemetry.byte_count, telemetry.evictions), (bytes, 0));
    let opened = rig.open(from_ref(&stems));
    opened.engine.clear_cache(None);
    opened.wait_until("what is ours was removed", |_| rig.chunks().len() < 5);
    assert!(foreign.iter().all(|path| fs::metadata(path).unwrap().len() == 3_000_000));
}

#[test]
fn a_file_that_panics_as_it_is_read_costs_its_own_chunks_alone() {
    let (control, opener) = faulty_files();
    let mut rig = Rig { opener: Some(Arc::new(opener)), ..Rig::new() };
    rig.live.policy = CachePolicy::Off;
    let stems =
        vec![flac(&rig.place, "good.flac", 16, FRAMES), flac(&rig.place, "bad.flac", 16, FRAMES)];
    let opened = rig.open(from_ref(&stems));
    opened.wait_until("it is open", |o| o.engine.song(o.songs[0]).frame_count.is_some());
    control.set("bad", Fault::Panic);
    let mut live = opened.engine.settings().live;
    live.cache.policy = CachePolicy::Always;
    opened.engine.set_settings(live);
    opened.wait_until("the other one is written", |_| rig.chunks().len() == 5);
    opened.wait_until("it is given up", |o| o.engine.cache_report().unwrap().is_complete);
}
