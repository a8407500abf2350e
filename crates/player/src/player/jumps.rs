//! Jumps that the user arms, and those that lead from a song to the next one.

use attacca_engine::{
    EngineEvent, Jump, JumpId, JumpReport, JumpTarget, SongId, protocol::TransportSnapshot,
};
use attacca_session::find;
use attacca_units::{FrameCount, FramePos};

use super::{Player, PlayerError};
use crate::{
    command::{JumpAt, JumpPlan, LoopPlan},
    ipc::JumpStatus,
    notice::{
        Notice,
        Severity::{Status, Warning},
    },
    transition::{Transition, fitting_crossfade},
};

/// A jump that the user armed.
#[derive(Debug, Clone, Copy)]
pub(super) struct UserJump {
    jump: JumpId,
    /// In the song that was current when it was armed.
    at: FramePos,
    is_loop: bool,
}

impl Player {
    /// Sets how the set goes on at the end of every song.
    pub fn set_transition(&mut self, transition: Transition) {
        self.transitions.fill(transition);
        self.arm_transition(self.place());
    }

    /// Sets how the set goes on at the end of the song at `index`; an index past the set changes
    /// nothing.
    pub fn set_transition_after(&mut self, index: usize, transition: Transition) {
        let Some(of_song) = self.transitions.get_mut(index) else { return };
        *of_song = transition;
        if index == self.current() {
            self.arm_transition(self.place());
        }
    }

    /// Arms a jump from the current song.
    ///
    /// # Errors
    /// When no song is meant by the plan's, the place is behind that song's end, or too many jumps are
    /// armed; none is then.
    pub(super) fn arm_jump(&mut self, plan: &JumpPlan) -> Result<(), PlayerError> {
        let rate = self.engine.settings().engine_rate;
        let to_index = match &plan.song {
            Some(query) => find::song(&self.setlist, query)?,
            None => self.current(),
        };
        self.check_song(to_index)?;
        let to = rate.position_at(plan.to_seconds);
        self.check_place(to_index, to)?;
        let at = match plan.at {
            JumpAt::Position(seconds) => rate.position_at(seconds),
            JumpAt::End => Jump::AT_END,
        };
        let jump = self.engine.arm_jump(Jump {
            song: self.current_id(),
            at,
            to: JumpTarget { song: self.ids[to_index], at: to },
            crossfade: rate.frames_in(plan.crossfade_seconds),
        })?;
        self.user_jumps.push(UserJump { jump, at, is_loop: false });
        Ok(())
    }

    /// Arms a loop in the current song.
    ///
    /// # Errors
    /// When there are less than 20 ms between its ends in the song, or too many jumps are armed; none
    /// is then.
    pub(super) fn arm_loop(&mut self, plan: LoopPlan) -> Result<(), PlayerError> {
        let rate = self.engine.settings().engine_rate;
        let (start, end) = (rate.position_at(plan.from_seconds), rate.position_at(plan.to_seconds));
        self.check_place(self.current(), start)?;
        let crossfade = rate.frames_in(plan.crossfade_seconds);
        let jump = self.engine.arm_loop(self.current_id(), start..end, crossfade)?;
        self.user_jumps.push(UserJump { jump, at: end, is_loop: true });
        Ok(())
    }

    /// Cancels the jumps and loops that the user armed: play goes on past them.
    ///
    /// # Errors
    /// When none is armed.
    pub(super) fn cancel_jumps(&mut self) -> Result<(), PlayerError> {
        if self.user_jumps.is_empty() {
            return Err(PlayerError::NoJump);
        }
        for armed in self.user_jumps.drain(..) {
            self.engine.cancel_jump(armed.jump);
        }
        Ok(())
    }

    /// The jumps that are armed, also that to the next song.
    pub(super) fn jump_statuses(&self) -> Vec<JumpStatus> {
        self.engine.jumps().iter().filter_map(|report| self.jump_status(report)).collect()
    }

    /// The armed jump that the playhead comes to first.
    pub(super) fn next_jump(&self, transport: &TransportSnapshot) -> Option<JumpStatus> {
        let jumps = self.engine.jumps();
        let ahead = jumps.iter().filter(|report| {
            Some(report.jump.song) == transport.song && report.jump.at >= transport.playhead
        });
        self.jump_status(ahead.min_by_key(|report| report.jump.at)?)
    }

    fn jump_status(&self, report: &JumpReport) -> Option<JumpStatus> {
        let rate = self.engine.settings().engine_rate;
        let Jump { song, at, to, crossfade } = report.jump;
        Some(JumpStatus {
            song_number: self.index_of(song)? + 1,
            at_seconds: (at != Jump::AT_END).then(|| rate.seconds_at(at)),
            to: self.place_status(to.song, to.at)?,
            crossfade_seconds: rate.seconds(crossfade),
            is_loop: report.is_loop,
            is_ready: report.is_ready,
        })
    }

    /// True when the set goes on by itself at the end of the song at `index`.
    pub(super) fn goes_on_after(&self, index: usize) -> bool {
        self.goes_on_alone || self.transitions[index] != Transition::Stop
    }

