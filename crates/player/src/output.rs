//! Where the sound goes: a device, or nowhere at the same pace.

use attacca_engine::{
    Renderer,
    output::{
        BlockSizes, DeviceFaultKind, DeviceSettings, DeviceStatus, DeviceStream, LossReason,
        NullSettings, NullStream, OutputError, OutputEvent, OutputHealth, OutputState,
        RealtimePriority, device_rates,
    },
};
use attacca_units::SampleRate;
use crossbeam_channel::Receiver;

use crate::{
    OfferedRates, ipc,
    notice::{Notice, Severity},
};

/// Frames of a block of the null output when nothing else is asked for.
const NULL_BUFFER_FRAMES: u32 = 512;

/// What an output is called before there is a device.
const NO_DEVICE_YET: &str = "no device yet, no sound";

/// Which output is wanted.
#[derive(Debug, Clone)]
pub enum OutputChoice {
    /// A device; without an id the system's default. One that is not there is waited for: time passes
    /// as if it sounded until it is.
    Device(DeviceSettings),
    /// No sound: time passes as if it sounded.
    Null {
        /// Frames of a block; `None` for the usual.
        buffer_frames: Option<u32>,
    },
}

impl OutputChoice {
    /// The rates at which it can be opened. A device that is not there or does not answer offers any:
    /// [`Output::start`] says what is wrong with it.
    pub fn offered_rates(&self) -> OfferedRates {
        match self {
            OutputChoice::Null { .. } => OfferedRates::Any,
            OutputChoice::Device(settings) => {
                device_rates(settings).map_or_else(|_| OfferedRates::Any, OfferedRates::Ranges)
            }
        }
    }
}

/// What an output is called and does at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputReport {
    /// What it is called, and how it was opened.
    pub name: String,
    /// What it does.
    pub state: ipc::OutputState,
    /// How well it does.
    pub health: OutputHealth,
}

/// An output did not start.
#[derive(Debug)]
pub struct SwitchFailure {
    /// Why.
    pub error: OutputError,
    /// The renderer as it was; `None` when the system refused a thread, and it was lost with it.
    pub renderer: Option<Renderer>,
}

/// A running output. Dropping it stops it.
#[derive(Debug)]
pub enum Output {
    /// A device.
    Device(DeviceStream),
    /// The null output.
    Null {
        /// It.
        stream: NullStream,
        /// What it is called.
        name: String,
    },
}

impl Output {
    /// Starts an output, and says what the user must know of it.
    ///
    /// Only a device that is absent lets time pass in silence unasked, until it is plugged in: silence
    /// where sound was expected would be worse than an error.
    ///
    /// # Errors
    /// When the device can't be opened as asked; nothing sounds then.
    pub fn start(
        renderer: Renderer,
        choice: &OutputChoice,
    ) -> Result<(Output, Vec<Notice>), OutputError> {
        Output::switch(renderer, choice).map_err(|failure| failure.error)
    }

    /// As [`Output::start`], but the renderer comes back when it fails.
    ///
    /// # Errors
    /// When the device can't be opened as asked.
    pub fn switch(
        renderer: Renderer,
        choice: &OutputChoice,
    ) -> Result<(Output, Vec<Notice>), Box<SwitchFailure>> {
        let settings = match choice {
            OutputChoice::Null { buffer_frames } => {
                return start_null(renderer, *buffer_frames)
                    .map_err(|error| Box::new(SwitchFailure { error, renderer: None }));
            }
            OutputChoice::Device(settings) => settings,
        };
        let stream = DeviceStream::start_or_wait(renderer, settings).map_err(|failure| {
            let renderer = Some(failure.renderer);
            Box::new(SwitchFailure { error: failure.error, renderer })
        })?;
        let notices = absence_notice(&stream.state()).into_iter().collect();
        Ok((Output::Device(stream), notices))
    }

    /// As [`Output::switch`], but it never waits for the system: a device is opened behind it, and until
    /// it plays, time passes as if it sounded.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn switch_behind(
        renderer: Renderer,
        choice: &OutputChoice,
    ) -> Result<(Output, Vec<Notice>), Box<SwitchFailure>> {
        let OutputChoice::Device(settings) = choice else {
            return Output::switch(renderer, choice);
        };
        let stream = DeviceStream::start_behind(renderer, settings).map_err(|failure| {
            let renderer = Some(failure.renderer);
            Box::new(SwitchFailure { error: failure.error, renderer })
        })?;
        Ok((Output::Device(stream), Vec::new()))
    }

    /// Stops it, without a click, and gives the renderer back for another one.
    pub fn stop(self) -> Renderer {
        match self {
            Output::Device(stream) => stream.stop(),
            Output::Null { stream, .. } => stream.stop(),
        }
    }

    /// What it is called, and how it was opened.
    pub fn name(&self) -> String {
        match self {
            Output::Device(stream) => {
                stream.status().as_ref().map_or_else(|| NO_DEVICE_YET.to_owned(), device_name)
            }
            Output::Null { name, .. } => name.clone(),
        }
    }

    /// What happens to it; the null output has nothing to say.
    pub fn events(&self) -> Receiver<OutputEvent> {
        match self {
            Output::Device(stream) => stream.events(),
            Output::Null { .. } => crossbeam_channel::never(),
        }
    }

    /// What it does at this moment; the null output always runs.
    pub fn state(&self) -> OutputState {
        match self {
            Output::Device(stream) => stream.state(),
            Output::Null { .. } => OutputState::Running,
        }
    }

    /// Its name, its state, and how well it does.
    pub fn report(&self) -> OutputReport {
        let state = self.state();
        OutputReport { name: self.name(), health: state.health(), state: state.into() }
    }
}

