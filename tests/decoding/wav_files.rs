//! WAV files of every coding, as `sox`, `ffmpeg` and NumPy write and read them.

use std::path::Path;

use attacca_engine::{
    error::{DecodeError, OpenError},
    loading::{
        decoder::ChunkDecoder,
        index::IndexCatalog,
        samples::{SampleBlock, SampleData, SampleFormat},
        source::FileOpener,
        stem::OpenStem,
    },
};
use attacca_test_support::{files::TestFolder, reference::run};
use attacca_units::{FrameCount, FramePos};
use proptest::prelude::*;

use crate::{
    material::{Material, sox_decoded, write},
    stems::{check, check_stretch, decode, expected, open},
};

#[test]
fn every_integer_width_decodes_as_sox_does() {
    for bits in [8, 16, 24, 32] {
        for channel_count in [1, 2] {
            let folder = TestFolder::new();
            let material = Material::noise(bits, channel_count, 30_011);
            let source = write(&folder, "source.wav", &material.wav());
            // What sox writes is of the plain format where that can say it.
            let path = folder.path("sox.wav");
            run("sox", ["-D".as_ref(), source.as_os_str(), path.as_os_str()]);
            let reference = sox_decoded(&path, bits, channel_count);
            assert!(reference == material, "sox keeps {bits} bits");
            check(&path, &reference);
            check(&source, &reference);
        }
    }
}

#[test]
fn widths_between_whole_bytes_decode() {
    for bits in [4, 12, 20, 28] {
        let folder = TestFolder::new();
        let material = Material::noise(bits, 2, 9000);
        check(&write(&folder, "odd.wav", &material.wav()), &material);
    }
}

#[test]
fn samples_that_are_no_numbers_are_silent() {
    let folder = TestFolder::new();
    let material = Material { bits: 32, planes: vec![vec![0; 4]] };
    let mut wav = material.wav();
    // Float instead of integer.
    wav[44] = 3;
    let data = wav.len() - 16;
    for (idx, sample) in [0.5, f32::NAN, f32::INFINITY, -0.25].into_iter().enumerate() {
        wav[data + 4 * idx..][..4].copy_from_slice(&sample.to_le_bytes());
    }
    let stem = open(&write(&folder, "nan.wav", &wav));
    let (block, result) = decode(&mut ChunkDecoder::new(stem.clone()), &stem, 0, 4);
    assert!(result.is_ok());
    assert_eq!(block.data, SampleData::F32([0.5, 0.0, 0.0, -0.25].into()));
}

/// The chunks of a file, as its parts.
fn chunks(wav: &[u8]) -> (&[u8], &[u8], &[u8]) {
    (&wav[..12], &wav[12..60], &wav[60..])
}

#[test]
fn other_chunks_are_skipped_and_padding_is_honoured() {
    let folder = TestFolder::new();
    let material = Material::new(24, 1, 10_001);
    let wav = material.wav();
    let (riff, format, data) = chunks(&wav);
    let odd = b"LIST\x05\0\0\0abcde\0".as_slice();
    let big = [b"JUNK\x40\x0d\x03\0".as_slice(), &[0xff; 200_000]].concat();
    for parts in [[riff, odd, format, data], [riff, format, odd, data], [riff, &big, format, data]]
    {
        let bytes = [&parts.concat(), b"\0LIST\x04\0\0\0abcd".as_slice()].concat();
        check(&write(&folder, "chunks.wav", &bytes), &material);
    }
}

#[test]
fn a_missing_or_wrong_length_means_what_the_file_holds() {
    let folder = TestFolder::new();
    let material = Material::new(16, 2, 10_000);
    let wav = material.wav();
    for (riff_size, data_size) in
        [(0, 0), (u32::MAX, u32::MAX), (36, 0), (0x7fff_f024, 0x7fff_f000)]
    {
        let mut bytes = wav.clone();
        bytes[4..8].copy_from_slice(&u32::to_le_bytes(riff_size));
        bytes[64..68].copy_from_slice(&u32::to_le_bytes(data_size));
        check(&write(&folder, "streamed.wav", &bytes), &material);
    }
}

#[test]
fn a_file_cut_short_keeps_its_length_and_is_told_where_it_ends() {
    let folder = TestFolder::new();
    let material = Material::new(16, 2, 10_000);
    let wav = material.wav();
    let stem = open(&write(&folder, "short.wav", &wav[..wav.len() - 4001]));
    assert_eq!(stem.info().frame_count, FrameCount(10_000));
    let mut lane = ChunkDecoder::new(stem);
    let mut block = SampleBlock::silent(SampleFormat::I16, 2, 10_000);
    let damage = lane.decode(FramePos::ZERO, &mut block).expect_err("it ends early");
    assert_eq!((damage.at, damage.frames), (FramePos(8999), FrameCount(1001)));
    assert!(matches!(damage.error, DecodeError::Truncated), "{damage:?}");
    assert_eq!(block, expected(&material.slice(0..8999), SampleFormat::I16, 0, 10_000));
}

