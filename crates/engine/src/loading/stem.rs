//! A stem's opened file: what it holds, where its frames are.
//!
//! Runs on: loader threads open it, lanes share it.

use std::{
    fmt, io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    error::OpenError,
    loading::{
        change::FileChange,
        flac::FlacFile,
        index::{IndexBuilder, IndexCatalog, index_bytes},
        mixdown::{Mixdown, Speakers},
        packets::{PacketFile, Unread},
        pcm::PcmFile,
        rates::{converter::RateConverter, grid::RateGrid},
        samples::SampleFormat,
        sniff::{FileKind, identify},
        source::{ByteSource, FileState, SourceOpener},
        store::StoreSide,
        stored::StoredLane,
        tracks::StemLocation,
        window::ByteWindow,
    },
};

/// What a stem's file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StemInfo {
    /// The container and coding, as shown to users.
    pub format: &'static str,
    /// Frames per second of the file.
    pub sample_rate: SampleRate,
    /// Bits of a sample; of what lossy codecs give, those that the float samples are exact to.
    pub bits: u32,
    /// True when samples are floating point.
    pub is_float: bool,
    /// Channels in the file.
    pub source_channels: usize,
    /// Channels that are played: 1, or 2 (also after a mix-down of more).
    pub channel_count: usize,
    /// The length, at the rate that the stem was opened for.
    pub frame_count: FrameCount,
    /// How decoded samples are kept; as floats when they are converted to another rate.
    pub sample_format: SampleFormat,
}

impl StemInfo {
    /// How the channels are played, as shown to users; `None` when they are played as they are.
    pub fn mixdown(&self) -> Option<impl fmt::Display + use<>> {
        let source_channels = self.source_channels;
        (source_channels > self.channel_count)
            .then(|| fmt::from_fn(move |f| write!(f, "{source_channels} channels mixed to stereo")))
    }
}

/// A stem's file, opened.
#[derive(Debug)]
pub struct OpenStem {
    path: PathBuf,
    info: StemInfo,
    mixdown: Mixdown,
    file: StemFile,
    /// The length at the file's own rate.
    source_frame_count: FrameCount,
    /// From the file's rate to the one it was opened for; `None` when they are equal.
    grid: Option<RateGrid>,
    /// `None` when the file can't be reached: its chunks in the store play, the rest fails.
    source: Option<Arc<dyn ByteSource>>,
    /// How the file was when it was opened; `None` when that can't be told.
    state: Option<FileState>,
    /// Its chunks, when a store may have some.
    store: Option<StoreSide>,
}

/// The file by its kind.
#[derive(Debug)]
pub(crate) enum StemFile {
    /// FLAC.
    Flac(Arc<FlacFile>),
    /// Plain samples.
    Pcm(Arc<PcmFile>),
    /// Packets of other codecs.
    Packets(Arc<PacketFile>),
    /// It can't be reached.
    Lost,
}

impl OpenStem {
    /// Opens the file at `location`, a path or one with a track, at its own rate, and reads what
    /// precedes its audio.
    ///
    /// # Errors
    /// When the file can't be opened or read, is of an unsupported format or has a broken header.
    pub fn open(
        location: impl Into<StemLocation>,
        opener: &dyn SourceOpener,
        catalog: &IndexCatalog,
    ) -> Result<Arc<OpenStem>, OpenError> {
        OpenStem::read(location.into(), opener, catalog).map(Arc::new)
    }

    /// As [`OpenStem::open`], to play at `engine_rate`: positions and lengths are at that rate, and
    /// frame *n* is the sound at *n* / `engine_rate`. The length is that of the file, rounded up to
    /// a whole frame.
    ///
    /// # Errors
    /// As for [`OpenStem::open`], and when the rates differ and one is beyond 8 to 384 kHz.
    pub fn open_at(
        location: impl Into<StemLocation>,
        opener: &dyn SourceOpener,
        catalog: &IndexCatalog,
        engine_rate: SampleRate,
    ) -> Result<Arc<OpenStem>, OpenError> {
        OpenStem::read_at(location.into(), opener, catalog, engine_rate).map(Arc::new)
    }

