//! Tests of the app's states, with a real app and a silent output.

use std::{sync::mpsc, thread};

use attacca_app::{AppOptions, OutputWish};

use super::*;

/// Long enough that a thread which does not wait would have said so.
const A_MOMENT: Duration = Duration::from_millis(200);

#[test]
fn who_comes_before_the_app_runs_waits_for_it() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (running, said) = waiting();
    assert!(running.app().is_none());
    assert!(said.recv_timeout(A_MOMENT).is_err(), "it did not wait");
    let data_folder = folder.path().to_owned();
    let options = AppOptions { data_folder, output: OutputWish::Null, ..AppOptions::default() };
    running.begin(Arc::new(App::start(options).expect("the app starts")));
    assert_eq!(said.recv_timeout(PATIENCE), Ok(true));
    running.end();
    assert!(running.app().is_none() && running.wait().is_none());
}

#[test]
fn nobody_waits_for_an_app_that_does_not_start() {
    let (running, said) = waiting();
    running.end();
    assert_eq!(said.recv_timeout(PATIENCE), Ok(false));
}

/// Somebody who waits for the app, and says whether there was one.
fn waiting() -> (Arc<Running>, mpsc::Receiver<bool>) {
    let running = Arc::new(Running::default());
    let (say, said) = mpsc::channel();
    let of_thread = Arc::clone(&running);
    // Nobody listens any more when the test is over.
    let wait = move || {
        let _ = say.send(of_thread.wait().is_some());
    };
    thread::Builder::new().name("waits".to_owned()).spawn(wait).expect("the system gives a thread");
    (running, said)
}
