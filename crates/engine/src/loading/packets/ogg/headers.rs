//! What precedes the audio of an Ogg file: which streams there are, and the headers of the first that
//! is played.

use crate::{
    error::OpenError,
    loading::packets::{
        Track,
        ogg::{
            broken,
            coding::Coding,
            opus,
            page::{Found, Page, PageReader},
            stream::Stream,
            unsupported, vorbis,
        },
    },
};

/// Streams that are looked at.
const MAX_STREAMS: usize = 64;

/// Bytes of the headers of a stream, other streams' pages among them: pictures in the comments take
/// megabytes, and more than this is not believed.
const MAX_HEADER_BYTES: u64 = 32 << 20;

/// Bytes of a setup packet at most: usual ones have 3 to 8 KB.
const MAX_SETUP_BYTES: usize = 1 << 20;

/// What the headers say.
#[derive(Debug)]
pub(super) struct Headers {
    /// The stream that is played.
    pub(super) stream: Stream,
    /// What is known of it without its audio.
    pub(super) track: Track,
    /// The numbers of all streams beside each other.
    pub(super) serials: Vec<u32>,
}

/// What a stream's first packet begins.
enum Kind {
    Vorbis,
    Opus,
    /// Named, and not played; the last resort when a file has nothing better.
    Other(&'static str),
}

/// Reads the headers from `start` on.
///
/// # Errors
/// When they can't be read, are broken, or nothing is there that is played.
pub(super) fn read_headers(pages: &mut PageReader, start: u64) -> Result<Headers, OpenError> {
    let mut budget = MAX_HEADER_BYTES;
    let mut offset = start;
    let mut serials = Vec::new();
    let mut played = None;
    let mut other = None;
    while serials.len() < MAX_STREAMS {
        let Some(page) = next_page(pages, offset, &mut budget)? else { break };
        if !page.is_first {
            break;
        }
        offset = page.end();
        serials.push(page.serial);
        let payload = pages.payload(&page).map_err(OpenError::ReadHeader)?;
        match kind_of(payload) {
            Kind::Other(name) => other = other.or(Some(name)),
            kind if played.is_none() => played = Some((page.serial, kind, payload.to_vec())),
            _ => {}
        }
    }
    let Some((serial, kind, first)) = played else {
        return Err(match other {
            Some(name) => unsupported(name),
            None => broken("Ogg", "no stream begins"),
        });
    };
    let mut packets = HeaderPackets::new(pages, serial, offset, budget);
    let (track, coding) = match kind {
        Kind::Vorbis => {
            let identification = vorbis::read_identification(&first)?;
            packets.next(None).map_err(|end| end.in_headers_of(vorbis::NAME))?;
            let mut setup = Vec::new();
            packets.next(Some(&mut setup)).map_err(|end| end.in_headers_of(vorbis::NAME))?;
            let (track, blocks) = vorbis::read_track(&identification, &setup)?;
            (track, Coding::Vorbis(blocks))
        }
        _ => {
            let track = opus::read_head(&first)?;
            packets.next(None).map_err(|end| end.in_headers_of(opus::NAME))?;
            (track, Coding::Opus)
        }
    };
    let stream = Stream::new(serial, coding, packets.offset, packets.pages.end());
    Ok(Headers { stream, track, serials })
}

fn kind_of(packet: &[u8]) -> Kind {
    const OTHERS: [(&[u8], &str); 9] = [
        (b"\x7fFLAC", "FLAC in Ogg"),
        (b"fLaC", "FLAC in Ogg"),
        (b"Speex   ", "Speex"),
        (b"CELT    ", "CELT"),
        (b"PCM     ", "plain samples in Ogg"),
        (b"\x80theora", "Ogg with Theora video only"),
        (b"BBCD", "Ogg with Dirac video only"),
        (b"\x01video", "Ogg with video only"),
        (b"fishead", "Ogg without Vorbis or Opus"),
    ];
    if packet.starts_with(vorbis::MARK) {
        return Kind::Vorbis;
    }
    if packet.starts_with(opus::MARK) {
        return Kind::Opus;
    }
    let known = OTHERS.iter().find(|(mark, _)| packet.starts_with(mark));
    Kind::Other(known.map_or("Ogg without Vorbis or Opus", |(_, name)| name))
}

fn next_page(
    pages: &mut PageReader,
    offset: u64,
    budget: &mut u64,
) -> Result<Option<Page>, OpenError> {
    // Pages that follow each other are found without a search, so that the last one may be all that is left.
    if *budget == 0 {
        return Ok(None);
    }
    match pages.find(offset, budget).map_err(OpenError::ReadHeader)? {
        Found::Page(page) => Ok(Some(*page)),
        Found::Interrupted(_) | Found::End => Ok(None),
    }
}

/// The header packets of a stream behind the first.
struct HeaderPackets<'a> {
    pages: &'a mut PageReader,
    serial: u32,
    /// Where the next page is looked for, in bytes.
    offset: u64,
    budget: u64,
    page: Option<Page>,
    /// How many stretches of the page were read, and their bytes.
    read: usize,
    read_bytes: usize,
}

/// Why there is no header packet.
enum NoPacket {
    Open(OpenError),
    End,
    TooLong,
}

impl NoPacket {
    fn in_headers_of(self, format: &'static str) -> OpenError {
        match self {
            NoPacket::Open(error) => error,
            NoPacket::End => broken(format, "the file ends in it, or it does not end"),
            NoPacket::TooLong => broken(format, "its tables are larger than any real ones"),
        }
    }
}

impl<'a> HeaderPackets<'a> {
    fn new(pages: &'a mut PageReader, serial: u32, offset: u64, budget: u64) -> Self {
        HeaderPackets { pages, serial, offset, budget, page: None, read: 0, read_bytes: 0 }
    }

    /// Goes through the next packet; adds its bytes to `packet`, if they are wanted.
    fn next(&mut self, mut packet: Option<&mut Vec<u8>>) -> Result<(), NoPacket> {
        loop {
            let page = match self.page {
                Some(page) => page,
                None => self.next_page()?,
            };
            let Some((length, is_whole)) = page.stretches().nth(self.read) else {
                self.page = None;
                continue;
            };
            let bytes = self.read_bytes..self.read_bytes + length;
            (self.read, self.read_bytes) = (self.read + 1, bytes.end);
            if let Some(packet) = &mut packet {
                let payload = self.pages.payload(&page).map_err(OpenError::ReadHeader)?;
                packet.extend_from_slice(payload.get(bytes).unwrap_or_default());
                if packet.len() > MAX_SETUP_BYTES {
                    return Err(NoPacket::TooLong);
                }
            }
            if is_whole {
                return Ok(());
            }
        }
    }

    /// Reads on to the next page of the stream.
    fn next_page(&mut self) -> Result<Page, NoPacket> {
        loop {
            let page = next_page(self.pages, self.offset, &mut self.budget)?;
            let page = page.filter(|page| !page.is_first).ok_or(NoPacket::End)?;
            self.offset = page.end();
            if page.serial == self.serial {
                (self.read, self.read_bytes) = (0, 0);
                self.page = Some(page);
                return Ok(page);
            }
        }
    }
}

impl From<OpenError> for NoPacket {
    fn from(error: OpenError) -> NoPacket {
        NoPacket::Open(error)
    }
}

#[cfg(test)]
mod tests;