    /// Arms the jump from the current song, which is at `place` or will be, to the next one, if that
    /// is how the set goes on; in the place of one that is armed.
    pub(super) fn arm_transition(&mut self, place: FramePos) {
        if let Some(jump) = self.transition.take() {
            self.engine.cancel_jump(jump);
        }
        let Some(to) = self.next_playable() else { return };
        let Some(jump) = self.transition_jump(to, place) else { return };
        // One that finds no room is not armed: at the song's end the next one is played.
        self.transition = self.engine.arm_jump(jump).ok();
    }

    /// Arms the crossfade to the next song, once it is known how long both songs are.
    pub(super) fn song_opened(&mut self, song: SongId) -> Option<Notice> {
        let is_next = || self.next_playable().is_some_and(|next| self.ids[next] == song);
        let is_crossfade = matches!(self.transitions[self.current()], Transition::Crossfade(_));
        if is_crossfade && (song == self.current_id() || is_next()) {
            self.arm_transition(self.place());
        }
        None
    }

    /// Takes in what became of a jump.
    pub(super) fn jump_event(&mut self, event: &EngineEvent) -> Option<Notice> {
        match *event {
            EngineEvent::JumpHappened { jump, song, at } => self.jump_happened(jump, song, at),
            EngineEvent::JumpMissed { jump } => self.jump_missed(jump),
            EngineEvent::JumpCancelled { jump } => self.jump_cancelled(jump),
            _ => None,
        }
    }

    /// From the end of the current song to the start of `next`.
    fn gapless_jump(&self, next: usize) -> Jump {
        Jump {
            song: self.current_id(),
            at: Jump::AT_END,
            to: JumpTarget { song: self.ids[next], at: FramePos::ZERO },
            crossfade: FrameCount::ZERO,
        }
    }

    fn transition_jump(&self, next: usize, place: FramePos) -> Option<Jump> {
        let gapless = self.gapless_jump(next);
        match self.transitions[self.current()] {
            Transition::Stop => None,
            Transition::Gapless => Some(gapless),
            Transition::Crossfade(seconds) => {
                let frames = |song| self.engine.song(song).frame_count;
                let (Some(length), Some(next)) = (frames(gapless.song), frames(gapless.to.song))
                else {
                    // Until both are known the songs would at least follow each other.
                    return Some(gapless);
                };
                let wanted = self.engine.settings().engine_rate.frames_in(seconds);
                let end = length.from_start();
                let crossfade = fitting_crossfade(wanted, end.saturating_since(place), next);
                Some(Jump { at: end.saturating_back(crossfade), crossfade, ..gapless })
            }
        }
    }

    fn jump_happened(&mut self, jump: JumpId, song: SongId, at: FramePos) -> Option<Notice> {
        let was_transition = self.transition.take_if(|armed| *armed == jump).is_some();
        let users = self.user_jumps.extract_if(.., |armed| armed.jump == jump && !armed.is_loop);
        let was_users = users.count() > 0;
        let transport = self.engine.telemetry().transport;
        if let Some(target) = self.last_target.filter(|target| transport.action < target.action) {
            // It happened on the way to a place that was asked for since.
            if was_transition {
                self.arm_transition(target.at);
            }
            return None;
        }
        // The song tells more than the jump's number, which may be another's already.
        let index = self.index_of(song)?;
        if index != self.current() && transport.song == Some(song) {
            self.cursor.select(index);
            self.last_target = None;
            self.arm_transition(at);
            return self.located(song);
        }
        was_users.then(|| Notice::new(Status, format!("jumped to {}", self.time(at))))
    }

    /// A crossfade that was missed becomes a cut at the song's end; when that is missed too, the next
    /// song is played as soon as it can be.
    fn jump_missed(&mut self, jump: JumpId) -> Option<Notice> {
        if self.transition.take_if(|armed| *armed == jump).is_some() {
            let transition = self.transitions[self.current()];
            if let (Transition::Crossfade(_), Some(next)) = (transition, self.next_playable()) {
                self.transition = self.engine.arm_jump(self.gapless_jump(next)).ok();
            }
            let text = "the next song was not ready in time for its transition";
            return Some(Notice::new(Warning, text));
        }
        let name = self.take_user_jump(jump)?;
        let text = format!("the {name} was armed too late, or the place it goes to was not ready");
        Some(Notice::new(Warning, text))
    }

    fn jump_cancelled(&mut self, jump: JumpId) -> Option<Notice> {
        if self.transition.take_if(|armed| *armed == jump).is_some() {
            // The playhead went past the crossfade, or the song can't be played.
            self.arm_transition(self.place());
            return None;
        }
        let name = self.take_user_jump(jump)?;
        Some(Notice::new(Status, format!("the {name} is cancelled")))
    }

    /// Forgets a jump of the user's; says what it was.
    fn take_user_jump(&mut self, jump: JumpId) -> Option<String> {
        let index = self.user_jumps.iter().position(|armed| armed.jump == jump)?;
        let armed = self.user_jumps.swap_remove(index);
        let kind = if armed.is_loop { "loop" } else { "jump" };
        Some(match armed.at {
            Jump::AT_END => format!("{kind} at the song's end"),
            at => format!("{kind} at {}", self.time(at)),
        })
    }
}
