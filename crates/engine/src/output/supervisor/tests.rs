//! Devices by a script: they fall silent, vanish, hang, come back, and run wrong.
//!
//! Times are those of the wall clock; waits have generous ends, and no claim depends on how fast a
//! machine is.

mod arrivals;
mod openings;

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread,
};

use attacca_test_support::{
    files::TestFolder,
    position::{PositionCodedStem, frame_of},
};
use attacca_units::{FramePos, SampleRate};
use crossbeam_channel::unbounded;

use super::*;
use crate::{
    EngineSettings, MultiTrackEngine, SongSource, StemMix, StemSource,
    output::{
        DeviceFormat, DeviceSettings, DeviceStatus, DeviceStream, OutputHealth, RealtimePriority,
        backend::Backend,
        callback::{CallbackSettings, DeviceCallback},
        events::Faults,
        stream_state::StreamState,
    },
    protocol::TransportState,
};

/// No machine takes longer for anything here.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Frames of a scripted device's block.
const BLOCK: usize = 480;

/// What a scripted device does once it is opened.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// The rate that it says.
    said: u32,
    /// The rate at which it takes frames.
    real: u32,
    /// The latency that it says.
    latency: Option<Duration>,
    /// True when opening it does not end while the script's openings hang.
    hangs_in_open: bool,
    /// True when closing it never ends.
    hangs_in_close: bool,
}

const WELL: Part = Part {
    said: 48_000,
    real: 48_000,
    latency: Some(Duration::ZERO),
    hangs_in_open: false,
    hangs_in_close: false,
};

/// The devices of a test: one part for each opening, then the last one again.
struct Script {
    parts: Vec<Part>,
    openings: Mutex<usize>,
    /// Streams that are open.
    open_streams: Arc<AtomicUsize>,
    /// True while openings hang that may.
    openings_hang: AtomicBool,
    /// False while no device is plugged in.
    is_there: AtomicBool,
    /// True while another program has the device.
    is_busy: AtomicBool,
    /// True while a device does not call, though it says nothing.
    is_silent: Arc<AtomicBool>,
    /// True while a device only reports faults, sixty-four each period.
    is_failing: Arc<AtomicBool>,
    /// True while a device keeps the renderer, as in a block that does not end.
    keeps_renderer: Arc<AtomicBool>,
    /// What the device's library reports next.
    fault: Arc<Mutex<Option<cpal::ErrorKind>>>,
    /// Every block that was heard: when, and its samples.
    heard: Sender<(Instant, Vec<f32>)>,
}

impl Backend for Script {
    fn open(&self, request: &OpenRequest) -> Result<OpenDevice, OutputError> {
        if !self.is_there.load(Relaxed) {
            return Err(OutputError::Gone { device: "Script".to_owned() });
        }
        if self.is_busy.load(Relaxed) {
            return Err(OutputError::Busy { device: "Script".to_owned() });
        }
        let part = self.next_part();
        while part.hangs_in_open && self.openings_hang.load(Relaxed) {
            thread::sleep(Duration::from_millis(1));
        }
        let said_rate = SampleRate::new(part.said).expect("it is not zero");
        let device_rate = request.real_rate(said_rate);
        let settings = CallbackSettings {
            engine_rate: request.engine_rate,
            device_rate,
            channel_count: 2,
            declick: request.declick,
            fades_in: request.fades_in,
            stats: Arc::clone(&request.stats),
        };
        let (slot, state) = (Arc::<RendererSlot>::default(), Arc::<StreamState>::default());
        let (report, reports) = bounded(64);
        let (first, begun) = bounded(1);
        let faults = Faults::new(Arc::clone(&request.stats), Arc::clone(&state), report);
        let callback = DeviceCallback::new(settings, Arc::clone(&slot), Arc::clone(&state), first);
        let stream = Box::new(self.spawn(part, callback, faults, Arc::clone(&slot)));
        begun.recv_timeout(TIMEOUT).expect("a scripted device calls");
        let status = status(device_rate, request.engine_rate);
        Ok(OpenDevice { stream, slot, state, status, said_rate, reports })
    }
}

fn status(sample_rate: SampleRate, engine_rate: SampleRate) -> DeviceStatus {
    DeviceStatus {
        device: "script".to_owned(),
        name: "Script".to_owned(),
        sample_rate,
        engine_rate,
        channel_count: 2,
        format: DeviceFormat::F32,
        buffer_frames: Some(BLOCK as u32),
        latency: Duration::ZERO,
        priority: RealtimePriority::NotAsked,
    }
}

