//! The limit holds whatever happens, pins stay, and the order is the right one.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn chunk(song: &str, stem: &str, number: u64) -> ChunkRef {
    ChunkRef { song: song.to_owned(), stem: stem.to_owned(), number }
}

fn numbers(victims: Option<Vec<ChunkRef>>) -> Vec<(String, u64)> {
    victims.unwrap().into_iter().map(|chunk| (chunk.song, chunk.number)).collect()
}

#[test]
fn the_song_unused_for_longest_goes_from_its_end_and_first_chunks_go_last() {
    let mut books = Books::new();
    for song in ["a", "b"] {
        (0..3).for_each(|number| books.add(&chunk(song, "x", number), 10));
    }
    books.touch("a");
    let order = numbers(books.victims(60, |_| Hold::Free));
    let expected = [("b", 2), ("b", 1), ("a", 2), ("a", 1), ("b", 0), ("a", 0)];
    assert_eq!(order, expected.map(|(song, number)| (song.to_owned(), number)));
    assert_eq!(books.order(), ["b", "a"]);
}

#[test]
fn what_has_no_room_in_the_set_goes_before_the_first_chunks_of_others() {
    let mut books = Books::new();
    for song in ["set", "old"] {
        (0..2).for_each(|number| books.add(&chunk(song, "x", number), 10));
    }
    let hold = |c: ChunkAt<'_>| match (c.song, c.number) {
        ("set", 0) => Hold::Pinned,
        ("set", _) => Hold::Surplus,
        _ => Hold::Free,
    };
    let order = numbers(books.victims(30, hold));
    assert_eq!(order, [("old", 1), ("set", 1), ("old", 0)].map(|(s, n)| (s.to_owned(), n)));
    assert_eq!(books.victims(40, hold), None, "the pin stays");
}

#[test]
fn bytes_are_counted_once() {
    let mut books = Books::new();
    books.add(&chunk("a", "x", 0), 100);
    books.add(&chunk("a", "x", 0), 40);
    books.set_other("a", "x", 7);
    books.set_other("a", "x", 9);
    assert_eq!((books.total_bytes(), books.song_bytes("a")), (49, 49));
    assert_eq!(books.remove(&chunk("a", "x", 0)), Some(40));
    assert_eq!(books.remove(&chunk("a", "x", 0)), None);
    books.remove_stem("a", "x");
    assert_eq!((books.total_bytes(), books.n_songs()), (0, 0));
}

#[derive(Debug, Clone)]
enum Step {
    Write { song: u8, stem: u8, number: u64, worst: u64, actual: u64 },
    Fail { worst: u64 },
    Touch(u8),
    Lose { song: u8, stem: u8, number: u64 },
    Pin(u8),
    Limit(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let (song, stem, number) = (0..6u8, 0..3u8, 0..8u64);
    prop_oneof![
        6 => (song.clone(), stem.clone(), number.clone(), 1..400u64, 1..=100u64).prop_map(
            |(song, stem, number, worst, percent)| Step::Write {
                song, stem, number, worst, actual: (worst * percent / 100).max(1)
            }
        ),
        1 => (1..400u64).prop_map(|worst| Step::Fail { worst }),
        2 => song.clone().prop_map(Step::Touch),
        1 => (song.clone(), stem, number).prop_map(
            |(song, stem, number)| Step::Lose { song, stem, number }
        ),
        1 => song.prop_map(Step::Pin),
        1 => (500..4000u64).prop_map(Step::Limit),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]
    #[test]
    fn in_ten_thousand_steps_the_limit_is_never_exceeded_and_no_pin_goes(
        steps in prop::collection::vec(step(), 500)
    ) {
        let (mut books, mut limit, mut pins) = (Books::new(), 2000, BTreeSet::new());
        let mut model: BTreeMap<ChunkRef, u64> = BTreeMap::new();
        for step in steps {
            let is_pinned = |song: &str| pins.contains(song);
            let hold =
                |c: ChunkAt<'_>| if is_pinned(c.song) { Hold::Pinned } else { Hold::Free };
            match step {
                Step::Write { song, stem, number, worst, actual } => {
                    let new = chunk(&song.to_string(), &stem.to_string(), number);
                    if let Some(victims) = books.victims(books.excess(worst, limit), hold) {
                        for victim in victims {
                            prop_assert!(!is_pinned(&victim.song));
                            prop_assert_eq!(books.remove(&victim), model.remove(&victim));
                        }
                    }
                    if books.reserve(worst, limit) {
                        prop_assert!(books.total_bytes() + worst <= limit);
                        books.release(worst);
                        books.add(&new, actual);
                        model.insert(new, actual);
                    }
                }
                Step::Fail { worst } => {
                    if books.reserve(worst, limit) {
                        books.release(worst);
                    }
                }
                Step::Touch(song) => books.touch(&song.to_string()),
                Step::Lose { song, stem, number } => {
                    let lost = chunk(&song.to_string(), &stem.to_string(), number);
                    prop_assert_eq!(books.remove(&lost), model.remove(&lost));
                }
                Step::Pin(song) => {
                    // Two at a time, as sets change.
                    if pins.len() > 1 { pins.clear(); }
                    pins.insert(song.to_string());
                }
                Step::Limit(new) if books.total_bytes() <= new => limit = new,
                Step::Limit(_) => {}
            }
            prop_assert_eq!(books.total_bytes(), model.values().sum::<u64>());
            prop_assert!(books.total_bytes() <= limit);
        }
    }
}
