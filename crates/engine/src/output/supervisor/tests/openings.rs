//! Devices that do not answer while they are opened.

use super::*;

const HANGS: Part = Part { hangs_in_open: true, ..WELL };

impl Stage {
    /// Loses the device, whose next opening hangs, until that is said.
    fn lose_until_it_is_said(&self) {
        self.report(cpal::ErrorKind::DeviceNotAvailable);
        self.wait_for_loss();
        self.wait("the opening hangs", |stage| stage.script.openings() == 2);
        self.assert_time_goes_on();
        self.wait("it is said", |stage| matches!(stage.stream.state(), OutputState::Lost { .. }));
        let said = self.said(2);
        let [OutputEvent::Lost(_), OutputEvent::CannotReopen(words)] = &said[..] else {
            panic!("{said:?}");
        };
        assert!(words.contains("the default device does not answer"), "{words}");
        assert!(matches!(self.stream.state().health(), OutputHealth::Degraded(_)));
    }

    fn wait_for_open_streams(&self, count: usize) {
        self.wait(&format!("{count} streams are open"), |stage| {
            stage.script.open_streams.load(Relaxed) == count
        });
    }
}

#[test]
fn another_opening_takes_the_place_of_one_that_hangs_and_its_device_is_closed_when_it_comes() {
    let stage = Stage::playing(&[WELL, HANGS, WELL]);
    let before = stage.playhead();
    while stage.heard.try_recv().is_ok() {}
    stage.lose_until_it_is_said();
    stage.wait_for_return();
    stage.wait_for_open_streams(1);
    stage.script.openings_hang.store(false, Relaxed);
    // The late device begins to call before it is given back.
    stage.wait("the late one was open", |stage| {
        stage.script.openings() == 3 && Arc::strong_count(&stage.script) == 2
    });
    stage.wait_for_open_streams(1);
    assert_eq!(stage.stream.counters().returns, 1);
    let (then, _) = stage.playhead();
    stage.wait("it plays on", |stage| stage.playhead().0 > then);
    assert!(stage.playhead().1 > before.1);
}

#[test]
fn an_opening_that_answers_late_is_used_and_only_one() {
    let stage = Stage::playing(&[WELL, HANGS]);
    let before = stage.playhead();
    stage.lose_until_it_is_said();
    stage.wait("another one begins", |stage| stage.script.openings() == 3);
    stage.assert_time_goes_on();
    stage.script.openings_hang.store(false, Relaxed);
    stage.wait_for_return();
    stage.wait_for_open_streams(1);
    // What two devices were given while both were open can't be told apart: the playhead tells where it is.
    let then = stage.playhead();
    let passed = then.0.duration_since(before.0).as_secs_f64();
    let moved = then.1.saturating_since(before.1).0 as f64 / 48_000.0;
    assert!((moved - passed).abs() < 0.5, "{moved} s in {passed} s");
    assert_eq!(stage.stream.counters().failed_openings, 1, "one was said to hang");
}

#[test]
fn an_output_ends_while_its_opening_hangs_and_the_late_device_is_closed() {
    let stage = Stage::playing(&[WELL, HANGS]);
    stage.report(cpal::ErrorKind::DeviceNotAvailable);
    stage.wait("the opening hangs", |stage| stage.script.openings() == 2);
    let Stage { engine, stream, script, .. } = stage;
    let renderer = stream.stop();
    assert_eq!(renderer.engine_rate(), SampleRate::HZ_48000);
    script.openings_hang.store(false, Relaxed);
    let begin = Instant::now();
    // The opening's thread is the last one that has the script, but for this one.
    while Arc::strong_count(&script) > 1 || script.open_streams.load(Relaxed) > 0 {
        assert!(begin.elapsed() < TIMEOUT, "the late device is not closed");
        thread::sleep(Duration::from_millis(2));
    }
    drop(engine);
}

#[test]
fn an_output_starts_at_once_while_its_device_hangs_and_takes_it_when_it_comes() {
    let (script, _heard) = Script::new(&[HANGS]);
    let settings = DeviceSettings::default();
    let (engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
    let backend: Arc<dyn Backend> = Arc::clone(&script) as _;
    let began = Instant::now();
    let stream = DeviceStream::start_behind_on(backend, renderer, &settings).expect("a thread");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    let state = stream.state();
    assert!(matches!(state, OutputState::Reopening { reason: LossReason::NotOpenYet, .. }));
    let wait = |what: &str, is_true: &dyn Fn() -> bool| {
        let begin = Instant::now();
        while !is_true() {
            assert!(begin.elapsed() < TIMEOUT, "{what}: not in time");
            thread::sleep(Duration::from_millis(2));
        }
    };
    wait("it is asked for", &|| script.openings() == 1);
    let at = engine.telemetry().transport.at;
    wait("the time goes on", &|| engine.telemetry().transport.at > at);
    script.openings_hang.store(false, Relaxed);
    wait("it plays", &|| stream.state() == OutputState::Running);
    let event = stream.events().recv_timeout(TIMEOUT);
    assert!(matches!(event, Ok(OutputEvent::Arrived(_))), "{event:?}");
    assert_eq!(stream.counters().returns, 0);
}

#[test]
fn an_output_that_starts_at_once_says_that_its_device_is_absent_or_busy() {
    for is_busy in [false, true] {
        let (script, _heard) = Script::new(&[WELL]);
        script.is_there.store(is_busy, Relaxed);
        script.is_busy.store(is_busy, Relaxed);
        let (_engine, renderer) =
            MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
        let stream = DeviceStream::start_behind_on(script, renderer, &DeviceSettings::default())
            .expect("a thread");
        let event = stream.events().recv_timeout(TIMEOUT).expect("it is said");
        match (&event, is_busy) {
            (OutputEvent::Lost(LossReason::NotThereYet(words)), false)
            | (OutputEvent::CannotReopen(words), true) => assert!(words.contains("Script")),
            _ => panic!("{event:?}"),
        }
        let state = stream.state();
        assert!(matches!(state, OutputState::Lost { reason: LossReason::NotThereYet(_), .. }));
    }
}
