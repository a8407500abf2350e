//! Stems decode to what the reference decoders of their formats say, from any frame on.
//!
//! Files are made by the reference encoders at run time; none is kept in the tree.

mod channels;
mod damage;
mod flac_files;
mod hand_made;
mod material;
mod stems;
mod tools;
mod variable_blocks;
mod wav_files;
