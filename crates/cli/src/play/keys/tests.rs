//! Claims about keys.

use super::*;

fn press(code: KeyCode) -> Option<Wish> {
    wish_of(KeyEvent::new(code, KeyModifiers::NONE))
}

#[test]
fn space_plays_and_pauses() {
    assert_eq!(press(KeyCode::Char(' ')), Some(Wish::Act(Action::TogglePlay)));
}

#[test]
fn digits_are_the_numbers_of_songs() {
    for digit in 1..=9u8 {
        let song = Action::SongNumber(usize::from(digit));
        assert_eq!(press(KeyCode::Char((b'0' + digit) as char)), Some(Wish::Act(song)));
    }
    assert_eq!(press(KeyCode::Char('0')), None);
}

#[test]
fn every_key_that_help_names_means_something() {
    for key in [' ', 'n', 'p', '1', '9', 's', 'm', 'o', 'g', ':', 'q', '?'] {
        assert!(press(KeyCode::Char(key)).is_some(), "{key}");
    }
    for key in [KeyCode::Left, KeyCode::Right, KeyCode::Home] {
        assert!(press(key).is_some(), "{key:?}");
    }
}

#[test]
fn keys_pressed_by_accident_do_nothing() {
    for key in ['x', 'j', 'Q', 'N', 'é', '0'] {
        assert_eq!(press(KeyCode::Char(key)), None, "{key}");
    }
    for key in [KeyCode::Enter, KeyCode::Esc, KeyCode::Delete, KeyCode::F(1), KeyCode::Tab] {
        assert_eq!(press(key), None, "{key:?}");
    }
    let with_alt = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::ALT);
    assert_eq!(wish_of(with_alt), None);
}

#[test]
fn ctrl_c_ends_at_once() {
    let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(wish_of(ctrl_c), Some(Wish::QuitNow));
}
