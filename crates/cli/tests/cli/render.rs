//! Claims about rendered files, against other programs' opinion of the same stems.

use std::{ffi::OsStr, path::Path};

use attacca_test_support::{
    files::{TestFolder, WavFormat},
    reference::{decode_with_ffmpeg, decode_with_flac, from_floats, run_numpy},
};

use crate::{
    attacca::{Ran, run},
    material::{FORMAT, write_flac_noise, write_noise},
};

fn render(song: &Path, out: &Path, more: &[&str]) -> Ran {
    let words = ["render".as_ref(), song.as_os_str(), "-o".as_ref(), out.as_os_str()];
    let ran = run(words.into_iter().chain(more.iter().map(OsStr::new)));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.stdout, "");
    ran
}

/// A folder with one 24-bit FLAC stem of 1.3 s.
fn flac_song() -> TestFolder {
    let folder = TestFolder::new();
    write_flac_noise(&folder.make_folder("song").join("noise.flac"), 1.3);
    folder
}

/// A folder of `count` stereo stems of 24 bits and different lengths, as WAV.
fn wav_song(count: usize) -> TestFolder {
    let folder = TestFolder::new();
    let song = folder.make_folder("song");
    let format = WavFormat { bits_per_sample: 24, ..FORMAT };
    for stem in 0..count {
        let seconds = 0.9 + stem as f64 * 0.013;
        write_noise(&song.join(format!("{:02} stem.wav", stem + 1)), format, seconds, stem as u64);
    }
    folder
}

/// The stems of `song`, each times its gain, added up by NumPy in double precision. Decoded by
/// FFmpeg.
fn numpy_mix(song: &Path, gains_db: &[f64]) -> Vec<f64> {
    const SCRIPT: &str = "
import subprocess
stems = [
    (np.frombuffer(subprocess.run(
        ['ffmpeg', '-v', 'error', '-i', path, '-f', 'f64le', '-c:a', 'pcm_f64le', '-'],
        check=True, capture_output=True).stdout, '<f8'), 10 ** (float(db) / 20))
    for path, db in zip(sys.argv[1::2], sys.argv[2::2])
]
mix = np.zeros(max(len(stem) for stem, _ in stems))
for stem, gain in stems:
    mix[:len(stem)] += stem * gain
sys.stdout.buffer.write(mix.astype('<f8').tobytes())
";
    let arguments = gains_db.iter().enumerate().flat_map(|(stem, db)| {
        let path = song.join(format!("{:02} stem.wav", stem + 1));
        [path.into_os_string(), db.to_string().into()]
    });
    from_floats(&run_numpy(SCRIPT, arguments))
}

#[track_caller]
fn assert_near(rendered: &[f64], expected: &[f64], bound: f64) {
    assert_eq!(rendered.len(), expected.len());
    let worst = rendered.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(worst <= bound, "the greatest difference is {worst}");
}

#[test]
fn one_stem_is_bit_exact() {
    let folder = flac_song();
    let (song, out) = (folder.path("song"), folder.path("out.wav"));
    let expected = decode_with_flac(&song.join("noise.flac"));
    for bits in ["24", "32f"] {
        render(&song, &out, &["--bits", bits, "--force"]);
        let rendered = decode_with_ffmpeg(&out);
        assert_eq!(rendered.sample_rate, 48_000);
        assert!(rendered.interleaved == expected.interleaved, "not every sample is the same");
    }
}

#[test]
fn a_stretch_is_cut_to_the_frame() {
    let folder = flac_song();
    let (song, out) = (folder.path("song"), folder.path("out.wav"));
    let expected = decode_with_flac(&song.join("noise.flac")).interleaved;
    render(&song, &out, &["--from", "0:00.25", "--to", "1"]);
    assert!(decode_with_ffmpeg(&out).interleaved == expected[2 * 12_000..2 * 48_000]);
    render(&song, &out, &["--from", "1.2", "--force"]);
    assert!(decode_with_ffmpeg(&out).interleaved == expected[2 * 57_600..]);
}

