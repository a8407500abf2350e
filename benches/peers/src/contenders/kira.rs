//! Kira: a streaming sound for each stem, all of them waiting for one clock, so that they start together.
//!
//! Kira asks for a sound's next place in its decoding thread, behind what that has decoded; when the sound
//! is paused, it throws away what was decoded. Both ways of seeking are measured.

use std::{
    path::PathBuf,
    sync::mpsc::{SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use kira::{
    AudioManager, AudioManagerSettings, StartTime, Tween,
    backend::{Backend, Renderer},
    clock::{ClockHandle, ClockSpeed, ClockTime},
    sound::{
        FromFileError, PlaybackState,
        streaming::{StreamingSoundData, StreamingSoundHandle},
    },
};

use super::{ContenderError, Entry, Player, Render, open_all};
use crate::device::SAMPLE_RATE;

/// How a seek is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seek {
    /// All sounds are told to seek.
    WhilePlaying,
    /// All sounds are paused, told to seek, and resumed at one instant when they are full again.
    Paused,
}

/// Kira has no word for "filled": its decoding threads take a few milliseconds for their rings of 341 ms.
const FILLING_TIME: Duration = Duration::from_millis(200);

/// The same for a seek, in which somebody is waiting: enough for the two blocks of a start.
const REFILLING_TIME: Duration = Duration::from_millis(20);

/// How long pausing may take: far longer than it ever does.
const TIMEOUT: Duration = Duration::from_secs(5);

/// No fade.
const CUT: Tween = Tween {
    start_time: StartTime::Immediate,
    duration: Duration::ZERO,
    easing: kira::Easing::Linear,
};

struct Kira {
    manager: AudioManager<Handover>,
    clock: ClockHandle,
    stems: Vec<PathBuf>,
    sounds: Vec<StreamingSoundHandle<FromFileError>>,
    seek: Seek,
}

pub(super) fn enter(stems: Vec<PathBuf>, seek: Seek) -> Result<Entry, ContenderError> {
    let (sender, receiver) = sync_channel(1);
    let settings = AudioManagerSettings {
        backend_settings: HandoverSettings(Some(sender)),
        ..Default::default()
    };
    let mut manager = AudioManager::<Handover>::new(settings).map_err(ContenderError::refused)?;
    let renderer = receiver.recv().map_err(ContenderError::refused)?;
    let clock =
        manager.add_clock(ClockSpeed::TicksPerSecond(1000.0)).map_err(ContenderError::refused)?;
    let kira = Kira { manager, clock, stems, sounds: Vec::new(), seek };
    Ok(Entry { player: Box::new(kira), render: Box::new(renderer) })
}

impl Kira {
    /// Makes the sounds, which wait for the clock, and their decoding threads.
    fn add_sounds(&mut self) -> Result<(), ContenderError> {
        let start = ClockTime { clock: self.clock.id(), ticks: 0, fraction: 0.0 };
        let opened = open_all(&self.stems, |path| {
            let sound = StreamingSoundData::from_file(path).map_err(ContenderError::refused)?;
            Ok(sound.start_time(start))
        })?;
        for sound in opened {
            self.sounds.push(self.manager.play(sound).map_err(ContenderError::refused)?);
        }
        Ok(())
    }

    fn seek_paused(&mut self, seconds: f64) -> Result<(), ContenderError> {
        for sound in &mut self.sounds {
            sound.pause(CUT);
        }
        let begin = Instant::now();
        while self.sounds.iter().any(|sound| sound.state() != PlaybackState::Paused) {
            if begin.elapsed() > TIMEOUT {
                return Err(ContenderError::Refused("a sound was not paused".to_owned()));
            }
            thread::sleep(Duration::from_millis(1));
        }
        for sound in &mut self.sounds {
            sound.seek_to(seconds);
        }
        thread::sleep(REFILLING_TIME);
        // A block ahead of the clock, so that no sound sees the time pass before the others are told.
        let start = StartTime::ClockTime(self.clock.time() + 20);
        for sound in &mut self.sounds {
            sound.resume_at(start, CUT);
        }
        Ok(())
    }
}

impl Player for Kira {
    fn prepare(&mut self) -> Result<(), ContenderError> {
        self.add_sounds()?;
        thread::sleep(FILLING_TIME);
        Ok(())
    }

    fn play(&mut self) -> Result<(), ContenderError> {
        if self.sounds.is_empty() {
            self.add_sounds()?;
        }
        self.clock.start();
        Ok(())
    }

    fn seek(&mut self, frame: u64) -> Result<(), ContenderError> {
        let seconds = frame as f64 / f64::from(SAMPLE_RATE);
        match self.seek {
            Seek::Paused => self.seek_paused(seconds),
            Seek::WhilePlaying => {
                for sound in &mut self.sounds {
                    sound.seek_to(seconds);
                }
                Ok(())
            }
        }
    }
}

/// A backend that hands Kira's renderer to our device.
struct Handover(SyncSender<Renderer>);

/// Where the renderer goes. Kira asks for a default; it leads nowhere, and the backend says so.
#[derive(Default)]
struct HandoverSettings(Option<SyncSender<Renderer>>);

/// There is nobody to hand the renderer to.
#[derive(Debug)]
struct NobodyThere;

impl Backend for Handover {
    type Settings = HandoverSettings;
    type Error = NobodyThere;

    fn setup(settings: HandoverSettings, _buffer: usize) -> Result<(Handover, u32), NobodyThere> {
        Ok((Handover(settings.0.ok_or(NobodyThere)?), SAMPLE_RATE))
    }

    fn start(&mut self, renderer: Renderer) -> Result<(), NobodyThere> {
        self.0.send(renderer).map_err(|_| NobodyThere)
    }
}

impl Render for Renderer {
    fn render(&mut self, block: &mut [f32]) {
        self.on_start_processing();
        self.process(block, 2);
    }
}
