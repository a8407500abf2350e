//! Attacca: a song of the engine. Prepared, it is armed.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{
    EngineSettings, MultiTrackEngine, Renderer, SongId, SongSource, StemMix, StemSource,
};
use attacca_units::{FramePos, SampleRate};

use super::{ContenderError, Entry, Player, Render};

/// How long arming may take: far longer than it ever does.
const TIMEOUT: Duration = Duration::from_secs(20);

struct Attacca {
    engine: MultiTrackEngine,
    song: SongId,
}

pub(super) fn enter(stems: Vec<PathBuf>) -> Result<Entry, ContenderError> {
    let mut settings = EngineSettings::new(SampleRate::HZ_48000);
    // No other contender fades at a seek. With the default the old place is heard for 50 ms more, and the
    // stems could not be told to be in step before.
    settings.live.seek_crossfade_seconds = 0.0;
    let (engine, renderer) = MultiTrackEngine::new(settings).map_err(ContenderError::refused)?;
    let stem = |path: PathBuf| StemSource { location: path.into(), mix: StemMix::default() };
    let song = engine.add_song(SongSource { stems: stems.into_iter().map(stem).collect() });
    Ok(Entry { player: Box::new(Attacca { engine, song }), render: Box::new(renderer) })
}

impl Player for Attacca {
    fn prepare(&mut self) -> Result<(), ContenderError> {
        self.engine.arm(self.song, FramePos::ZERO);
        let begin = Instant::now();
        while !self.engine.song(self.song).is_armed {
            if begin.elapsed() > TIMEOUT {
                return Err(ContenderError::Refused("the song was not armed".to_owned()));
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    fn play(&mut self) -> Result<(), ContenderError> {
        self.engine.play_song(self.song, FramePos::ZERO);
        Ok(())
    }

    fn seek(&mut self, frame: u64) -> Result<(), ContenderError> {
        self.engine.locate(self.song, FramePos(frame));
        Ok(())
    }
}

impl Render for Renderer {
    fn render(&mut self, block: &mut [f32]) {
        self.render(block, 2, Instant::now());
    }
}