#[test]
fn thirty_stems_equal_their_sum() {
    let folder = wav_song(30);
    let (song, out) = (folder.path("song"), folder.path("out.wav"));
    render(&song, &out, &["--bits", "32f"]);
    let rendered = decode_with_ffmpeg(&out).interleaved;
    assert_near(&rendered, &numpy_mix(&song, &[0.0; 30]), 1e-6);
}

#[test]
fn gains_mutes_and_solos_are_as_asked() {
    let folder = wav_song(4);
    let (song, out) = (folder.path("song"), folder.path("out.wav"));
    let silent = f64::NEG_INFINITY;
    let cases: [(&[&str], [f64; 4]); 3] = [
        (&["--gain", "1=-6", "--gain", "02 stem=+3.5"], [-6.0, 3.5, 0.0, 0.0]),
        (&["--mute", "3", "--gain", "4=-inf"], [0.0, 0.0, silent, silent]),
        (&["--solo", "2", "--solo", "4", "--mute", "4"], [silent, 0.0, silent, silent]),
    ];
    for (options, gains_db) in cases {
        let options: Vec<&str> = options.iter().copied().chain(["--bits=32f", "--force"]).collect();
        render(&song, &out, &options);
        let mut expected = numpy_mix(&song, &gains_db);
        // NumPy's sum of what sounds may be shorter than the song, which is as long as ever.
        expected.resize(numpy_mix(&song, &[0.0; 4]).len(), 0.0);
        assert_near(&decode_with_ffmpeg(&out).interleaved, &expected, 1e-6);
    }
}

#[test]
fn sixteen_bits_are_exact_when_nothing_was_changed_and_near_when_dithered() {
    let folder = TestFolder::new();
    let song = folder.make_folder("song");
    write_noise(&song.join("01 stem.wav"), FORMAT, 1.0, 1);
    write_noise(&song.join("02 stem.wav"), FORMAT, 1.0, 2);
    let out = folder.path("out.wav");

    let ran = render(&song, &out, &["--bits", "16", "--mute", "2"]);
    assert!(!ran.stderr.contains("dithered"), "{ran:?}");
    let expected = decode_with_ffmpeg(&song.join("01 stem.wav")).interleaved;
    assert!(decode_with_ffmpeg(&out).interleaved == expected, "not every sample is the same");

    let ran = render(&song, &out, &["--bits", "16", "--force"]);
    assert!(ran.stderr.contains("dithered"), "{ran:?}");
    let dithered = decode_with_ffmpeg(&out).interleaved;
    // Half a step of rounding, and less than one of dither.
    assert_near(&dithered, &numpy_mix(&song, &[0.0, 0.0]), 1.5 / 32_768.0);
    assert!(dithered != numpy_mix(&song, &[0.0, 0.0]));
}

#[test]
fn what_is_too_loud_saturates_and_is_counted() {
    let folder = flac_song();
    let (song, out) = (folder.path("song"), folder.path("out.wav"));
    let ran = render(&song, &out, &["--gain", "1=+12"]);
    assert!(ran.stderr.contains("the mix is beyond full scale and cut off"), "{ran:?}");
    let loud = decode_with_flac(&song.join("noise.flac")).interleaved;
    let highest = 8_388_607.0 / 8_388_608.0;
    let expected: Vec<f64> =
        loud.iter().map(|x| (x * 10f64.powf(12.0 / 20.0)).clamp(-1.0, highest)).collect();
    // A step of 24 bits, and the rounding of f32 at four times full scale.
    assert_near(&decode_with_ffmpeg(&out).interleaved, &expected, 3.0 / 8_388_608.0);
}

#[test]
fn a_missing_stem_is_named() {
    let folder = wav_song(2);
    let (song, out) = (folder.path("song"), folder.path("out.wav"));
    std::fs::write(song.join("02 stem.wav"), b"").unwrap();
    let ran = render(&song, &out, &[]);
    assert!(
        ran.stderr.contains("02 stem.wav is missing from the mix: the file is empty"),
        "{ran:?}"
    );
    let expected = decode_with_ffmpeg(&song.join("01 stem.wav")).interleaved;
    assert!(decode_with_ffmpeg(&out).interleaved == expected);
}
