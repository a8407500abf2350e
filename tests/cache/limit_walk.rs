//! Whatever is done to a cache, in whatever order, its folder never has more bytes than it may.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use attacca_test_support::noise::Noise;
use attacca_units::FramePos;

use crate::{
    material::flac,
    rig::{Opened, Rig},
};

const FRAMES: usize = 150_000;
const N_SONGS: u64 = 5;

/// Operations: as many as 15 s allow, on two cores that have other things to do.
const N_OPERATIONS: usize = 2000;

/// Limits that are set: what all songs take, and less.
const LIMITS: [u64; 4] = [250_000, 400_000, 600_000, 900_000];

/// The files below a folder, with their bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => found.extend(files(&entry.path())),
            Ok(metadata) => {
                found.insert(entry.path(), metadata.len());
            }
            Err(_) => {}
        }
    }
    found
}

/// Looks at the folder as long as nothing is over; `limit` is what it may have. Returns how often it saw
/// it, and what it saw beyond.
fn observe(folder: &Path, limit: &AtomicU64, is_over: &AtomicBool) -> (u64, Vec<(u64, u64)>) {
    let (mut n_looks, mut beyond) = (0, Vec::new());
    while !is_over.load(Relaxed) {
        // Others are timed beside it.
        thread::sleep(Duration::from_millis(1));
        let before = limit.load(Relaxed);
        let (first, second) = (files(folder), files(folder));
        // Of a folder that changes meanwhile a look sees what was and what is, added up.
        if first != second {
            continue;
        }
        n_looks += 1;
        let (bytes, allowed) = (first.values().sum(), before.max(limit.load(Relaxed)));
        if bytes > allowed {
            beyond.push((bytes, allowed));
        }
    }
    (n_looks, beyond)
}

struct Walk<'a> {
    rig: &'a Rig,
    opened: Opened,
    limit: &'a AtomicU64,
    random: Noise,
}

impl Walk<'_> {
    fn step(&mut self) {
        let song = self.opened.songs[self.random.below(N_SONGS) as usize];
        let engine = &self.opened.engine;
        match self.random.below(400) {
            0..30 => {
                let at = FramePos(self.random.below(FRAMES as u64));
                engine.play_song(song, at);
            }
            30..80 => {
                engine.pause();
            }
            80..88 => {
                let set: Vec<_> = self
                    .opened
                    .songs
                    .iter()
                    .filter(|_| self.random.below(3) > 0)
                    .copied()
                    .collect();
                engine.set_setlist(&set);
            }
            88..96 => engine.pin(song),
            96..104 => engine.unpin(song),
            104..106 => engine.clear_cache(Some(song)),
            106 => engine.clear_cache(None),
            107..120 => self.harm(|path, random| {
                let mut bytes = fs::read(path).unwrap_or_default();
                if !bytes.is_empty() {
                    let at = random.below(bytes.len() as u64) as usize;
                    bytes[at] ^= 1 << random.below(8);
                    // As long as it was, or gone by now.
                    let file = fs::File::options().write(true).open(path);
                    let _ = file.and_then(|mut file| std::io::Write::write_all(&mut file, &bytes));
                }
            }),
            120..130 => self.harm(|path, _| {
                let _ = fs::remove_file(path);
            }),
            130..136 => self.set_limit(),
            // It plays on, or is written on.
            _ => {}
        }
        for _ in 0..self.random.below(4) {
            self.opened.renderer.render(&mut [0.0; 2 * 480], 2, Instant::now());
        }
        thread::sleep(Duration::from_millis(5));
    }

    fn harm(&mut self, act: impl FnOnce(&Path, &mut Noise)) {
        let chunks = self.rig.chunks();
        if !chunks.is_empty() {
            act(&chunks[self.random.below(chunks.len() as u64) as usize], &mut self.random);
        }
    }

    fn set_limit(&mut self) {
        let new = LIMITS[self.random.below(LIMITS.len() as u64) as usize];
        let old = self.limit.load(Relaxed);
        self.limit.store(new.max(old), Relaxed);
        let mut live = self.opened.engine.settings().live;
        live.cache.limit_bytes = new;
        self.opened.engine.set_settings(live);
        if new < old {
            self.opened.wait_until("a lower limit holds", |o| {
                let telemetry = o.engine.telemetry().cache.unwrap();
                telemetry.limit_bytes == new && self.rig.bytes_on_disk() <= new
            });
            self.limit.store(new, Relaxed);
        }
    }
}

#[test]
fn in_thousands_of_operations_the_folder_never_has_more_than_the_limit() {
    let mut rig = Rig::new();
    rig.chunk_seconds = 0.5;
    rig.live.limit_bytes = LIMITS[3];
    let stem = |song, stem| flac(&rig.place, &format!("{song}-{stem}.flac"), 16, FRAMES);
    let songs: Vec<_> = (0..N_SONGS).map(|song| vec![stem(song, 0), stem(song, 1)]).collect();
    let (limit, is_over) = (AtomicU64::new(LIMITS[3]), AtomicBool::new(false));
    let (n_looks, beyond, telemetry) = thread::scope(|scope| {
        let observer = scope.spawn(|| observe(&rig.cache(), &limit, &is_over));
        let opened = rig.open(&songs);
        let mut walk = Walk { rig: &rig, opened, limit: &limit, random: Noise::new(16) };
        (0..N_OPERATIONS).for_each(|_| walk.step());
        let telemetry = walk.opened.engine.telemetry().cache.unwrap();
        is_over.store(true, Relaxed);
        let (n_looks, beyond) = observer.join().unwrap();
        (n_looks, beyond, telemetry)
    });
    assert_eq!(beyond, [], "bytes, and what was allowed, in {n_looks} looks");
    assert!(n_looks > 1000, "it was looked at: {n_looks}");
    // How much, depends on what else the machine does.
    let has_worked = telemetry.written > 10 && telemetry.evictions > 2;
    assert!(has_worked, "there was something to see: {telemetry:?}");
    let heard = rig.hear(&songs[0], 0..FRAMES as u64);
    assert!(heard.samples == rig.hear_without(&songs[0], 0..FRAMES as u64), "it still works");
}
