//! AIFF, AIFF-C, RF64 and Wave64 files, as `sox`, `ffmpeg` and NumPy write and read them.

use std::{
    fs::File,
    io::{Seek, SeekFrom, Write},
    path::Path,
};

use attacca_engine::{
    error::DecodeError,
    loading::{
        decoder::ChunkDecoder,
        samples::{SampleBlock, SampleData},
    },
};
use attacca_test_support::{
    files::TestFolder,
    reference::{run, run_numpy},
};
use attacca_units::FrameCount;

use crate::{
    material::{Material, from_little_endian, sox_decoded, write},
    stems::{check, check_stretch, decode, expected, open},
    tools::ffmpeg,
};

const PIPE: &str = "pipe:1";

/// How `ffmpeg` names each container: extension, options, and what we call it.
const CONTAINERS: [(&str, &str, &str); 4] = [
    ("aiff", "-c:a pcm_s16be", "AIFF"),
    ("aiff", "-c:a pcm_s16le", "AIFF-C"),
    ("wav", "-c:a pcm_s16le -rf64 always", "RF64"),
    ("w64", "-c:a pcm_s16le", "Wave64"),
];

#[test]
fn every_integer_width_decodes_as_sox_does() {
    for (bits, channel_count) in [(8, 1), (16, 2), (24, 1), (24, 2), (32, 2)] {
        let folder = TestFolder::new();
        let material = Material::noise(bits, channel_count, 30_011);
        let source = write(&folder, "source.wav", &material.wav());
        for (extension, name) in [("aiff", "AIFF"), ("aifc", "AIFF-C"), ("w64", "Wave64")] {
            let path = folder.path(format!("sox.{extension}"));
            run("sox", ["-D".as_ref(), source.as_os_str(), path.as_os_str()]);
            let reference = sox_decoded(&path, bits, channel_count);
            assert!(reference == material, "sox keeps {bits} bits in {extension}");
            assert_eq!(open(&path).info().format, name);
            check(&path, &reference);
        }
    }
}

#[test]
fn every_integer_coding_decodes_as_ffmpeg_does() {
    let codings = [
        ("aiff", "-c:a pcm_s8", 8, "AIFF"),
        ("aiff", "-c:a pcm_u8", 8, "AIFF-C"),
        ("aiff", "-c:a pcm_s16le", 16, "AIFF-C"),
        ("aiff", "-c:a pcm_s24be", 24, "AIFF"),
        ("aiff", "-c:a pcm_s32be", 32, "AIFF"),
        ("wav", "-rf64 always -c:a pcm_u8", 8, "RF64"),
        ("wav", "-rf64 always -c:a pcm_s24le", 24, "RF64"),
        ("w64", "-c:a pcm_u8", 8, "Wave64"),
        ("w64", "-c:a pcm_s32le", 32, "Wave64"),
    ];
    for (extension, options, bits, name) in codings {
        let folder = TestFolder::new();
        // A multiple of 8: ffmpeg counts the padding of RF64 and Wave64 among the samples.
        let material = Material::noise(bits, 1, 20_008);
        let source = write(&folder, "source.wav", &material.wav());
        let path = folder.path(format!("ffmpeg.{extension}"));
        ffmpeg(&source, options, &path);
        let decoded = ffmpeg(&path, "-c:a pcm_s32le -f s32le", PIPE.as_ref());
        let reference = Material { bits, ..from_little_endian(&decoded, 32, 1) };
        assert!(reference == material, "ffmpeg keeps {bits} bits in {extension}");
        assert_eq!(open(&path).info().format, name);
        check(&path, &reference);
    }
}

