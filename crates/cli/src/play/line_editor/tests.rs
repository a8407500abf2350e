//! Claims about typing a line.

use super::*;

fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// What becomes of a line that begins with `start` after these keys.
fn typed(start: &str, keys: impl IntoIterator<Item = KeyEvent>) -> Edit {
    let mut line = LineEditor::new(start);
    for key in keys {
        match line.press(key) {
            Edit::Going(longer) => line = longer,
            over => return over,
        }
    }
    Edit::Going(line)
}

#[test]
fn enter_completes_what_was_typed() {
    let keys = "Bß!".chars().map(|c| key(KeyCode::Char(c))).chain([key(KeyCode::Enter)]);
    assert_eq!(typed("mute ", keys), Edit::Done("mute Bß!".to_owned()));
}

#[test]
fn backspace_takes_a_character_and_leaves_an_empty_line() {
    let backspaces = |count| std::iter::repeat_n(key(KeyCode::Backspace), count);
    assert_eq!(typed("né", backspaces(1)), Edit::Going(LineEditor::new("n")));
    assert_eq!(typed("né", backspaces(2)), Edit::Going(LineEditor::new("")));
    assert_eq!(typed("né", backspaces(3)), Edit::Cancelled);
}

#[test]
fn escape_and_ctrl_c_give_it_up() {
    assert_eq!(typed("mute", [key(KeyCode::Esc)]), Edit::Cancelled);
    let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(typed("mute", [ctrl_c]), Edit::Cancelled);
}

#[test]
fn a_key_held_down_does_not_grow_the_line_for_ever() {
    let keys = std::iter::repeat_n(key(KeyCode::Char('a')), 10_000);
    let Edit::Going(line) = typed("", keys) else { panic!("still typing") };
    assert_eq!(line.text().len(), MAX_CHARACTERS);
}
