//! One sound, encoded by real encoders into every format: each frame is where it was, from the start and
//! after any seek, in an engine of the file's rate and of another one.

use std::{path::PathBuf, sync::Arc};

use attacca_engine::loading::{
    decoder::ChunkDecoder,
    index::IndexCatalog,
    samples::{SampleBlock, SampleData},
    source::FileOpener,
    stem::OpenStem,
};
use attacca_test_support::{
    files::TestFolder,
    landmarks::{LandmarkMap, write_landmarks},
    noise::Noise,
    reference::run_line,
};
use attacca_units::{FrameCount, SampleRate};

use crate::stems::{build_index, decode};

/// Length of the sound: no whole number of packets of any format at any rate.
const SECONDS: f64 = 20.013;

/// Frames of a stretch that is looked for: a quarter of a second.
const STRETCH: usize = 12_000;

/// How much like the sound every stretch of it is at least, also of 64 kbit/s.
const LIKENESS: f64 = 0.95;

/// How far samples may differ after a seek where the rate is converted.
const CONVERTED_BOUND: f32 = 1e-6;

/// What makes a file, and how many of its frames the sound is late by.
///
/// In the command, 16 and 24 stand for the files of so many bits, OUT for the file to be made.
struct Case {
    extension: &'static str,
    command: &'static str,
    late: u64,
}

const fn case(extension: &'static str, command: &'static str) -> Case {
    Case { extension, command, late: 0 }
}

/// The delay of an encoder of MP3 (LAME: 576 frames) and its decoder (528, and 1), which a file without
/// LAME's tag does not tell of.
const MP3_DELAY: u64 = 576 + 529;

/// The packet that FFmpeg's encoder of AAC begins with. ADTS has no place to tell of it.
const AAC_DELAY: u64 = 1024;

const CASES: [Case; 26] = [
    case("flac", "flac -s -5 16 -o OUT"),
    case("flac", "flac -s -8 -b 4608 24 -o OUT"),
    case("flac", "ffmpeg -v error -i 24 -c:a flac OUT"),
    case("wav", "ffmpeg -v error -i 24 -c:a pcm_s24le OUT"),
    case("wav", "ffmpeg -v error -i 24 -c:a pcm_f32le OUT"),
    case("aiff", "ffmpeg -v error -i 16 -c:a pcm_s16be OUT"),
    case("aiff", "ffmpeg -v error -i 24 -c:a pcm_s24be OUT"),
    case("mp3", "lame --quiet -b 128 16 OUT"),
    case("mp3", "lame --quiet -V 2 16 OUT"),
    case("mp3", "lame --quiet -m m -b 96 16 OUT"),
    case("mp3", "ffmpeg -v error -i 16 -c:a libmp3lame -b:a 192k OUT"),
    case("mp3", "ffmpeg -v error -i 16 -c:a libmp3lame -q:a 4 -ac 1 OUT"),
    Case { late: MP3_DELAY, ..case("mp3", "lame --quiet -t -b 192 16 OUT") },
    Case {
        late: MP3_DELAY,
        ..case("mp3", "ffmpeg -v error -i 16 -c:a libmp3lame -b:a 160k -write_xing 0 OUT")
    },
    case("m4a", "ffmpeg -v error -i 16 -c:a aac -b:a 96k OUT"),
    case("m4a", "ffmpeg -v error -i 16 -c:a aac -b:a 192k -movflags +faststart OUT"),
    Case { late: AAC_DELAY, ..case("aac", "ffmpeg -v error -i 16 -c:a aac -b:a 128k OUT") },
    case("m4a", "ffmpeg -v error -i 16 -c:a alac -sample_fmt s16p OUT"),
    case("m4a", "ffmpeg -v error -i 24 -c:a alac -sample_fmt s32p OUT"),
    case("ogg", "oggenc -Q -q 2 16 -o OUT"),
    case("ogg", "oggenc -Q -q 6 16 -o OUT"),
    case("ogg", "ffmpeg -v error -i 16 -c:a libvorbis -q:a 6 OUT"),
    case("opus", "opusenc --quiet --bitrate 64 16 OUT"),
    case("opus", "opusenc --quiet --bitrate 160 16 OUT"),
    case("opus", "ffmpeg -v error -i 16 -c:a libopus -b:a 64k OUT"),
    case("opus", "ffmpeg -v error -i 16 -c:a libopus -b:a 160k OUT"),
];

/// Samples as float. Shape: `[channel][frame]`.
type Planes = Vec<Vec<f32>>;

#[test]
fn from_48_khz_every_format_lands_on_the_same_frame() {
    check_all(SampleRate::HZ_48000);
}

#[test]
fn from_44_1_khz_every_format_lands_on_the_same_frame() {
    check_all(SampleRate::HZ_44100);
}

