//! A library as large as the largest, of songs whose files are not there.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use attacca_library::{
    Colour, Edit, Library, NewSong, NewStem, Role, StemFacts, StemFile, UnixSeconds,
};
use attacca_test_support::noise::Noise;

/// Songs of the library.
pub(crate) const SONGS: usize = 10_000;
/// Stems of each.
pub(crate) const STEMS: usize = 30;
/// When they were added.
pub(crate) const NOW: UnixSeconds = UnixSeconds(1_795_000_000);

/// Words of which titles are made.
const WORDS: [&str; 32] = [
    "Northern",
    "Lights",
    "River",
    "Été",
    "Night",
    "Love",
    "Fire",
    "Blue",
    "Über",
    "Road",
    "Home",
    "Dance",
    "Rain",
    "Golden",
    "Heart",
    "Shadow",
    "Summer",
    "Ocean",
    "Wild",
    "Moon",
    "Señorita",
    "Silver",
    "Dream",
    "Falling",
    "Stars",
    "Winter",
    "Electric",
    "Paper",
    "Glass",
    "Thunder",
    "Morning",
    "Encore",
];

fn song(number: usize, random: &mut Noise) -> NewSong {
    let mut word = || WORDS[random.below(WORDS.len() as u64) as usize];
    let title = format!("{} {} {number}", word(), word());
    let folder = PathBuf::from(format!("/music/stems/{title}"));
    let stems = (0..STEMS).map(|stem| {
        let role = Role::ALL[stem % Role::ALL.len()];
        let name = format!("{} {}", role.name(), stem + 1);
        NewStem {
            file: StemFile {
                path: folder.join(format!("{:02} {name}.flac", stem + 1)),
                track: None,
                byte_count: 30_000_000,
                modified_ns: 1_795_000_000_000_000_000,
            },
            facts: StemFacts {
                format: "FLAC".to_owned(),
                sample_rate_hz: 48_000,
                bits: 24,
                channel_count: 2,
                length_frames: 48_000 * (180 + number as u64 % 120),
            },
            role,
            colour: Colour { red: 1, green: 2, blue: 3 },
            level_db: 0.0,
            is_muted: false,
            is_solo_safe: false,
            bus: "main".to_owned(),
            name,
        }
    });
    NewSong {
        stems: stems.collect(),
        title,
        artist: format!("The Band {}", number % 300),
        folder,
        added_at: NOW,
        tempo_bpm: Some(60.0 + (number % 120) as f64),
        ..NewSong::default()
    }
}

/// Fills the library in `folder`, an edit for each song, and prints how long that took.
pub(crate) fn fill(folder: &Path) {
    let (mut library, _) = Library::open(folder, NOW).expect("a library");
    let mut random = Noise::new(1);
    let began = Instant::now();
    for number in 0..SONGS {
        library.apply(Edit::AddSong(Box::new(song(number, &mut random))), Some(1)).expect("a song");
    }
    let bytes = fs::metadata(folder.join("library.sqlite")).map_or(0, |m| m.len());
    println!(
        "{SONGS} songs of {STEMS} stems stored in {:.1} s, a transaction each: {} MB",
        began.elapsed().as_secs_f64(),
        bytes / 1_000_000
    );
}
