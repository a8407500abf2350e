//! Settings: whatever is asked for, what holds is within the limits.

use proptest::prelude::*;

use super::{LiveSettings, MemoryBudget};

#[test]
fn the_defaults_are_within_their_limits() {
    assert_eq!(LiveSettings::default().clamped(), LiveSettings::default());
}

proptest! {
    #[test]
    fn every_number_ends_within_the_limits(
        [window, chunk, crossfade, look] in prop::array::uniform4(any::<f64>()),
        (buffer_chunks, loader_threads, bytes, percent) in any::<(u32, usize, usize, u8)>(),
    ) {
        let asked = LiveSettings {
            pcm_window_seconds: window,
            chunk_seconds: chunk,
            seek_crossfade_seconds: crossfade,
            buffer_chunks,
            loader_threads,
            memory_budget: MemoryBudget::Bytes(bytes),
            memory_look_seconds: Some(look),
            ..LiveSettings::default()
        };
        let held = asked.clamped();
        prop_assert!((0.2..=60.0).contains(&held.pcm_window_seconds));
        prop_assert!((0.5..=60.0).contains(&held.chunk_seconds));
        prop_assert!((0.0..=0.2).contains(&held.seek_crossfade_seconds));
        prop_assert!(held.buffer_chunks <= 1000 && (2..=32).contains(&held.loader_threads));
        prop_assert!(held.memory_look_seconds.is_some_and(|look| (0.1..=60.0).contains(&look)));
        let MemoryBudget::Bytes(bytes) = held.memory_budget else { panic!("{held:?}") };
        prop_assert!((16 << 20..=1 << 40).contains(&bytes));
        prop_assert_eq!(held.clamped(), held);
        let asked = LiveSettings { memory_budget: MemoryBudget::Percent(percent), ..held };
        let MemoryBudget::Percent(percent) = asked.clamped().memory_budget else { panic!() };
        prop_assert!((1..=90).contains(&percent));
    }
}
