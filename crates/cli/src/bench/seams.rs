//! Gapless song changes and scheduled jumps: where they really happen, to the frame.
//!
//! Stems that hold their frames' numbers are played in real time, and what the null device was given is
//! read back.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use attacca_engine::{
    EngineEvent, EngineSettings, Jump, JumpId, JumpTarget, MultiTrackEngine, SongId, SongSource,
    StemMix, StemSource, TransportState,
    output::{BlockSizes, BlockTap, BlockTiming, NullSettings, NullStream},
    protocol::BlockReport,
};
use attacca_units::{FrameCount, FramePos, Gain, SampleRate};
use crossbeam_channel::{Receiver, Sender, bounded};
use serde::Serialize;

use super::{
    BenchError,
    codes::{self, SAMPLE_RATE},
    load::BLOCK_FRAMES,
    random::Random,
    rig,
};

/// Stems of each song: a power of two, so that their gains add up to exactly 1.
const STEMS: usize = 4;

/// Frames of the songs that follow each other: lengths that no block or slab divides, from less than
/// one slab to a second and a half.
const SONG_FRAMES: [u32; 12] =
    [48_001, 4_095, 12_347, 65_537, 4_097, 30_011, 7_919, 70_001, 4_096, 24_989, 9_973, 50_021];

/// From a song's last number to the next one's first, so that no two songs share a number.
const NUMBERS_BETWEEN: u32 = 1000;

/// Frames of the song in which jumps happen.
const JUMP_SONG_FRAMES: u32 = 30 * SAMPLE_RATE;

/// How far ahead of the playhead a jump is armed, in milliseconds: longer than any seek takes, and
/// any place in a block.
const LEAD_MS: (u64, u64) = (150, 250);

/// How often the bench looks whether the set is over.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// How seams were met.
#[derive(Debug, Serialize)]
pub(crate) struct SeamsReport {
    /// The most frames by which a gapless change to the next song was longer or shorter than none.
    pub(crate) gapless_gap_frames: u64,
    /// Song changes.
    pub(crate) gapless_changes: usize,
    /// The most frames by which a scheduled jump was off.
    pub(crate) jump_error_frames: u64,
    /// Jumps.
    pub(crate) jumps: usize,
    /// Jumps that were armed in time and did not happen.
    pub(crate) jumps_missed: usize,
}

/// Plays songs one after the other, and `jumps` jumps to random places.
pub(crate) fn measure(jumps: usize) -> Result<SeamsReport, BenchError> {
    let folder = tempfile::tempdir()?;
    let changes = gapless_changes(folder.path())?;
    let jumps = scheduled_jumps(folder.path(), jumps)?;
    Ok(SeamsReport {
        gapless_gap_frames: changes.greatest_error(),
        gapless_changes: changes.expected.len(),
        jump_error_frames: jumps.greatest_error(),
        jumps: jumps.expected.len(),
        jumps_missed: jumps.missed,
    })
}

/// What should have been heard, and what was.
#[derive(Debug)]
struct Outcome {
    expected: Vec<Seam>,
    heard: Vec<Seam>,
    missed: usize,
}

/// A place where the numbers do not go on by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seam {
    /// The number that would have come.
    from: u32,
    /// The number that came.
    to: u32,
    /// Frames without a number between the two.
    lost: u32,
}

impl Seam {
    /// A seam between two frames that are next to each other.
    fn exact(from: u32, to: u32) -> Seam {
        Seam { from, to, lost: 0 }
    }

    fn error(self, expected: Seam) -> u64 {
        let distance = |ours: u32, theirs: u32| u64::from(ours.abs_diff(theirs));
        distance(self.from, expected.from).max(distance(self.to, expected.to))
            + u64::from(self.lost)
    }
}

impl Outcome {
    /// The error of the worst seam, compared with the one it should be. A seam too many or too few
    /// shifts all that follow, and so is never taken for exact.
    fn greatest_error(&self) -> u64 {
        let count = self.expected.len().max(self.heard.len());
        let errors =
            (0..count).map(|index| match (self.heard.get(index), self.expected.get(index)) {
                (Some(heard), Some(expected)) => heard.error(*expected),
                // Nothing was heard, or something that nobody asked for: as bad as all that was lost.
                (heard, expected) => {
                    heard.or(expected).map_or(0, |seam| u64::from(seam.lost).max(1))
                }
            });
        errors.max().unwrap_or_default()
    }
}

/// The seams of a recording, from the first number to the last.
fn seams(samples: &[f32]) -> Vec<Seam> {
    let mut seams = Vec::new();
    let mut next: Option<u32> = None;
    let mut lost = 0;
    for number in codes::numbers(samples) {
        let Some(number) = number else {
            lost += 1;
            continue;
        };
        if let Some(from) = next.filter(|from| *from != number || lost > 0) {
            seams.push(Seam { from, to: number, lost });
        }
        next = Some(number + 1);
        lost = 0;
    }
    seams
}

fn gapless_changes(folder: &Path) -> Result<Outcome, BenchError> {
    let stage = Stage::start(total_time(SONG_FRAMES.iter().sum()))?;
    let mut songs = Vec::new();
    let mut start = 0;
    for frames in SONG_FRAMES {
        songs.push(stage.add_song(folder, start..start + frames)?);
        start += frames + NUMBERS_BETWEEN;
    }
    let mut expected = Vec::new();
    for pair in songs.windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        stage.arm(from.jump(Jump::AT_END, to.id, FramePos::ZERO))?;
        expected.push(Seam::exact(from.numbers.end, to.numbers.start));
    }
    stage.play(songs[0].id)?;
    stage.wait("end the set", |stage| {
        let transport = stage.engine.telemetry().transport;
        transport.state == TransportState::Stopped
    })?;
    Ok(Outcome { expected, heard: seams(&stage.stop()), missed: 0 })
}

