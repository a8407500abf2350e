//! Which file a stem in the cache is of, and what was known of it.

use attacca_units::{FrameCount, SampleRate};

use crate::{
    cache::{coding::Coding, metadata::SourceMetadata},
    loading::{
        samples::SampleFormat,
        stem::{OpenStem, StemInfo},
        tracks::StemLocation,
    },
};

/// The same file, as far as that can be told without reading it; its content is looked at later.
pub(super) fn is_same(kept: &SourceMetadata, now: &SourceMetadata) -> bool {
    SourceMetadata { content: None, ..kept.clone() }
        == SourceMetadata { content: None, ..now.clone() }
}

pub(super) fn source_metadata(
    opened: &OpenStem,
    location: &StemLocation,
    engine_rate: SampleRate,
) -> Option<SourceMetadata> {
    let (info, coding) = (opened.info(), Coding::of(opened)?);
    let identity = opened.source()?.identity();
    Some(SourceMetadata {
        path: location.path.to_string_lossy().into_owned(),
        track: location.track,
        byte_count: identity.byte_count,
        modified_ns: u64::try_from(identity.modified_ns).unwrap_or(u64::MAX),
        content: None,
        format: info.format.to_owned(),
        source_rate: info.sample_rate.hz(),
        engine_rate: engine_rate.hz(),
        source_channels: info.source_channels,
        channels: info.channel_count,
        bits: info.bits,
        is_float: info.is_float,
        is_short: info.sample_format == SampleFormat::I16,
        frames: info.frame_count.0,
        stored_bits: coding.bits(),
    })
}

/// What was known of the file when it was open.
pub(super) fn stem_info(source: &SourceMetadata) -> Option<StemInfo> {
    Some(StemInfo {
        format: "cached copy",
        sample_rate: SampleRate::new(source.source_rate)?,
        bits: source.bits,
        is_float: source.is_float,
        // As it is in the chunks.
        source_channels: source.channels,
        channel_count: source.channels,
        frame_count: FrameCount(source.frames),
        sample_format: if source.is_short { SampleFormat::I16 } else { SampleFormat::F32 },
    })
}
