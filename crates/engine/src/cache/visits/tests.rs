//! In turn, once for each wish, never what is open anyway, and never in anybody's way.

use super::*;
use crate::cache::events::Visit;

fn view(visit: Option<(u32, bool)>, open_anyway: &[u32]) -> CacheView {
    CacheView {
        visit: visit.map(|(song, is_open)| Visit { song: SongId(song), is_open }),
        open_anyway: open_anyway.iter().copied().map(SongId).collect(),
        may_visit: true,
        ..CacheView::default()
    }
}

fn songs(numbers: &[u32]) -> Vec<SongId> {
    numbers.iter().copied().map(SongId).collect()
}

fn turn(kept: &[SongId], is_idle: bool, wish_count: u64) -> VisitTurn<'_> {
    VisitTurn { kept, is_idle, is_stuck: false, wish_count, at: Instant::now() }
}

#[test]
fn songs_are_visited_one_after_the_other_and_once_for_each_wish() {
    let mut visits = Visits::default();
    let kept = songs(&[7, 3, 5]);
    assert_eq!(visits.go_on(&view(None, &[3]), turn(&kept, true, 1)), 2);
    assert_eq!(visits.now, Some(SongId(7)));
    visits.go_on(&view(Some((7, false)), &[3]), turn(&kept, true, 1));
    assert_eq!(visits.now, Some(SongId(7)), "it is not open yet");
    visits.go_on(&view(Some((7, true)), &[3]), turn(&kept, false, 1));
    assert_eq!(visits.now, Some(SongId(7)), "something is left to write");
    assert_eq!(visits.go_on(&view(Some((7, true)), &[3]), turn(&kept, true, 1)), 1);
    assert_eq!(visits.now, Some(SongId(5)));
    assert_eq!(visits.go_on(&view(Some((5, true)), &[3]), turn(&kept, true, 1)), 0);
    assert_eq!(visits.now, None);
    visits.go_on(&view(None, &[3]), turn(&kept, true, 2));
    assert_eq!(visits.now, Some(SongId(7)), "another wish");
}

#[test]
fn a_visit_ends_when_others_need_the_song_or_nobody_keeps_it() {
    let mut visits = Visits::default();
    visits.go_on(&view(None, &[]), turn(&songs(&[1, 2]), true, 1));
    visits.go_on(&view(Some((1, true)), &[1]), turn(&songs(&[1, 2]), false, 1));
    assert_eq!(visits.now, None);
    visits.go_on(&view(None, &[1]), turn(&songs(&[1, 2]), true, 1));
    assert_eq!(visits.now, Some(SongId(2)));
    visits.go_on(&view(Some((2, false)), &[1]), turn(&songs(&[1]), false, 1));
    assert_eq!(visits.now, None);
}

#[test]
fn a_song_that_hangs_or_takes_long_to_open_has_had_its_visit() {
    let (mut visits, kept) = (Visits::default(), songs(&[1, 2, 3]));
    visits.go_on(&view(None, &[]), turn(&kept, true, 1));
    let hangs = CacheView { may_visit: false, has_hung: true, ..view(Some((1, false)), &[]) };
    assert_eq!(visits.go_on(&hangs, turn(&kept, true, 1)), 2);
    assert_eq!(visits.now, None, "nothing is opened while a file hangs");
    visits.go_on(&view(None, &[]), turn(&kept, true, 1));
    assert_eq!(visits.now, Some(SongId(2)));
    let later = Instant::now() + LONGEST_OPENING;
    let slow = VisitTurn { at: later, ..turn(&kept, true, 1) };
    assert_eq!(visits.go_on(&view(Some((2, false)), &[]), slow), 1);
    assert_eq!(visits.now, Some(SongId(3)));
    let stuck = VisitTurn { is_stuck: true, ..turn(&kept, false, 1) };
    assert_eq!(visits.go_on(&view(Some((3, true)), &[]), stuck), 0, "its chunk hangs");
    assert_eq!(visits.now, None);
}

#[test]
fn a_visit_that_is_in_the_way_of_what_plays_is_put_off() {
    let (mut visits, kept) = (Visits::default(), songs(&[1]));
    let plays = |visit| CacheView { may_visit: false, ..view(visit, &[]) };
    assert_eq!(visits.go_on(&plays(None), turn(&kept, true, 1)), 1);
    assert_eq!(visits.now, None);
    visits.go_on(&view(None, &[]), turn(&kept, true, 1));
    visits.go_on(&plays(Some((1, false))), turn(&kept, true, 1));
    assert_eq!(visits.now, None, "it is not open yet");
    visits.go_on(&view(None, &[]), turn(&kept, true, 1));
    visits.go_on(&plays(Some((1, true))), turn(&kept, false, 1));
    assert_eq!(visits.now, Some(SongId(1)), "an open one is written");
}

#[test]
fn a_song_is_visited_again_when_it_is_kept_anew_and_the_others_are_not() {
    let (mut visits, kept) = (Visits::default(), songs(&[1, 2]));
    for song in [None, Some((1, true)), Some((2, true))] {
        visits.go_on(&view(song, &[]), turn(&kept, true, 1));
    }
    assert_eq!(visits.now, None);
    assert_eq!(visits.go_on(&view(None, &[]), turn(&songs(&[1]), true, 1)), 0);
    assert_eq!(visits.go_on(&view(None, &[]), turn(&kept, true, 1)), 1);
    assert_eq!(visits.now, Some(SongId(2)));
}
