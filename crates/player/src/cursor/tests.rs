//! Claims about the place in a set.

use super::*;

fn at(current: usize, count: usize) -> Cursor {
    let mut cursor = Cursor::new(0, count);
    cursor.select(current);
    cursor
}

#[test]
fn a_set_neither_wraps_nor_runs_over_its_ends() {
    assert_eq!((at(0, 3).previous(), at(0, 3).next()), (None, Some(1)));
    assert_eq!((at(1, 3).previous(), at(1, 3).next()), (Some(0), Some(2)));
    assert_eq!((at(2, 3).previous(), at(2, 3).next()), (Some(1), None));
    assert_eq!((at(0, 1).previous(), at(0, 1).next()), (None, None));
}

#[test]
fn a_song_past_the_set_is_not_selected() {
    let mut cursor = at(1, 3);
    cursor.select(3);
    assert_eq!(cursor.current(), 1);
}

#[test]
fn a_set_without_songs_has_no_next_one() {
    let cursor = Cursor::default();
    assert_eq!((cursor.previous(), cursor.next(), cursor.count()), (None, None, 0));
}

#[test]
fn a_cursor_behind_a_set_that_became_shorter_is_at_its_last_song() {
    assert_eq!(Cursor::new(4, 3).current(), 2);
}
