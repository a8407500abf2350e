//! Loader threads: from files to slabs.

mod answers;
mod cache_thread;
pub mod change;
pub mod decoder;
mod file_watch;
mod fill;
mod flac;
pub mod governor;
pub mod index;
mod indexer;
pub(crate) mod loader;
#[cfg(test)]
mod memory;
pub mod mixdown;
mod packets;
mod pcm;
pub(crate) mod priority;
pub mod rates;
pub mod samples;
pub(crate) mod schedule;
mod sniff;
pub mod source;
pub mod stem;
pub(crate) mod store;
pub(crate) mod stored;
pub mod system_memory;
pub mod tracks;
mod window;
pub(crate) mod work_time;
