//! The audio server of these tests.

use attacca_test_support::audio_server::{AudioServer, ServerSettings};

/// Frames that the server handles at once: many, so that a slow machine keeps up.
pub(crate) const QUANTUM: usize = 2048;

/// Starts a server at `rate` frames per second.
pub(crate) fn start(rate: u32) -> AudioServer {
    AudioServer::start(ServerSettings { rate, quantum: QUANTUM })
}
