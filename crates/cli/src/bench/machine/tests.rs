//! The processor's name, and clocks that run.

use super::*;

#[test]
fn the_processor_is_named_as_the_system_names_it() {
    let cpuinfo = "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel\t\t: 85\n\
                   model name\t: Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz\nstepping\t: 7\n";
    assert_eq!(model_in(cpuinfo), Some("Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz"));
    assert_eq!(model_in("processor\t: 0\n"), None);
}

#[cfg(unix)]
#[test]
fn work_takes_processor_time_and_sleep_takes_none() {
    let before = thread_time();
    thread::sleep(Duration::from_millis(50));
    let slept = thread_time() - before;
    assert!(slept < Duration::from_millis(25), "sleeping took {slept:?}");
    while thread_time() - before < Duration::from_millis(5) {}
    assert!(process_time() >= Duration::from_millis(5));
}
