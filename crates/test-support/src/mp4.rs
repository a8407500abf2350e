//! MP4 files, taken apart and put together: what no encoder at hand writes.

use std::{ffi::OsString, fs, ops::Range, path::Path};

use crate::reference::run;

/// A box of `kind` around `body`.
pub fn mp4_box(kind: &str, body: &[u8]) -> Vec<u8> {
    assert_eq!(kind.len(), 4, "a box is named by four letters");
    let size = u32::try_from(8 + body.len()).expect("a box of a test is small");
    [&size.to_be_bytes(), kind.as_bytes(), body].concat()
}

/// A box that has a version, zero here as its flags are, around `body`.
pub fn versioned_box(kind: &str, body: &[u8]) -> Vec<u8> {
    mp4_box(kind, &[&[0; 4], body].concat())
}

/// Where the box that is reached through `path` lies in `file`, the first one of each kind, with its size
/// and kind.
///
/// # Panics
/// When it is not there.
pub fn find_box(file: &[u8], path: &[&str]) -> Range<usize> {
    let mut found = 0..file.len();
    let mut body = found.clone();
    for kind in path {
        found = boxes_in(file, body)
            .find(|range| &file[range.start + 4..range.start + 8] == kind.as_bytes())
            .unwrap_or_else(|| panic!("there is no box {kind} of {path:?}"));
        body = found.start + 8..found.end;
    }
    found
}

fn boxes_in(file: &[u8], body: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut start = body.start;
    std::iter::from_fn(move || {
        let size = file.get(start..start + 4).filter(|_| start + 8 <= body.end)?;
        let size = u32::from_be_bytes(size.try_into().expect("it has four bytes")) as usize;
        assert!(size >= 8, "boxes of this kind are not read");
        start += size;
        Some(start - size..start)
    })
}

/// `file` with `inserted` at the end of the box that is reached through `path`.
///
/// # Panics
/// When the box is not there, or in front of the audio, whose place the file tells.
pub fn with_box(file: &[u8], path: &[&str], inserted: &[u8]) -> Vec<u8> {
    let end = find_box(file, path).end;
    assert!(end > find_box(file, &["mdat"]).start, "the audio would be elsewhere");
    replaced(file, path, end..end, inserted)
}

/// `file` without the box that is reached through `path`.
///
/// # Panics
/// As [`with_box`].
pub fn without_box(file: &[u8], path: &[&str]) -> Vec<u8> {
    let range = find_box(file, path);
    assert!(range.start > find_box(file, &["mdat"]).start, "the audio would be elsewhere");
    replaced(file, &path[..path.len() - 1], range, &[])
}

/// `file` with `bytes` in the place of `range`, which is in the boxes of `path`: their sizes follow.
fn replaced(file: &[u8], path: &[&str], range: Range<usize>, bytes: &[u8]) -> Vec<u8> {
    let mut changed = file.to_vec();
    for depth in 1..=path.len() {
        let outer = find_box(file, &path[..depth]);
        let size = (outer.len() + bytes.len() - range.len()) as u32;
        changed[outer.start..outer.start + 4].copy_from_slice(&size.to_be_bytes());
    }
    changed.splice(range, bytes.iter().copied());
    changed
}

/// `file`, an MP4 with its tables behind the audio, with the description of stems that Native Instruments'
/// programs put into `.stem.mp4` files: the name and the colour (`#rrggbb`) of each track but the first.
pub fn with_stems(file: &[u8], stems: &[(&str, &str)]) -> Vec<u8> {
    let stems: Vec<String> = stems
        .iter()
        .map(|(name, colour)| format!("{{\"name\":\"{name}\",\"color\":\"{colour}\"}}"))
        .collect();
    let limiter =
        "{\"compressor\":{\"enabled\":false},\"limiter\":{\"enabled\":true,\"ceiling\":-0.3}}";
    let stems = stems.join(",");
    let json = format!("{{\"mastering_dsp\":{limiter},\"version\":1,\"stems\":[{stems}]}}");
    with_box(file, &["moov", "udta"], &mp4_box("stem", json.as_bytes()))
}

/// Writes a `.stem.mp4` file, as Native Instruments' programs do: a track of ALAC for each of the
/// `sources`, the mix first, and [`with_stems`] for the others.
///
/// # Panics
/// When FFmpeg is not there or refuses a source.
pub fn write_stem_file(path: &Path, sources: &[&Path], stems: &[(&str, &str)]) {
    let inputs = sources.iter().flat_map(|source| ["-i".into(), source.as_os_str().to_owned()]);
    let maps = (0..sources.len()).flat_map(|number| ["-map".into(), number.to_string().into()]);
    let before = ["-v", "error", "-y"].map(OsString::from);
    let after = ["-c:a", "alac"].map(OsString::from).into_iter().chain([path.into()]);
    run("ffmpeg", before.into_iter().chain(inputs).chain(maps).chain(after));
    let file = fs::read(path).expect("FFmpeg wrote it");
    fs::write(path, with_stems(&file, stems)).expect("the file can be written");
}