fn scheduled_jumps(folder: &Path, jumps: usize) -> Result<Outcome, BenchError> {
    let each = Duration::from_millis(LEAD_MS.1) * 2;
    let stage = Stage::start(each * jumps as u32 + Duration::from_secs(10))?;
    let song = stage.add_song(folder, 0..JUMP_SONG_FRAMES)?;
    let mut random = Random::new(6);
    // So far off the end that the next jump happens before it.
    let end = FramePos(u64::from(JUMP_SONG_FRAMES - SAMPLE_RATE));
    stage.play(song.id)?;
    let mut outcome = Outcome { expected: Vec::new(), heard: Vec::new(), missed: 0 };
    for _ in 0..jumps {
        let lead = random.between(LEAD_MS.0 * 48, LEAD_MS.1 * 48);
        let at = FramePos(stage.engine.telemetry().transport.playhead.0 + lead);
        let to = random.position(end);
        let jump = stage.arm(song.jump(at, song.id, to))?;
        if stage.happens(jump)? {
            outcome.expected.push(Seam::exact(at.0 as u32, to.0 as u32));
        } else {
            outcome.missed += 1;
        }
    }
    outcome.heard = seams(&stage.stop());
    Ok(outcome)
}

/// How long so many frames take to play, and some time to begin and to end.
fn total_time(frames: u32) -> Duration {
    Duration::from_secs_f64(f64::from(frames) / f64::from(SAMPLE_RATE)) + Duration::from_secs(2)
}

/// A song of coded stems.
struct CodedSong {
    id: SongId,
    numbers: Range<u32>,
}

impl CodedSong {
    fn jump(&self, at: FramePos, song: SongId, to: FramePos) -> Jump {
        let to = JumpTarget { song, at: to };
        Jump { song: self.id, at, to, crossfade: FrameCount::ZERO }
    }
}

/// An engine whose device records.
struct Stage {
    engine: MultiTrackEngine,
    stream: NullStream,
    recording: Receiver<Vec<f32>>,
}

impl Stage {
    fn start(recorded: Duration) -> Result<Stage, BenchError> {
        let (engine, renderer) = MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000))?;
        let settings =
            NullSettings { block_sizes: BlockSizes::Fixed(BLOCK_FRAMES), channel_count: 2 };
        let samples = 2 * (recorded.as_secs_f64() * f64::from(SAMPLE_RATE)) as usize;
        let (home, recording) = bounded(1);
        let recorder = Recorder { samples: Vec::with_capacity(samples), home };
        let stream = NullStream::start_with_tap(renderer, &settings, recorder)?;
        Ok(Stage { engine, stream, recording })
    }

    /// Writes a song's stems to `folder` and makes it known.
    fn add_song(&self, folder: &Path, numbers: Range<u32>) -> Result<CodedSong, BenchError> {
        let path_of = |stem: usize| folder.join(format!("{}-{stem}.wav", numbers.start));
        let paths: Vec<PathBuf> = (0..STEMS).map(path_of).collect();
        for path in &paths {
            codes::write_wav(path, numbers.clone())?;
        }
        let mix = StemMix { gain: Gain(1.0 / STEMS as f32), ..StemMix::default() };
        let stems =
            paths.into_iter().map(|path| StemSource { location: path.into(), mix }).collect();
        Ok(CodedSong { id: self.engine.add_song(SongSource { stems }), numbers })
    }

    fn arm(&self, jump: Jump) -> Result<JumpId, BenchError> {
        self.engine.arm_jump(jump).map_err(BenchError::Jump)
    }

    fn play(&self, song: SongId) -> Result<(), BenchError> {
        self.engine.arm(song, FramePos::ZERO);
        self.wait("arm a song", |stage| stage.engine.song(song).is_armed)?;
        self.engine.play_song(song, FramePos::ZERO);
        self.wait("play", |stage| {
            stage.engine.telemetry().transport.state == TransportState::Playing
        })
    }

    /// Waits for the jump; false when it was missed or cancelled.
    fn happens(&self, wanted: JumpId) -> Result<bool, BenchError> {
        let deadline = Instant::now() + rig::TIMEOUT;
        let events = self.engine.events();
        loop {
            match events.recv_deadline(deadline) {
                Ok(EngineEvent::JumpHappened { jump, .. }) if jump == wanted => return Ok(true),
                Ok(EngineEvent::JumpMissed { jump } | EngineEvent::JumpCancelled { jump })
                    if jump == wanted =>
                {
                    return Ok(false);
                }
                Ok(_) => {}
                Err(_) => return Err(BenchError::Timeout { what: "jump" }),
            }
        }
    }

    fn wait(
        &self,
        what: &'static str,
        condition: impl Fn(&Stage) -> bool,
    ) -> Result<(), BenchError> {
        let begin = Instant::now();
        while !condition(self) {
            if begin.elapsed() > rig::TIMEOUT {
                return Err(BenchError::Timeout { what });
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        Ok(())
    }

    /// Stops and gives what the device was given.
    fn stop(self) -> Vec<f32> {
        drop(self.stream.stop());
        self.recording.recv().unwrap_or_default()
    }
}

/// Keeps what is rendered, as long as there is room.
struct Recorder {
    samples: Vec<f32>,
    home: Sender<Vec<f32>>,
}

impl BlockTap for Recorder {
    fn after(&mut self, block: &[f32], _report: BlockReport, _timing: BlockTiming) {
        if self.samples.len() + block.len() <= self.samples.capacity() {
            self.samples.extend_from_slice(block);
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        // The stage waits for it; if it is gone, nobody needs it.
        let _ = self.home.try_send(std::mem::take(&mut self.samples));
    }
}

#[cfg(test)]
mod tests;
