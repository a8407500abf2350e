//! Looks after a device: notices that it is lost or runs wrong, lets the time go on without it, and
//! opens it anew. So it does with one that was not there at the start.
//!
//! Runs on: `output-watch`, a thread of its own. It never waits for the system: what may hang does
//! so on a thread of `helper`. The renderer is either in the slot of the open device or in a
//! [`Bridge`]; there is never a second one.

mod ending;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError, bounded};

use super::{
    DeviceFault, DeviceFaultKind, LossReason, OutputError, OutputEvent, OutputState,
    backend::{ClockCorrection, OpenDevice, OpenRequest},
    bridge::Bridge,
    helper::{self, Opener},
    openings::{Answer, Openings},
    pacing::duration_of,
    slot::RendererSlot,
    view::View,
    watchdog::{Alarm, Sight, Watchdog},
};
use crate::realtime::renderer::Renderer;
use ending::{end, fade_out};

/// How often a device that plays is looked at: a loss is said within a quarter of a second.
const WATCH_INTERVAL: Duration = Duration::from_millis(50);

/// How often the time goes on without a device: no action waits longer.
const BRIDGE_INTERVAL: Duration = Duration::from_millis(10);

/// How long a block may take to give the renderer back. Longer ones are waited for, and it is said.
const BLOCK_PATIENCE: Duration = Duration::from_millis(100);

/// How long a device may take to close before it is opened again all the same.
const CLOSE_PATIENCE: Duration = Duration::from_secs(2);

/// Asks the watch to end, and says where the renderer is to go.
pub(crate) type End = Sender<Box<Renderer>>;

/// Looks after one output.
pub(crate) struct Supervisor {
    opener: Opener,
    request: OpenRequest,
    openings: Openings<OpenDevice>,
    /// True when a latency that can't be true was said.
    has_said_latency: bool,
    view: Arc<View>,
    events: Sender<OutputEvent>,
}

/// What a watch begins with.
pub(crate) enum Beginning {
    /// A device that plays, with the renderer in its slot.
    Playing(OpenDevice),
    /// No device yet.
    Waiting {
        /// Has the renderer.
        slot: Arc<RendererSlot>,
        /// When it was looked for.
        since: Instant,
        /// Why there is none.
        reason: LossReason,
    },
}

/// Where the renderer is.
enum Phase {
    /// In the slot of a device that plays.
    Playing(Playing),
    /// In the middle of a block of a device that was given up.
    Stuck { slot: Arc<RendererSlot>, loss: Loss },
    /// Here.
    Bridging { bridge: Bridge, loss: Loss },
}

/// A device that plays.
struct Playing {
    device: OpenDevice,
    watchdog: Watchdog,
    /// What the device's library last reported, in its words.
    last_fault: String,
}

/// A device that was lost, on its way back, or that is not there yet.
struct Loss {
    since: Instant,
    reason: LossReason,
    /// Those of the lost device.
    channel_count: u16,
    /// Ends when the lost stream is closed.
    closing: Receiver<()>,
    /// What the system last said when it refused.
    last_refusal: Option<String>,
}

impl Beginning {
    /// Where the renderer is.
    pub(crate) fn slot(&self) -> &Arc<RendererSlot> {
        match self {
            Beginning::Playing(device) => &device.slot,
            Beginning::Waiting { slot, .. } => slot,
        }
    }
}

impl Supervisor {
    pub(crate) fn new(
        opener: Opener,
        request: OpenRequest,
        view: Arc<View>,
        events: Sender<OutputEvent>,
    ) -> Supervisor {
        // Whatever is opened from now on may begin in the middle of the sound.
        let request = OpenRequest { fades_in: true, ..request };
        let openings = Openings::new(Instant::now());
        Supervisor { opener, request, openings, has_said_latency: false, view, events }
    }

    /// Looks after the output until it is asked to end.
    pub(crate) fn run(mut self, beginning: Beginning, ends: &Receiver<End>) {
        let mut phase = self.begin(beginning, Instant::now());
        loop {
            match ends.recv_timeout(phase.interval()) {
                Err(RecvTimeoutError::Timeout) => phase = self.step(phase, Instant::now()),
                Ok(home) => return end(phase, Some(&home)),
                Err(RecvTimeoutError::Disconnected) => return end(phase, None),
            }
        }
    }

