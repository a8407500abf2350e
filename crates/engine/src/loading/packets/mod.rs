//! Files of packets: MP3, AAC, ALAC, Vorbis and Opus, in whatever container.
//!
//! A container finds packets and says which frames each gives ([`PacketReader`]); a codec decodes
//! them ([`codec`]); the lane puts both together ([`lane`]), exactly to the frame.
//!
//! **Raw frames** are what the codec gives from the first packet on. The stem begins behind the
//! encoder's delay: its frame 0 is raw frame [`Track::delay`].

pub(crate) mod codec;
pub(crate) mod lane;
pub(crate) mod mp4;
mod mpeg;
mod ogg;

use std::{fmt, io, ops::Range, sync::Arc};

use attacca_units::SampleRate;
use symphonia::core::codecs::audio::AudioCodecParameters;

use crate::{
    error::OpenError,
    loading::{
        index::{IndexBuilder, IndexSlot, Scan},
        mixdown::Speakers,
        source::ByteSource,
        window::ByteWindow,
    },
};

/// A kind of file of packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PacketFormat {
    /// MPEG audio, layer 3, one frame after the other.
    Mp3,
    /// AAC, one frame after the other.
    Adts,
    /// MPEG-4 and what is like it: M4A, MP4, `.stem.mp4`.
    Mp4,
    /// Ogg: Vorbis or Opus.
    Ogg,
}

/// An opened file of packets, or one track of it.
#[derive(Debug)]
pub(crate) struct PacketFile {
    source: Arc<dyn ByteSource>,
    track: Track,
    container: Box<dyn Container>,
    slot: Arc<IndexSlot>,
}

/// What holds for all packets of a stem.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    /// Container and coding, as shown to users.
    pub(crate) format: &'static str,
    /// What the decoder is made with. Containers give what their headers say, without trimming.
    pub(crate) codec: AudioCodecParameters,
    /// Frames per second.
    pub(crate) rate: SampleRate,
    /// 1 to 8.
    pub(crate) channel_count: usize,
    /// Where the decoder's channels are heard.
    pub(crate) speakers: Speakers,
    /// Bits of a sample of a lossless codec; `None` where samples are float, as lossy codecs give them.
    pub(crate) bits: Option<u32>,
    /// Linear, for all samples: what an Opus header asks for.
    pub(crate) gain: f32,
    /// Raw frames before the stem's first one.
    pub(crate) delay: u64,
    /// The stem's length, without delay and padding.
    pub(crate) frame_count: u64,
    /// More raw frames than any packet gives.
    pub(crate) max_packet_frames: u32,
    /// Raw frames after which the decoder begins anew, at every multiple of it, where its state never
    /// quite forgets what was before: what is decoded depends on the place alone, not on where
    /// decoding began. Best a multiple of the packets' length. `None` where state is forgotten.
    pub(crate) restart_frames: Option<u64>,
    /// Bytes of memory that a decoder takes at most.
    pub(crate) codec_bytes: usize,
    /// Bytes of memory that a reader takes at most.
    pub(crate) reader_bytes: usize,
}

/// Where the packets of a track are.
pub(crate) trait Container: fmt::Debug + Send + Sync {
    /// A reader at the first packet. Reads nothing.
    fn reader(&self) -> Box<dyn PacketReader>;

    /// One pass over the file to index it; `None` when the file has tables of its own.
    fn scan(&self) -> Option<Box<dyn Scan>>;

    /// About where these raw frames lie, in bytes.
    fn bytes_of(&self, raw_frames: Range<u64>) -> Range<u64>;

    /// Bytes of memory that the container's own tables take.
    fn table_bytes(&self) -> usize;
}

/// Reads the packets of one track, one after the other. Each lane has its own.
pub(crate) trait PacketReader: fmt::Debug + Send {
    /// Goes to the packet with which decoding must begin so that all raw frames from `position` on come
    /// out right: as far before it as the codec needs, or the first packet.
    ///
    /// # Errors
    /// What the system says. The reader can be used on after another call of this.
    fn seek(&mut self, position: u64) -> io::Result<()>;