impl Script {
    fn new(parts: &[Part]) -> (Arc<Script>, Receiver<(Instant, Vec<f32>)>) {
        let (heard_sender, heard) = unbounded();
        let script = Script {
            parts: parts.to_vec(),
            openings: Mutex::new(0),
            open_streams: Arc::default(),
            openings_hang: AtomicBool::new(true),
            is_there: AtomicBool::new(true),
            is_busy: AtomicBool::new(false),
            is_silent: Arc::default(),
            is_failing: Arc::default(),
            keeps_renderer: Arc::default(),
            fault: Arc::default(),
            heard: heard_sender,
        };
        (Arc::new(script), heard)
    }

    /// Takes blocks at the part's pace, until it is dropped.
    fn spawn(
        &self,
        part: Part,
        callback: DeviceCallback,
        faults: Faults,
        slot: Arc<RendererSlot>,
    ) -> ScriptedStream {
        let is_closed = Arc::new(AtomicBool::new(false));
        let device = ScriptedDevice {
            period: Duration::from_secs_f64(BLOCK as f64 / f64::from(part.real)),
            latency: part.latency,
            callback,
            faults,
            slot,
            keeps_renderer: Arc::clone(&self.keeps_renderer),
            is_closed: Arc::clone(&is_closed),
            is_silent: Arc::clone(&self.is_silent),
            is_failing: Arc::clone(&self.is_failing),
            fault: Arc::clone(&self.fault),
            heard: self.heard.clone(),
        };
        thread::Builder::new().name("script".to_owned()).spawn(|| device.run()).expect("a thread");
        self.open_streams.fetch_add(1, Relaxed);
        let open_streams = Arc::clone(&self.open_streams);
        ScriptedStream { is_closed, open_streams, hangs: part.hangs_in_close }
    }

    fn next_part(&self) -> Part {
        let mut openings = self.openings.lock().expect("no test panics with it");
        let part = self.parts[(*openings).min(self.parts.len() - 1)];
        *openings += 1;
        part
    }

    fn openings(&self) -> usize {
        *self.openings.lock().expect("no test panics with it")
    }
}

struct ScriptedStream {
    is_closed: Arc<AtomicBool>,
    open_streams: Arc<AtomicUsize>,
    hangs: bool,
}

impl Drop for ScriptedStream {
    fn drop(&mut self) {
        if self.hangs {
            loop {
                thread::park();
            }
        }
        self.is_closed.store(true, Relaxed);
        self.open_streams.fetch_sub(1, Relaxed);
    }
}

struct ScriptedDevice {
    period: Duration,
    latency: Option<Duration>,
    callback: DeviceCallback,
    faults: Faults,
    slot: Arc<RendererSlot>,
    keeps_renderer: Arc<AtomicBool>,
    is_closed: Arc<AtomicBool>,
    is_silent: Arc<AtomicBool>,
    is_failing: Arc<AtomicBool>,
    fault: Arc<Mutex<Option<cpal::ErrorKind>>>,
    heard: Sender<(Instant, Vec<f32>)>,
}

impl ScriptedDevice {
    fn run(mut self) {
        let mut due = Instant::now();
        while !self.is_closed.load(Relaxed) {
            if let Some(kind) = self.fault.lock().expect("no test panics with it").take() {
                self.faults.report(kind.into(), Instant::now());
            }
            let kept = self.keeps_renderer.load(Relaxed).then(|| self.slot.lend()).flatten();
            while kept.is_some() && self.keeps_renderer.load(Relaxed) {
                thread::sleep(Duration::from_millis(1));
            }
            drop(kept);
            let is_failing = self.is_failing.load(Relaxed);
            for _ in 0..if is_failing { 64 } else { 0 } {
                self.faults.report(cpal::ErrorKind::BackendError.into(), Instant::now());
            }
            if !is_failing && !self.is_silent.load(Relaxed) {
                let mut block = vec![9.0; BLOCK * 2];
                let begin = Instant::now();
                self.callback.call(&mut block, self.latency);
                // Nobody may listen any more.
                let _ = self.heard.send((begin, block));
            }
            due += self.period;
            thread::sleep(due.saturating_duration_since(Instant::now()));
        }
    }
}

/// An engine that plays a position-coded stem on a scripted device.
struct Stage {
    engine: MultiTrackEngine,
    stream: DeviceStream,
    script: Arc<Script>,
    heard: Receiver<(Instant, Vec<f32>)>,
    _folder: TestFolder,
}

