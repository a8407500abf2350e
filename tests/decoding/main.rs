//! Stems decode to what the reference decoders of their formats say, from any frame on.
//!
//! Files are made by the reference encoders at run time; none is kept in the tree.

mod adts;
mod any_format;
mod channels;
mod containers;
mod cost;
mod damage;
mod flac_files;
mod hand_made;
mod index;
mod kept_indexes;
mod m4a;
mod material;
mod mp3;
mod mpeg_files;
mod ogg_files;
mod opus;
mod rates;
mod stem_mp4;
mod stems;
mod tools;
mod variable_blocks;
mod vorbis;
mod wav_files;

/// Lets a test forbid allocations.
#[global_allocator]
static ALLOCATOR: assert_no_alloc::AllocDisabler = assert_no_alloc::AllocDisabler;
