//! Claims about settings.

use serde_json::json;

use super::*;

fn change(value: Value) -> Result<Settings, IpcError> {
    let Value::Object(change) = value else { panic!("a change is an object") };
    merged(&Settings::default(), change).and_then(checked)
}

#[test]
fn a_change_keeps_what_it_does_not_name() {
    let changed = change(json!({ "playback": { "wholeSong": true } })).unwrap();
    let first = checked(Settings::default()).unwrap();
    assert!(changed.playback.whole_song);
    assert_eq!(changed.playback.budget, first.playback.budget);
    assert_eq!(changed.audio, first.audio);
}

#[test]
fn keys_are_bound_one_by_one_and_forgotten_by_null() {
    let bound = change(json!({ "keys": { "play": "Space", "stop": "Escape" } })).unwrap();
    let Value::Object(next) = json!({ "keys": { "stop": null } }) else { unreachable!() };
    let keys = merged(&bound, next).unwrap().keys;
    assert_eq!(keys.into_iter().collect::<Vec<_>>(), [("play".to_owned(), "Space".to_owned())]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    for wrong in [
        json!({ "playback": { "budget": { "kind": "mebibytes", "mebibytes": 1 } } }),
        json!({ "playback": { "budget": { "kind": "percent", "percent": 91 } } }),
        json!({ "playback": { "budget": { "kind": "percent", "percent": -1 } } }),
        json!({ "playback": { "budget": 64 } }),
        json!({ "playback": { "memoryLookSeconds": 0 } }),
        json!({ "playback": { "seekCrossfadeMs": 201 } }),
        json!({ "playback": { "defaultTransition": { "kind": "crossfade", "seconds": 31 } } }),
        json!({ "playback": { "nonsense": 1 } }),
        json!({ "nonsense": {} }),
        json!({ "playback": 1 }),
        json!({ "audio": { "rateHz": 3 } }),
        json!({ "audio": { "roleBuses": { "nonsense": "main" } } }),
        json!({ "cache": { "limitGb": null } }),
        json!({ "cache": { "folder": "x".repeat(5000) } }),
        json!({ "debug": { "loaderThreads": 1e300 } }),
        json!({ "appearance": { "textPercent": 99 } }),
    ] {
        assert!(change(wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn levels_of_buses_are_free_in_a_locked_show() {
    let first = checked(Settings::default()).unwrap();
    let mut louder = first.clone();
    louder.audio.buses[0].level_db = 3.0;
    assert_eq!(without_levels(&louder), without_levels(&first));
    louder.audio.buses[0].channels = vec![3, 4];
    assert_ne!(without_levels(&louder), without_levels(&first));
}

#[test]
fn what_is_stored_is_taken_up_whole_and_else_by_the_field() {
    let taken = |value: Value| {
        let Value::Object(stored) = value else { panic!("settings are an object") };
        taken_up(stored)
    };
    let main = json!({ "name": "main", "channels": [3, 4], "levelDb": -7 });
    let whole = taken(json!({ "audio": { "buses": [main], "roleBuses": { "guide": "main" } } }));
    assert_eq!(whole.audio.buses.len(), 1);
    assert_eq!(whole.audio.buses[0].level_db, -7.0);
    assert_eq!(whole.audio.role_buses.len(), 1);
    let gone = json!({ "buses": [main], "roleBuses": { "click": "gone" }, "rateHz": 3 });
    let parts = taken(json!({ "audio": gone, "debug": { "nonsense": 1, "loaderThreads": 7 } }));
    assert_eq!(parts.audio.buses, whole.audio.buses);
    assert_eq!(parts.audio.role_buses.len(), 0, "no role goes to a bus that is gone");
    assert_eq!((parts.audio.rate_hz, parts.debug.loader_threads), (None, 7));
}

#[test]
#[cfg(target_os = "linux")]
fn an_interface_has_one_spelling() {
    for spelling in ["alsa", "ALSA", "Alsa"] {
        let changed = change(json!({ "audio": { "host": spelling } })).unwrap();
        assert_eq!(changed.audio.host.as_deref(), Some("ALSA"), "from {spelling}");
    }
    let gone = change(json!({ "audio": { "host": "jack of another build" } })).unwrap();
    assert_eq!(gone.audio.host.as_deref(), Some("jack of another build"));
}