impl Stage {
    /// Plays from frame 0 of a minute.
    fn playing(parts: &[Part]) -> Stage {
        Stage::playing_on(Script::new(parts))
    }

    /// The same on a script's devices, which are waited for if they are not there.
    fn playing_on((script, heard): (Arc<Script>, Receiver<(Instant, Vec<f32>)>)) -> Stage {
        let folder = TestFolder::new();
        let path = folder.path("stem.wav");
        PositionCodedStem::new(0..60 * 48_000).write_wav(&path);
        let settings = EngineSettings::new(SampleRate::HZ_48000);
        let (engine, renderer) = MultiTrackEngine::new(settings).expect("threads");
        let backend: Arc<dyn Backend> = Arc::clone(&script) as _;
        let stream = DeviceStream::start_or_wait_on(backend, renderer, &DeviceSettings::default())
            .expect("no device refuses");
        let stems = vec![StemSource { location: path.into(), mix: StemMix::default() }];
        engine.play_song(engine.add_song(SongSource { stems }), FramePos::ZERO);
        let stage = Stage { engine, stream, script, heard, _folder: folder };
        stage.wait("the song plays", |stage| {
            stage.engine.telemetry().transport.playhead > FramePos(4_800)
        });
        stage
    }

    /// The next `count` things that the output says. It may say them after it shows its state.
    fn said(&self, count: usize) -> Vec<OutputEvent> {
        let events = self.stream.events();
        (0..count).map(|_| events.recv_timeout(TIMEOUT).expect("it says so in time")).collect()
    }

