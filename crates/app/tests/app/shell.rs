//! Claims about what a shell gives the app beside commands: notices, and the output of one run.

use std::{
    thread,
    time::{Duration, Instant},
};

use attacca_app::{
    App, AppOptions, LogRing, OutputWish,
    ipc::{AppEvent, Severity},
};
use attacca_test_support::files::TestFolder;
use serde_json::{Value, json};

use crate::rig::Rig;

#[test]
fn what_the_shell_says_comes_as_a_notice_and_is_kept_for_a_page_that_is_loaded_later() {
    let rig = Rig::empty();
    let events = rig.app().events();
    rig.app().say(Severity::Warning, "nothing is imported: the show is locked");
    let notice = rig.until("the notice is there", |_| match events.try_recv() {
        Ok(AppEvent::Notice { notice }) => Some(notice),
        _ => None,
    });
    assert_eq!(notice.text, "nothing is imported: the show is locked");
    assert_eq!(notice.severity, Severity::Warning);
    let kept = rig.snapshot()["notices"].clone();
    let last = kept.as_array().and_then(|all| all.last()).expect("notices are kept");
    assert_eq!(last["text"], notice.text);
}

#[cfg(target_os = "linux")]
#[test]
fn the_device_of_a_run_is_asked_for_by_its_whole_id_and_leaves_the_settings_as_they_are() {
    let folder = TestFolder::new();
    let app = start(&folder, OutputWish::Device(NOT_THERE.to_owned()));
    wait_for_problem(&app, "CARD=NotPluggedIn");
    assert_eq!(chosen(&app), Value::Null);
    drop(app);
    let app = start(&folder, OutputWish::Null);
    assert_eq!(chosen(&app), Value::Null);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_that_is_chosen_in_the_settings_takes_the_place_of_that_of_the_run() {
    let folder = TestFolder::new();
    let app = start(&folder, OutputWish::Device(NOT_THERE.to_owned()));
    let other = "alsa:hw:CARD=AlsoNotThere,DEV=0";
    let change = json!({ "change": { "audio": { "device": other } } });
    app.call("setSettings", change).unwrap();
    wait_for_problem(&app, "CARD=AlsoNotThere");
    assert_eq!(chosen(&app), other);
}

/// Its name holds a comma and two colons, as those of ALSA do.
const NOT_THERE: &str = "alsa:hw:CARD=NotPluggedIn,DEV=0";

fn start(folder: &TestFolder, output: OutputWish) -> App {
    let data_folder = folder.path("data");
    let log = LogRing::default();
    let options = AppOptions { data_folder, output, log, ..AppOptions::default() };
    App::start(options).expect("an app without its device starts")
}

fn snapshot(app: &App) -> Value {
    app.call("snapshot", Value::Null).expect("it says how it is")
}

/// Waits until the output says what is wrong: a device is opened behind an application that runs.
fn wait_for_problem(app: &App, expected: &str) {
    let began = Instant::now();
    loop {
        let problem = snapshot(app)["output"]["problem"].to_string();
        if problem.contains(expected) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{expected} is never said: {problem}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn chosen(app: &App) -> Value {
    snapshot(app)["settings"]["audio"]["device"].clone()
}