    /// As [`OpenStem::open_at`], for nobody else yet.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn read_at(
        location: StemLocation,
        opener: &dyn SourceOpener,
        catalog: &IndexCatalog,
        engine_rate: SampleRate,
    ) -> Result<OpenStem, OpenError> {
        OpenStem::read(location, opener, catalog)?.at_rate(engine_rate)
    }

    /// A stem whose file can't be reached: what `store` has of it plays, all else is a failed read.
    pub(crate) fn without_file(path: PathBuf, info: StemInfo, store: StoreSide) -> OpenStem {
        OpenStem {
            path,
            mixdown: Mixdown::new(info.channel_count, Speakers::usual(info.channel_count)),
            file: StemFile::Lost,
            source_frame_count: info.frame_count,
            info,
            grid: None,
            source: None,
            state: None,
            store: Some(store),
        }
    }

    /// Gives it its side of a store.
    pub(crate) fn set_store(&mut self, store: Option<StoreSide>) {
        self.store = store;
    }

    /// Its side of a store.
    pub(crate) fn store(&self) -> Option<&StoreSide> {
        self.store.as_ref()
    }

    /// The file's bytes; `None` when it can't be reached.
    pub(crate) fn source(&self) -> Option<&dyn ByteSource> {
        self.source.as_deref()
    }

    /// True when its codec loses something of the sound.
    pub(crate) fn is_lossy(&self) -> bool {
        matches!(&self.file, StemFile::Packets(file) if file.track().bits.is_none())
    }

    /// True when its samples are converted to another rate.
    pub(crate) fn is_converted(&self) -> bool {
        self.grid.is_some()
    }

    /// True when it is coded as chunks of a store are, or not at all, at the rate that it was opened for.
    pub(crate) fn is_like_chunks(&self) -> bool {
        matches!(self.file, StemFile::Flac(_) | StemFile::Pcm(_)) && !self.is_converted()
    }

    fn read(
        location: StemLocation,
        opener: &dyn SourceOpener,
        catalog: &IndexCatalog,
    ) -> Result<OpenStem, OpenError> {
        let StemLocation { path, track } = location;
        let source = opener.open(&path).map_err(OpenError::Open)?;
        let state = source.look().unwrap_or_default();
        let opened = Arc::clone(&source);
        let mut window = ByteWindow::default();
        let (info, mixdown, file) = match identify(&*source, &mut window)? {
            FileKind::Flac(start) => {
                let slot = catalog.slot(&path, source.identity());
                let (file, info) = FlacFile::open(source, window, start, slot)?;
                let mixdown = Mixdown::new(info.channel_count, Speakers::usual(info.channel_count));
                let info = StemInfo {
                    format: "FLAC",
                    sample_rate: info.rate,
                    bits: info.bits,
                    is_float: false,
                    source_channels: info.channel_count,
                    channel_count: mixdown.channel_count(info.channel_count),
                    frame_count: FrameCount(info.frame_count.unwrap_or(0)),
                    sample_format: mixdown.sample_format(info.bits, false),
                };
                (info, mixdown, StemFile::Flac(Arc::new(file)))
            }
            FileKind::Pcm(container, start) => {
                let file = PcmFile::open(container, source, window, start)?;
                let layout = file.layout();
                let mixdown = Mixdown::new(layout.channel_count, layout.speakers);
                let info = StemInfo {
                    format: container.name(),
                    sample_rate: layout.rate,
                    bits: layout.bits,
                    is_float: layout.coding.is_float(),
                    source_channels: layout.channel_count,
                    channel_count: mixdown.channel_count(layout.channel_count),
                    frame_count: FrameCount(layout.frame_count),
                    sample_format: mixdown.sample_format(layout.bits, layout.coding.is_float()),
                };
                (info, mixdown, StemFile::Pcm(Arc::new(file)))
            }
            FileKind::Packets(format, start) => {
                let slot = catalog.slot(&path, source.identity());
                let file = PacketFile::open(format, Unread { source, window, start }, track, slot)?;
                let (info, mixdown) = packet_info(&file);
                (info, mixdown, StemFile::Packets(Arc::new(file)))
            }
        };
        Ok(OpenStem {
            path,
            source_frame_count: info.frame_count,
            info,
            mixdown,
            file,
            grid: None,
            source: Some(opened),
            state,
            store: None,
        })
    }

    fn at_rate(mut self, engine_rate: SampleRate) -> Result<OpenStem, OpenError> {
        self.grid = RateGrid::between(self.info.sample_rate, engine_rate)?;
        if let Some(grid) = self.grid {
            self.info.frame_count = grid.length(self.source_frame_count);
            self.info.sample_format = SampleFormat::F32;
        }
        Ok(self)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file holds.
    pub fn info(&self) -> &StemInfo {
        &self.info
    }

    /// What became of the open file itself since: what was read of it may be old, new or both. `None`
    /// also when it was moved away or replaced, for the bytes that were read are its own. A system
    /// call, of under a microsecond on a local disk.
    pub fn change_in_place(&self) -> Option<FileChange> {
        let now = self.source.as_ref()?.look();
        self.change(now).filter(|change| change.is_in_place())
    }

    /// What became of the file since, when `now` is the state of what is at its path.
    pub fn change(&self, now: io::Result<Option<FileState>>) -> Option<FileChange> {
        FileChange::between(self.state?, now)
    }

    /// Asks the system to have the bytes of these frames in memory soon.
    pub fn will_need(&self, frames: Range<FramePos>) {
        let end = frames.end.0.min(self.info.frame_count.0);
        let mut start = frames.start.0;
        while start < end {
            let next = self.store.as_ref().map_or(end, |store| {
                let chunk_frames = store.stem.chunk_frames();
                ((start / chunk_frames + 1) * chunk_frames).min(end)
            });
            let ask = |store: &StoreSide| store.will_need(start / store.stem.chunk_frames());
            let is_stored = self.store.as_ref().is_some_and(ask);
            if !is_stored {
                self.file_will_need(start..next);
            }
            start = next;
        }
    }

    fn file_will_need(&self, frames: Range<u64>) {
        let frames = match &self.grid {
            None => frames,
            Some(grid) => {
                let needed = grid.source_range(&(FramePos(frames.start)..FramePos(frames.end)));
                needed.start..needed.end.min(self.source_frame_count.0)
            }
        };
        match &self.file {
            StemFile::Flac(file) => file.will_need(frames),
            StemFile::Pcm(file) => file.will_need(frames),
            StemFile::Packets(file) => file.will_need(frames),
            StemFile::Lost => {}
        }
    }

    /// Builds the file's frame index, for all lanes over the same unchanged file; `None` when it
    /// needs none, has one, or another builder is at it.
    pub fn index_builder(&self) -> Option<IndexBuilder> {
        match &self.file {
            StemFile::Flac(file) => file.index_builder(),
            StemFile::Pcm(_) => None,
            StemFile::Packets(file) => file.index_builder(),
            StemFile::Lost => None,
        }
    }

    /// Bytes of memory that a lane over the file takes at most.
    pub fn lane_bytes(&self) -> usize {
        let lane = match &self.file {
            StemFile::Flac(file) => file.lane_bytes(),
            StemFile::Pcm(_) => PcmFile::LANE_BYTES,
            StemFile::Packets(file) => file.lane_bytes(),
            StemFile::Lost => 0,
        };
        let stored =
            self.store.as_ref().map_or(0, |_| StoredLane::bytes_for(self.info.channel_count));
        lane + stored + self.grid.as_ref().map_or(0, RateConverter::bytes_for)
    }

    /// Bytes of memory that the file's frame index or its own tables take at most; 0 when it needs none.
    pub fn index_bytes(&self) -> usize {
        match &self.file {
            StemFile::Packets(file) if file.has_tables() => file.table_bytes(),
            StemFile::Packets(_) | StemFile::Flac(_) => index_bytes(self.source_frame_count),
            StemFile::Pcm(_) | StemFile::Lost => 0,
        }
    }

    /// Bytes of memory that tables of the file's own take; 0 when it has none.
    pub(crate) fn table_bytes(&self) -> usize {
        match &self.file {
            StemFile::Packets(file) => file.table_bytes(),
            StemFile::Flac(_) | StemFile::Pcm(_) | StemFile::Lost => 0,
        }
    }

    /// The file by its kind.
    pub(crate) fn file(&self) -> &StemFile {
        &self.file
    }

    /// The length at the file's own rate.
    pub fn source_frame_count(&self) -> FrameCount {
        self.source_frame_count
    }

    /// The frame of the file, at its own rate, from which on a lane that begins at `position` reads.
    pub(crate) fn first_source_frame(&self, position: FramePos) -> u64 {
        self.grid
            .as_ref()
            .map_or(position.0, |grid| grid.source_block(grid.block_of(position.0)).frames.start)
    }

    /// What converts a lane's frames to the rate that the stem was opened for.
    pub(crate) fn converter(&self) -> Option<RateConverter> {
        let StemInfo { channel_count, frame_count, .. } = self.info;
        self.grid.map(|grid| RateConverter::new(grid, channel_count, frame_count))
    }

    /// How the file's channels are played.
    pub(crate) fn mixdown(&self) -> &Mixdown {
        &self.mixdown
    }
}

fn packet_info(file: &PacketFile) -> (StemInfo, Mixdown) {
    // What 24 bits of a float's mantissa hold.
    const FLOAT_BITS: u32 = 24;
    let track = file.track();
    let mixdown = Mixdown::new(track.channel_count, track.speakers);
    let (bits, is_float) = (track.bits.unwrap_or(FLOAT_BITS), track.bits.is_none());
    let info = StemInfo {
        format: track.format,
        sample_rate: track.rate,
        bits,
        is_float,
        source_channels: track.channel_count,
        channel_count: mixdown.channel_count(track.channel_count),
        frame_count: FrameCount(track.frame_count),
        sample_format: mixdown.sample_format(bits, is_float),
    };
    (info, mixdown)
}
