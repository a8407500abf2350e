//! What the library takes when it is large: opening it with its first page, a keystroke of a search, an edit, and importing the
//! metadata of a thousand stems. Beside criterion's figures it prints the 95th percentile of all keystrokes of a search.

mod large;

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use attacca_flac_writer::{FlacFile, FlacSettings};
use attacca_library::{
    Edit, Library, Role, SongFilter, SongOrder, SongQuery, StemMixChange,
    import::{ImportEvent, ImportSettings, start},
};
use attacca_test_support::noise::Noise;
use attacca_units::SampleRate;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

use large::NOW;

/// What somebody types, letter by letter.
const TYPED: [&str; 4] = ["northern lights", "ete", "drums mo", "the band 12"];

/// A library of [`SONGS`] songs with [`STEMS`] stems each. Its folder goes with it.
fn large() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    large::fill(folder.path());
    folder
}

fn page(text: &str) -> SongQuery {
    SongQuery { text: text.to_owned(), limit: 100, ..SongQuery::default() }
}

/// Opens the library and reads what a window shows first.
fn open(folder: &Path) -> Library {
    let (library, _) = Library::open(folder, NOW).expect("the library opens");
    black_box((library.search(&page("")), library.setlists(), library.settings()))
        .0
        .expect("a page");
    library
}

/// Every keystroke of all that is typed, in every order and with every filter.
fn keystrokes(library: &Library) -> Vec<Duration> {
    let orders = [
        SongOrder::Title,
        SongOrder::Artist,
        SongOrder::Added,
        SongOrder::Tempo,
        SongOrder::Length,
    ];
    let mut times = Vec::new();
    for typed in TYPED {
        for (end, _) in typed.char_indices().skip(1).chain([(typed.len(), ' ')]) {
            for order in orders {
                for filter in [SongFilter::All, SongFilter::Missing, SongFilter::InNoSetlist] {
                    let query = SongQuery { order, filter, ..page(&typed[..end]) };
                    let began = Instant::now();
                    black_box(library.search(&query)).expect("a page");
                    times.push(began.elapsed());
                }
            }
        }
    }
    times.sort();
    times
}

fn large_library(criterion: &mut Criterion) {
    let folder = large();
    let mut group = criterion.benchmark_group("10,000 songs of 30 stems");
    group.sample_size(20).measurement_time(Duration::from_secs(5));
    group.bench_function("open and first page", |bencher| {
        // Closing is not in it, and comes before it is opened again.
        bencher.iter_custom(|times| {
            let time = |_| {
                let began = Instant::now();
                let library = open(folder.path());
                let elapsed = began.elapsed();
                drop(library);
                elapsed
            };
            (0..times).map(time).sum()
        });
    });
    let mut library = open(folder.path());
    let times = keystrokes(&library);
    println!(
        "search: p50 {:.1} ms, p95 {:.1} ms, max {:.1} ms of {} keystrokes",
        times[times.len() / 2].as_secs_f64() * 1e3,
        times[times.len() * 95 / 100].as_secs_f64() * 1e3,
        times[times.len() - 1].as_secs_f64() * 1e3,
        times.len()
    );
    group.bench_function("search, one letter", |bencher| {
        bencher.iter(|| library.search(&page("n")).expect("a page"));
    });
    group.bench_function("search, two words", |bencher| {
        bencher.iter(|| library.search(&page("northern li")).expect("a page"));
    });
    let song = library.search(&page("")).expect("a page").songs[0].id;
    let stem = library.song(song).expect("a song").stems[0].id;
    let mut level_db = 0.0;
    group.bench_function("move a fader", |bencher| {
        bencher.iter(|| {
            level_db = if level_db < -50.0 { 0.0 } else { level_db - 0.1 };
            let change = StemMixChange { level_db: Some(level_db), ..StemMixChange::default() };
            library.apply(Edit::MixStem { stem, change }, Some(2)).expect("an edit");
        });
    });
    group.finish();
    // One program at a time has a library.
    drop(library);
    wait_for_care(folder.path());
}

/// Prints how long the check and the backup take in the background.
fn wait_for_care(folder: &Path) {
    let began = Instant::now();
    let (mut library, _) = Library::open(folder, NOW).expect("the library opens");
    let outcome = loop {
        match library.care_outcome() {
            Some(outcome) => break outcome,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    println!("check and backup in the background: {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    black_box(outcome);
}

/// 40 songs of 25 FLAC stems of two seconds.
fn thousand_stems() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut noise = Noise::new(2);
    let settings = FlacSettings::new(SampleRate::HZ_48000, 2, 24);
    let samples = noise.integers(20, 2 * 96_000);
    let one = folder.path().join("one");
    let mut file = FlacFile::create(&one, &settings).expect("a file");
    file.write_interleaved(&samples).expect("samples");
    file.finish().expect("a whole file");
    for song in 0..40 {
        let songs = folder.path().join(format!("show/Song {song} - Band (Am 120bpm)"));
        fs::create_dir_all(&songs).expect("a folder");
        for stem in 0..25 {
            let role = Role::ALL[stem % Role::ALL.len()].name();
            fs::copy(&one, songs.join(format!("{stem:02} {role} {stem}.flac"))).expect("a copy");
        }
    }
    folder
}

fn import(paths: PathBuf, library: &mut Library) {
    let settings = ImportSettings { paths: vec![paths], now: NOW, threads: None };
    let import = start(settings).expect("an import");
    let mut stems = 0;
    for event in &import.events {
        match event {
            ImportEvent::Song(song) => {
                stems += library.add_found(*song, 1).expect("a song").stems_added;
            }
            ImportEvent::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
    assert_eq!(stems, 1000);
}

fn importing(criterion: &mut Criterion) {
    let files = thousand_stems();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.bench_function("metadata of 1,000 stems, warm", |bencher| {
        let empty = || {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let (library, _) = Library::open(folder.path(), NOW).expect("a library");
            (folder, library)
        };
        let work = |(_folder, library): &mut (tempfile::TempDir, Library)| {
            import(files.path().join("show"), library);
        };
        bencher.iter_batched_ref(empty, work, BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, large_library, importing);
criterion_main!(benches);
