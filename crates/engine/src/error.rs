//! What can go wrong, by operation.

use std::{borrow::Cow, io};

use attacca_units::SampleRate;

use crate::{
    loading::{change::FileChange, rates::CONVERTED_RATES_HZ},
    protocol::jump::MAX_ARMED_JUMPS,
    settings::MIN_LOOP_SECONDS,
};

/// Why there is no engine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The system refuses a thread. End other programs and try again.
    #[error("cannot start the engine's threads")]
    StartThread(#[source] io::Error),
}

/// Why a jump is not armed. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JumpError {
    /// As many are armed as there is room for. Cancel one.
    #[error("{MAX_ARMED_JUMPS} jumps are armed already; cancel one first")]
    TooMany,
    /// A loop's end is before its start, or too close behind it, or both are at the song's end.
    #[error("a loop needs {:.0} ms at least", MIN_LOOP_SECONDS * 1000.0)]
    LoopTooShort,
    /// None of the files of the song it goes to can be played. Mend them.
    #[error("none of the song's files can be played")]
    NothingPlayable,
}

/// Why a stem's file can't be played at all. The song's other stems play.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The system refused to open the file. Choose another file, or mend its permissions.
    #[error("cannot open the file")]
    Open(#[source] io::Error),
    /// The system failed to read the file's header. Try again.
    #[error("cannot read the file's header")]
    ReadHeader(#[source] io::Error),
    /// The file is empty. Copy or export it again.
    #[error("the file is empty; copy or export it again")]
    Empty,
    /// The file is of a kind that is not played yet. Convert it to FLAC or WAV.
    #[error("{format} is not supported yet; convert the file to FLAC or WAV")]
    UnsupportedFormat {
        /// What the file is.
        format: Cow<'static, str>,
    },
    /// The file is protected against copies, and only the programs of who sold it have the key. Get a
    /// copy that is not.
    #[error("the file is protected by DRM and can't be decoded; get a copy without protection")]
    Protected,
    /// The file is no audio that is known. Choose another file.
    #[error("not an audio file: it looks like {kind}; export the stem again or remove the file")]
    NotAudio {
        /// What the file looks like.
        kind: &'static str,
    },
    /// The header contradicts itself or the file ends in it. Export the file again.
    #[error("broken {format} header: {reason}; export the file again")]
    BrokenHeader {
        /// The container.
        format: &'static str,
        /// What is wrong.
        reason: &'static str,
    },
    /// The decoder failed on the file's header. Export the file again.
    #[error("the decoder failed on the file's header; export the file again")]
    Panicked,
    /// The stem's rate or the set's is so low or high that it can't be converted while playing.
    /// Convert the file.
    #[error(
        "the file is at {stem_rate}, the set at {engine_rate}; only rates from {} to {} kHz are \
         played together, convert the file to {engine_rate}",
        CONVERTED_RATES_HZ.start() / 1000,
        CONVERTED_RATES_HZ.end() / 1000
    )]
    OtherRate {
        /// The file's rate.
        stem_rate: SampleRate,
        /// The rate of all songs of the set.
        engine_rate: SampleRate,
    },
}

/// Why a stretch of a stem is silent. The lane can be used on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The system failed to read the file. Try again.
    #[error("cannot read the file")]
    Read(#[source] io::Error),
    /// The file ends before the length that its header gives.
    #[error("the file ends early")]
    Truncated,
    /// The data are damaged here. Restore the file.
    #[error("damaged audio data: {0}")]
    Damaged(&'static str),
    /// The file was changed in place after it was opened. It is opened anew.
    #[error("the file has been changed while it is open")]
    Changed(FileChange),
    /// The decoder panicked; it has been made anew.
    #[error("the decoder failed")]
    Panicked,
}
