//! Loader threads: from files to slabs.

pub mod decoder;
pub mod index;
pub mod samples;
pub mod source;
pub mod stem;
