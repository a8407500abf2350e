//! Settings: whatever is asked for, what holds is within the limits.

use proptest::prelude::*;

use super::LiveSettings;

#[test]
fn the_defaults_are_within_their_limits() {
    assert_eq!(LiveSettings::default().clamped(), LiveSettings::default());
}

proptest! {
    #[test]
    fn every_number_ends_within_the_limits(
        [window, chunk, crossfade] in prop::array::uniform3(any::<f64>()),
        (buffer_chunks, loader_threads, memory_budget_bytes) in any::<(u32, usize, usize)>(),
    ) {
        let asked = LiveSettings {
            pcm_window_seconds: window,
            chunk_seconds: chunk,
            seek_crossfade_seconds: crossfade,
            buffer_chunks,
            loader_threads,
            memory_budget_bytes,
            ..LiveSettings::default()
        };
        let held = asked.clamped();
        prop_assert!((0.2..=60.0).contains(&held.pcm_window_seconds));
        prop_assert!((0.5..=60.0).contains(&held.chunk_seconds));
        prop_assert!((0.0..=0.2).contains(&held.seek_crossfade_seconds));
        prop_assert!(held.buffer_chunks <= 1000 && (2..=32).contains(&held.loader_threads));
        prop_assert!((16 << 20..=1 << 40).contains(&held.memory_budget_bytes));
        prop_assert_eq!(held.clamped(), held);
    }
}