    fn step(&mut self, phase: Phase, now: Instant) -> Phase {
        match phase {
            Phase::Playing(mut playing) => match self.trouble_of(&mut playing, now) {
                Some(reason) => self.lose(playing.device, reason, now),
                None => Phase::Playing(playing),
            },
            Phase::Stuck { slot, loss } => match slot.take() {
                Some(renderer) => {
                    let (since, reason) = (loss.since, loss.reason.clone());
                    self.show(OutputState::Reopening { since, reason });
                    Phase::Bridging { bridge: Bridge::new(renderer, loss.channel_count), loss }
                }
                None => Phase::Stuck { slot, loss },
            },
            Phase::Bridging { mut bridge, mut loss } => {
                bridge.run_until(now);
                match self.attempt(&mut loss, now) {
                    Some(device) => self.take_over(bridge, device, &loss),
                    None => Phase::Bridging { bridge, loss },
                }
            }
        }
    }

    fn begin(&mut self, beginning: Beginning, now: Instant) -> Phase {
        let (slot, since, reason) = match beginning {
            Beginning::Playing(device) => return Phase::Playing(Playing::new(device, now)),
            Beginning::Waiting { slot, since, reason } => (slot, since, reason),
        };
        // What was just looked for in vain is looked for again a little later.
        if reason != LossReason::NotOpenYet {
            self.openings.put_off(now);
        }
        let channel_count = self.request.least_channels();
        // There is nothing to close.
        let (_, closing) = bounded(0);
        let loss = Loss { since, reason, channel_count, closing, last_refusal: None };
        match slot.take() {
            Some(renderer) => {
                Phase::Bridging { bridge: Bridge::starting_at(now, renderer, channel_count), loss }
            }
            None => Phase::Stuck { slot, loss },
        }
    }

    /// Why the device has to be given up, if it has to.
    fn trouble_of(&mut self, playing: &mut Playing, now: Instant) -> Option<LossReason> {
        let OpenDevice { state, status, reports, .. } = &playing.device;
        for report in reports.try_iter() {
            if let OutputEvent::Fault(fault) = &report {
                playing.last_fault = fault.to_string();
                if let Some(reason) = loss_in(fault) {
                    return Some(reason);
                }
            }
            self.say(report);
        }
        if state.is_latency_wrong() && !self.has_said_latency {
            self.has_said_latency = true;
            tracing::warn!(device = status.device, "the device says a latency that can't be true");
            self.say(OutputEvent::LatencyNotBelieved);
        }
        if let Some(measured) = state.found_rate() {
            return Some(LossReason::WrongRate { believed: status.sample_rate, measured });
        }
        Some(match playing.watchdog.look(sight_of(&playing.device), now)? {
            Alarm::Silent => LossReason::Silent,
            Alarm::Fails => LossReason::Invalidated(playing.last_fault.clone()),
        })
    }

    fn lose(&mut self, device: OpenDevice, reason: LossReason, now: Instant) -> Phase {
        tracing::warn!(device = device.status.device, %reason, "the output device is lost");
        self.show(OutputState::Reopening { since: now, reason: reason.clone() });
        self.view.lock().counters.losses += 1;
        self.say(OutputEvent::Lost(reason.clone()));
        self.request.clock = None;
        if let LossReason::WrongRate { measured, .. } = reason {
            self.view.lock().counters.wrong_rates += 1;
            self.request.clock = Some(ClockCorrection { said: device.said_rate, real: measured });
            fade_out(&device);
        }
        self.openings = Openings::new(now);
        let OpenDevice { stream, slot, status, .. } = device;
        let renderer = slot.take_within(BLOCK_PATIENCE);
        let loss = Loss {
            since: now,
            reason,
            channel_count: status.channel_count,
            closing: helper::close(stream),
            last_refusal: None,
        };
        match renderer {
            Some(renderer) => {
                Phase::Bridging { bridge: Bridge::new(renderer, loss.channel_count), loss }
            }
            None => {
                self.show(OutputState::Stuck { since: now, reason: loss.reason.clone() });
                Phase::Stuck { slot, loss }
            }
        }
    }

