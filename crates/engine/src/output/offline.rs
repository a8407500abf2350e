//! The offline renderer: the same engine without a clock. Where an output would run out of frames,
//! it waits for them.
//!
//! Runs on: the caller's thread.

use std::{ops::Range, time::Instant};

use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    MultiTrackEngine, Renderer, SongId,
    control::{SongPhase, SongReport},
};

/// Channels of what it renders: 1 and 2. Buses that go to others are left out.
pub const OFFLINE_CHANNELS: usize = 2;

/// Renders a stretch of a song, faster than it would sound.
#[derive(Debug)]
pub struct OfflineRenderer {
    engine: MultiTrackEngine,
    renderer: Renderer,
    song: SongId,
    left: FrameCount,
}

/// Why nothing can be rendered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfflineError {
    /// None of the song's files can be played; the report says why of each.
    #[error("none of the song's files can be played")]
    NothingPlayable(Box<SongReport>),
}

impl OfflineRenderer {
    /// Opens `song` and stands at the start of `range`; what is beyond the song's end is left out.
    ///
    /// The stretch begins and ends without a fade, so that it equals the same stretch of a
    /// rendering of the whole song.
    ///
    /// # Errors
    /// When no file of the song can be played.
    pub fn new(
        engine: MultiTrackEngine,
        renderer: Renderer,
        song: SongId,
        range: Range<FramePos>,
    ) -> Result<OfflineRenderer, OfflineError> {
        engine.play_exactly(song, range.start);
        let song_frames = loop {
            let report = engine.song(song);
            match (report.phase, report.frame_count) {
                (SongPhase::Open, Some(song_frames)) => break song_frames,
                (SongPhase::Failed, _) => {
                    return Err(OfflineError::NothingPlayable(Box::new(report)));
                }
                _ => engine.wait_for_progress(),
            }
        };
        let end = range.end.min(song_frames.from_start());
        Ok(OfflineRenderer { engine, renderer, song, left: end.saturating_since(range.start) })
    }

    /// The frames that are still to come.
    pub fn frames_left(&self) -> FrameCount {
        self.left
    }

    /// The rate of what it renders.
    pub fn sample_rate(&self) -> SampleRate {
        self.renderer.engine_rate()
    }

    /// The engine, to mix and to read events.
    pub fn engine(&self) -> &MultiTrackEngine {
        &self.engine
    }

    /// The song.
    pub fn song(&self) -> SongId {
        self.song
    }

    /// Renders the next frames; returns how many, 0 at the end of the stretch.
    ///
    /// Shape: `out` is interleaved stereo. At most an eighth of a second is rendered in a call.
    pub fn render(&mut self, out: &mut [f32]) -> usize {
        let most = self.sample_rate().hz() as usize / 8;
        let frames = (out.len() / OFFLINE_CHANNELS).min(most).min(self.left.0 as usize);
        if frames == 0 {
            return 0;
        }
        self.renderer.receive();
        while !self.renderer.has_ready(FrameCount(frames as u64)) {
            self.engine.wait_for_progress();
            self.renderer.receive();
        }
        let out = &mut out[..frames * OFFLINE_CHANNELS];
        self.renderer.render(out, OFFLINE_CHANNELS, Instant::now());
        self.left = self.left - FrameCount(frames as u64);
        frames
    }
}
