//! How a stream ends: on purpose, with a fade, and with the renderer on its way home.

use std::time::{Duration, Instant};

use super::{BLOCK_PATIENCE, CLOSE_PATIENCE, End, OpenDevice, Phase, Playing, helper};

/// The longest time in which a stream that is ended on purpose fades out and plays its buffer.
const FADE_PATIENCE: Duration = Duration::from_millis(300);

/// Ends the stream and sends the renderer `home`, if it is wanted there.
pub(super) fn end(phase: Phase, home: Option<&End>) {
    let (slot, closing) = match phase {
        Phase::Bridging { bridge, .. } => {
            if let Some(home) = home {
                // Nobody may wait for it any more.
                let _ = home.send(bridge.into_renderer());
            }
            return;
        }
        Phase::Stuck { slot, loss } => (slot, loss.closing),
        Phase::Playing(Playing { device, .. }) => {
            fade_out(&device);
            (device.slot, helper::close(device.stream))
        }
    };
    let renderer = slot.take_within(BLOCK_PATIENCE);
    // The next output may want the same device.
    let _ = closing.recv_timeout(CLOSE_PATIENCE);
    let Some(home) = home else { return };
    let mut renderer = renderer;
    while renderer.is_none() {
        renderer = slot.take_within(CLOSE_PATIENCE);
    }
    if let Some(renderer) = renderer {
        let _ = home.send(renderer);
    }
}

/// Fades the stream out, and waits until that was heard.
pub(super) fn fade_out(device: &OpenDevice) {
    let asked_at = Instant::now();
    device.state.ask_to_end();
    while !device.state.has_ended() && asked_at.elapsed() < FADE_PATIENCE {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(device.state.latency().min(FADE_PATIENCE));
}