/// What the user must know of an event; `None` when all is well.
pub fn output_notice(event: &OutputEvent) -> Option<Notice> {
    Some(match event {
        OutputEvent::Realtime(priority) => return priority_notice(priority.clone()),
        OutputEvent::Fault(fault) if fault.kind == DeviceFaultKind::Rerouted => Notice::new(
            Severity::Warning,
            format!("the sound goes to another device now ({fault})"),
        ),
        OutputEvent::Fault(fault) => {
            Notice::new(Severity::Warning, format!("the output device reports: {fault}"))
        }
        OutputEvent::Lost(reason) => lost_notice(reason),
        OutputEvent::CannotReopen(words) => Notice::new(
            Severity::Error,
            format!("the output device can't be opened ({words}); it is tried again"),
        ),
        OutputEvent::LatencyNotBelieved => Notice::new(
            Severity::Warning,
            "the output device says a latency that can't be true; the place that is shown may be off",
        ),
        OutputEvent::Arrived(status) => {
            Notice::new(Severity::Info, format!("sound on {}", device_name(status)))
        }
        OutputEvent::Back { status, silent_for } => Notice::new(
            Severity::Info,
            format!(
                "sound again on {}, {:.1} s later",
                device_name(status),
                silent_for.as_secs_f64()
            ),
        ),
        _ => return None,
    })
}

fn lost_notice(reason: &LossReason) -> Notice {
    match reason {
        LossReason::NotThereYet(words) => absence(words),
        LossReason::WrongRate { .. } => Notice::new(
            Severity::Warning,
            format!("the output device runs wrong: {reason}; the sound is back in a moment"),
        ),
        _ => Notice::new(
            Severity::Error,
            format!(
                "the output device is gone ({reason}); playing goes on silently, plug it in again \
                 and the sound comes back"
            ),
        ),
    }
}

/// `USB Audio (44100 Hz, resampled from 48000 Hz, i24, 512 frames)`.
fn device_name(status: &DeviceStatus) -> String {
    let DeviceStatus { name, sample_rate, engine_rate, format, buffer_frames, .. } = status;
    let resampled = if sample_rate == engine_rate {
        String::new()
    } else {
        format!(", resampled from {engine_rate}")
    };
    let frames = buffer_frames.map_or_else(String::new, |n| format!(", {n} frames"));
    format!("{name} ({sample_rate}{resampled}, {format}{frames})")
}

fn priority_notice(priority: RealtimePriority) -> Option<Notice> {
    let RealtimePriority::Refused { reason } = priority else { return None };
    Some(Notice::new(
        Severity::Info,
        format!(
            "no real-time priority for the audio thread ({reason}): under heavy load the sound may \
             break up; {REALTIME_REMEDY}"
        ),
    ))
}

#[cfg(target_os = "linux")]
const REALTIME_REMEDY: &str =
    "install rtkit, or give your user the right (ulimit -r 20, usually by the group audio)";
#[cfg(not(target_os = "linux"))]
const REALTIME_REMEDY: &str = "end other programs";

/// What the user must know of a device that is not there at the start.
fn absence_notice(state: &OutputState) -> Option<Notice> {
    let OutputState::Lost { reason: LossReason::NotThereYet(words), .. } = state else {
        return None;
    };
    Some(absence(words))
}

fn absence(words: &str) -> Notice {
    let text = format!(
        "no sound device, so nothing will be heard until it is plugged in; the set runs silently in \
         its own time ({words})"
    );
    Notice::new(Severity::Warning, text)
}

fn start_null(
    renderer: Renderer,
    buffer_frames: Option<u32>,
) -> Result<(Output, Vec<Notice>), OutputError> {
    let frames = buffer_frames.unwrap_or(NULL_BUFFER_FRAMES);
    let name = null_name(renderer.engine_rate(), frames);
    let settings =
        NullSettings { block_sizes: BlockSizes::Fixed(frames as usize), ..NullSettings::default() };
    let stream = NullStream::start(renderer, &settings)?;
    let notices = priority_notice(stream.priority().clone()).into_iter().collect();
    Ok((Output::Null { stream, name }, notices))
}

fn null_name(rate: SampleRate, frames: u32) -> String {
    format!("null output, no sound ({rate}, f32, {frames} frames)")
}

#[cfg(test)]
mod tests;
