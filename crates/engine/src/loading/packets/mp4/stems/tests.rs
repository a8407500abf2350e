//! Names and colours, right and wrong.

use super::{Json, name_and_colour, parse_colour};

#[test]
fn colours_are_those_of_web_pages() {
    assert_eq!(parse_colour("#0190fF"), Some([0x01, 0x90, 0xff]));
    for text in ["", "#", "red", "0190ff", "#0190f", "#+190ff", "#0190ff0"] {
        assert_eq!(parse_colour(text), None, "{text}");
    }
}

#[test]
fn names_are_bounded_and_never_empty() {
    let name = |name: &str| {
        let json = Json::parse(&format!("{{\"name\":\"{name}\"}}")).unwrap();
        name_and_colour(&json).0
    };
    assert_eq!(name(" Drums ").as_deref(), Some("Drums"));
    assert_eq!(name("  "), None);
    assert_eq!(name(&"é".repeat(10_000)).unwrap().chars().count(), 200);
    assert_eq!(name_and_colour(&Json::Other), (None, None));
}
