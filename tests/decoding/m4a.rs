//! AAC and ALAC in MP4: every frame where the source had it.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use attacca_engine::loading::{
    decoder::ChunkDecoder, index::IndexCatalog, samples::SampleData, source::FileOpener,
    stem::OpenStem,
};
use attacca_test_support::{
    files::TestFolder,
    mp4::{find_box, mp4_box, versioned_box, with_box, without_box},
    noise::Noise,
    reference::{decode_with_ffmpeg, run},
};

use crate::{
    channels::{check_mixed, mixed_by_numpy},
    material::{Material, write},
    stems::{check, decode, floats, open, whole},
    tools::ffmpeg,
};

/// A WAVE file of `material` at `rate`.
fn wav(folder: &TestFolder, material: &Material, rate: u32) -> PathBuf {
    let mut wav = material.wav();
    wav[24..28].copy_from_slice(&rate.to_le_bytes());
    write(folder, "source.wav", &wav)
}

/// The root of the mean square of the differences.
fn distance(a: impl Iterator<Item = f64>, b: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) =
        a.zip(b).fold((0, 0.0), |(count, sum), (a, b)| (count + 1, sum + (a - b) * (a - b)));
    (sum / f64::from(count)).sqrt()
}

/// Checks that `decoded` is nearest to `source` when neither is moved.
fn check_alignment(decoded: &[f32], source: &[i32]) {
    let source: Vec<f64> = source.iter().map(|s| f64::from(*s) / 2_147_483_648.0).collect();
    let at_shift = |shift: i64| {
        let moved = decoded[(50 + shift) as usize..].iter().map(|sample| f64::from(*sample));
        distance(moved, source[50..source.len() - 50].iter().copied())
    };
    let nearest = (-40..=40).min_by(|a, b| at_shift(*a).total_cmp(&at_shift(*b)));
    assert_eq!(nearest, Some(0), "the decoded frames are late or early");
}

/// Checks that what is decoded behind seeks is what is decoded in one go.
fn check_seeks(stem: &Arc<OpenStem>, whole: &[Vec<f32>]) {
    let mut lane = ChunkDecoder::new(Arc::clone(stem));
    let mut random = Noise::new(5);
    let length = whole[0].len();
    for _ in 0..60 {
        let start = random.below(length as u64) as usize;
        let count = ([1, 480, 4096, 10_000][random.below(4) as usize]).min(length - start);
        let (block, result) = decode(&mut lane, stem, start, count);
        assert!(result.is_ok(), "{count} frames from {start}: {result:?}");
        for (samples, plane) in floats(&block).chunks_exact(count).zip(whole) {
            assert!(samples == &plane[start..start + count], "{count} frames from {start} differ");
        }
    }
}

/// What an encoder's setting is to give.
struct Case {
    rate: u32,
    channel_count: usize,
    options: &'static str,
}

const CASES: [Case; 7] = [
    Case { rate: 44_100, channel_count: 2, options: "-b:a 192k" },
    Case { rate: 48_000, channel_count: 2, options: "-b:a 64k" },
    Case { rate: 48_000, channel_count: 1, options: "-b:a 96k" },
    Case { rate: 32_000, channel_count: 1, options: "-b:a 48k" },
    Case { rate: 96_000, channel_count: 2, options: "-b:a 320k -movflags +faststart" },
    Case { rate: 8_000, channel_count: 1, options: "-b:a 16k" },
    Case { rate: 44_100, channel_count: 2, options: "-b:a 256k -movflags +faststart" },
];

#[test]
fn aac_lands_on_the_frames_of_its_source_from_the_start_and_after_any_seek() {
    for Case { rate, channel_count, options } in CASES {
        let folder = TestFolder::new();
        // No whole number of packets, nor of milliseconds.
        let material = Material::new(16, channel_count, 100_003);
        let path = folder.path("coded.m4a");
        ffmpeg(&wav(&folder, &material, rate), &format!("-c:a aac {options}"), &path);
        let stem = open(&path);
        assert_eq!(stem.info().format, "AAC in MP4");
        assert_eq!(stem.info().sample_rate.hz(), rate);
        assert_eq!(stem.info().frame_count.0, 100_003, "{options} at {rate} Hz");
        assert!(stem.index_builder().is_none(), "the file's tables are its index");
        let whole = whole(&stem);
        for (decoded, source) in whole.iter().zip(&material.planes) {
            check_alignment(decoded, source);
        }
        check_seeks(&stem, &whole);
    }
}

