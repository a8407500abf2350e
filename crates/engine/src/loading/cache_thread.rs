//! What the cache's thread has of the engine: a look at what plays, songs that are opened for it, and others
//! who close its files.
//!
//! Runs on: `cache-planner`.

use std::sync::Arc;

use crate::{
    cache::{self, StreamingCache},
    loading::{loader::Shared, schedule::Closed, stem::OpenStem},
    protocol::SongId,
};

/// Keeps the cache until the engine ends.
pub(super) fn keep_cache(shared: &Shared, cache: &StreamingCache) {
    let view = |visit: Option<SongId>| {
        shared.with(|schedule| {
            schedule.visit_for_cache(visit);
            schedule.cache_view()
        })
    };
    let close = |file: Arc<OpenStem>| shared.throw_away(vec![Closed::from(file)]);
    cache::thread::run(cache, view, close);
}
