//! A song whose ten stems are one sound in ten formats and rates: all are on the same frame from the
//! start, after seeks and round a loop.

use std::path::Path;

use attacca_engine::{
    BusChannels, BusId, BusMix, OutputChannel, SongId, SongSource, StemMix, StemSource,
};
use attacca_test_support::{
    landmarks::{LandmarkMap, write_landmarks},
    reference::run_line,
};
use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::stage::{RATE, Stage};

const SECONDS: f64 = 8.0;

/// Frames of a stretch that is looked for: a quarter of a second.
const STRETCH: usize = 12_000;

/// How much like the sound every stretch of every stem is at least.
const LIKENESS: f64 = 0.95;

/// Frames of a seek's crossfade, and a few.
const CROSSFADE: usize = 2_500;

/// A stem: its name, the rate of what is encoded, how, and how many of its frames it is late by because its
/// format has no place to tell of the encoder's delay. In the command IN and OUT stand for the files.
type Coded = (&'static str, u32, &'static str, u64);

const STEMS: [Coded; 10] = [
    ("drums.flac", 44_100, "flac -s -5 IN -o OUT", 0),
    ("bass.wav", 96_000, "ffmpeg -v error -i IN -c:a pcm_s24le OUT", 0),
    ("keys.aiff", 88_200, "ffmpeg -v error -i IN -c:a pcm_s16be OUT", 0),
    ("pad.mp3", 48_000, "lame --quiet -b 192 IN OUT", 0),
    ("guide.mp3", 22_050, "ffmpeg -v error -i IN -c:a libmp3lame -q:a 2 OUT", 0),
    ("lead.m4a", 48_000, "ffmpeg -v error -i IN -c:a aac -b:a 160k OUT", 0),
    ("strings.m4a", 32_000, "ffmpeg -v error -i IN -c:a alac OUT", 0),
    ("choir.ogg", 44_100, "oggenc -Q -q 6 IN -o OUT", 0),
    ("brass.opus", 48_000, "opusenc --quiet --bitrate 160 IN OUT", 0),
    ("loop.aac", 24_000, "ffmpeg -v error -i IN -c:a aac -b:a 96k OUT", 1024),
];

/// A song of [`STEMS`], each alone on a pair of channels of its own.
struct Formats {
    stage: Stage,
    song: SongId,
    map: LandmarkMap,
}

impl Formats {
    fn new() -> Formats {
        let stage = Stage::new(&[]);
        let stems = STEMS.iter().enumerate().map(|(number, stem)| {
            let bus = BusId::new(number).expect("there are as many buses");
            let [left, right] = [1, 2].map(|side| OutputChannel::new(2 * number + side));
            let channels = left.zip(right).expect("there are as many channels");
            let channels = BusChannels::Pair(channels.0, channels.1);
            stage.engine.set_bus(bus, BusMix { channels, ..BusMix::initial(BusId::MAIN) });
            let mix = StemMix { bus, ..StemMix::default() };
            StemSource { location: encode(stage.folder(), stem).as_path().into(), mix }
        });
        let stems = stems.collect();
        let song = stage.engine.add_song(SongSource { stems });
        Formats { stage, song, map: LandmarkMap::new(RATE, SECONDS) }
    }

    /// Renders a stretch and checks where in the sound each stem is: at `first`, but for the known
    /// delays.
    fn check(&mut self, first: u64, when: &str) {
        let channel_count = 2 * STEMS.len();
        let heard = self.hear(STRETCH);
        for (number, (name, rate, _, late)) in STEMS.iter().enumerate() {
            let channel = |channel: usize| -> Vec<f32> {
                heard.iter().skip(channel).step_by(channel_count).copied().collect()
            };
            let (left, right) = (channel(2 * number), channel(2 * number + 1));
            let late = 2 * late * u64::from(RATE.hz()) / u64::from(*rate);
            let found = self.map.lateness(&[&left, &right], 2 * first as i64 - late as i64);
            assert!(found.likeness > LIKENESS, "{name} {when} is something else: {found:?}");
            assert_eq!(found.half_frames, 0, "{name} {when} is late or early");
        }
    }

    /// Renders `frames` as a patient output would. Shape: `[frame][channel]`.
    fn hear(&mut self, frames: usize) -> Vec<f32> {
        const BLOCK: usize = 480;
        let mut heard = Vec::new();
        let mut left = frames;
        while left > 0 {
            self.stage.wait_for_lead(BLOCK as u64);
            let block = BLOCK.min(left);
            heard.extend(self.stage.render_channels(block, 2 * STEMS.len()).samples);
            left -= block;
        }
        heard
    }
}

/// Makes the file of a stem; returns its path.
fn encode(folder: &Path, (name, rate, command, _): &Coded) -> std::path::PathBuf {
    let rate = SampleRate::new(*rate).expect("a rate is not zero");
    let (source, path) = (folder.join("source.wav"), folder.join(name));
    write_landmarks(&source, rate, 16, SECONDS);
    run_line(command, &[("IN", &source), ("OUT", &path)]);
    path
}

#[test]
fn stems_of_ten_formats_are_on_the_same_frame_from_the_start_after_seeks_and_round_a_loop() {
    let mut formats = Formats::new();
    let song = formats.song;
    formats.stage.engine.play_song(song, FramePos::ZERO);
    formats.check(0, "from the start");
    formats.check(STRETCH as u64, "further on");
    // On no grid, back and forth, inside the window and far outside.
    for target in [200_003, 7, 150_000, 155_001] {
        formats.stage.engine.seek(FramePos(target));
        formats.stage.wait_for_target();
        formats.hear(CROSSFADE);
        formats.check(target + CROSSFADE as u64, &format!("after a seek to {target}"));
    }
    let range = FramePos(50_001)..FramePos(190_003);
    let start = range.start.0;
    let to_its_end = range.end.0 - formats.stage.engine.telemetry().transport.playhead.0;
    let armed = formats.stage.engine.arm_loop(song, range, FrameCount::ZERO);
    armed.expect("the loop can be armed");
    formats.stage.wait_until("the loop is ready", |stage| {
        stage.render(0);
        stage.engine.jumps().iter().all(|jump| jump.is_ready)
    });
    formats.hear(to_its_end as usize);
    formats.check(start, "round a loop");
    assert_eq!(formats.stage.engine.telemetry().transport.underruns, 0);
}