/// The greatest difference between two decoders of AAC that follow the standard: its test streams allow
/// 2⁻¹⁵ of full scale (ISO/IEC 14496-26); these decode in float and differ by rounding.
const MAX_DIFFERENCE: f64 = 1.0 / 32_768.0;

#[test]
fn aac_is_what_ffmpeg_decodes() {
    for Case { rate, channel_count, options } in CASES {
        let folder = TestFolder::new();
        let material = Material::new(16, channel_count, 50_000);
        let path = folder.path("coded.m4a");
        // Noise in the place of noise is another one in each decoder.
        let options = format!("-c:a aac -aac_pns 0 {options}");
        ffmpeg(&wav(&folder, &material, rate), &options, &path);
        let reference = decode_with_ffmpeg(&path);
        for (channel, decoded) in whole(&open(&path)).iter().enumerate() {
            let reference = reference.channel(channel);
            assert!(reference.len() >= decoded.len(), "FFmpeg keeps the padding at most");
            for (frame, (ours, theirs)) in decoded.iter().zip(reference).enumerate() {
                let difference = (f64::from(*ours) - theirs).abs();
                assert!(difference < MAX_DIFFERENCE, "{options}: frame {frame}: {ours}, {theirs}");
            }
        }
    }
}

#[test]
fn alac_is_what_was_coded_bit_by_bit() {
    for (bits, format) in [(16, "s16p"), (24, "s32p")] {
        for channel_count in [1, 2] {
            let folder = TestFolder::new();
            for material in [
                Material::new(bits, channel_count, 50_001),
                Material::noise(bits, channel_count, 20_000),
                Material::new(bits, channel_count, 4096),
                Material::new(bits, channel_count, 1),
            ] {
                let path = folder.path("coded.m4a");
                let options = format!("-y -c:a alac -sample_fmt {format}");
                ffmpeg(&wav(&folder, &material, 48_000), &options, &path);
                check(&path, &material);
            }
        }
    }
}

/// ALAC's layouts by the names and in the order that FFmpeg has, and what each channel gives to the left and
/// to the right.
const LAYOUTS: [(usize, &str, &str); 6] = [
    (3, "3.0", "[[1,0],[0,1],[a,a]]"),
    (4, "4.0", "[[1,0],[0,1],[a,a],[.5,.5]]"),
    (5, "5.0", "[[1,0],[0,1],[a,a],[a,0],[0,a]]"),
    (6, "5.1", "[[1,0],[0,1],[a,a],[0,0],[a,0],[0,a]]"),
    (7, "6.1(back)", "[[1,0],[0,1],[a,a],[0,0],[a,0],[0,a],[.5,.5]]"),
    (8, "7.1(wide)", "[[1,0],[0,1],[a,a],[0,0],[a,0],[0,a],[1,0],[0,1]]"),
];

#[test]
fn channels_of_alac_are_mixed_as_the_recommendation_says() {
    for (channel_count, layout, gains) in LAYOUTS {
        let folder = TestFolder::new();
        let material = Material::noise(16, channel_count, 10_000);
        let reference = mixed_by_numpy(&folder, &material, gains);
        let (raw, path) = (folder.path("samples.raw"), folder.path("surround.m4a"));
        let count = channel_count.to_string();
        let before = ["-v", "error", "-f", "s16le", "-ac", &count, "-channel_layout", layout, "-i"];
        let after = [raw.as_os_str(), "-c:a".as_ref(), "alac".as_ref(), path.as_os_str()];
        run("ffmpeg", before.map(AsRef::as_ref).into_iter().chain(after));
        check_mixed(&path, &material, &reference);
    }
}

