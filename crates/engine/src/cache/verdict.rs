//! Whether a stem is to be in the cache, and why, in words. Pure.

use std::fmt;

use crate::{
    cache::storage_kind::StorageKind,
    cache::{CachePolicy, costs::DEAR_SHARE},
};

/// Why a stem is in the cache, or is not.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum CacheReason {
    /// The cache is off.
    Off,
    /// All stems are cached.
    Always,
    /// Decoding it takes this share of a core.
    Dear(f64),
    /// How dear it is is not measured yet; stems of its kind usually are.
    LikelyDear,
    /// It is on a stick or another thing that can be pulled out.
    Removable,
    /// It is on another machine.
    Remote,
    /// Its storage makes readers wait.
    Slow,
    /// Decoding it takes this share of a core, which is little, from a disk that is fast and stays.
    Cheap(Option<f64>),
    /// Decoding it takes this share of a core, and its chunks would take as much: they are FLAC as well.
    NoGain(f64),
    /// Its samples of more than 24 bits would not come back as they are.
    TooWide,
    /// Its file can't be reached: what is there plays, and stays.
    Lost,
    /// Its file is not open.
    NotOpen,
}

/// What is known of a stem.
#[derive(Debug, Clone, Copy)]
pub(super) struct StemFacts {
    /// It is lossy or has another rate than the engine.
    pub(super) is_likely_dear: bool,
    /// It is FLAC or plain samples at the engine's rate: decoding its chunks takes as much.
    pub(super) is_like_chunks: bool,
    /// Share of a core that decoding takes, once measured.
    pub(super) work_share: Option<f64>,
    pub(super) is_slow: bool,
    pub(super) storage: StorageKind,
    pub(super) can_be_stored: bool,
}

impl CacheReason {
    /// True when the stem is to be in the cache.
    pub fn is_cached(self) -> bool {
        match self {
            CacheReason::Always
            | CacheReason::Dear(_)
            | CacheReason::LikelyDear
            | CacheReason::Removable
            | CacheReason::Remote
            | CacheReason::Slow
            | CacheReason::Lost => true,
            CacheReason::Off
            | CacheReason::Cheap(_)
            | CacheReason::NoGain(_)
            | CacheReason::TooWide
            | CacheReason::NotOpen => false,
        }
    }

    /// What `policy` says of a stem.
    pub(super) fn of(policy: CachePolicy, facts: &StemFacts) -> CacheReason {
        match (policy, facts) {
            (CachePolicy::Off, _) => CacheReason::Off,
            (_, StemFacts { can_be_stored: false, .. }) => CacheReason::TooWide,
            (CachePolicy::Always, _) => CacheReason::Always,
            (CachePolicy::Automatic, StemFacts { storage: StorageKind::Remote, .. }) => {
                CacheReason::Remote
            }
            (CachePolicy::Automatic, StemFacts { storage: StorageKind::Removable, .. }) => {
                CacheReason::Removable
            }
            (CachePolicy::Automatic, StemFacts { is_slow: true, .. }) => CacheReason::Slow,
            (CachePolicy::Automatic, facts) => match facts.work_share {
                Some(share) if share > DEAR_SHARE => match facts.is_like_chunks {
                    true => CacheReason::NoGain(share),
                    false => CacheReason::Dear(share),
                },
                None if facts.is_likely_dear => CacheReason::LikelyDear,
                share => CacheReason::Cheap(share),
            },
        }
    }

    /// Which of a song's reasons is told first.
    fn rank(self) -> u8 {
        match self {
            CacheReason::Lost | CacheReason::Remote => 0,
            CacheReason::Removable => 1,
            CacheReason::Slow => 2,
            CacheReason::Dear(_) => 3,
            CacheReason::LikelyDear => 4,
            CacheReason::Always => 5,
            CacheReason::Off => 6,
            CacheReason::TooWide => 7,
            CacheReason::NoGain(_) => 8,
            CacheReason::Cheap(_) => 9,
            CacheReason::NotOpen => 10,
        }
    }
}

/// After "because", or alone.
impl fmt::Display for CacheReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CacheReason::Off => write!(f, "the cache is off"),
            CacheReason::Always => write!(f, "every song is cached"),
            CacheReason::Dear(share) => {
                write!(f, "decoding a stem takes {:.2} % of a core", share * 100.0)
            }
            CacheReason::LikelyDear => write!(f, "its files are dear to decode"),
            CacheReason::Removable => write!(f, "its files are on a disk that can be pulled out"),
            CacheReason::Remote => write!(f, "its files are on another machine"),
            CacheReason::Slow => write!(f, "its disk is slow"),
            CacheReason::Cheap(Some(share)) => {
                let percent = share * 100.0;
                write!(f, "decoding a stem takes only {percent:.2} % of a core")
            }
            CacheReason::Cheap(None) => write!(f, "its files are cheap to decode"),
            CacheReason::NoGain(share) => {
                let percent = share * 100.0;
                write!(
                    f,
                    "decoding a stem takes {percent:.2} % of a core, and would from the cache"
                )
            }
            CacheReason::TooWide => {
                write!(f, "its samples have more than 24 bits, which would not come back exactly")
            }
            CacheReason::Lost => write!(f, "its files can't be reached, and play from here"),
            CacheReason::NotOpen => write!(f, "its files are not open yet"),
        }
    }
}

/// Why a song is cached or not, in one sentence.
///
/// `reasons` are those of its stems; `quota` is how many first chunks of each there is room for, when
/// that is not all.
pub(super) fn sentence(reasons: &[CacheReason], quota: Option<u64>) -> String {
    let Some(first) = reasons.iter().copied().min_by_key(|reason| reason.rank()) else {
        return "Not cached: it has no stems.".to_owned();
    };
    let cached = reasons.iter().filter(|reason| reason.is_cached()).count();
    if cached == 0 {
        return format!("Not cached: {first}.");
    }
    let which = match cached == reasons.len() {
        true => "Cached".to_owned(),
        false => format!("{cached} of {} stems cached", reasons.len()),
    };
    match quota {
        Some(0) => format!("Not cached: there is no room, though {first}."),
        Some(1) => format!("{which}, the first chunk of each: {first}."),
        Some(quota) => format!("{which}, the first {quota} chunks of each: {first}."),
        None => format!("{which}: {first}."),
    }
}

#[cfg(test)]
mod tests;
