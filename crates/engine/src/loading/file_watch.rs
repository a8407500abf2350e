//! The file watch: looks now and then whether the files of open songs are still there and as they
//! were opened.
//!
//! Runs on: a thread of its own, since a look at a file hangs where reading it does.

use std::{sync::atomic::Ordering::Relaxed, thread};

use crate::{
    loading::{loader::Shared, stem::OpenStem},
    settings::FILE_WATCH_INTERVAL,
};

/// Looks at files until the engine ends.
pub(super) fn watch_files(shared: &Shared) {
    while !shared.is_shutting_down.load(Relaxed) {
        let files = shared.with(|schedule| schedule.watched_files());
        let look = |file: &OpenStem| file.change(shared.opener.look(file.path()));
        let changes: Vec<_> = files.iter().map(|watched| look(&watched.file)).collect();
        shared.with(|schedule| {
            files.iter().zip(changes).for_each(|(file, change)| schedule.looked_at(file, change));
        });
        // Files are closed here only if nobody else has them any more.
        drop(files);
        thread::park_timeout(FILE_WATCH_INTERVAL);
    }
}
