//! Claims about the end.

use super::*;

fn named(work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    thread::Builder::new().name("ends".to_owned()).spawn(work).expect("a thread")
}

#[test]
fn a_thread_that_hangs_does_not_hold_up_the_end_and_one_that_ends_is_waited_for() {
    let timeout = Duration::from_millis(100);
    let (running, is_running) = bounded::<()>(0);
    let (wake, hangs) = bounded::<()>(0);
    let thread = named(move || {
        let _running = running;
        let _ = hangs.recv();
    });
    let began = Instant::now();
    end_within(timeout, &is_running, Some(thread));
    assert!(began.elapsed() >= timeout);
    drop(wake);
    let (running, is_running) = bounded::<()>(0);
    let (done, is_done) = bounded(1);
    let thread = named(move || {
        let _running = running;
        let _ = done.send(());
    });
    end_within(Duration::from_secs(60), &is_running, Some(thread));
    assert_eq!(is_done.try_recv(), Ok(()));
}
