//! Real-time priority is found where it is.

use super::*;

#[test]
fn the_policy_is_read_past_any_thread_name() {
    // Printed by `chrt --fifo 10 cat /proc/self/stat`; the name was then made a hard one.
    let stat = "23435 (a) 0 (b c) R 23433 23433 10394 0 -1 4194560 179 0 1 0 0 0 0 0 -11 0 1 0 \
                235539 3133440 358 18446744073709551615 94783381032960 94783381052841 \
                140737363058288 0 0 0 0 0 0 0 0 0 17 1 10 1 0 0 0 94783381068848 94783381070464 \
                94783703613440 140737363065370 140737363065390 140737363065390 140737363066859 0";
    assert_eq!(policy_in(stat), Some(SCHED_FIFO));
    assert_eq!(policy_in("812 (cut"), None);
}

#[test]
fn an_ordinary_thread_has_no_real_time_priority() {
    assert_eq!(of_thread(current_thread()), RealtimePriority::NotAsked);
}

#[test]
fn what_was_granted_is_found_again() {
    let thread = std::thread::Builder::new()
        .name("asks".to_owned())
        .spawn(|| (RealtimePriority::from(ask_for_current_thread()), of_thread(current_thread())));
    let (asked, found) = thread.expect("a thread").join().expect("no panic");
    match asked {
        RealtimePriority::Granted => assert_eq!(found, RealtimePriority::Granted),
        // Without the right: the system's words, and an ordinary thread.
        RealtimePriority::Refused { reason } => {
            assert!(!reason.is_empty());
            assert_eq!(found, RealtimePriority::NotAsked);
        }
        RealtimePriority::NotAsked => panic!("it was asked for"),
    }
}
