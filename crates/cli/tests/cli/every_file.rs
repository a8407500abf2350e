//! `attacca inspect` of a folder of everything that musicians have: each file is one line that says what
//! it is or, if it can't be played, what is wrong and what to do.

use std::{fs, path::PathBuf};

use attacca_test_support::{
    files::TestFolder, landmarks::write_landmarks, mp4::find_box, reference::run_line,
};
use attacca_units::SampleRate;

use crate::attacca::{Ran, run};

/// How a playable file is made, and how its line describes it.
const PLAYED: [(&str, &str, &str); 12] = [
    ("a.flac", "flac -s IN -o OUT", "FLAC, 16-bit, 48 kHz, stereo, 0:02.0"),
    ("b.wav", "ffmpeg -v error -i IN -c:a pcm_s24le OUT", "WAV, 24-bit, 48 kHz, stereo, 0:02.0"),
    ("c.w64", "ffmpeg -v error -i IN OUT", "Wave64, 16-bit, 48 kHz, stereo, 0:02.0"),
    ("d.aiff", "ffmpeg -v error -i IN OUT", "AIFF, 16-bit, 48 kHz, stereo, 0:02.0"),
    ("e.mp3", "lame --quiet -b 192 IN OUT", "MP3, 24-bit float, 48 kHz, stereo, 0:02.0"),
    ("f.mp3", "ffmpeg -v error -i IN -ac 1 OUT", "MP3, 24-bit float, 48 kHz, mono, 0:02.0"),
    (
        "g.m4a",
        "ffmpeg -v error -i IN -c:a aac OUT",
        "AAC in MP4, 24-bit float, 48 kHz, stereo, 0:02.0",
    ),
    ("h.m4a", "ffmpeg -v error -i IN -c:a alac OUT", "ALAC in MP4, 16-bit, 48 kHz, stereo, 0:02.0"),
    ("i.aac", "ffmpeg -v error -i IN -c:a aac OUT", "AAC, 24-bit float, 48 kHz, stereo, 0:02.0"),
    ("j.ogg", "oggenc -Q IN -o OUT", "Ogg Vorbis, 24-bit float, 48 kHz, stereo, 0:02.0"),
    ("k.opus", "opusenc --quiet IN OUT", "Ogg Opus, 24-bit float, 48 kHz, stereo, 0:02.0"),
    (
        "l.oga",
        "ffmpeg -v error -i IN -c:a libvorbis OUT",
        "Ogg Vorbis, 24-bit float, 48 kHz, stereo",
    ),
];

/// What ends the refusal of a format.
const CONVERT: &str = "is not supported yet; convert the file to FLAC or WAV";

struct Folder {
    folder: TestFolder,
    song: PathBuf,
    source: PathBuf,
}

impl Folder {
    fn new() -> Folder {
        let folder = TestFolder::new();
        let (song, source) = (folder.make_folder("song"), folder.path("source.wav"));
        write_landmarks(&source, SampleRate::HZ_48000, 16, 2.0);
        Folder { folder, song, source }
    }

    /// Lets an encoder make `name` in the song's folder.
    fn encode(&self, name: &str, command: &str) {
        let path = self.song.join(name);
        run_line(command, &[("IN", &self.source), ("OUT", &path)]);
    }

    /// What an encoder makes.
    fn encoded(&self, name: &str, command: &str) -> Vec<u8> {
        let path = self.folder.path(name);
        run_line(command, &[("IN", &self.source), ("OUT", &path)]);
        fs::read(path).expect("the encoder wrote it")
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.song.join(name), bytes).expect("the file can be written");
    }

    fn inspect(&self) -> Ran {
        run(["inspect".as_ref(), self.song.as_os_str(), "--deep".as_ref()])
    }
}

/// Checks that the stem `name` has a line that ends with `text`.
#[track_caller]
fn check_line(ran: &Ran, name: &str, text: &str) {
    let is_its = |line: &&str| line.split_whitespace().nth(1) == Some(name);
    let lines: Vec<&str> = ran.stdout.lines().filter(is_its).collect();
    assert_eq!(lines.len(), 1, "{name}: {}", ran.stdout);
    assert!(lines[0].contains(text), "{name}: {} is not {text}", lines[0]);
}

#[test]
fn every_format_that_is_played_is_described() {
    let folder = Folder::new();
    for (name, command, _) in PLAYED {
        folder.encode(name, command);
    }
    let ran = folder.inspect();
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for (name, _, text) in PLAYED {
        check_line(&ran, &name[..1], text);
    }
}

