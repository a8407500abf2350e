//! In turn, once for each wish, and never what is open anyway.

use super::*;
use crate::cache::events::Visit;

fn view(visit: Option<(u32, bool)>, open_anyway: &[u32]) -> CacheView {
    CacheView {
        visit: visit.map(|(song, is_open)| Visit { song: SongId(song), is_open }),
        open_anyway: open_anyway.iter().copied().map(SongId).collect(),
        ..CacheView::default()
    }
}

fn songs(numbers: &[u32]) -> Vec<SongId> {
    numbers.iter().copied().map(SongId).collect()
}

#[test]
fn songs_are_visited_one_after_the_other_and_once_for_each_wish() {
    let mut visits = Visits::default();
    let kept = songs(&[7, 3, 5]);
    assert_eq!(visits.go_on(&view(None, &[3]), &kept, true, 1), 2);
    assert_eq!(visits.now, Some(SongId(7)));
    visits.go_on(&view(Some((7, false)), &[3]), &kept, true, 1);
    assert_eq!(visits.now, Some(SongId(7)), "it is not open yet");
    visits.go_on(&view(Some((7, true)), &[3]), &kept, false, 1);
    assert_eq!(visits.now, Some(SongId(7)), "something is left to write");
    assert_eq!(visits.go_on(&view(Some((7, true)), &[3]), &kept, true, 1), 1);
    assert_eq!(visits.now, Some(SongId(5)));
    assert_eq!(visits.go_on(&view(Some((5, true)), &[3]), &kept, true, 1), 0);
    assert_eq!(visits.now, None);
    visits.go_on(&view(None, &[3]), &kept, true, 2);
    assert_eq!(visits.now, Some(SongId(7)), "another wish");
}

#[test]
fn a_visit_ends_when_others_need_the_song_or_nobody_keeps_it() {
    let mut visits = Visits::default();
    visits.go_on(&view(None, &[]), &songs(&[1, 2]), true, 1);
    visits.go_on(&view(Some((1, true)), &[1]), &songs(&[1, 2]), false, 1);
    assert_eq!(visits.now, None);
    visits.go_on(&view(None, &[1]), &songs(&[1, 2]), true, 1);
    assert_eq!(visits.now, Some(SongId(2)));
    visits.go_on(&view(Some((2, false)), &[1]), &songs(&[1]), false, 1);
    assert_eq!(visits.now, None);
}
