//! What is cached, and what is said of it.

use super::*;

const FACTS: StemFacts = StemFacts {
    is_likely_dear: false,
    is_like_chunks: false,
    work_share: None,
    is_slow: false,
    storage: StorageKind::Local,
    can_be_stored: true,
};

#[test]
fn automatic_takes_what_is_dear_slow_or_apt_to_vanish() {
    let of = |facts: StemFacts| CacheReason::of(CachePolicy::Automatic, &facts);
    assert!(!of(FACTS).is_cached());
    assert!(of(StemFacts { is_likely_dear: true, ..FACTS }).is_cached());
    let measured = |share| StemFacts { is_likely_dear: true, work_share: Some(share), ..FACTS };
    assert_eq!(of(measured(0.0024)), CacheReason::Cheap(Some(0.0024)));
    assert_eq!(of(measured(0.0026)), CacheReason::Dear(0.0026));
    let alike = StemFacts { is_like_chunks: true, work_share: Some(0.004), ..FACTS };
    assert_eq!(of(alike), CacheReason::NoGain(0.004));
    assert!(of(StemFacts { storage: StorageKind::Removable, ..alike }).is_cached());
    assert_eq!(of(StemFacts { is_slow: true, ..FACTS }), CacheReason::Slow);
    for (storage, reason) in [
        (StorageKind::Remote, CacheReason::Remote),
        (StorageKind::Removable, CacheReason::Removable),
    ] {
        assert_eq!(of(StemFacts { storage, ..FACTS }), reason);
    }
    let wide = StemFacts { storage: StorageKind::Remote, can_be_stored: false, ..FACTS };
    assert_eq!(of(wide), CacheReason::TooWide);
    assert_eq!(CacheReason::of(CachePolicy::Off, &wide), CacheReason::Off);
    assert!(CacheReason::of(CachePolicy::Always, &FACTS).is_cached());
}

#[test]
fn one_sentence_says_why() {
    let dear = CacheReason::Dear(0.0112);
    let cheap = CacheReason::Cheap(Some(0.0004));
    for (reasons, quota, expected) in [
        (vec![dear, dear], None, "Cached: decoding a stem takes 1.12 % of a core."),
        (vec![cheap], None, "Not cached: decoding a stem takes only 0.04 % of a core."),
        (
            vec![cheap, CacheReason::Removable],
            Some(12),
            "1 of 2 stems cached, the first 12 chunks of each: its files are on a disk that can be \
             pulled out.",
        ),
        (vec![CacheReason::Off], None, "Not cached: the cache is off."),
        (
            vec![CacheReason::Always],
            Some(1),
            "Cached, the first chunk of each: every song is cached.",
        ),
    ] {
        assert_eq!(sentence(&reasons, quota), expected);
    }
}