/// Files of which only the first bytes matter, and how their lines end.
fn refused_by_their_first_bytes() -> [(&'static str, &'static [u8], String); 9] {
    let convert = |format: &str| format!("can't be played: {format} {CONVERT}");
    let replace = |kind: &str| {
        format!("not an audio file: it looks like {kind}; export the stem again or remove the file")
    };
    [
        ("wavpack.wv", b"wvpk\x20\0\0\0\x10\x04\0\0\0\0\0\0", convert("WavPack")),
        (
            "media.wma",
            b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c",
            convert("WMA"),
        ),
        ("monkey.ape", b"MAC \x96\x0f\0\0\x34\0\0\0\x18\0\0\0", convert("Monkey's Audio (APE)")),
        ("layer2.mp2", b"\xff\xfd\x84\x04\0\0\0\0\0\0\0\0\0\0\0\0", convert("MP2")),
        ("nothing.wav", b"", "the file is empty; copy or export it again".to_owned()),
        ("letter.mp3", b"Dear band, the stems are in the other folder.\n", replace("text")),
        ("cover.m4a", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01", replace("a JPEG picture")),
        ("download.flac", b"PK\x03\x04\x14\0\0\0\x08\0stems/drums.flac", replace("a ZIP archive")),
        (
            "tag.mp3",
            b"ID3\x04\0\0\0\0\0\0",
            "broken MP3 header: there are no frames; export".to_owned(),
        ),
    ]
}

#[test]
fn every_file_that_is_not_played_is_named_with_what_to_do() {
    let folder = Folder::new();
    let cases = refused_by_their_first_bytes();
    for (name, bytes, _) in &cases {
        folder.write(name, bytes);
    }
    let aac = folder.encoded("aac.m4a", "ffmpeg -v error -i IN -c:a aac OUT");
    folder.write("high.m4a", &with_band_replication(&aac));
    folder.write("bought.m4p", &with_protection(&aac));
    folder.write("unfinished.m4a", &aac[..find_box(&aac, &["moov"]).start]);
    let ran = folder.inspect();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    for (name, _, text) in &cases {
        let (name, _) = name.split_once('.').expect("it has an extension");
        check_line(&ran, name, text);
    }
    check_line(&ran, "high", &format!("can't be played: HE-AAC {CONVERT}"));
    check_line(
        &ran,
        "bought",
        "protected by DRM and can't be decoded; get a copy without protection",
    );
    check_line(&ran, "unfinished", "the file is cut off; export the file again");
    let line_count = 1 + cases.len() + 3;
    assert_eq!(ran.stdout.lines().count(), line_count, "one line for each: {}", ran.stdout);
}

/// A file of AAC-LC as one of HE-AAC: its description says that the sound goes on above what is in it.
fn with_band_replication(file: &[u8]) -> Vec<u8> {
    // 48 kHz, stereo, and the extension that FFmpeg writes: there is none.
    const DESCRIPTION: [u8; 5] = [0x11, 0x90, 0x56, 0xe5, 0];
    let at = file.windows(5).position(|bytes| bytes == DESCRIPTION).expect("FFmpeg's description");
    let mut high = file.to_vec();
    high[at + 4] = 0x80;
    high
}

/// A file of AAC as shops sold them: its samples are of the kind `drms`.
fn with_protection(file: &[u8]) -> Vec<u8> {
    let table = find_box(file, &["moov", "trak", "mdia", "minf", "stbl", "stsd"]);
    let mut bought = file.to_vec();
    bought[table.start + 20..table.start + 24].copy_from_slice(b"drms");
    bought
}

#[test]
fn damage_and_missing_ends_are_placed_and_said_what_to_do_about() {
    let folder = Folder::new();
    let mut mp3 = folder.encoded("a.mp3", "lame --quiet -b 128 IN OUT");
    // Frames of 384 bytes, 24 ms each: some in the middle.
    mp3[16_000..17_000].fill(0);
    folder.write("broken.mp3", &mp3);
    for (name, command) in [
        ("a.flac", "flac -s IN -o OUT"),
        ("a.wav", "ffmpeg -v error -i IN -c:a pcm_s24le OUT"),
        ("b.mp3", "lame --quiet -b 128 IN OUT"),
        ("b.m4a", "ffmpeg -v error -i IN -c:a aac -movflags +faststart OUT"),
        ("c.opus", "opusenc --quiet IN OUT"),
    ] {
        let bytes = folder.encoded(name, command);
        let (_, extension) = name.split_once('.').expect("it has an extension");
        folder.write(&format!("cut-{extension}.{extension}"), &bytes[..bytes.len() * 2 / 3]);
    }
    let ran = folder.inspect();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let restore = "; restore the file or export it again";
    for (name, text) in [
        ("broken", "damaged audio data: "),
        ("cut-flac", "the file ends early"),
        ("cut-wav", "the file ends early"),
        ("cut-mp3", "the file ends early"),
        ("cut-m4a", "the file ends early"),
    ] {
        let after = ran.stdout.split_once(&format!("  {name} ")).expect("the stem is listed").1;
        let damage = after.lines().nth(1).expect("a line follows");
        let is_explained = damage.starts_with("      damaged at 0:0") && damage.ends_with(restore);
        assert!(is_explained && damage.contains(text), "{name}: {damage}");
    }
}
