//! What a callback costs: blocks of songs with many stems, in the steady state, with every slab
//! there. Printed beside criterion's figures: how many stems one core would carry.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use attacca_engine::{EngineSettings, MultiTrackEngine, Renderer, SongSource, StemMix, StemSource};
use attacca_flac_writer::{FlacFile, FlacSettings};
use attacca_test_support::noise::Noise;
use attacca_units::{FrameCount, FramePos, SampleRate};
use criterion::{Criterion, criterion_group, criterion_main};

const RATE: SampleRate = SampleRate::HZ_48000;
const SECONDS: u64 = 20;

/// An engine that plays a song of `stems` times a noise of so many bits.
struct Playing {
    engine: MultiTrackEngine,
    renderer: Renderer,
    block: Vec<f32>,
    _folder: tempfile::TempDir,
}

impl Playing {
    fn new(stems: usize, bits_per_sample: u32, block_frames: usize) -> Playing {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("noise.flac");
        write_noise(&path, bits_per_sample);
        let settings = EngineSettings::new(RATE);
        let (engine, renderer) = MultiTrackEngine::new(settings).expect("an engine");
        let stem = StemSource { location: path.into(), mix: StemMix::default() };
        let song = engine.add_song(SongSource { stems: vec![stem; stems] });
        engine.play_song(song, FramePos::ZERO);
        Playing { engine, renderer, block: vec![0.0; block_frames * 2], _folder: folder }
    }

    /// The time of `count` blocks; waiting for what they need is not in it.
    fn time_blocks(&mut self, count: u64) -> Duration {
        let mut total = Duration::ZERO;
        for _ in 0..count {
            self.wait_for_lead();
            let started = Instant::now();
            self.renderer.render(&mut self.block, 2, started);
            total += started.elapsed();
        }
        total
    }

    fn wait_for_lead(&mut self) {
        loop {
            let transport = self.engine.telemetry().transport;
            let song_frames = transport.song_frames.unwrap_or_default();
            let is_near_end =
                transport.playhead + FrameCount(RATE.hz().into()) > song_frames.from_start();
            if transport.song_frames.is_some() && is_near_end && transport.seeking.is_none() {
                self.engine.seek(FramePos::ZERO);
            }
            if transport.leads.playing > FrameCount(24_000) && !is_near_end {
                return;
            }
            // A block takes in what was delivered, and goes to what was sought.
            self.renderer.render(&mut self.block[..2], 2, Instant::now());
            std::thread::sleep(Duration::from_micros(100));
        }
    }
}

fn write_noise(path: &Path, bits_per_sample: u32) {
    let settings = FlacSettings::new(RATE, 2, bits_per_sample);
    let mut file = FlacFile::create(path, &settings).expect("a file");
    let mut noise = Noise::new(1);
    for _ in 0..SECONDS {
        let second = noise.integers(bits_per_sample, RATE.hz() as usize * 2);
        file.write_interleaved(&second).expect("space on the disk");
    }
    file.finish().expect("space on the disk");
}

fn callbacks(criterion: &mut Criterion) {
    for (stems, bits, frames) in [(30, 24, 128), (30, 24, 512), (30, 16, 512), (128, 24, 512)] {
        let mut playing = Playing::new(stems, bits, frames);
        let mut last = Duration::ZERO;
        let name = format!("callback: {stems} stems of {bits} bits, {frames} frames");
        criterion.bench_function(&name, |bencher| {
            bencher.iter_custom(|count| {
                let time = playing.time_blocks(count);
                last = time / count.max(1) as u32;
                time
            });
        });
        let period = frames as f64 / f64::from(RATE.hz());
        println!("  one core would carry {:.0} stems", stems as f64 * period / last.as_secs_f64());
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800));
    targets = callbacks
}
criterion_main!(benches);
