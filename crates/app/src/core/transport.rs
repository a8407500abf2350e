//! Play, seeks, song changes, jumps.

use std::time::Instant;

use attacca_engine::settings::MAX_JUMP_CROSSFADE_SECONDS;
use attacca_player::{
    Action, EntryKey,
    command::{JumpAt, JumpPlan, LoopPlan, SeekTo},
};

use super::{
    Core,
    refusals::{seconds, within},
    timing::Kind,
};
use crate::ipc::{EntryId, IpcError};

impl Core {
    pub(super) fn act(&mut self, action: &Action) -> Result<(), IpcError> {
        let since = Instant::now();
        // What has sounded by now is not forgotten for what comes next.
        self.look_at_timings();
        let plays = self.plays();
        self.note_played();
        self.player.act(action)?;
        match action {
            Action::Play | Action::TogglePlay if !plays => self.time(Kind::Start, since),
            Action::Seek(_) => self.time(Kind::Seek, since),
            Action::SongNumber(_) | Action::Next | Action::Previous => {
                self.time(Kind::SongChange, since);
            }
            Action::Pause | Action::TogglePlay | Action::Stop => self.timings.forget(),
            _ => {}
        }
        if !matches!(action, Action::Jump(_) | Action::Loop(_) | Action::Cancel) {
            self.save_place_soon();
        }
        Ok(())
    }

    pub(super) fn seek(&mut self, to: SeekTo) -> Result<(), IpcError> {
        match to {
            SeekTo::Position(place) => seconds("the place", place)?,
            SeekTo::Offset(offset) => within("the step", offset, -172_800.0, 172_800.0)?,
        };
        self.act(&Action::Seek(to))
    }

    pub(super) fn go_to(&mut self, entry: EntryId, then_play: bool) -> Result<(), IpcError> {
        let place = self.place_of(entry)?;
        self.act(&Action::SongNumber(place + 1))?;
        if then_play && !self.player.wants_to_play() {
            self.act(&Action::Play)?;
        }
        Ok(())
    }

    pub(super) fn arm(
        &mut self,
        entry: Option<EntryId>,
        to_seconds: f64,
        at_seconds: Option<f64>,
        crossfade_seconds: f64,
    ) -> Result<(), IpcError> {
        let plan = JumpPlan {
            song: None,
            to_seconds: seconds("the place to go to", to_seconds)?,
            at: match at_seconds {
                Some(at) => JumpAt::Position(seconds("the place of the jump", at)?),
                None => JumpAt::End,
            },
            crossfade_seconds: crossfade(crossfade_seconds)?,
        };
        let to = match entry {
            Some(entry) => self.place_of(entry)?,
            None => self.player.current(),
        };
        Ok(self.player.arm_jump_to(to, &plan)?)
    }

    pub(super) fn arm_a_loop(&mut self, from: f64, to: f64, fade: f64) -> Result<(), IpcError> {
        let plan = LoopPlan {
            from_seconds: seconds("the loop's start", from)?,
            to_seconds: seconds("the loop's end", to)?,
            crossfade_seconds: crossfade(fade)?,
        };
        if plan.to_seconds <= plan.from_seconds {
            return Err(IpcError::invalid("a loop's end is behind its start"));
        }
        self.act(&Action::Loop(plan))
    }

    /// An entry's place among those that can be played.
    fn place_of(&self, entry: EntryId) -> Result<usize, IpcError> {
        let absent = || IpcError::not_found("that entry is not in the show, or has no stems");
        self.player.place_of(key(entry)).ok_or_else(absent)
    }
}

/// What the player knows an entry by.
pub(super) fn key(entry: EntryId) -> EntryKey {
    EntryKey(entry.0 as u64)
}

/// The entry that the player knows by a key.
pub(super) fn entry_of(key: EntryKey) -> attacca_library::EntryId {
    attacca_library::EntryId(key.0 as i64)
}

fn crossfade(seconds: f64) -> Result<f64, IpcError> {
    within("the crossfade", seconds, 0.0, MAX_JUMP_CROSSFADE_SECONDS)
}
