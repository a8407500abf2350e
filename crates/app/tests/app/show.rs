//! Claims about the show: play, seek, songs, jumps.

use attacca_app::ipc::{AppEvent, EntryState, ErrorCode, Transport};
use serde_json::{Value, json};

use crate::rig::{Rig, write_tone_at};

#[test]
fn a_song_is_imported_put_into_a_set_played_and_sought_in() {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    let show = rig.show();
    assert_eq!(show["transport"], "stopped");
    assert_eq!(show["current"], rig.entries()[0]);
    assert_eq!(show["setlist"]["entries"][0]["song"]["stemCount"], 3);
    assert!((show["lengthSeconds"].as_f64().unwrap() - 6.0).abs() < 0.01);
    rig.play();
    rig.call("seekTo", json!({ "seconds": 4.0 }));
    rig.until("the seek is heard", |rig| (rig.telemetry().position_seconds >= 4.0).then_some(()));
    rig.call("seekBy", json!({ "seconds": -3.0 }));
    rig.until("the step is heard", |rig| {
        let at = rig.telemetry().position_seconds;
        (0.9..3.5).contains(&at).then_some(())
    });
    rig.call("pause", Value::Null);
    rig.until("it is paused", |rig| (rig.show()["transport"] == "paused").then_some(()));
    let at = rig.telemetry().position_seconds;
    rig.call("stop", Value::Null);
    rig.until("it is at its start", |rig| (rig.telemetry().position_seconds == 0.0).then_some(()));
    assert!(at > 0.9);
    assert_eq!(rig.telemetry().underruns, 0);
    let timings = rig.call("diagnostics", Value::Null);
    assert_eq!(timings["starts"]["count"], 1);
    assert_eq!(timings["seeks"]["count"], 2);
}

#[test]
fn the_page_is_told_of_transport_and_entries() {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    rig.events();
    rig.play();
    rig.call("nextSong", Value::Null);
    rig.until("the next song plays", |rig| {
        let entries = rig.entries();
        let entry = rig.telemetry().entry.map(|entry| json!(entry.0));
        (entry.as_ref() == Some(&entries[1])).then_some(())
    });
    rig.until("the first one counts as played", |rig| {
        (rig.show()["setlist"]["entries"][0]["state"] == "played").then_some(())
    });
    let shows: Vec<_> = rig
        .events()
        .into_iter()
        .filter_map(|event| match event {
            AppEvent::Show { show } => Some(show),
            _ => None,
        })
        .collect();
    assert!(shows.iter().any(|show| show.transport == Transport::Playing));
    let last = shows.last().unwrap().setlist.as_ref().unwrap();
    assert_eq!(last.entries[1].state, EntryState::Playing);
    rig.refused("nextSong", Value::Null, ErrorCode::Invalid);
}

#[test]
fn a_set_is_reordered_while_it_plays_and_the_sound_goes_on() {
    let rig = Rig::with_show(&["Alpha", "Beta", "Gamma"]);
    rig.play();
    let entries = rig.entries();
    let before = rig.telemetry().position_seconds;
    rig.call("moveEntry", json!({ "entry": entries[2], "to": 0 }));
    rig.call("moveEntry", json!({ "entry": entries[1], "to": 0 }));
    let setlist = rig.show()["setlist"]["id"].clone();
    let alpha = rig.song("Alpha");
    rig.call("addEntries", json!({ "setlist": setlist, "songs": [alpha, alpha], "at": 0 }));
    assert_eq!(rig.titles(), ["Alpha", "Alpha", "Beta", "Gamma", "Alpha"]);
    rig.until("it went on", |rig| (rig.telemetry().position_seconds > before + 0.5).then_some(()));
    let (show, telemetry) = (rig.show(), rig.telemetry());
    assert_eq!(show["current"], entries[0]);
    assert_eq!(show["transport"], "playing");
    assert_eq!(
        (telemetry.underruns, telemetry.entry.map(|e| json!(e.0))),
        (0, Some(entries[0].clone()))
    );
    assert!(telemetry.master[2] > -300, "{:?}", telemetry.master);
}

#[test]
fn one_song_follows_itself_gapless() {
    let rig = Rig::with_show(&["Alpha"]);
    let setlist = rig.show()["setlist"]["id"].clone();
    rig.call("addEntries", json!({ "setlist": setlist, "songs": [rig.song("Alpha")], "at": null }));
    let entries = rig.entries();
    let gapless =
        json!({ "entry": entries[0], "notes": null, "transition": { "kind": "gapless" } });
    rig.call("updateEntry", gapless);
    rig.play();
    rig.call("seekTo", json!({ "seconds": 5.0 }));
    let jumps = rig.until("the transition is armed", |rig| {
        let jumps = rig.show()["jumps"].clone();
        (jumps[0]["kind"] == "transition" && jumps[0]["isReady"] == true).then_some(jumps)
    });
    assert_eq!(jumps[0]["toEntry"], entries[1]);
    rig.until("the second time plays", |rig| {
        let telemetry = rig.telemetry();
        (telemetry.entry.map(|entry| json!(entry.0)).as_ref() == Some(&entries[1])
            && telemetry.is_playing)
            .then_some(())
    });
    assert_eq!(rig.telemetry().underruns, 0);
}

