//! Claims about the thread: it rests, it obeys, and its end is noticed.

use std::time::Instant;

use attacca_test_support::files::TestFolder;

use super::*;

fn until(work: &Work) -> Step {
    let began = Instant::now();
    loop {
        match work.last_step() {
            Some(Step::Progress(_)) | None => thread::sleep(Duration::from_millis(5)),
            Some(step) => return step,
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it never ends");
    }
}

#[test]
fn a_thread_that_ended_without_a_word_has_failed() {
    let work = Work::start(false, |_| {}).unwrap();
    assert!(matches!(until(&work), Step::Failed(_)));
}

#[test]
fn it_rests_until_it_may_go_on() {
    let place = TestFolder::new();
    let work = Work::copy(place.path("old"), place.path("new"), true).unwrap();
    thread::sleep(REST * 3);
    assert!(matches!(work.last_step(), None | Some(Step::Progress(_))), "it rests");
    work.rest(false);
    assert_eq!(until(&work), Step::Copied);
    work.again();
    assert_eq!(until(&work), Step::Copied);
    let emptied = Work::empty(place.path("nowhere"), false).unwrap();
    assert_eq!(until(&emptied), Step::Emptied, "a folder that is gone is empty");
    assert!(!place.path("nowhere").exists());
}

#[test]
fn a_folder_that_another_copy_is_leaving_is_waited_for() {
    let place = TestFolder::new();
    let held = CacheFolder::open(&place.path("new"));
    let work = Work::copy(place.path("old"), place.path("new"), false).unwrap();
    thread::sleep(PAUSE);
    assert!(matches!(work.last_step(), None | Some(Step::Progress(_))));
    drop(held);
    assert_eq!(until(&work), Step::Copied);
}
