//! Any bytes as the description of a stem in the cache.

use attacca_engine::cache::metadata::StemMetadata;

/// Takes `bytes` as a `metadata.json`; then as one behind a right checksum, if they are JSON of one.
///
/// # Panics
/// When the parser does, or lets through what is not written again as it was read.
pub fn cache_metadata(bytes: &[u8]) {
    check(bytes);
    let Ok(mut file) = serde_json::from_slice::<serde_json::Value>(bytes) else { return };
    let Some(stem) = file.get("stem") else { return };
    let Ok(stem) = serde_json::from_value::<StemMetadata>(stem.clone()) else { return };
    let sealed = serde_json::to_vec(&stem).expect("what was read can be written");
    file["checksum"] = blake3::hash(&sealed).to_hex().as_str().into();
    check(&serde_json::to_vec(&file).expect("what was read can be written"));
}

fn check(bytes: &[u8]) {
    let Ok(stem) = StemMetadata::from_bytes(bytes) else { return };
    assert!(stem.chunk_frames > 0 && stem.chunk_frames.is_multiple_of(4096));
    assert!(stem.cached_frames() <= stem.source.frames);
    let chunks = stem.chunks.keys();
    chunks.for_each(|number| assert!((1..=stem.chunk_frames).contains(&stem.frames_of(*number))));
    assert_eq!(StemMetadata::from_bytes(&stem.to_bytes()), Ok(stem), "it comes back");
}