    fn wait(&self, what: &str, is_true: impl Fn(&Stage) -> bool) {
        let begin = Instant::now();
        while !is_true(self) {
            assert!(begin.elapsed() < TIMEOUT, "{what}: not in time");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// The playhead, and when its frame is to be heard.
    fn playhead(&self) -> (Instant, FramePos) {
        let transport = self.engine.telemetry().transport;
        let end = transport.at + duration_of(transport.block_frames, SampleRate::HZ_48000);
        (end, transport.playhead)
    }

    /// Lets the device report `kind`.
    fn report(&self, kind: cpal::ErrorKind) {
        *self.script.fault.lock().expect("no test panics with it") = Some(kind);
    }

    fn wait_for_loss(&self) -> LossReason {
        self.wait("the loss is noticed", |stage| stage.stream.state() != OutputState::Running);
        match self.stream.state() {
            OutputState::Lost { reason, .. }
            | OutputState::Reopening { reason, .. }
            | OutputState::Stuck { reason, .. } => reason,
            OutputState::Running => panic!("it came back before it was asked for"),
        }
    }

    fn wait_for_return(&self) {
        self.wait("the device plays again", |stage| {
            stage.stream.state() == OutputState::Running && stage.stream.counters().returns > 0
        });
    }

    /// Without a device the transport runs on by the wall clock for half a second, frame for frame.
    fn assert_time_goes_on(&self) {
        // What a device rendered is timed by its callbacks, which a loaded machine delays.
        self.wait("time goes on without a device", |stage| {
            stage.engine.telemetry().transport.block_frames.0 > BLOCK as u64
        });
        let (at, frame) = self.playhead();
        self.wait("time goes on", |stage| stage.playhead().0 > at + Duration::from_millis(500));
        let (later, playhead) = self.playhead();
        let passed = later.duration_since(at).as_secs_f64();
        let rendered = SampleRate::HZ_48000.seconds(playhead.saturating_since(frame));
        assert!((passed - rendered).abs() < 0.001, "{rendered} s of music in {passed} s");
    }

    /// As many engine frames are rendered as a device at 44.1 kHz needs.
    fn assert_is_fed_at_44_1_khz(&self) {
        let look = || loop {
            let [before, between, after] = [(); 3].map(|()| self.engine.telemetry());
            // Else blocks were rendered between the counters and the playhead.
            if before.callbacks.callbacks == after.callbacks.callbacks {
                return (before.callbacks.callbacks, between.transport.playhead);
            }
        };
        let (callbacks, playhead) = look();
        self.wait("two hundred blocks", |_| look().0 >= callbacks + 200);
        let (later, end) = look();
        let rendered = end.saturating_since(playhead).0 as f64;
        let needed = (later - callbacks) as f64 * BLOCK as f64 * 48_000.0 / 44_100.0;
        // A block may be counted and not rendered yet, at both ends.
        assert!((rendered / needed - 1.0).abs() < 0.02, "{rendered} frames instead of {needed}");
    }

    /// What is heard from now on begins with a fade, holds the frames that are due by the wall clock
    /// (`then` is a frame and when it was due), and nothing else.
    fn assert_heard_in_place(&self, then: (Instant, FramePos)) {
        let is_sound = |block: &Vec<f32>| block.iter().any(|sample| *sample != 0.0);
        let mut blocks = self.heard.iter().skip_while(|(_, block)| !is_sound(block));
        let (begin, first) = blocks.next().expect("the device does not end");
        assert_eq!(first[..2], [0.0, 0.0], "the first frame of a fade is silent");
        let frames: Vec<Option<u64>> = frames_in(&first[2 * 240..]).collect();
        let first_frame = frames[0].expect("a frame behind the fade");
        let passed = begin.duration_since(then.0).as_secs_f64() + 0.005;
        let expected = then.1.0 as f64 / 48_000.0 + passed;
        let error = first_frame as f64 / 48_000.0 - expected;
        // What a loaded machine may hold up the scripted device by.
        assert!(error.abs() < 0.5, "off by {error} s");
        let rest = blocks.take(20).flat_map(|(_, block)| frames_in(&block).collect::<Vec<_>>());
        for (n, frame) in frames.into_iter().chain(rest).enumerate() {
            assert_eq!(frame, Some(first_frame + n as u64), "a hole or a step");
        }
    }
}

fn frames_in(block: &[f32]) -> impl Iterator<Item = Option<u64>> {
    block.chunks_exact(2).map(|frame| frame_of(frame[0], frame[1]))
}

#[test]
fn a_device_that_falls_silent_is_opened_again_while_the_time_goes_on() {
    let stage = Stage::playing(&[WELL]);
    let before = stage.playhead();
    let events = stage.stream.events();
    stage.script.is_there.store(false, Relaxed);
    stage.script.is_silent.store(true, Relaxed);
    assert_eq!(stage.wait_for_loss(), LossReason::Silent);
    stage.assert_time_goes_on();
    while stage.heard.try_recv().is_ok() {}
    stage.script.is_silent.store(false, Relaxed);
    stage.script.is_there.store(true, Relaxed);
    stage.wait_for_return();
    stage.assert_heard_in_place(before);
    assert_eq!(stage.script.openings(), 2);
    let events: Vec<OutputEvent> = events.try_iter().collect();
    assert_eq!(events[0], OutputEvent::Lost(LossReason::Silent));
    assert!(matches!(&events[1..], [OutputEvent::Back { .. }]), "{events:?}");
}

#[test]
fn a_device_that_vanishes_is_degraded_until_it_is_back() {
    let stage = Stage::playing(&[WELL]);
    let before = stage.playhead();
    stage.script.is_there.store(false, Relaxed);
    stage.report(cpal::ErrorKind::DeviceNotAvailable);
    let reason = stage.wait_for_loss();
    assert!(matches!(reason, LossReason::Gone(_)), "{reason:?}");
    stage.wait("it is looked for in vain", |stage| stage.stream.counters().failed_openings > 1);
    assert_eq!(stage.stream.state().health(), OutputHealth::Degraded(reason));
    stage.assert_time_goes_on();
    while stage.heard.try_recv().is_ok() {}
    stage.script.is_there.store(true, Relaxed);
    stage.wait_for_return();
    stage.assert_heard_in_place(before);
    assert_eq!(stage.stream.state().health(), OutputHealth::Ok);
    let counters = stage.stream.counters();
    assert_eq!((counters.losses, counters.returns), (1, 1));
}

#[test]
fn a_device_that_is_there_and_refuses_is_said_once() {
    let stage = Stage::playing(&[WELL]);
    stage.script.is_busy.store(true, Relaxed);
    stage.report(cpal::ErrorKind::DeviceNotAvailable);
    stage.wait("three vain attempts", |stage| stage.stream.counters().failed_openings >= 3);
    stage.script.is_busy.store(false, Relaxed);
    stage.wait_for_return();
    let said = stage.said(3);
    let [OutputEvent::Lost(_), OutputEvent::CannotReopen(words), OutputEvent::Back { .. }] =
        &said[..]
    else {
        panic!("{said:?}");
    };
    assert!(words.contains("in use"), "{words}");
}

#[test]
fn a_device_that_only_fails_is_given_up_with_its_last_words() {
    let stage = Stage::playing(&[WELL]);
    stage.script.is_failing.store(true, Relaxed);
    stage.wait("the loss", |stage| stage.stream.counters().losses > 0);
    stage.script.is_failing.store(false, Relaxed);
    // The faults are told too.
    let lost = std::iter::repeat_with(|| stage.said(1).remove(0)).find_map(|event| match event {
        OutputEvent::Lost(reason) => Some(reason),
        _ => None,
    });
    let Some(LossReason::Invalidated(words)) = lost else { panic!("{lost:?}") };
    assert!(words.contains("backend"), "{words}");
    stage.wait_for_return();
}

#[test]
fn an_action_without_a_device_is_answered_as_ever() {
    let stage = Stage::playing(&[WELL]);
    stage.script.is_there.store(false, Relaxed);
    stage.report(cpal::ErrorKind::StreamInvalidated);
    let reason = stage.wait_for_loss();
    assert!(matches!(reason, LossReason::Invalidated(_)), "{reason:?}");
    let action = stage.engine.pause();
    stage.wait("the pause", |stage| {
        let transport = stage.engine.telemetry().transport;
        transport.action >= action && transport.state == TransportState::Paused
    });
}

#[test]
fn a_stream_that_hangs_in_close_holds_up_neither_the_time_nor_the_end() {
    let stage = Stage::playing(&[Part { hangs_in_close: true, ..WELL }, WELL]);
    stage.script.is_there.store(false, Relaxed);
    stage.report(cpal::ErrorKind::DeviceNotAvailable);
    stage.wait_for_loss();
    stage.assert_time_goes_on();
    stage.script.is_there.store(true, Relaxed);
    stage.wait_for_return();
    assert_eq!(stage.script.openings(), 2);
    let renderer = stage.stream.stop();
    assert_eq!(renderer.engine_rate(), SampleRate::HZ_48000);
}

#[test]
fn a_block_that_does_not_end_is_said_and_waited_for() {
    let stage = Stage::playing(&[WELL]);
    stage.script.keeps_renderer.store(true, Relaxed);
    stage.wait("the state says so", |stage| {
        matches!(stage.stream.state(), OutputState::Stuck { reason: LossReason::Silent, .. })
    });
    let stuck_at = stage.playhead();
    assert_eq!(stage.script.openings(), 1, "there is no renderer for a second stream");
    stage.script.keeps_renderer.store(false, Relaxed);
    stage.wait_for_return();
    stage.wait("what was missed is caught up", |stage| stage.playhead().1 > stuck_at.1);
}

#[test]
fn a_device_that_comes_back_at_another_rate_is_resampled() {
    let stage = Stage::playing(&[WELL, Part { said: 44_100, real: 44_100, ..WELL }]);
    stage.report(cpal::ErrorKind::DeviceNotAvailable);
    stage.wait("the loss", |stage| stage.stream.counters().losses > 0);
    stage.wait_for_return();
    let status = stage.stream.status().expect("it was opened");
    assert_eq!(
        (status.sample_rate, status.engine_rate),
        (SampleRate::HZ_44100, SampleRate::HZ_48000)
    );
    stage.assert_is_fed_at_44_1_khz();
}

#[test]
fn a_clock_that_runs_wrong_is_noticed_and_corrected_once() {
    let stage = Stage::playing(&[Part { said: 48_000, real: 44_100, ..WELL }]);
    stage.wait("the wrong clock is noticed", |stage| stage.stream.counters().wrong_rates > 0);
    stage.wait_for_return();
    let status = stage.stream.status().expect("it was opened");
    assert_eq!(status.sample_rate, SampleRate::HZ_44100);
    stage.assert_is_fed_at_44_1_khz();
    assert_eq!(stage.stream.counters().wrong_rates, 1, "the corrected clock is right");
}

#[test]
fn xruns_are_counted_and_change_nothing() {
    let stage = Stage::playing(&[WELL]);
    for _ in 0..5 {
        let before = stage.engine.telemetry().callbacks.xruns;
        stage.report(cpal::ErrorKind::Xrun);
        stage.wait("the xrun", |stage| stage.engine.telemetry().callbacks.xruns > before);
    }
    assert_eq!(stage.stream.counters().losses, 0);
    assert_eq!(stage.script.openings(), 1);
}

#[test]
fn a_stream_that_is_dropped_closes_its_device() {
    let Stage { engine, stream, heard, script, _folder } = Stage::playing(&[WELL]);
    drop(stream);
    drop(script);
    let begin = Instant::now();
    // The device's own sender is the last one.
    while heard.recv_timeout(TIMEOUT).is_ok() {
        assert!(begin.elapsed() < TIMEOUT, "the device goes on");
    }
    drop(engine);
}
