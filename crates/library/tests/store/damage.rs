//! Claims about libraries that are damaged, and about backups.

use std::{fs, path::Path};

use attacca_library::{
    Edit, LibraryError, UnixSeconds,
    care::{CareOutcome, Damage},
};
use attacca_test_support::{files::TestFolder, noise::Noise};

use crate::material::{NOW, add, open, titles, try_to_open, wait_for_care};

const DAY: i64 = 86_400;

/// A library with songs and one backup of all of them; returns what it holds.
fn backed_up(folder: &Path) -> String {
    {
        let mut library = open(folder);
        assert!(matches!(wait_for_care(&mut library), CareOutcome::NothingYet));
        for number in 0..20 {
            add(&mut library, &format!("Song {number}"), &["Drums", "Bass", "Keys", "Click"]);
        }
    }
    let mut library = open(folder);
    let CareOutcome::BackedUp(backup) = wait_for_care(&mut library) else {
        panic!("there is a backup of a whole library")
    };
    assert_eq!(backup.song_count, Some(20));
    library.dump().unwrap()
}

fn file(folder: &Path) -> std::path::PathBuf {
    folder.join("library.sqlite")
}

/// Opens a damaged library and restores what is offered.
fn assert_restored(folder: &Path, damaged: &[u8], expected: &str) -> Damage {
    let (mut library, report) = try_to_open(folder, NOW).expect("it starts in any case");
    let damage = report.damage.expect("the damage is told");
    assert_eq!(library.song_count().unwrap(), 0, "it starts empty");
    assert_eq!(fs::read(&damage.moved_to).unwrap(), damaged, "what was there is kept as it was");
    let backup = damage.backup.clone().expect("a backup is offered");
    assert_eq!(backup.song_count, Some(20));
    library.restore(&backup.name, NOW).unwrap();
    assert_eq!(library.dump().unwrap(), expected);
    assert!(!folder.join("library.restore").exists(), "the offer was taken");
    add(&mut library, "After", &["a"]);
    drop(library);
    let library = open(folder);
    assert_eq!(library.song_count().unwrap(), 21, "it goes on from there");
    damage
}

#[test]
fn a_backup_is_offered_until_it_is_restored_or_declined_and_kept_so_long() {
    let folder = TestFolder::new();
    backed_up(folder.root());
    fs::write(file(folder.root()), b"garbage").unwrap();
    let (library, report) = try_to_open(folder.root(), NOW).unwrap();
    let offered = report.damage.expect("damage").backup.expect("a backup");
    assert_eq!(report.offered.as_ref(), Some(&offered));
    drop(library);
    // Backups of the library that goes on push older ones out.
    let far = |days: i64| UnixSeconds(NOW.0 + (100 + days) * DAY);
    for days in 0..5 {
        let (mut library, report) = try_to_open(folder.root(), far(days)).unwrap();
        assert_eq!(report.damage, None);
        assert_eq!(report.offered.as_ref(), Some(&offered), "day {days}");
        add(&mut library, &format!("New {days}"), &["a"]);
        wait_for_care(&mut library);
    }
    let (mut library, _) = try_to_open(folder.root(), far(6)).unwrap();
    library.decline_restore().unwrap();
    library.decline_restore().unwrap();
    drop(library);
    let (mut library, report) = try_to_open(folder.root(), far(7)).unwrap();
    assert_eq!(report.offered, None);
    wait_for_care(&mut library);
    let names: Vec<String> = library.backups().unwrap().into_iter().map(|one| one.name).collect();
    assert!(!names.contains(&offered.name), "{names:?}");
}

#[test]
fn garbage_and_cut_files_are_put_aside_and_a_backup_is_offered() {
    let whole = TestFolder::new();
    let expected = backed_up(whole.root());
    let bytes = fs::read(file(whole.root())).unwrap();
    let noise: Vec<u8> = Noise::new(3).integers(8, 9000).into_iter().map(|n| n as u8).collect();
    let cuts = [0, 1, 100, 4096, bytes.len() / 2, bytes.len() - 1];
    let cut = cuts.map(|length| bytes[..length].to_vec());
    let headless = [&noise[..100], &bytes[100..]].concat();
    let middle = [&bytes[..8192], &noise[..], &bytes[8192 + noise.len()..]].concat();
    for damaged in [vec![noise, headless, middle], cut.to_vec()].concat() {
        let folder = TestFolder::new();
        copy_folder(whole.root(), folder.root());
        fs::write(file(folder.root()), &damaged).unwrap();
        assert_restored(folder.root(), &damaged, &expected);
    }
}

