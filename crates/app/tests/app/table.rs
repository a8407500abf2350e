//! Claims about the table of commands.

use std::collections::BTreeSet;

use attacca_app::ipc::{ErrorCode, command};
use serde_json::{Value, json};

use crate::rig::Rig;

/// Every command with arguments that make sense, in an order in which they do; the code of the
/// refusal where that is the right answer.
fn calls(rig: &Rig) -> Vec<(&'static str, Value, Option<ErrorCode>)> {
    let (song, stem) = (rig.song("Alpha"), rig.stem("Alpha", "Drums")["id"].clone());
    let (entries, setlist) = (rig.entries(), rig.show()["setlist"]["id"].clone());
    let none = Value::Null;
    vec![
        ("snapshot", none.clone(), None),
        ("outputs", none.clone(), None),
        ("logLines", json!({ "level": "info", "after": null }), None),
        ("cancelImport", none.clone(), Some(ErrorCode::NotFound)),
        ("testTone", json!({ "channel": 1 }), None),
        ("setlists", none.clone(), None),
        ("setlistDetail", json!({ "setlist": setlist }), None),
        ("updateSetlist", json!({ "setlist": setlist, "name": "Late", "notes": "n" }), None),
        ("duplicateSetlist", json!({ "setlist": setlist }), None),
        ("openSetlist", json!({ "setlist": setlist }), None),
        ("addEntries", json!({ "setlist": setlist, "songs": [song], "at": 1 }), None),
        ("moveEntry", json!({ "entry": entries[1], "to": 0 }), None),
        (
            "updateEntry",
            json!({ "entry": entries[1], "notes": "n", "transition": { "kind": "crossfade", "seconds": 1 } }),
            None,
        ),
        ("removeEntries", json!({ "entries": [entries[1]] }), None),
        ("tryFilesAgain", json!({ "song": song }), None),
        ("undo", none.clone(), None),
        ("redo", none.clone(), None),
        ("setSettings", json!({ "change": { "debug": { "isOpen": true } } }), None),
        ("resetSettings", json!({ "part": "debug" }), None),
        ("declineRestore", none.clone(), None),
        ("cacheStatus", none.clone(), None),
        ("clearCache", json!({ "song": null }), None),
        ("pinInCache", json!({ "song": song, "isPinned": true }), None),
        (
            "searchSongs",
            json!({ "text": "al", "sort": "added", "isDescending": false, "filter": "missing", "offset": 0, "limit": 10 }),
            None,
        ),
        ("songDetail", json!({ "song": song }), None),
        ("songWave", json!({ "song": song }), None),
        ("stemWave", json!({ "stem": stem }), None),
        ("updateSong", json!({ "song": song, "change": { "artist": "A" } }), None),
        ("updateStem", json!({ "stem": stem, "change": { "colour": "#123456" } }), None),
        ("moveStem", json!({ "stem": stem, "to": 1 }), None),
        ("setSections", json!({ "song": song, "sections": [] }), None),
        (
            "setStemMix",
            json!({ "stem": stem, "change": { "isSoloSafe": true }, "gesture": 1 }),
            None,
        ),
        ("setStemSolo", json!({ "stem": stem, "isSoloed": true }), None),
        ("clearSolos", none.clone(), None),
        ("setSongTrim", json!({ "song": song, "trimDb": -1, "gesture": 2 }), None),
        ("setMaster", json!({ "levelDb": -1, "isMuted": null }), None),
        ("addBus", json!({ "bus": "cue" }), None),
        ("setBus", json!({ "bus": "cue", "change": { "isMuted": true } }), None),
        ("removeBus", json!({ "bus": "cue" }), None),
        ("clearClips", none.clone(), None),
        ("play", none.clone(), None),
        ("togglePlay", none.clone(), None),
        ("seekTo", json!({ "seconds": 1 }), None),
        ("seekBy", json!({ "seconds": 1 }), None),
        ("goToEntry", json!({ "entry": entries[0], "thenPlay": false }), None),
        ("nextSong", none.clone(), None),
        ("previousSong", none.clone(), None),
        (
            "armJump",
            json!({ "entry": null, "toSeconds": 0, "atSeconds": null, "crossfadeSeconds": 0 }),
            None,
        ),
        ("armLoop", json!({ "fromSeconds": 1, "toSeconds": 2, "crossfadeSeconds": 0 }), None),
        ("cancelJumps", none.clone(), None),
        ("pause", none.clone(), None),
        ("stop", none.clone(), None),
        ("setShowLock", json!({ "isLocked": false }), None),
        ("removeStem", json!({ "stem": stem }), None),
        ("removeSongs", json!({ "songs": [song] }), None),
        ("createSetlist", json!({ "name": "New" }), None),
        ("deleteSetlist", json!({ "setlist": setlist }), None),
        ("backups", none.clone(), None),
        ("restoreBackup", json!({ "name": "none" }), Some(ErrorCode::NotFound)),
        ("diagnostics", none.clone(), None),
        ("diagnosticsText", none.clone(), None),
        ("savePlace", none, None),
    ]
}

#[test]
fn every_command_does_what_its_arguments_say() {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    rig.until("the output runs", |rig| (rig.snapshot()["output"]["channels"] == 2).then_some(()));
    let calls = calls(&rig);
    let called: BTreeSet<&str> = calls.iter().map(|(name, ..)| *name).collect();
    assert_eq!(called, command::names().collect(), "every command is called");
    for (name, args, refusal) in calls {
        match refusal {
            Some(code) => {
                rig.refused(name, args, code);
            }
            None => {
                rig.call(name, args);
            }
        }
        if name == "pause" {
            rig.until("it is paused", |rig| (rig.show()["transport"] != "playing").then_some(()));
        }
    }
}