    /// The device, if it is open again.
    fn attempt(&mut self, loss: &mut Loss, now: Instant) -> Option<OpenDevice> {
        match self.openings.look(now) {
            Some(Answer::Opened(device)) => return Some(device),
            Some(Answer::Refused(error)) => self.fail(loss, &error),
            Some(Answer::Hangs) => {
                let device = self.request.device_name();
                self.fail(loss, &OutputError::NoAnswer { device });
            }
            None if self.openings.is_due(self.opener.running(), now) && loss.is_closed(now) => {
                self.open(loss, now);
            }
            None => {}
        }
        None
    }

    fn open(&mut self, loss: &mut Loss, now: Instant) {
        match self.opener.open(self.request.clone()) {
            Ok(answer) => self.openings.begin(answer, now),
            Err(error) => {
                self.openings.put_off(now);
                self.fail(loss, &error);
            }
        }
    }

    fn fail(&self, loss: &mut Loss, error: &OutputError) {
        tracing::debug!(error = error as &dyn std::error::Error, "the output device stays lost");
        let words = error.to_string();
        let is_first = loss.reason == LossReason::NotOpenYet;
        if is_first {
            loss.reason = LossReason::NotThereYet(words.clone());
        }
        let (since, reason) = (loss.since, loss.reason.clone());
        self.show(OutputState::Lost { since, reason });
        if is_first && error.is_absence() {
            self.say(OutputEvent::Lost(loss.reason.clone()));
        }
        self.view.lock().counters.failed_openings += 1;
        if !error.is_absence() && loss.last_refusal.as_ref() != Some(&words) {
            self.say(OutputEvent::CannotReopen(words.clone()));
            loss.last_refusal = Some(words);
        }
    }

    /// Leaves the renderer to `device`, at the frame that is due when its next block is heard.
    fn take_over(&mut self, bridge: Bridge, device: OpenDevice, loss: &Loss) -> Phase {
        let now = Instant::now();
        // What the other openings bring is closed where it comes.
        self.openings = Openings::new(now);
        let status = device.status.clone();
        device.slot.put(bridge.end_at(device.state.next_heard_at(status.sample_rate)));
        let silent_for = now.saturating_duration_since(loss.since);
        tracing::info!(
            device = status.device,
            rate = status.sample_rate.hz(),
            ?silent_for,
            "output"
        );
        let mut current = self.view.lock();
        current.state = OutputState::Running;
        current.status = Some(status.clone());
        current.stream = Arc::clone(&device.state);
        let is_first = matches!(loss.reason, LossReason::NotThereYet(_) | LossReason::NotOpenYet);
        current.counters.returns += u64::from(!is_first);
        drop(current);
        self.say(match is_first {
            true => OutputEvent::Arrived(status),
            false => OutputEvent::Back { status, silent_for },
        });
        Phase::Playing(Playing::new(device, now))
    }

    fn show(&self, state: OutputState) {
        self.view.lock().state = state;
    }

    fn say(&self, event: OutputEvent) {
        // A full queue has an owner who does not read it.
        let _ = self.events.try_send(event);
    }
}

impl Playing {
    fn new(device: OpenDevice, now: Instant) -> Playing {
        let watchdog = Watchdog::new(sight_of(&device), now);
        Playing { device, watchdog, last_fault: String::new() }
    }
}

impl Loss {
    /// True when the lost stream does not keep the device any more, or is not waited for.
    fn is_closed(&self, now: Instant) -> bool {
        let is_closed = self.closing.try_recv() == Err(TryRecvError::Disconnected);
        is_closed || now.saturating_duration_since(self.since) >= CLOSE_PATIENCE
    }
}

impl Phase {
    fn interval(&self) -> Duration {
        match self {
            Phase::Playing(_) => WATCH_INTERVAL,
            Phase::Stuck { .. } | Phase::Bridging { .. } => BRIDGE_INTERVAL,
        }
    }
}

fn sight_of(device: &OpenDevice) -> Sight {
    let OpenDevice { state, status, .. } = device;
    let period = duration_of(state.block_frames(), status.sample_rate);
    Sight { callbacks: state.callbacks(), faults: state.faults(), period }
}

/// What a fault says of a loss.
fn loss_in(fault: &DeviceFault) -> Option<LossReason> {
    match fault.kind {
        DeviceFaultKind::Lost => Some(LossReason::Gone(fault.to_string())),
        DeviceFaultKind::Invalidated => Some(LossReason::Invalidated(fault.to_string())),
        DeviceFaultKind::Rerouted | DeviceFaultKind::Other => None,
    }
}

#[cfg(test)]
mod tests;
