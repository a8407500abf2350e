//! A stem's opened file: what it holds, where its frames are.
//!
//! Runs on: loader threads open it, lanes share it.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    error::OpenError,
    loading::{index::IndexCatalog, samples::SampleFormat, source::SourceOpener},
};

/// What a stem's file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StemInfo {
    /// The container and coding, as shown to users.
    pub format: &'static str,
    /// Frames per second of the file.
    pub sample_rate: SampleRate,
    /// Bits of a sample.
    pub bits: u32,
    /// True when samples are floating point.
    pub is_float: bool,
    /// Channels in the file.
    pub source_channels: usize,
    /// Channels that are played: 1, or 2 (also after a mix-down of more).
    pub channel_count: usize,
    /// The length.
    pub frame_count: FrameCount,
    /// How decoded samples are kept.
    pub sample_format: SampleFormat,
}

/// A stem's file, opened.
#[derive(Debug)]
pub struct OpenStem {
    path: PathBuf,
    info: StemInfo,
}

impl OpenStem {
    /// Opens the file at `path` and reads what precedes its audio.
    ///
    /// # Errors
    /// When the file can't be opened or read, is of an unsupported format or has a broken header.
    pub fn open(
        path: &Path,
        opener: &dyn SourceOpener,
        catalog: &IndexCatalog,
    ) -> Result<Arc<OpenStem>, OpenError> {
        let _ = (path, opener, catalog);
        todo!()
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the file holds.
    pub fn info(&self) -> &StemInfo {
        &self.info
    }

    /// Asks the system to have the bytes of these frames in memory soon.
    pub fn will_need(&self, frames: Range<FramePos>) {
        let _ = frames;
        todo!()
    }
}
