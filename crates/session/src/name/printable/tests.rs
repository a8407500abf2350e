//! Claims about text on a terminal.

use proptest::prelude::*;

use super::*;

#[test]
fn what_people_write_stays_as_it_is() {
    for text in ["Bass DI", "Größe", "低音", "שלום", "🥁 drums", "a\\b", ""] {
        assert!(matches!(printable(text), Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn what_would_move_the_cursor_or_turn_the_text_is_escaped() {
    let texts = [
        ("a\nb", "a\\nb"),
        ("\u{1b}[2J", "\\u{1b}[2J"),
        ("a\rb\t", "a\\rb\\t"),
        ("gnp.\u{202e}wav", "gnp.\\u{202e}wav"),
        ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("a\u{2028}b", "a\\u{2028}b"),
        ("\u{7f}", "\\u{7f}"),
    ];
    for (text, safe) in texts {
        assert_eq!(printable(text), safe);
    }
}

proptest! {
    #[test]
    fn nothing_hostile_is_left(text in ".*\\PC*[\u{0}-\u{20}\u{80}-\u{9f}\u{2000}-\u{2070}]*") {
        prop_assert!(!printable(&text).chars().any(is_hostile));
    }
}
