//! Devices that come after the start, and what a device says that can't be true.

use super::*;

#[test]
fn a_device_that_comes_after_the_start_is_taken_where_the_clock_is() {
    let (script, heard) = Script::new(&[WELL]);
    script.is_there.store(false, Relaxed);
    let stage = Stage::playing_on((script, heard));
    let before = stage.playhead();
    let reason = stage.wait_for_loss();
    assert!(matches!(&reason, LossReason::NotThereYet(words) if words.contains("Script")));
    assert_eq!(stage.stream.state().health(), OutputHealth::Degraded(reason));
    assert_eq!(stage.stream.status(), None);
    stage.assert_time_goes_on();
    stage.wait("it is looked for", |stage| stage.stream.counters().failed_openings > 1);
    stage.script.is_there.store(true, Relaxed);
    stage.wait("it plays", |stage| stage.stream.state() == OutputState::Running);
    stage.assert_heard_in_place(before);
    let status = stage.stream.status().expect("a device is open");
    let events: Vec<OutputEvent> = stage.stream.events().try_iter().collect();
    assert_eq!(events, [OutputEvent::Arrived(status)]);
    let counters = stage.stream.counters();
    assert_eq!((counters.losses, counters.returns), (0, 0));
}

#[test]
fn a_device_that_came_after_the_start_is_lost_and_comes_back_as_any() {
    let (script, heard) = Script::new(&[WELL]);
    script.is_there.store(false, Relaxed);
    let stage = Stage::playing_on((script, heard));
    stage.script.is_there.store(true, Relaxed);
    stage.wait("it plays", |stage| stage.stream.state() == OutputState::Running);
    stage.report(cpal::ErrorKind::DeviceNotAvailable);
    stage.wait_for_return();
    let counters = stage.stream.counters();
    assert_eq!((counters.losses, counters.returns), (1, 1));
}

#[test]
fn an_output_ends_while_it_waits_for_its_device() {
    let (script, heard) = Script::new(&[WELL]);
    script.is_there.store(false, Relaxed);
    let renderer = Stage::playing_on((script, heard)).stream.stop();
    assert_eq!(renderer.engine_rate(), SampleRate::HZ_48000);
}

#[test]
fn only_an_absent_device_is_waited_for_and_only_if_that_is_asked_for() {
    let (script, _heard) = Script::new(&[WELL]);
    let settings = DeviceSettings::default();
    let (_engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
    script.is_busy.store(true, Relaxed);
    let failure = DeviceStream::start_or_wait_on(Arc::clone(&script) as _, renderer, &settings)
        .expect_err("it refuses");
    assert!(matches!(failure.error, OutputError::Busy { .. }), "{failure}");
    script.is_there.store(false, Relaxed);
    let failure =
        DeviceStream::start_on(script, failure.renderer, &settings).expect_err("it is not there");
    assert!(matches!(failure.error, OutputError::Gone { .. }), "{failure}");
}

#[test]
fn a_latency_that_cannot_be_true_is_said_once_and_moves_no_position() {
    let impossible = Part { latency: Some(Duration::from_secs(3_600)), ..WELL };
    let stage = Stage::playing(&[impossible]);
    let events = stage.stream.events();
    let event = events.recv_timeout(TIMEOUT);
    assert_eq!(event, Ok(OutputEvent::LatencyNotBelieved));
    assert_eq!(stage.stream.status().map(|status| status.latency), Some(Duration::ZERO));
    assert!(stage.playhead().0 <= Instant::now() + Duration::from_secs(1));
    // The next device says the same.
    stage.report(cpal::ErrorKind::DeviceNotAvailable);
    stage.wait_for_return();
    let (then, _) = stage.playhead();
    stage.wait("it plays on", |stage| stage.playhead().0 > then + Duration::from_millis(200));
    let events: Vec<OutputEvent> = events.try_iter().collect();
    let is_right = matches!(&events[..], [OutputEvent::Lost(_), OutputEvent::Back { .. }]);
    assert!(is_right, "{events:?}");
}
