//! What a FLAC file's header may not tell: how its frames are numbered, how long it is.

use std::{io, sync::Arc};

use crate::loading::{
    flac::{
        ends::FrameEnd,
        header::{FrameHeader, MAX_HEADER_BYTES},
        metadata::Metadata,
        reader::{FoundFrame, FrameReader, Search},
        stream::{Blocking, Stream},
    },
    source::ByteSource,
    window::ByteWindow,
};

/// Bytes in which the first frame must begin, when it does not where it should.
const FIRST_FRAME_BYTES: u64 = 1 << 20;

/// Bytes at the end of the file in which the last frame is looked for at first.
const TAIL_BYTES: u64 = 64 * 1024;

/// Frames whose checksum is verified at most. The usual need is one; a file full of false headers
/// could ask for millions.
const MAX_VERIFIED_FRAMES: u32 = 64;

/// Finds the first valid frame header and what it says of the stream.
///
/// # Errors
/// What the system says.
pub(crate) fn find_first_frame(
    source: &Arc<dyn ByteSource>,
    mut window: ByteWindow,
    metadata: Metadata,
) -> io::Result<(Stream, ByteWindow)> {
    let bytes = window.view(&**source, metadata.audio_start, MAX_HEADER_BYTES)?;
    if let Some(header) = FrameHeader::parse(bytes) {
        return Ok((Stream::new(metadata, Some(header)).beginning_with(&header), window));
    }
    // Damage. Which numbering holds is not known yet, so both are tried.
    let mut first = None;
    for blocking in [Blocking::Fixed(65_535), Blocking::Variable] {
        let stream = Stream::new(metadata.clone(), None);
        let stream = Stream { blocking, frame_count: u64::MAX, ..stream };
        let mut reader = FrameReader::new(Arc::clone(source), Arc::new(stream), window);
        let stream = Arc::clone(reader.stream());
        let fits = |frame: &FoundFrame| stream.fits(&frame.header);
        let found = reader.search(metadata.audio_start, FIRST_FRAME_BYTES, fits)?;
        window = reader.into_window();
        if let Search::Found(frame) = found {
            first = first.into_iter().chain([frame]).min_by_key(|frame| frame.offset);
        }
    }
    Ok((Stream::new(metadata, first.map(|frame| frame.header)), window))
}

/// The length of a stream whose header does not tell it: where its last frame ends.
///
/// # Errors
/// What the system says.
pub(crate) fn find_length(source: &Arc<dyn ByteSource>, stream: &Arc<Stream>) -> io::Result<u64> {
    let mut reader =
        FrameReader::new(Arc::clone(source), Arc::clone(stream), ByteWindow::default());
    let longest = stream.max_bytes_of_any_frame() as u64;
    let mut tail = TAIL_BYTES;
    let mut to_verify = MAX_VERIFIED_FRAMES;
    loop {
        let from = source.byte_count().saturating_sub(tail).max(stream.audio_start);
        if let Some(end) = last_frame_end(&mut reader, from, &mut to_verify)? {
            return Ok(end);
        }
        if from == stream.audio_start || tail > 2 * longest {
            return Ok(0);
        }
        tail *= 4;
    }
}

/// The end of the last of the frames that follow one another from `offset` on.
fn last_frame_end(
    reader: &mut FrameReader,
    mut offset: u64,
    to_verify: &mut u32,
) -> io::Result<Option<u64>> {
    let stream = Arc::clone(reader.stream());
    let mut end = None;
    while let Search::Found(frame) =
        reader.search(offset, u64::MAX, |frame| stream.fits(&frame.header))?
    {
        offset = frame.cursor_behind_header().offset;
        // A frame counts when it continues the one before, or is whole.
        let mut is_trusted = end == Some(frame.position);
        if !is_trusted && *to_verify > 0 {
            *to_verify -= 1;
            is_trusted = matches!(reader.frame_end(&frame, None)?, FrameEnd::Intact(_));
        }
        if is_trusted {
            end = end.max(Some(frame.end_position()));
        }
    }
    Ok(end)
}