#[test]
fn jumps_and_loops_are_shown_and_cancelled() {
    let rig = Rig::with_show(&["Alpha", "Beta"]);
    let entries = rig.entries();
    let jump = json!({
        "entry": entries[1], "toSeconds": 1.0, "atSeconds": 5.0, "crossfadeSeconds": 0.5,
    });
    rig.call("armJump", jump);
    rig.call("armLoop", json!({ "fromSeconds": 0.5, "toSeconds": 1.5, "crossfadeSeconds": 0.0 }));
    let jumps = rig.until("both are ready", |rig| {
        let jumps = rig.show()["jumps"].clone();
        let ready = jumps.as_array().unwrap().iter().filter(|jump| jump["isReady"] == true);
        (ready.count() == 2).then_some(jumps)
    });
    assert_eq!((&jumps[0]["kind"], &jumps[0]["toEntry"]), (&json!("jump"), &entries[1]));
    assert_eq!((&jumps[1]["kind"], &jumps[1]["atSeconds"]), (&json!("loop"), &json!(1.5)));
    rig.play();
    rig.until("it has looped", |rig| (rig.telemetry().position_seconds > 1.3).then_some(()));
    rig.until("it is back", |rig| (rig.telemetry().position_seconds < 1.0).then_some(()));
    rig.call("cancelJumps", Value::Null);
    rig.until("nothing is armed", |rig| (rig.show()["jumps"] == json!([])).then_some(()));
    rig.refused("cancelJumps", Value::Null, ErrorCode::Invalid);
}

#[test]
fn a_song_is_gone_to_and_played() {
    let rig = Rig::with_show(&["Alpha", "Beta", "Gamma"]);
    let last = rig.entries()[2].clone();
    rig.call("goToEntry", json!({ "entry": last, "thenPlay": true }));
    rig.until("it plays", |rig| {
        let telemetry = rig.telemetry();
        (telemetry.is_playing && telemetry.entry.map(|e| json!(e.0)).as_ref() == Some(&last))
            .then_some(())
    });
    rig.call("previousSong", Value::Null);
    rig.call("togglePlay", Value::Null);
    rig.until("it is paused", |rig| (rig.show()["transport"] == "paused").then_some(()));
}

#[test]
fn a_song_armed_by_hand_comes_next_whatever_the_ending_of_the_one_that_plays() {
    let gapless = json!({ "kind": "gapless" });
    let crossfade = json!({ "kind": "crossfade", "seconds": 2.0 });
    for transition in [gapless, crossfade] {
        let rig = Rig::with_show(&["Alpha", "Beta", "Gamma"]);
        let entries = rig.entries();
        let ending = json!({ "entry": entries[0], "notes": null, "transition": transition });
        rig.call("updateEntry", ending);
        rig.play();
        rig.call("seekTo", json!({ "seconds": 2.5 }));
        let kinds = |rig: &Rig| -> Vec<Value> {
            let jumps = rig.show()["jumps"].clone();
            jumps.as_array().unwrap().iter().map(|jump| jump["kind"].clone()).collect()
        };
        rig.until("the transition is armed", |rig| (kinds(rig) == ["transition"]).then_some(()));
        let jump = json!({
            "entry": entries[2], "toSeconds": 0.0, "atSeconds": null, "crossfadeSeconds": 0.0,
        });
        rig.call("armJump", jump.clone());
        rig.until("the song has taken its place", |rig| (kinds(rig) == ["jump"]).then_some(()));
        rig.call("cancelJumps", Value::Null);
        rig.until("the transition is back", |rig| (kinds(rig) == ["transition"]).then_some(()));
        rig.call("armJump", jump);
        // A seek arms the transition anew, and the user's word still holds.
        rig.call("seekTo", json!({ "seconds": 3.0 }));
        rig.until("another song plays", |rig| {
            let telemetry = rig.telemetry();
            let entry = telemetry.entry.map(|entry| json!(entry.0));
            assert_ne!(entry.as_ref(), Some(&entries[1]), "after {transition}");
            (entry.as_ref() == Some(&entries[2]) && telemetry.is_playing).then_some(())
        });
        assert_eq!(rig.telemetry().underruns, 0, "after {transition}");
    }
}

#[test]
fn a_set_whose_songs_become_others_gets_the_rate_of_most_stems() {
    let rig = Rig::with_show(&["Alpha"]);
    let rate = |rig: &Rig| rig.telemetry().rate_hz;
    assert_eq!(rate(&rig), 48_000);
    let folder = rig.folder.make_folder("others/Beta");
    for stem in 0..8 {
        write_tone_at(&folder.join(format!("Synth {stem}.wav")), 44_100);
    }
    rig.import(&[rig.folder.path("others")]);
    let setlist = rig.show()["setlist"]["id"].clone();
    let add = json!({ "setlist": setlist, "songs": [rig.song("Beta")], "at": null });
    rig.call("addEntries", add.clone());
    assert_eq!(rate(&rig), 48_000, "who edits may be about to play");
    rig.until("nothing was played for a while", |rig| (rate(rig) == 44_100).then_some(()));
    rig.call("undo", Value::Null);
    rig.until("it is undone", |rig| (rate(rig) == 48_000).then_some(()));

    rig.play();
    rig.events();
    rig.call("addEntries", add);
    let hint = rig.events().into_iter().find_map(|event| match event {
        AppEvent::Notice { notice } => Some(notice.text),
        _ => None,
    });
    assert!(hint.as_ref().is_some_and(|text| text.contains("44100 Hz")), "{hint:?}");
    assert_eq!(rate(&rig), 48_000, "what plays is not interrupted");
    rig.call("pause", Value::Null);
    rig.until("it is paused", |rig| (rig.show()["transport"] == "paused").then_some(()));
    rig.call("openSetlist", json!({ "setlist": setlist }));
    assert_eq!(rate(&rig), 44_100);
}