    /// Reads the next packet. Takes the bytes it looks at from `budget`: damage is searched only as far
    /// as that goes, and a later call goes on from there. Bounded work otherwise too.
    ///
    /// # Errors
    /// What the system says. The reader can be used on after another [`PacketReader::seek`].
    fn next(&mut self, budget: &mut u64) -> io::Result<NextPacket>;

    /// The bytes of the packet that was read last.
    fn packet(&self) -> &[u8];

    /// Bytes of memory that the reader holds.
    fn byte_count(&self) -> usize;
}

/// What a reader found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NextPacket {
    /// A packet that gives these raw frames, when the one before was decoded too. (A codec that begins
    /// may give fewer: then the last ones of them.)
    Packet(Frames),
    /// Raw frames up to this one are lost. The decoder begins anew behind them.
    Lost {
        /// The first raw frame that may be there again.
        until: u64,
        /// What is wrong.
        reason: &'static str,
    },
    /// The budget is used up.
    Interrupted,
    /// Nothing more is in the file.
    End,
}

/// A range of raw frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frames {
    /// The first.
    pub(crate) start: u64,
    /// How many.
    pub(crate) count: u32,
}

impl Frames {
    /// The one behind the last.
    pub(crate) fn end(self) -> u64 {
        self.start + u64::from(self.count)
    }
}

/// A file of which nothing but its kind is known.
#[derive(Debug)]
pub(crate) struct Unread {
    /// Its bytes.
    pub(crate) source: Arc<dyn ByteSource>,
    /// What was read of them already.
    pub(crate) window: ByteWindow,
    /// The byte that its header begins at.
    pub(crate) start: u64,
}

impl PacketFile {
    /// Reads the header of `file`; opens track number `track` of a file with several.
    ///
    /// # Errors
    /// When it can't be read, is broken or of an unsupported coding.
    pub(crate) fn open(
        format: PacketFormat,
        file: Unread,
        track: Option<usize>,
        slot: Arc<IndexSlot>,
    ) -> Result<PacketFile, OpenError> {
        let Unread { source, window, start } = file;
        match format {
            PacketFormat::Mp3 | PacketFormat::Adts => {
                mpeg::open(format, source, window, start, slot)
            }
            PacketFormat::Mp4 => mp4::open(source, window, start, track, slot),
            PacketFormat::Ogg => ogg::open(source, window, start, slot),
        }
    }

    /// A file whose header was read; its index is looked for in `slot`.
    pub(crate) fn new(
        source: Arc<dyn ByteSource>,
        track: Track,
        container: Box<dyn Container>,
        slot: Arc<IndexSlot>,
    ) -> PacketFile {
        PacketFile { source, track, container, slot }
    }

    /// What holds for all packets.
    pub(crate) fn track(&self) -> &Track {
        &self.track
    }

    /// Builds the index; `None` when none is needed, it is there or being built.
    pub(crate) fn index_builder(&self) -> Option<IndexBuilder> {
        self.container.scan().and_then(|scan| IndexBuilder::new(scan, Arc::clone(&self.slot)))
    }

    /// True when the file has tables of its own.
    pub(crate) fn has_tables(&self) -> bool {
        self.container.table_bytes() > 0
    }

    /// Bytes of memory that the container's own tables take.
    pub(crate) fn table_bytes(&self) -> usize {
        self.container.table_bytes()
    }

    /// Bytes of memory that a lane takes at most.
    pub(crate) fn lane_bytes(&self) -> usize {
        let decoded = self.track.max_packet_frames as usize * self.track.channel_count;
        self.track.reader_bytes + self.track.codec_bytes + decoded * size_of::<f32>()
    }

    /// Asks the system for the bytes of these frames of the stem.
    pub(crate) fn will_need(&self, frames: Range<u64>) {
        let raw = frames.start + self.track.delay..frames.end + self.track.delay;
        let bytes = self.container.bytes_of(raw);
        let end = bytes.end.min(self.source.byte_count());
        self.source.will_need(bytes.start.min(end)..end);
    }
}
