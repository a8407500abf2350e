//! JSON, right, wrong and too deep.

use super::Json;

#[test]
fn values_are_found_by_their_names() {
    let text = r#" {"a" : [1, -2.5e3, true, null, {}, []], "b":{"c":"d"} , "e":""} behind"#;
    let json = Json::parse(text).unwrap();
    assert_eq!(json.get("a").unwrap().list().len(), 6);
    assert_eq!(json.get("b").and_then(|b| b.get("c")).and_then(Json::text), Some("d"));
    assert_eq!(json.get("e").and_then(Json::text), Some(""));
    assert_eq!(json.get("f"), None);
    assert_eq!(json.get("a").unwrap().text(), None);
}

#[test]
fn escapes_are_what_they_stand_for() {
    let text = r#""a\"\\\/\n\u00e9\ud834\udd1e\ud834x""#;
    let json = Json::parse(text).unwrap();
    assert_eq!(json.text(), Some("a\"\\/\n\u{e9}\u{1d11e}\u{fffd}x"));
}

#[test]
fn what_is_no_json_is_none() {
    for text in ["", "{", "[1,", "[1 2]", r#"{"a"}"#, r#"{a:1}"#, "\"open", r#""\u12""#, "]"] {
        assert_eq!(Json::parse(text), None, "{text}");
    }
}

#[test]
fn values_too_deep_in_others_are_refused() {
    assert!(Json::parse(&("[".repeat(16) + &"]".repeat(16))).is_some());
    assert!(Json::parse(&("[".repeat(17) + &"]".repeat(17))).is_none());
    assert!(Json::parse(&"[".repeat(1 << 16)).is_none());
}
