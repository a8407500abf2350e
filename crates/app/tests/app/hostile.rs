//! Claims about arguments that make no sense: an error, and nothing else.

use attacca_app::ipc::{ErrorCode, command};
use serde_json::{Value, json};

use crate::rig::Rig;

#[test]
fn wrong_shapes_are_refused_by_every_command() {
    let rig = Rig::with_show(&["Alpha"]);
    let before = rig.snapshot();
    for name in command::names() {
        for args in [json!(1), json!("x"), json!([1, 2]), json!({ "nonsense": 1 }), json!(true)] {
            rig.refused(name, args, ErrorCode::Invalid);
        }
    }
    for name in ["", "nonsense", "Play", "play ", &"x".repeat(100_000)] {
        let error = rig.refused(name, Value::Null, ErrorCode::Invalid);
        assert!(error.message.len() < 200);
    }
    let after = rig.snapshot();
    assert_eq!(before["show"], after["show"]);
    assert_eq!(before["settings"], after["settings"]);
}

#[test]
fn unknown_numbers_are_not_found() {
    let rig = Rig::with_show(&["Alpha"]);
    for id in [0, -1, 999_999, i64::MAX, i64::MIN] {
        for (name, args) in [
            ("goToEntry", json!({ "entry": id, "thenPlay": true })),
            ("songDetail", json!({ "song": id })),
            ("songWave", json!({ "song": id })),
            ("stemWave", json!({ "stem": id })),
            ("updateSong", json!({ "song": id, "change": { "title": "x" } })),
            ("updateStem", json!({ "stem": id, "change": { "name": "x" } })),
            ("setStemMix", json!({ "stem": id, "change": { "pan": 0 }, "gesture": null })),
            ("setStemSolo", json!({ "stem": id, "isSoloed": true })),
            ("setSongTrim", json!({ "song": id, "trimDb": 0, "gesture": null })),
            ("moveStem", json!({ "stem": id, "to": 0 })),
            ("removeStem", json!({ "stem": id })),
            ("setSections", json!({ "song": id, "sections": [] })),
            ("setlistDetail", json!({ "setlist": id })),
            ("openSetlist", json!({ "setlist": id })),
            ("deleteSetlist", json!({ "setlist": id })),
            ("duplicateSetlist", json!({ "setlist": id })),
            ("addEntries", json!({ "setlist": id, "songs": [rig.song("Alpha")], "at": null })),
            ("moveEntry", json!({ "entry": id, "to": 0 })),
            ("clearCache", json!({ "song": id })),
            ("pinInCache", json!({ "song": id, "isPinned": true })),
            (
                "armJump",
                json!({ "entry": id, "toSeconds": 0, "atSeconds": 1, "crossfadeSeconds": 0 }),
            ),
        ] {
            rig.refused(name, args, ErrorCode::NotFound);
        }
    }
    rig.refused("restoreBackup", json!({ "name": "../../etc/passwd" }), ErrorCode::NotFound);
    rig.refused("setBus", json!({ "bus": "none", "change": {} }), ErrorCode::NotFound);
}

#[test]
fn numbers_out_of_range_are_invalid() {
    let rig = Rig::with_show(&["Alpha"]);
    rig.until("the song's length is known", |rig| {
        rig.app().call("seekTo", json!({ "seconds": 60 })).is_err().then_some(())
    });
    let stem = rig.stem("Alpha", "Drums")["id"].clone();
    let song = rig.song("Alpha");
    let mix =
        |change: Value| ("setStemMix", json!({ "stem": stem, "change": change, "gesture": null }));
    let section = |start: f64, end: f64| {
        let one = json!({ "name": "x", "startSeconds": start, "endSeconds": end, "colour": null });
        ("setSections", json!({ "song": song, "sections": [one] }))
    };
    for (name, args) in [
        ("seekTo", json!({ "seconds": -1 })),
        ("seekTo", json!({ "seconds": 1e300 })),
        ("seekTo", json!({ "seconds": 60 })),
        ("seekTo", json!({ "seconds": null })),
        ("seekBy", json!({ "seconds": 1e300 })),
        ("armLoop", json!({ "fromSeconds": 2, "toSeconds": 1, "crossfadeSeconds": 0 })),
        ("armLoop", json!({ "fromSeconds": 1, "toSeconds": 1.001, "crossfadeSeconds": 0 })),
        ("armLoop", json!({ "fromSeconds": 1, "toSeconds": 2, "crossfadeSeconds": 31 })),
        (
            "armJump",
            json!({ "entry": null, "toSeconds": -1, "atSeconds": null, "crossfadeSeconds": 0 }),
        ),
        (
            "armJump",
            json!({ "entry": null, "toSeconds": 0, "atSeconds": null, "crossfadeSeconds": -1 }),
        ),
        mix(json!({ "levelDb": 13 })),
        mix(json!({ "levelDb": -1e300 })),
        mix(json!({ "pan": 2 })),
        mix(json!({ "pan": "left" })),
        ("setSongTrim", json!({ "song": song, "trimDb": 1e9, "gesture": null })),
        ("setMaster", json!({ "levelDb": 12.5, "isMuted": null })),
        ("setBus", json!({ "bus": "click", "change": { "channels": [0] } })),
        ("setBus", json!({ "bus": "click", "change": { "channels": [4294967296_u64] } })),
        ("moveStem", json!({ "stem": stem, "to": -1 })),
        ("updateSong", json!({ "song": song, "change": { "tempoBpm": -3 } })),
        ("updateSong", json!({ "song": song, "change": { "tempoBpm": 1e308 } })),
        ("updateSong", json!({ "song": song, "change": { "colour": "red" } })),
        section(2.0, 1.0),
        section(-1.0, 1.0),
        section(0.0, 1e300),
        ("addBus", json!({ "bus": "" })),
        ("addEntries", json!({ "setlist": 1, "songs": vec![1; 1001], "at": null })),
    ] {
        rig.refused(name, args, ErrorCode::Invalid);
    }
    assert_eq!(rig.stem("Alpha", "Drums")["levelDb"], 0.0);
}

#[test]
fn text_that_is_hostile_is_only_text() {
    let rig = Rig::with_songs(&["Alpha"]);
    for text in [
        "'; DROP TABLE song; --",
        "\" OR *",
        "%_\\",
        "\u{202e}abc",
        "NEAR(",
        "-",
        "\u{0}",
        &"é".repeat(50_000),
    ] {
        let query = json!({
            "text": text, "sort": "title", "isDescending": true, "filter": "notInSet",
            "offset": 4_000_000_000_u32, "limit": 4_000_000_000_u32,
        });
        rig.call("searchSongs", query);
        let setlist = rig.call("createSetlist", json!({ "name": format!("x{text}") }));
        rig.call("setlistDetail", json!({ "setlist": setlist }));
    }
    assert_eq!(rig.snapshot()["songCount"], 1);
}
