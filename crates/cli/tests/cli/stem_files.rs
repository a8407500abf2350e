//! Claims about files that hold several stems.

use std::path::PathBuf;

use attacca_test_support::{
    files::TestFolder, mp4::write_stem_file, reference::decode_with_ffmpeg,
};
use serde_json::{Value, json};

use crate::{
    attacca::{Playing, run},
    material::{FORMAT, write_noise},
};

/// What the file calls its stems, and how it marks them.
const STEMS: [(&str, &str); 4] =
    [("Drums", "#FF0000"), ("Bass", "#009e73"), ("Keys", "#0000ff"), ("Vox", "#ffee00")];

/// A song's folder with a stem file in it, whose tracks are noise, and the sources of its tracks: the mix,
/// which is no sum of the others, and the stems.
struct Band {
    folder: TestFolder,
    song: PathBuf,
    sources: Vec<PathBuf>,
}

fn band(seconds: f64) -> Band {
    let folder = TestFolder::new();
    let sources: Vec<PathBuf> = (0..=STEMS.len())
        .map(|track| {
            let path = folder.path(format!("{track}.wav"));
            write_noise(&path, FORMAT, seconds, track as u64);
            path
        })
        .collect();
    let song = folder.make_folder("01 Song");
    let tracks: Vec<_> = sources.iter().map(PathBuf::as_path).collect();
    write_stem_file(&song.join("Band.stem.mp4"), &tracks, &STEMS);
    Band { folder, song, sources }
}

#[test]
fn inspect_lists_each_track_with_its_name_its_colour_and_its_format() {
    let band = band(0.5);
    let ran = run(["inspect".as_ref(), band.song.as_os_str(), "--deep".as_ref()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let what = "ALAC in MP4, 16-bit, 48 kHz, stereo, 0:00.5";
    let mix = format!("   1  Mix                       {what}; track 1, muted at first\n");
    let drums = format!("   2  Drums                     {what}; track 2, #ff0000\n");
    assert!(ran.stdout.starts_with(&format!("Song (5 stems, 0:00.5)\n{mix}{drums}")), "{ran:?}");

    let ran = run(["inspect".as_ref(), band.song.as_os_str(), "--json".as_ref()]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("it is JSON");
    let stems = report["songs"][0]["stems"].as_array().expect("there are stems");
    let told = stems.iter().map(|stem| {
        let format = &stem["file"]["format"];
        json!([stem["name"], stem["track"], stem["colour"], stem["is_muted_at_first"], format])
    });
    let expected = [
        json!(["Mix", 1, null, true, "ALAC in MP4"]),
        json!(["Drums", 2, "#ff0000", false, "ALAC in MP4"]),
        json!(["Bass", 3, "#009e73", false, "ALAC in MP4"]),
        json!(["Keys", 4, "#0000ff", false, "ALAC in MP4"]),
        json!(["Vox", 5, "#ffee00", false, "ALAC in MP4"]),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn a_stem_file_plays_as_its_stems_and_the_mix_is_muted_at_first() {
    let band = band(20.0);
    let mut playing = Playing::start([&band.song]);
    let status = playing.until(|s| s["state"] == "playing" && s["position_frames"] != 0);
    let stems = status["stems"].as_array().expect("there are stems").iter();
    let told = stems.map(|stem| {
        json!([stem["name"], stem["track"], stem["colour"], stem["is_muted"], stem["file"]])
    });
    let expected = [
        json!(["Mix", 1, null, true, "Band.stem.mp4"]),
        json!(["Drums", 2, "#ff0000", false, "Band.stem.mp4"]),
        json!(["Bass", 3, "#009e73", false, "Band.stem.mp4"]),
        json!(["Keys", 4, "#0000ff", false, "Band.stem.mp4"]),
        json!(["Vox", 5, "#ffee00", false, "Band.stem.mp4"]),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    playing.type_lines(&["mute mix"]);
    assert_eq!(playing.status()["stems"][0]["is_muted"], false);
    playing.quit();
}

#[test]
fn a_stem_file_is_rendered_as_the_sum_of_its_stems() {
    let band = band(0.7);
    let out = band.folder.path("out.wav");
    let words = ["render".as_ref(), band.song.as_os_str(), "-o".as_ref(), out.as_os_str()];
    let ran = run(words.into_iter().chain(["--bits=32f".as_ref()]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let stems = band.sources[1..].iter().map(|path| decode_with_ffmpeg(path).interleaved);
    let sum = stems.reduce(|sum, stem| sum.iter().zip(&stem).map(|(a, b)| a + b).collect());
    // Sums of 16 bits are exact in floats.
    assert!(Some(decode_with_ffmpeg(&out).interleaved) == sum, "it is not the sum");
}

#[test]
fn a_stem_file_that_is_cut_off_is_one_stem_that_is_explained() {
    let band = band(0.5);
    let path = band.song.join("Band.stem.mp4");
    crate::material::truncate(&path);
    let ran = run(["inspect".as_ref(), band.song.as_os_str()]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let line = "   1  Band                      can't be played: broken MP4 header: ";
    assert!(ran.stdout.contains(line) && ran.stdout.contains("the file is cut off"), "{ran:?}");
}