#[test]
fn whatever_bits_flip_it_opens_or_offers_a_backup() {
    let whole = TestFolder::new();
    backed_up(whole.root());
    let bytes = fs::read(file(whole.root())).unwrap();
    let mut random = Noise::new(4);
    let mut n_damaged = 0;
    for turn in 0..60 {
        let folder = TestFolder::new();
        copy_folder(whole.root(), folder.root());
        let mut flipped = bytes.clone();
        for _ in 0..1 + turn / 4 {
            // Half of them in the pages that hold the tree of tables.
            let range = if turn % 2 == 0 { 4096.min(bytes.len()) } else { bytes.len() };
            flipped[random.below(range as u64) as usize] ^= 1 << random.below(8);
        }
        fs::write(file(folder.root()), &flipped).unwrap();
        let (mut library, report) = match try_to_open(folder.root(), NOW) {
            Ok(opened) => opened,
            // The number of the tables' version flipped.
            Err(LibraryError::TooNew { .. }) => continue,
            Err(error) => panic!("turn {turn}: {error:?}"),
        };
        if let Some(damage) = report.damage {
            n_damaged += 1;
            let backup = damage.backup.expect("a backup is offered");
            library.restore(&backup.name, NOW).unwrap();
            assert_eq!(library.song_count().unwrap(), 20);
        }
        // What no check finds is told when it is met, or is a letter of a name.
        let _ = (library.dump(), library.undo(), library.setlists());
        let _ = library.apply(Edit::CreateSetlist { name: "x".to_owned() }, None);
    }
    assert!(n_damaged >= 10, "many flips are found: {n_damaged}");
}

#[test]
fn a_damaged_backup_is_passed_over() {
    let folder = TestFolder::new();
    let expected = backed_up(folder.root());
    let later = UnixSeconds(NOW.0 + 3600);
    {
        let (mut library, _) = try_to_open(folder.root(), later).unwrap();
        let CareOutcome::BackedUp(newest) = wait_for_care(&mut library) else { panic!() };
        let path = folder.path("backups").join(&newest.name);
        let mut bytes = fs::read(&path).unwrap();
        bytes.truncate(5000);
        fs::write(path, bytes).unwrap();
        let error = library.restore(&newest.name, later).unwrap_err();
        assert!(matches!(error, LibraryError::Backup { .. }), "{error:?}");
        assert_eq!(library.dump().unwrap(), expected, "it is as it was");
        let error = library.restore("../library.sqlite", later).unwrap_err();
        assert!(matches!(error, LibraryError::NotFound { what: "backup" }), "{error:?}");
    }
    fs::write(file(folder.root()), b"garbage").unwrap();
    let damage = assert_restored(folder.root(), b"garbage", &expected);
    assert_eq!(damage.backup.unwrap().made_at, NOW);
}

#[test]
fn without_a_backup_it_starts_empty() {
    let folder = TestFolder::new();
    fs::write(file(folder.root()), b"garbage").unwrap();
    let (library, report) = try_to_open(folder.root(), NOW).unwrap();
    assert_eq!(report.damage.unwrap().backup, None);
    assert_eq!(library.song_count().unwrap(), 0);
}

#[test]
fn a_backup_is_made_at_each_start_and_kept_for_ten_days() {
    let folder = TestFolder::new();
    add(&mut open(folder.root()), "One", &["a"]);
    let start = |now: UnixSeconds| {
        let (mut library, _) = try_to_open(folder.root(), now).unwrap();
        assert!(matches!(wait_for_care(&mut library), CareOutcome::BackedUp(_)));
        let backups = library.backups().unwrap();
        backups.into_iter().map(|backup| (backup.made_at.0 - NOW.0) / DAY).collect::<Vec<_>>()
    };
    assert_eq!(start(NOW), [0]);
    assert_eq!(start(NOW), [0, 0], "two in a second");
    for day in 1..=10 {
        start(UnixSeconds(NOW.0 + day * DAY));
    }
    let days = start(UnixSeconds(NOW.0 + 11 * DAY));
    assert_eq!(days, (1..=11).rev().collect::<Vec<_>>());
    // After a long pause the newest are there all the same.
    assert_eq!(start(UnixSeconds(NOW.0 + 400 * DAY)), [400, 11, 10]);
}

#[test]
fn an_empty_library_is_not_backed_up() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    assert!(matches!(wait_for_care(&mut library), CareOutcome::NothingYet));
    assert_eq!(library.backups().unwrap(), []);
}

#[test]
fn what_restoring_replaces_is_a_backup_itself() {
    let folder = TestFolder::new();
    backed_up(folder.root());
    let mut library = open(folder.root());
    wait_for_care(&mut library);
    let old = library.backups().unwrap().pop().unwrap();
    let extra = add(&mut library, "Extra", &["a"]);
    let before = library.dump().unwrap();
    let later = UnixSeconds(NOW.0 + 60);
    library.restore(&old.name, later).unwrap();
    assert_eq!(library.song_count().unwrap(), 20);
    assert!(library.song(extra).is_err());
    let newest = library.backups().unwrap().remove(0);
    assert_eq!(newest.made_at, later);
    library.restore(&newest.name, later).unwrap();
    assert_eq!(library.dump().unwrap(), before);
    assert_eq!(titles(&library).len(), 21);
}

#[test]
fn what_a_killed_program_left_of_a_backup_is_removed() {
    let folder = TestFolder::new();
    backed_up(folder.root());
    let left = folder.path("backups").join(".writing abc");
    fs::write(&left, b"half").unwrap();
    let mut library = open(folder.root());
    wait_for_care(&mut library);
    assert!(!left.exists());
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