/// A file of AAC, and a stretch of its source.
fn coded(folder: &TestFolder, options: &str) -> (Material, Vec<u8>) {
    let material = Material::new(16, 1, 30_000);
    let path = folder.path("made.m4a");
    ffmpeg(&wav(folder, &material, 48_000), &format!("-y {options}"), &path);
    (material, std::fs::read(path).expect("ffmpeg wrote it"))
}

fn opened(folder: &TestFolder, file: &[u8]) -> Arc<OpenStem> {
    open(&write(folder, "changed.m4a", file))
}

fn refusal(folder: &TestFolder, name: &str, file: &[u8]) -> String {
    let path = write(folder, name, file);
    match OpenStem::open(&path, &FileOpener, &IndexCatalog::new()) {
        Ok(stem) => panic!("{name} is not refused: {:?}", stem.info()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_text_of_itunes_stands_in_for_an_edit_list() {
    let folder = TestFolder::new();
    let (material, file) = coded(&folder, "-c:a aac");
    let text = b" 00000000 00000400 00000150 0000000000007530 00000000 00000000";
    let mean = versioned_box("mean", b"com.apple.iTunes");
    let name = versioned_box("name", b"iTunSMPB");
    let data = mp4_box("data", &[&[0, 0, 0, 1, 0, 0, 0, 0], &text[..]].concat());
    let item = mp4_box("----", &[mean, name, data].concat());
    let file = without_box(&file, &["moov", "trak", "edts"]);
    let untrimmed = opened(&folder, &file);
    assert_eq!(untrimmed.info().frame_count.0, 31_024, "without a word all frames are heard");
    let meta = find_box(&file, &["moov", "udta", "meta"]);
    let udta = mp4_box("udta", &versioned_box("meta", &mp4_box("ilst", &item)));
    assert!(!meta.is_empty());
    let file = with_box(&without_box(&file, &["moov", "udta"]), &["moov"], &udta);
    let stem = opened(&folder, &file);
    assert_eq!(stem.info().frame_count.0, 30_000);
    check_alignment(&whole(&stem)[0], &material.planes[0]);
}

/// `file` with other edits: duration in units of the movie, start in units of the track.
fn with_edits(file: &[u8], edits: &[(u32, i32)]) -> Vec<u8> {
    let mut body = (edits.len() as u32).to_be_bytes().to_vec();
    for (duration, start) in edits {
        body.extend(duration.to_be_bytes());
        body.extend(start.to_be_bytes());
        body.extend([0, 1, 0, 0]);
    }
    let file = without_box(file, &["moov", "trak", "edts"]);
    with_box(&file, &["moov", "trak"], &mp4_box("edts", &versioned_box("elst", &body)))
}

#[test]
fn an_edit_that_ends_early_ends_the_stem() {
    let folder = TestFolder::new();
    let (material, file) = coded(&folder, "-c:a aac");
    let stem = opened(&folder, &with_edits(&file, &[(500, 1024 + 96)]));
    assert_eq!(stem.info().frame_count.0, 24_000);
    check_alignment(&whole(&stem)[0], &material.planes[0][96..24_096]);
}

#[test]
fn what_edits_can_not_be_played_is_named() {
    let folder = TestFolder::new();
    let (_, file) = coded(&folder, "-c:a aac");
    let delayed = with_edits(&file, &[(500, -1), (0, 1024)]);
    assert!(refusal(&folder, "delayed.m4a", &delayed).contains("delayed"));
    let cut = with_edits(&file, &[(100, 0), (100, 20_000)]);
    assert!(refusal(&folder, "cut.m4a", &cut).contains("edits"));
    let behind = with_edits(&file, &[(100, 1_000_000)]);
    assert!(refusal(&folder, "behind.m4a", &behind).contains("end"));
}

#[test]
fn other_codings_are_refused_by_name() {
    let folder = TestFolder::new();
    let cases = [
        ("-c:a libmp3lame", "mp4", "MP3"),
        ("-c:a ac3", "mp4", "Dolby Digital"),
        ("-c:a flac -strict -2", "mp4", "FLAC in MP4"),
        ("-c:a libopus", "mp4", "Opus"),
        ("-c:a aac -ac 6", "m4a", "AAC with 6 channels"),
        ("-c:a aac -movflags +frag_keyframe+empty_moov", "m4a", "fragmented"),
        ("-c:a aac -profile:a aac_ltp -strict -2", "m4a", "AAC LTP"),
    ];
    let material = Material::new(16, 2, 30_000);
    for (options, extension, named) in cases {
        let path = folder.path(format!("other.{extension}"));
        ffmpeg(&wav(&folder, &material, 48_000), &format!("-y {options}"), &path);
        let file = std::fs::read(&path).expect("ffmpeg wrote it");
        let refusal = refusal(&folder, "refused", &file);
        assert!(refusal.contains(named), "{options}: {refusal}");
    }
}

#[test]
fn protected_files_are_refused_by_name() {
    let folder = TestFolder::new();
    let (_, mut file) = coded(&folder, "-c:a aac");
    let entry = find_box(&file, &["moov", "trak", "mdia", "minf", "stbl", "stsd"]).start + 16;
    file[entry + 4..entry + 8].copy_from_slice(b"drms");
    assert!(refusal(&folder, "bought.m4p", &file).contains("DRM"));
}

#[test]
fn he_aac_is_refused_by_name_however_it_is_told() {
    let folder = TestFolder::new();
    let (_, file) = coded(&folder, "-c:a aac");
    let config = file.windows(5).position(|bytes| bytes == [0x11, 0x88, 0x56, 0xe5, 0]);
    let config = config.expect("FFmpeg describes AAC-LC in mono at 48 kHz without extension");
    for (described, named) in [
        // The extension is there; object types 5 (SBR) and 29 (PS) around LC; object type 42.
        ([0x11, 0x88, 0x56, 0xe5, 0x80], "HE-AAC"),
        ([0x2b, 0x09, 0x88, 0, 0], "HE-AAC"),
        ([0xeb, 0x09, 0x88, 0, 0], "HE-AAC v2"),
        ([0xf9, 0x46, 0x20, 0, 0], "xHE-AAC"),
        ([0x09, 0x88, 0, 0, 0], "AAC Main"),
    ] {
        let mut file = file.clone();
        file[config..config + 5].copy_from_slice(&described);
        let refusal = refusal(&folder, "high.m4a", &file);
        assert!(refusal.contains(named), "{described:x?}: {refusal}");
    }
}

/// Frames of `range` that are silent in `decoded`.
fn is_silent(decoded: &[f32], range: Range<usize>) -> bool {
    decoded[range].iter().all(|sample| *sample == 0.0)
}

#[test]
fn a_file_that_was_cut_off_keeps_its_length_and_tells_where_it_ends() {
    let folder = TestFolder::new();
    let (_, file) = coded(&folder, "-c:a alac -movflags +faststart");
    let cut: &Path = &write(&folder, "cut.m4a", &file[..file.len() - file.len() / 3]);
    let stem = open(cut);
    assert_eq!(stem.info().frame_count.0, 30_000);
    let mut lane = ChunkDecoder::new(Arc::clone(&stem));
    let (_, whole_part) = decode(&mut lane, &stem, 0, 4096);
    assert!(whole_part.is_ok());
    let (block, result) = decode(&mut lane, &stem, 0, 30_000);
    let damage = result.expect_err("its end is missing");
    assert_eq!(damage.error.to_string(), "the file ends early");
    assert_eq!(damage.at.0 + damage.frames.0, 30_000);
    let SampleData::I16(samples) = block.data else { panic!("16 bits stay 16 bits") };
    let samples: Vec<f32> = samples.iter().map(|sample| f32::from(*sample)).collect();
    assert!(is_silent(&samples, damage.at.0 as usize..30_000));
}

#[test]
fn an_unfinished_file_is_refused() {
    let folder = TestFolder::new();
    let (_, file) = coded(&folder, "-c:a aac");
    let cut = find_box(&file, &["moov"]).start;
    assert!(refusal(&folder, "unfinished.m4a", &file[..cut]).contains("cut off"));
}
