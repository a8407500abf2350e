//! The box `stem`: what the tracks of a `.stem.mp4` are called.
//!
//! Source: Native Instruments, "Stem File Specification" 1.0: track 0 is the mix, tracks 1 to 4 are
//! what it was mixed of; the names and colours of these are JSON in `moov/udta/stem`.

use std::ops::Range;

use crate::{
    error::OpenError,
    loading::{
        packets::mp4::{boxes::BoxReader, json::Json, movie::Movie},
        tracks::{FileTrack, FileTracks},
    },
};

/// Bytes of the description at most: they have 2 KiB.
const MAX_TEXT_BYTES: usize = 64 * 1024;

/// The longest name that is taken, in characters.
const MAX_NAME_CHARACTERS: usize = 200;

/// Lists the tracks of `movie`.
///
/// # Errors
/// When a box can't be read.
pub(super) fn list(boxes: &mut BoxReader<'_>, movie: &Movie) -> Result<FileTracks, OpenError> {
    let body = match &movie.user_data {
        Some(user_data) => boxes.child(user_data, *b"stem")?,
        None => None,
    };
    let stems = match &body {
        Some(body) => read_stems(boxes, body)?,
        None => Vec::new(),
    };
    let is_stem_file = body.is_some() && movie.tracks.len() > 1;
    let mut stems = stems.into_iter();
    let tracks = (0..movie.tracks.len())
        .map(|number| {
            let is_mix = is_stem_file && number == 0;
            let (name, colour) =
                if is_mix { (None, None) } else { stems.next().unwrap_or_default() };
            FileTrack { number, name, colour, is_mix }
        })
        .collect();
    Ok(FileTracks { is_stem_file, tracks })
}

type NameAndColour = (Option<String>, Option<[u8; 3]>);

/// The stems' names and colours, as far as they are told.
fn read_stems(
    boxes: &mut BoxReader<'_>,
    body: &Range<u64>,
) -> Result<Vec<NameAndColour>, OpenError> {
    let text = String::from_utf8_lossy(boxes.bytes(body, MAX_TEXT_BYTES)?);
    let Some(description) = Json::parse(&text) else { return Ok(Vec::new()) };
    let stems = description.get("stems").map(Json::list).unwrap_or_default();
    Ok(stems.iter().map(name_and_colour).collect())
}

fn name_and_colour(stem: &Json) -> NameAndColour {
    let text = |name| stem.get(name).and_then(Json::text);
    let name: Option<String> =
        text("name").map(|name| name.trim().chars().take(MAX_NAME_CHARACTERS).collect());
    (name.filter(|name| !name.is_empty()), text("color").and_then(parse_colour))
}

/// A colour as web pages have it: `#rrggbb`.
fn parse_colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.trim().strip_prefix('#')?;
    let is_colour = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let colour = u32::from_str_radix(digits, 16).ok().filter(|_| is_colour)?;
    let [_, red, green, blue] = colour.to_be_bytes();
    Some([red, green, blue])
}

#[cfg(test)]
mod tests;