/// Encodes the sound at `rate` in all ways, and checks each file in engines of two rates.
fn check_all(rate: SampleRate) {
    let folder = TestFolder::new();
    let sources = [16, 24].map(|bits| {
        let path = folder.path(format!("{bits}.wav"));
        write_landmarks(&path, rate, bits, SECONDS);
        path
    });
    let engines = [SampleRate::HZ_44100, SampleRate::HZ_48000];
    let engines = engines.map(|engine_rate| (engine_rate, LandmarkMap::new(engine_rate, SECONDS)));
    for (number, case) in CASES.iter().enumerate() {
        let path = folder.path(format!("{number}.{}", case.extension));
        run_line(case.command, &[("16", &sources[0]), ("24", &sources[1]), ("OUT", &path)]);
        for (engine_rate, map) in &engines {
            check(&Encoded { path: path.clone(), case, rate, engine_rate: *engine_rate }, map);
        }
    }
}

/// A file in an engine.
struct Encoded<'a> {
    path: PathBuf,
    case: &'a Case,
    /// Of what was encoded.
    rate: SampleRate,
    engine_rate: SampleRate,
}

impl Encoded<'_> {
    fn open(&self) -> Arc<OpenStem> {
        OpenStem::open_at(&self.path, &FileOpener, &IndexCatalog::new(), self.engine_rate)
            .unwrap_or_else(|error| panic!("{self}: {error}"))
    }
}

impl std::fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {} in {}", self.case.command, self.rate, self.engine_rate)
    }
}

fn check(file: &Encoded<'_>, map: &LandmarkMap) {
    let stem = file.open();
    check_length(file, &stem);
    let whole = whole(&stem, file);
    check_places(file, &whole, map);
    check_seeks(file, &stem, &whole);
    if stem.index_builder().is_some() {
        build_index(&stem);
        check_seeks(file, &stem, &whole);
    }
}

/// Checks that `stem` has as many frames as were encoded, or if the file does not tell which of its
/// frames those are, at least the delay more.
fn check_length(file: &Encoded<'_>, stem: &OpenStem) {
    let scaled = |frames: u64| {
        (frames * u64::from(file.engine_rate.hz())).div_ceil(u64::from(file.rate.hz()))
    };
    let (length, encoded) = (stem.info().frame_count.0, file.rate.frames_in(SECONDS).0);
    match file.case.late {
        // An encoder of another rate rounds first.
        0 => assert!(length.abs_diff(scaled(encoded)) <= 1, "{file}: {length} frames"),
        late => assert!(length >= scaled(encoded + late), "{file}: {length} frames"),
    }
}

/// Checks stretches all over the file.
fn check_places(file: &Encoded<'_>, whole: &Planes, map: &LandmarkMap) {
    let late = file.rate.seconds(FrameCount(file.case.late));
    let late = (2.0 * late * f64::from(file.engine_rate.hz())).round() as i64;
    let length = file.engine_rate.frames_in(SECONDS).0 as usize;
    for start in (0..length - STRETCH).step_by(length / 8).chain([length - STRETCH]) {
        let planes: Vec<&[f32]> =
            whole.iter().map(|plane| &plane[start..start + STRETCH]).collect();
        let found = map.lateness(&planes, 2 * start as i64 - late);
        assert!(found.likeness > LIKENESS, "{file}: frame {start} is something else: {found:?}");
        assert_eq!(found.half_frames, 0, "{file}: frame {start} is late or early");
    }
}

/// Checks that stretches behind seeks are those of the whole.
fn check_seeks(file: &Encoded<'_>, stem: &Arc<OpenStem>, whole: &Planes) {
    let is_converted = stem.info().sample_rate != file.engine_rate;
    let bound = if is_converted { CONVERTED_BOUND } else { 0.0 };
    let mut random = Noise::new(7);
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    for number in 0..8 {
        if number % 3 == 0 {
            lane = ChunkDecoder::new(Arc::clone(stem));
        }
        let start = random.below(whole[0].len() as u64) as usize;
        let count = [1, 480, 4096, 9000][number % 4].min(whole[0].len() - start);
        for (plane, whole) in planes(&mut lane, stem, start, count, file).iter().zip(whole) {
            let differs = |(a, b): (&f32, &f32)| (a - b).abs() > bound;
            let pairs = plane.iter().zip(&whole[start..]);
            assert!(!pairs.clone().any(differs), "{file}: {count} frames from {start} differ");
        }
    }
}

/// All of a stem, slab by slab.
fn whole(stem: &Arc<OpenStem>, file: &Encoded<'_>) -> Planes {
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    let length = stem.info().frame_count.0 as usize;
    let mut whole = vec![Vec::with_capacity(length); stem.info().channel_count];
    for start in (0..length).step_by(4096) {
        let part = planes(&mut lane, stem, start, 4096.min(length - start), file);
        whole.iter_mut().zip(part).for_each(|(plane, part)| plane.extend(part));
    }
    whole
}

fn planes(
    lane: &mut ChunkDecoder,
    stem: &OpenStem,
    start: usize,
    count: usize,
    file: &Encoded<'_>,
) -> Planes {
    let (block, result) = decode(lane, stem, start, count);
    assert!(result.is_ok(), "{file}: {count} frames from {start}: {result:?}");
    floats(block).chunks_exact(count).map(<[f32]>::to_vec).collect()
}

fn floats(block: SampleBlock) -> Vec<f32> {
    match block.data {
        SampleData::F32(samples) => samples.into_vec(),
        SampleData::I16(samples) => {
            samples.into_iter().map(|sample| f32::from(sample) / 32_768.0).collect()
        }
    }
}
