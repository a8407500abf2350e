//! One pass over an Ogg file, page by page. Runs on: index threads.

use std::{io, sync::Arc};

use crate::loading::{
    index::{STRIDE_FRAMES, Scan, Scanned, Stretch},
    packets::ogg::{
        page::{Found, PageReader},
        seek::Place,
        stream::Stream,
    },
    source::ByteSource,
    window::ByteWindow,
};

/// Finds where the pages of a stream are, one after the other.
///
/// Reading begins with the page before: it tells where the next one's packets are, and its end may
/// begin the first of them.
#[derive(Debug)]
pub(super) struct OggScan {
    pages: PageReader,
    stream: Arc<Stream>,
    /// Where the next page is looked for, in bytes.
    offset: u64,
    /// The last page.
    before: Place,
}

impl OggScan {
    /// From the first page of audio on.
    pub(super) fn new(source: Arc<dyn ByteSource>, stream: Arc<Stream>) -> OggScan {
        let pages = PageReader::new(source, ByteWindow::default(), stream.audio_end);
        let before = Place::start(&stream);
        OggScan { pages, offset: before.offset, before, stream }
    }
}

impl Scan for OggScan {
    fn source(&self) -> &dyn ByteSource {
        &**self.pages.source()
    }

    fn audio_start(&self) -> u64 {
        self.stream.audio_start
    }

    fn stride(&self) -> u64 {
        u64::from(STRIDE_FRAMES)
    }

    fn next(&mut self, budget: &mut u64) -> io::Result<Scanned> {
        loop {
            if *budget == 0 {
                return Ok(Scanned::Interrupted);
            }
            let page = match self.pages.find(self.offset, budget)? {
                Found::Page(page) if !page.is_first => page,
                Found::Interrupted(reached) => {
                    self.offset = reached;
                    return Ok(Scanned::Interrupted);
                }
                // Another chain begins.
                Found::Page(_) | Found::End => return Ok(Scanned::End),
            };
            self.offset = page.end();
            let end = self.stream.end_position(&page);
            let Some(end) = end.filter(|&end| end > self.before.position) else { continue };
            let Place { offset, position } = self.before;
            self.before = Place { offset: page.offset, position: end };
            return Ok(Scanned::Stretch(Stretch { offset, position, end_position: end }));
        }
    }
}