#[test]
fn floats_decode_as_numpy_reads_them() {
    let codings = [
        ("wav", "-c:a pcm_f32le -bitexact", "<f4", "data", 8),
        ("wav", "-c:a pcm_f64le -bitexact", "<f8", "data", 8),
        ("wav", "-c:a pcm_f64le -rf64 always -bitexact", "<f8", "data", 8),
        ("w64", "-c:a pcm_f32le -bitexact", "<f4", "data", 24),
        ("aiff", "-c:a pcm_f32be", ">f4", "SSND", 16),
        ("aiff", "-c:a pcm_f64be", ">f8", "SSND", 16),
    ];
    for (extension, options, dtype, mark, behind) in codings {
        let folder = TestFolder::new();
        let source = write(&folder, "source.wav", &Material::new(24, 2, 30_011).wav());
        let path = folder.path(format!("float.{extension}"));
        // A gain that no integer holds, and beyond full scale.
        ffmpeg(&source, &format!("-af volume=1.2345:precision=double {options}"), &path);
        let script = format!(
            "data = open(sys.argv[1], 'rb').read()\n\
             data = data[data.index(b'{mark}') + {behind}:]\n\
             samples = np.frombuffer(data, '{dtype}', 2 * 30011)\n\
             sys.stdout.buffer.write(samples.reshape(-1, 2).T.astype('<f4').tobytes())"
        );
        let reference = run_numpy(&script, [&path]);
        let reference: Box<[f32]> =
            reference.as_chunks::<4>().0.iter().map(|float| f32::from_le_bytes(*float)).collect();
        let stem = open(&path);
        let bits = if dtype.ends_with('4') { 32 } else { 64 };
        assert_eq!((stem.info().bits, stem.info().is_float), (bits, true));
        assert_eq!(stem.info().frame_count, FrameCount(30_011));
        let mut lane = ChunkDecoder::new(stem.clone());
        let (block, result) = decode(&mut lane, &stem, 0, 30_011);
        assert!(result.is_ok(), "{result:?}");
        assert!(reference.iter().any(|sample| *sample > 1.0), "some samples are over full scale");
        let expected = SampleBlock { data: SampleData::F32(reference), channel_count: 2 };
        assert!(block == expected, "{extension} {options} differs");
    }
}

#[test]
fn what_was_written_to_a_pipe_has_the_length_that_is_there() {
    let folder = TestFolder::new();
    let material = Material::new(16, 2, 10_000);
    let source = write(&folder, "source.wav", &material.wav());
    for (extension, options, name) in CONTAINERS {
        let format = format!("{options} -f {extension}");
        let piped = ffmpeg(&source, &format, PIPE.as_ref());
        let path = write(&folder, "piped", &piped);
        assert_eq!(open(&path).info().format, name);
        check(&path, &material);
    }
    for extension in ["aiff", "aifc"] {
        let piped =
            run("sox", [source.as_os_str(), "-t".as_ref(), extension.as_ref(), "-".as_ref()]);
        check(&write(&folder, "piped", &piped), &material);
    }
}

/// A file of `container`, as `ffmpeg` makes it.
fn made(folder: &TestFolder, material: &Material, container: usize) -> Vec<u8> {
    let source = write(folder, "source.wav", &material.wav());
    let (extension, options, _) = CONTAINERS[container];
    let path = folder.path(format!("made.{extension}"));
    ffmpeg(&source, &format!("{options} -bitexact -y"), &path);
    std::fs::read(path).expect("ffmpeg wrote it")
}

#[test]
fn a_file_cut_short_keeps_its_length_and_is_told_where_it_ends() {
    let folder = TestFolder::new();
    let material = Material::new(16, 2, 10_000);
    for container in 0..CONTAINERS.len() {
        let mut file = made(&folder, &material, container);
        file.truncate(file.len() - 4001);
        let stem = open(&write(&folder, "short", &file));
        let name = stem.info().format;
        assert_eq!(stem.info().frame_count, FrameCount(10_000), "{name}");
        let mut lane = ChunkDecoder::new(stem.clone());
        let (block, result) = decode(&mut lane, &stem, 0, 10_000);
        let damage = result.expect_err("it ends early");
        assert!(matches!(damage.error, DecodeError::Truncated), "{name}: {damage:?}");
        let whole = damage.at.0 as usize;
        assert_eq!(damage.frames.0 as usize, 10_000 - whole, "{name}");
        // Wave64 ends with padding, the others with their last sample.
        assert!((8999..=9001).contains(&whole), "{name}: {whole} frames are left");
        let left = material.slice(0..whole);
        assert!(block == expected(&left, stem.info().sample_format, 0, 10_000), "{name}");
    }
}

