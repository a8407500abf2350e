//! Vorbis decoders that no lane has any more, for the next lane over a file with the same tables.
//!
//! Making one takes 0.9 ms, ten times as long as decoding a slab, since its tables are unpacked; a seek
//! makes one for each stem. Files of one encoder at one setting have the same tables, so that a set
//! needs few kinds.
//!
//! Runs on: loader threads.

use std::sync::{Mutex, MutexGuard, PoisonError};

use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, well_known::CODEC_ID_VORBIS,
};

/// Decoders that are kept. Beside the engine's budget they take 21 MB at most with the tables of the usual
/// encoders: 1.3 MB each.
const MAX_SPARES: usize = 16;

/// Bytes of a decoder that is kept at most.
pub(super) const MAX_BYTES: usize = 2 << 20;

static SPARES: Mutex<Vec<Box<dyn AudioDecoder>>> = Mutex::new(Vec::new());

/// A decoder for `parameters` that has forgotten all packets, if there is one.
pub(super) fn take(parameters: &AudioCodecParameters) -> Option<Box<dyn AudioDecoder>> {
    if parameters.codec != CODEC_ID_VORBIS {
        return None;
    }
    let mut spares = spares();
    let wanted = &parameters.extra_data;
    let at = spares.iter().rposition(|spare| spare.codec_params().extra_data == *wanted)?;
    Some(spares.remove(at))
}

/// Keeps `decoder`, which has forgotten all packets, in place of the one kept longest.
pub(super) fn put(decoder: Box<dyn AudioDecoder>) {
    if decoder.codec_params().codec != CODEC_ID_VORBIS {
        return;
    }
    let mut spares = spares();
    let oldest = (spares.len() >= MAX_SPARES).then(|| spares.remove(0));
    spares.push(decoder);
    // Freed when nobody waits for the others.
    drop(spares);
    drop(oldest);
}

fn spares() -> MutexGuard<'static, Vec<Box<dyn AudioDecoder>>> {
    // The list is whole between any two operations on it.
    SPARES.lock().unwrap_or_else(PoisonError::into_inner)
}
