//! More than two channels, mixed to stereo.

use std::path::Path;

use attacca_engine::loading::{decoder::ChunkDecoder, samples::SampleData};
use attacca_test_support::{
    files::TestFolder,
    reference::{from_floats, run, run_numpy},
};

use crate::{
    material::{Material, write},
    stems::{decode, open},
    tools::ffmpeg,
};

/// What each channel gives to the left and to the right, by ITU-R BS.775: a is −3 dB.
const LAYOUTS: [(usize, &str); 6] = [
    // L R C
    (3, "[[1,0],[0,1],[a,a]]"),
    // L R Ls Rs
    (4, "[[1,0],[0,1],[a,0],[0,a]]"),
    // L R C Ls Rs
    (5, "[[1,0],[0,1],[a,a],[a,0],[0,a]]"),
    // L R C LFE Ls Rs
    (6, "[[1,0],[0,1],[a,a],[0,0],[a,0],[0,a]]"),
    // L R C LFE Cs Ls Rs
    (7, "[[1,0],[0,1],[a,a],[0,0],[.5,.5],[a,0],[0,a]]"),
    // L R C LFE Lb Rb Ls Rs
    (8, "[[1,0],[0,1],[a,a],[0,0],[a,0],[0,a],[a,0],[0,a]]"),
];

/// Mixes the interleaved 16-bit samples of a file by NumPy; plane after plane.
pub(crate) fn mixed_by_numpy(folder: &TestFolder, material: &Material, gains: &str) -> Vec<f64> {
    let samples: Vec<u8> = (0..material.frame_count())
        .flat_map(|frame| material.planes.iter().map(move |plane| (plane[frame] >> 16) as i16))
        .flat_map(i16::to_le_bytes)
        .collect();
    let raw = write(folder, "samples.raw", &samples);
    let channel_count = material.channel_count();
    let script = format!(
        "a = np.sqrt(0.5)\n\
         frames = np.fromfile(sys.argv[1], '<i2').reshape(-1, {channel_count}) / 32768.0\n\
         mixed = frames @ np.array({gains}, float)\n\
         sys.stdout.buffer.write(mixed.T.astype('<f8').tobytes())"
    );
    from_floats(&run_numpy(&script, [raw]))
}

pub(crate) fn check_mixed(path: &Path, material: &Material, reference: &[f64]) {
    let stem = open(path);
    assert_eq!(stem.info().source_channels, material.channel_count());
    assert_eq!(stem.info().channel_count, 2);
    let report = stem.info().mixdown().expect("a mix-down is reported").to_string();
    assert!(report.contains(&material.channel_count().to_string()), "{report}");
    let mut lane = ChunkDecoder::new(stem.clone());
    let (block, result) = decode(&mut lane, &stem, 0, material.frame_count());
    assert!(result.is_ok(), "{result:?}");
    let SampleData::F32(mixed) = &block.data else { panic!("a mix-down is float") };
    assert_eq!(mixed.len(), reference.len());
    for (sample, (mixed, reference)) in mixed.iter().zip(reference).enumerate() {
        let error = (f64::from(*mixed) - reference).abs();
        // Eight additions rounded to 24 bits, of sums up to 4.
        assert!(error < 1e-6, "sample {sample}: {mixed} is not {reference}");
    }
}

#[test]
fn surround_stems_are_mixed_as_the_recommendation_says() {
    for (channel_count, gains) in LAYOUTS {
        let folder = TestFolder::new();
        let material = Material::noise(16, channel_count, 10_000);
        let reference = mixed_by_numpy(&folder, &material, gains);
        let wav = write(&folder, "surround.wav", &material.wav());
        check_mixed(&wav, &material, &reference);
        check_mixed(&material.flac(&folder, "-5"), &material, &reference);
        for file in ["surround.aiff", "surround.w64"] {
            let path = folder.path(file);
            ffmpeg(&wav, "", &path);
            check_mixed(&path, &material, &reference);
        }
    }
}

#[test]
fn the_order_that_an_aiff_file_names_is_honoured() {
    let folder = TestFolder::new();
    let material = Material::noise(16, 6, 10_000);
    let wav = write(&folder, "surround.wav", &material.wav());
    let path = folder.path("surround.aiff");
    ffmpeg(&wav, "", &path);
    let mut aiff = std::fs::read(&path).expect("ffmpeg wrote it");
    assert_eq!(aiff[12..16], *b"CHAN", "ffmpeg writes places");
    // As film has it: L C R Ls Rs LFE.
    aiff[20..24].copy_from_slice(&(123_u32 << 16 | 6).to_be_bytes());
    let reference = mixed_by_numpy(&folder, &material, "[[1,0],[a,a],[0,1],[a,0],[0,a],[0,0]]");
    check_mixed(&write(&folder, "film.aiff", &aiff), &material, &reference);
}

#[test]
fn an_aiff_file_that_names_no_places_has_the_usual_ones() {
    let folder = TestFolder::new();
    let material = Material::noise(16, 6, 10_000);
    let wav = write(&folder, "surround.wav", &material.wav());
    let path = folder.path("sox.aiff");
    run("sox", [wav.as_os_str(), path.as_os_str()]);
    let reference = mixed_by_numpy(&folder, &material, LAYOUTS[3].1);
    check_mixed(&path, &material, &reference);
}

#[test]
fn channels_without_places_are_mixed_in_pairs() {
    let layouts = [
        (4, "np.array([[1,0],[0,1],[1,0],[0,1]]) / 2"),
        (5, "np.array([[1,0],[0,1],[1,0],[0,1],[a,a]]) / 3"),
    ];
    for (channel_count, gains) in layouts {
        let folder = TestFolder::new();
        let material = Material::noise(16, channel_count, 10_000);
        let reference = mixed_by_numpy(&folder, &material, gains);
        let mut wav = material.wav();
        // The mask of the extensible format.
        wav[40..44].fill(0);
        check_mixed(&write(&folder, "discrete.wav", &wav), &material, &reference);
    }
}

#[test]
fn the_places_that_a_wave_file_names_are_honoured() {
    let folder = TestFolder::new();
    let material = Material::noise(16, 3, 10_000);
    let reference = mixed_by_numpy(&folder, &material, "[[1,0],[0,1],[0,0]]");
    let mut wav = material.wav();
    // Left, right, low-frequency effects.
    wav[40..44].copy_from_slice(&0xb_u32.to_le_bytes());
    check_mixed(&write(&folder, "low.wav", &wav), &material, &reference);
}
