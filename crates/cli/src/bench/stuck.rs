//! One stem whose file stops to answer while the song plays.

use std::{
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use attacca_engine::{
    EngineSettings,
    loading::source::{ByteSource, FileOpener, SourceIdentity, SourceOpener},
};
use attacca_units::FramePos;
use serde::Serialize;

use super::{
    BenchError,
    load::BLOCK_FRAMES,
    material::Material,
    random::Random,
    rig::{Rig, RigSettings},
};

/// From one seek to the next.
const SEEK_INTERVAL: Duration = Duration::from_secs(1);

/// How often a read that does not answer looks whether the bench is over.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// What became of the other stems.
#[derive(Debug, Serialize)]
pub(crate) struct StuckReport {
    /// How long the song went on, with a seek each second.
    pub(crate) seconds: u64,
    /// Stretches without sound: all stems wait for one, unless it is left out.
    pub(crate) holes: u64,
}

/// Plays for `playing` after the file of one stem has stopped to answer.
pub(crate) fn measure(material: &Material, playing: Duration) -> Result<StuckReport, BenchError> {
    let is_stuck = Arc::new(AtomicBool::new(false));
    // From here on nothing may end without setting it free: threads hang in its reads.
    let _freed_at_the_end = FreedWhenDropped(Arc::clone(&is_stuck));
    let stem = material.paths().last().map(Path::to_owned).unwrap_or_default();
    let opener = Arc::new(StuckOpener { stem, is_stuck: Arc::clone(&is_stuck) });
    let rig = Rig::start_with(RigSettings {
        engine: EngineSettings { opener, ..material.engine_settings() },
        songs: vec![material.source()],
        block_frames: BLOCK_FRAMES,
    })?;
    let song = rig.songs[0];
    rig.time_to_sound(|engine| engine.play_song(song, FramePos::ZERO))?;
    rig.wait_idle()?;
    let before = rig.telemetry().transport.underruns;
    is_stuck.store(true, Relaxed);
    let mut random = Random::new(5);
    let last_position = rig.last_position();
    for _ in 0..playing.as_secs() {
        thread::sleep(SEEK_INTERVAL);
        rig.engine.locate(song, random.position(last_position));
    }
    thread::sleep(SEEK_INTERVAL);
    let holes = rig.telemetry().transport.underruns - before;
    is_stuck.store(false, Relaxed);
    Ok(StuckReport { seconds: playing.as_secs(), holes })
}

struct FreedWhenDropped(Arc<AtomicBool>);

impl Drop for FreedWhenDropped {
    fn drop(&mut self) {
        self.0.store(false, Relaxed);
    }
}

/// Opens ordinary files, one of which can stop to answer.
#[derive(Debug)]
struct StuckOpener {
    stem: PathBuf,
    is_stuck: Arc<AtomicBool>,
}

impl SourceOpener for StuckOpener {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn ByteSource>> {
        let file = FileOpener.open(path)?;
        if path != self.stem {
            return Ok(file);
        }
        Ok(Arc::new(StuckSource { file, is_stuck: Arc::clone(&self.is_stuck) }))
    }
}

#[derive(Debug)]
struct StuckSource {
    file: Arc<dyn ByteSource>,
    is_stuck: Arc<AtomicBool>,
}

impl ByteSource for StuckSource {
    fn byte_count(&self) -> u64 {
        self.file.byte_count()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        while self.is_stuck.load(Relaxed) {
            thread::sleep(POLL_INTERVAL);
        }
        self.file.read_at(buffer, offset)
    }

    fn will_need(&self, bytes: Range<u64>) {
        self.file.will_need(bytes);
    }

    fn identity(&self) -> SourceIdentity {
        self.file.identity()
    }
}
