//! A whole set, armed: what it takes, and how soon any of its songs sounds.

use std::thread;

use attacca_engine::SongId;
use attacca_units::FramePos;
use serde::Serialize;

use super::{
    BenchError,
    latencies::{BLOCK_FRAMES, PAUSE_MS},
    material::Material,
    memory::{self, mib},
    percentiles::Percentiles,
    random::Random,
    rig::{Rig, RigSettings},
};

/// Songs of the set.
const SONGS: usize = 20;

/// A set of songs that are all armed.
#[derive(Debug, Serialize)]
pub(crate) struct SetlistReport {
    /// Songs of the set, each of all stems.
    pub(crate) songs: usize,
    /// All anonymous memory of the process with the set armed, and what is left of the bench before.
    pub(crate) memory_mib: Option<f64>,
    /// The part of it that the engine counts as held.
    pub(crate) engine_memory_mib: f64,
    /// Starts of songs at random.
    pub(crate) start_ms: Percentiles,
    /// How many of them were heard in the first callback after the call.
    pub(crate) in_next_callback: usize,
}

/// Arms the set and starts `starts` songs of it.
pub(crate) fn measure(material: &Material, starts: usize) -> Result<SetlistReport, BenchError> {
    let rig = Rig::start_with(RigSettings {
        engine: material.engine_settings(),
        songs: (0..SONGS).map(|_| material.source()).collect(),
        block_frames: BLOCK_FRAMES,
    })?;
    rig.engine.set_setlist(&rig.songs);
    let is_armed = |song: SongId| rig.engine.song(song).is_armed;
    rig.wait("arm a set", |_| rig.songs.iter().all(|song| is_armed(*song)))?;
    rig.wait_idle()?;
    let held = rig.telemetry().memory;
    let memory_mib = memory::anonymous_bytes().map(mib);

    let mut random = Random::new(4);
    let mut sounds = Vec::with_capacity(starts);
    for _ in 0..starts {
        let song = rig.songs[random.between(0, SONGS as u64) as usize];
        rig.wait("arm a song", |_| is_armed(song))?;
        thread::sleep(random.duration_ms(PAUSE_MS.0, PAUSE_MS.1));
        sounds.push(rig.sound_of(|engine| engine.play_song(song, FramePos::ZERO))?);
        rig.pause()?;
    }
    Ok(SetlistReport {
        songs: SONGS,
        memory_mib,
        engine_memory_mib: mib(held.total_bytes() as u64),
        in_next_callback: sounds.iter().filter(|sound| sound.is_in_next_callback).count(),
        start_ms: Percentiles::in_ms(sounds.iter().map(|sound| sound.latency).collect()),
    })
}
