//! Loader threads: from files to slabs.

pub mod decoder;
pub mod index;
pub mod samples;
pub(crate) mod slab;
pub mod source;
pub mod stem;