#[test]
fn files_of_no_and_one_frame_decode() {
    let folder = TestFolder::new();
    for frame_count in [0, 1] {
        let material = Material::new(24, 2, frame_count);
        check(&write(&folder, "tiny.wav", &material.wav()), &material);
    }
    let nothing = [&Material::new(24, 2, 0).wav(), b"LIST\x04\0\0\0abcd".as_slice()].concat();
    let mut nothing = nothing;
    let riff_size = nothing.len() as u32 - 8;
    nothing[4..8].copy_from_slice(&riff_size.to_le_bytes());
    check(&write(&folder, "nothing.wav", &nothing), &Material::new(24, 2, 0));
}

/// Why the file can't be opened.
fn refusal(path: &Path) -> String {
    match OpenStem::open(path, &FileOpener, &IndexCatalog::new()) {
        Ok(stem) => panic!("{} opens: {stem:?}", path.display()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn files_of_other_formats_are_refused_by_name() {
    let folder = TestFolder::new();
    let source = write(&folder, "source.wav", &Material::new(16, 2, 20_000).wav());
    let formats = [
        ("mp2", "", "MP2 is"),
        ("oga", "-c:a flac", "FLAC in Ogg is"),
        ("caf", "", "CAF is"),
        ("au", "", "AU is"),
        ("wv", "", "WavPack is"),
        ("tta", "", "TTA is"),
        ("wma", "", "WMA is"),
        ("mka", "", "Matroska is"),
        ("mulaw.wav", "-c:a pcm_mulaw", "WAV with µ-law is"),
        ("alaw.wav", "-c:a pcm_alaw", "WAV with A-law is"),
        ("adpcm.wav", "-c:a adpcm_ms", "WAV with Microsoft ADPCM is"),
        ("ima.wav", "-c:a adpcm_ima_wav", "WAV with IMA ADPCM is"),
        ("rf64.wav", "-c:a pcm_alaw -rf64 always", "RF64 with A-law is"),
        ("w64", "-c:a pcm_mulaw", "Wave64 with µ-law is"),
        ("mulaw.aiff", "-c:a pcm_mulaw", "AIFF-C with µ-law is"),
        ("ima.aiff", "-c:a adpcm_ima_qt", "AIFF-C with IMA ADPCM is"),
    ];
    for (extension, options, name) in formats {
        let path = folder.path(format!("other.{extension}"));
        let mut arguments = vec!["-v", "error", "-i", source.to_str().unwrap()];
        arguments.extend(options.split_whitespace());
        arguments.push(path.to_str().unwrap());
        run("ffmpeg", arguments);
        let message = refusal(&path);
        assert!(message.starts_with(name), "{extension}: {message}");
        assert!(message.contains("convert the file to FLAC or WAV"), "{extension}: {message}");
    }
}

#[test]
fn files_that_are_no_audio_are_refused_as_what_they_are() {
    let folder = TestFolder::new();
    let files: [(&str, &[u8], &str); 6] = [
        ("session.json", b"{\"stems\": []}\n", "text"),
        ("stems.zip", b"PK\x03\x04\x14\0\0\0", "a ZIP archive"),
        ("cover.png", b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        ("zeros.flac", &[0; 4096], "unknown data"),
        ("tag.flac", b"\xef\xbb\xbfplain text, with a mark in front", "text"),
        ("data", b"\x01\x02\x03", "unknown data"),
    ];
    for (name, bytes, kind) in files {
        let message = refusal(&write(&folder, name, bytes));
        assert!(
            message.starts_with(&format!("not an audio file: it looks like {kind};")),
            "{message}"
        );
    }
}

#[test]
fn absent_empty_and_broken_files_say_so() {
    let folder = TestFolder::new();
    let open = |path: &Path| OpenStem::open(path, &FileOpener, &IndexCatalog::new());
    assert!(matches!(open(&folder.path("absent.wav")), Err(OpenError::Open(_))));
    assert!(matches!(open(folder.root()), Err(OpenError::Open(_))), "a folder is no file");
    assert!(matches!(open(&write(&folder, "empty.flac", b"")), Err(OpenError::Empty)));
    let wav = Material::new(16, 2, 100).wav();
    let broken = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = wav.clone();
        change(&mut bytes);
        let message = refusal(&write(&folder, "broken.wav", &bytes));
        assert!(message.starts_with("broken WAV header"), "{message}");
    };
    broken(&|wav| wav.truncate(40));
    broken(&|wav| wav.truncate(62));
    broken(&|wav| wav[22] = 0);
    broken(&|wav| wav[24..28].fill(0));
    broken(&|wav| wav[32] = 5);
    broken(&|wav| wav[34] = 40);
    broken(&|wav| wav[12] = b'F');
    let mut many = Material::new(16, 8, 10).wav();
    many[22] = 9;
    let message = refusal(&write(&folder, "many.wav", &many));
    assert!(message.starts_with("WAV with 9 channels is not supported yet"), "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_stretch_of_any_coding_is_exact(
        bits in 8u32..=32,
        channel_count in 1usize..=2,
        frame_count in 0usize..30_000,
        stretches in proptest::collection::vec((0usize..31_000, 0usize..20_000), 1..10),
    ) {
        let folder = TestFolder::new();
        let material = Material::noise(bits, channel_count, frame_count);
        let stem = open(&write(&folder, "any.wav", &material.wav()));
        let mut lane = ChunkDecoder::new(stem.clone());
        for (start, length) in stretches {
            check_stretch(&mut lane, &stem, &material, start, length);
        }
    }
}
