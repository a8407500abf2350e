//! What the engine reports of its memory and its look-ahead, put into words.

use attacca_engine::{EngineEvent, loading::governor::MemoryStep};

use super::Player;
use crate::notice::{
    Notice,
    Severity::{Info, Warning},
};

impl Player {
    pub(super) fn look_ahead_notice(&self, event: &EngineEvent) -> Option<Notice> {
        Some(match event {
            EngineEvent::WindowGrown { seconds } => Notice::new(
                Info,
                format!(
                    "{seconds:.1} s are kept ready ahead from now on: the disk or the machine is slow"
                ),
            ),
            EngineEvent::StorageSlow => Notice::new(
                Warning,
                "the disk is too slow to be played from: songs are loaded whole, as far as they fit; \
                 copy them to a faster disk",
            ),
            EngineEvent::StorageFast => {
                Notice::new(Info, "the disk is fast enough again to be played from")
            }
            EngineEvent::WholeSongRefused { song, needed_bytes, budget_bytes } => Notice::new(
                Warning,
                format!(
                    "{} is not loaded whole: that takes {} MiB, and the budget is {} MiB",
                    self.label(self.index_of(*song)?),
                    needed_bytes.div_ceil(1 << 20),
                    budget_bytes >> 20
                ),
            ),
            EngineEvent::MemoryStep { step: MemoryStep::All, .. } => {
                Notice::new(Info, "the machine has memory to spare again: all songs are kept ready")
            }
            EngineEvent::MemoryStep { step, system, .. } => Notice::new(
                Warning,
                format!(
                    "{:.0} % of the machine's memory is left: {step}; close other programs",
                    system.available_percent()
                ),
            ),
            _ => return None,
        })
    }
}