#[test]
fn files_of_no_and_one_frame_decode() {
    let folder = TestFolder::new();
    for frame_count in [0, 1] {
        let material = Material::new(24, 2, frame_count);
        let source = write(&folder, "source.wav", &material.wav());
        for extension in ["aiff", "aifc", "w64"] {
            let path = folder.path(format!("tiny.{extension}"));
            run("sox", [source.as_os_str(), path.as_os_str()]);
            check(&path, &material);
        }
    }
}

#[test]
fn every_container_is_read_behind_a_tag() {
    let folder = TestFolder::new();
    let material = Material::new(16, 2, 10_000);
    let tag = b"ID3\x04\0\0\0\0\0\x05tag!!";
    for container in 0..CONTAINERS.len() {
        let file = made(&folder, &material, container);
        check(&write(&folder, "tagged", &[tag, &file[..]].concat()), &material);
    }
    check(&write(&folder, "tagged", &[&tag[..], &material.wav()].concat()), &material);
}

/// Writes `file`, with `size` in 64 bits at each of `places`, and the last of `material` where
/// samples of `size` bytes from `data_start` on end. Between them is a hole.
fn write_sparse(path: &Path, file: &[u8], places: &[usize], size: u64, material: &Material) {
    let wav = material.wav();
    let samples = &wav[wav.len() - 4 * material.frame_count()..];
    let data_start = file.len() - samples.len();
    let mut head = file[..data_start].to_vec();
    for place in places {
        head[*place..*place + 8].copy_from_slice(&size.to_le_bytes());
    }
    let mut sparse = File::create(path).expect("the file can be made");
    sparse.write_all(&head).expect("the head can be written");
    let last = data_start as u64 + size - samples.len() as u64;
    sparse.seek(SeekFrom::Start(last)).expect("a file may be long");
    sparse.write_all(samples).expect("the samples can be written");
}

#[test]
fn frames_behind_four_gibibytes_are_found() {
    let folder = TestFolder::new();
    let material = Material::noise(16, 2, 4096);
    // Those of the ds64 chunk, and the one of the data chunk.
    let rf64 = made(&folder, &material, 2);
    let wave64 = made(&folder, &material, 3);
    let data = wave64.windows(4).position(|mark| mark == b"data").expect("it has samples");
    for (file, places) in [(rf64, [20, 28]), (wave64, [16, data + 16])] {
        let path = folder.path("sparse");
        let frame_count = (5_u64 << 30) / 4;
        // Wave64's sizes count 24 bytes of their own: six frames less.
        write_sparse(&path, &file, &places, frame_count * 4, &material);
        let stem = open(&path);
        let own = if stem.info().format == "Wave64" { 6 } else { 0 };
        assert_eq!(stem.info().frame_count, FrameCount(frame_count - own));
        let mut lane = ChunkDecoder::new(stem.clone());
        let start = (frame_count - 4096) as usize;
        let (block, result) = decode(&mut lane, &stem, start, 4096 - own as usize);
        assert!(result.is_ok(), "{result:?}");
        let heard = material.slice(0..4096 - own as usize);
        let format = stem.info().sample_format;
        assert!(block == expected(&heard, format, 0, 4096 - own as usize));
        let silence = Material { bits: 16, planes: vec![vec![0; 4096]; 2] };
        check_stretch(&mut lane, &stem, &silence, 0, 4096);
    }
}
