//! What kind of file some bytes begin.

use crate::{
    error::OpenError,
    loading::{packets::PacketFormat, pcm::Container, source::ByteSource, window::ByteWindow},
};

/// A kind of file that can be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// FLAC, from this byte on (behind tags of other formats).
    Flac(u64),
    /// Plain samples, from this byte on.
    Pcm(Container, u64),
    /// Packets, from this byte on.
    Packets(PacketFormat, u64),
}

/// Tags in front of the audio that are skipped; more are not believed.
const MAX_LEADING_TAGS: usize = 4;

/// The identifier of Sony's RIFF.
const WAVE64_MARK: &[u8] = b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0";

/// Enough for every mark below.
const MARK_BYTES: usize = 36;

/// Says what kind of file `source` is.
///
/// # Errors
/// When it can't be read, is empty, is no audio or of an unsupported kind.
pub(crate) fn identify(
    source: &dyn ByteSource,
    window: &mut ByteWindow,
) -> Result<FileKind, OpenError> {
    let mut offset = 0;
    for _ in 0..=MAX_LEADING_TAGS {
        let bytes = window.view(source, offset, MARK_BYTES).map_err(OpenError::ReadHeader)?;
        match id3_tag_bytes(bytes) {
            Some(byte_count) => offset += byte_count,
            None => return kind_of(bytes, offset),
        }
    }
    Err(OpenError::NotAudio { kind: "only tags" })
}

/// Bytes of the ID3v2 tag that `bytes` begin. Its size is coded in 7 bits of each byte.
fn id3_tag_bytes(bytes: &[u8]) -> Option<u64> {
    let &[b'I', b'D', b'3', _, _, flags, a, b, c, d, ..] = bytes else { return None };
    let size = [a, b, c, d].iter().fold(0, |size, &byte| size << 7 | u64::from(byte & 0x7f));
    let footer = if flags & 0x10 == 0 { 0 } else { 10 };
    Some(10 + size + footer)
}

fn kind_of(bytes: &[u8], offset: u64) -> Result<FileKind, OpenError> {
    if bytes.starts_with(b"fLaC") {
        return Ok(FileKind::Flac(offset));
    }
    if let Some(container) = container(bytes) {
        return Ok(FileKind::Pcm(container, offset));
    }
    if let Some(format) = packets(bytes) {
        return Ok(FileKind::Packets(format, offset));
    }
    if let Some(format) = other_audio(bytes) {
        return Err(OpenError::UnsupportedFormat { format: format.into() });
    }
    let is_behind_tag = offset > 0;
    // Tags of this kind belong to MP3 files, even where what follows is not recognised.
    if is_behind_tag {
        return Ok(FileKind::Packets(PacketFormat::Mp3, offset));
    }
    if bytes.is_empty() {
        return Err(OpenError::Empty);
    }
    Err(OpenError::NotAudio { kind: not_audio(bytes) })
}

fn container(bytes: &[u8]) -> Option<Container> {
    match (bytes.get(0..4)?, bytes.get(8..12)?) {
        (b"RIFF", b"WAVE") => Some(Container::Wav),
        (b"RF64", b"WAVE") => Some(Container::Rf64),
        (b"BW64", b"WAVE") => Some(Container::Bw64),
        (b"FORM", b"AIFF") => Some(Container::Aiff),
        (b"FORM", b"AIFC") => Some(Container::AiffC),
        _ if bytes.starts_with(WAVE64_MARK) => Some(Container::Wave64),
        _ => None,
    }
}

/// The name of an audio format that is known but not played.
fn other_audio(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 13] = [
        (b"RIFX", "big-endian WAV"),
        (b"caff", "CAF"),
        (b".snd", "AU"),
        (b"wvpk", "WavPack"),
        (b"MAC ", "Monkey's Audio (APE)"),
        (b"MPCK", "Musepack"),
        (b"MP+", "Musepack"),
        (b"TTA1", "TTA"),
        (b"OFR ", "OptimFROG"),
        (b"DSD ", "DSD"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA"),
        (b"\x1a\x45\xdf\xa3", "Matroska"),
        (b"#!AMR", "AMR"),
    ];
    if let Some((_, name)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(name);
    }
    match bytes {
        [b'F', b'O', b'R', b'M', _, _, _, _, b'8', b'S', b'V', b'X', ..] => Some("8SVX"),
        _ => mpeg_audio(bytes).and_then(Result::err),
    }
}

/// The kind of a file of packets.
fn packets(bytes: &[u8]) -> Option<PacketFormat> {
    if bytes.starts_with(b"OggS") {
        return Some(PacketFormat::Ogg);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return (!is_picture(bytes)).then_some(PacketFormat::Mp4);
    }
    mpeg_audio(bytes).and_then(Result::ok)
}

/// True for the pictures among the files that are built like MP4: HEIC and AVIF.
fn is_picture(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 5] = [b"ftypheic", b"ftypheix", b"ftypavif", b"ftypavis", b"ftypmif1"];
    bytes.get(4..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// MPEG audio begins with eleven or more set bits, its layer tells the kind; layers that are not
/// played are told by name.
fn mpeg_audio(bytes: &[u8]) -> Option<Result<PacketFormat, &'static str>> {
    let &[0xff, second, third, ..] = bytes else { return None };
    if second == 0xfe {
        // Text in 16 bits begins so, and layer I with a checksum, which nobody has.
        return None;
    }
    let is_reserved = third & 0xf0 == 0xf0 || third & 0x0c == 0x0c;
    match second & 0xf6 {
        0xf0 => return Some(Ok(PacketFormat::Adts)),
        _ if second & 0xe0 != 0xe0 || second & 0x18 == 0x08 || is_reserved => return None,
        _ => {}
    }
    match second & 0x06 {
        0x02 => Some(Ok(PacketFormat::Mp3)),
        0x04 => Some(Err("MP2")),
        0x06 => Some(Err("MP1")),
        _ => None,
    }
}

/// What a file that is no audio looks like.
fn not_audio(bytes: &[u8]) -> &'static str {
    const MARKS: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "a ZIP archive"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"\x7fELF", "a program"),
    ];
    if let Some((_, name)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return name;
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return "a picture";
    }
    if bytes.starts_with(b"\xff\xfe") {
        return "text";
    }
    let is_text = bytes.iter().all(|&b| matches!(b, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0x80..));
    if is_text { "text" } else { "unknown data" }
}

#[cfg(test)]
mod tests;
