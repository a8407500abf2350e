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
    /// The song that was current when it was armed.
    song: SongId,
    /// Where in it.
    at: FramePos,
    is_loop: bool,
}

/// A jump that is armed in the current song.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArmedJump {
    /// What it is.
    pub kind: ArmedKind,
    /// What it needs is in memory.
    pub is_ready: bool,
    /// Where it happens, in seconds.
    pub at_seconds: f64,
    /// Index of the song that it leads to.
    pub to_index: usize,
    /// Where in that song, in seconds.
    pub to_seconds: f64,
    /// How long it fades, in seconds.
    pub crossfade_seconds: f64,
}

/// Kinds of armed jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArmedKind {
    /// The user's, which happens once.
    Jump,
    /// The user's, which happens again and again.
    Loop,
    /// The way to the next song.
    Transition,
}

impl Player {
    /// Sets how the set goes on at the end of every song.
    pub fn set_transition(&mut self, transition: Transition) {
        for entry in &mut self.entries {
            entry.transition = transition;
        }
        self.arm_transition(self.place());
    }

    /// Sets how the set goes on at the end of the song at `index`; an index past the set changes
    /// nothing.
    pub fn set_transition_after(&mut self, index: usize, transition: Transition) {
        let Some(entry) = self.entries.get_mut(index) else { return };
        entry.transition = transition;
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
        let to_index = match &plan.song {
            Some(query) => find::song(self.songs(), query)?,
            None => self.current(),
        };
        self.arm_jump_to(to_index, plan)
    }

    /// Arms a jump from the current song to the one at `index`; the plan's song is not looked at. The
    /// set's own way to its next song gives way to one that comes later or at the same frame.
    ///
    /// # Errors
    /// When there is no such song, the place is behind its end, or too many jumps are armed; none is
    /// then.
    pub fn arm_jump_to(&mut self, index: usize, plan: &JumpPlan) -> Result<(), PlayerError> {
        let rate = self.engine.settings().engine_rate;
        if index >= self.cursor.count() {
            return Err(PlayerError::NoSuchSong { count: self.cursor.count() });
        }
        self.check_song(index)?;
        let to = rate.position_at(plan.to_seconds);
        self.check_place(index, to)?;
        let at = match plan.at {
            JumpAt::Position(seconds) => rate.position_at(seconds),
            JumpAt::End => Jump::AT_END,
        };
        let song = self.current_entry()?.id;
        let jump = self.engine.arm_jump(Jump {
            song,
            at,
            to: JumpTarget { song: self.entries[index].id, at: to },
            crossfade: rate.frames_in(plan.crossfade_seconds),
        })?;
        self.user_jumps.push(UserJump { jump, song, at, is_loop: false });
        self.arm_transition(self.place());
        Ok(())
    }

    /// Arms a loop in the current song. The set's own way to its next song gives way to one that ends later or at
    /// the same frame.
    ///
    /// # Errors
    /// When there are less than 20 ms between its ends in the song, or too many jumps are armed; none
    /// is then.
    pub(super) fn arm_loop(&mut self, plan: LoopPlan) -> Result<(), PlayerError> {
        let rate = self.engine.settings().engine_rate;
        let (start, end) = (rate.position_at(plan.from_seconds), rate.position_at(plan.to_seconds));
        let song = self.current_entry()?.id;
        self.check_place(self.current(), start)?;
        let crossfade = rate.frames_in(plan.crossfade_seconds);
        let jump = self.engine.arm_loop(song, start..end, crossfade)?;
        self.user_jumps.push(UserJump { jump, song, at: end, is_loop: true });
        self.arm_transition(self.place());
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
        self.arm_transition(self.place());
        Ok(())
    }

    /// The jumps from the current song that are armed, also that to the next song.
    pub fn armed_jumps(&self) -> Vec<ArmedJump> {
        let rate = self.engine.settings().engine_rate;
        let Ok(current) = self.current_entry() else { return Vec::new() };
        let length = self.engine.song_glance(current.id).frame_count;
        let reports = self.engine.jumps();
        let of_current = reports.iter().filter(|report| report.jump.song == current.id);
        let armed = |report: &JumpReport| {
            let Jump { at, to, crossfade, .. } = report.jump;
            let kind = match report.is_loop {
                true => ArmedKind::Loop,
                false if self.transition == Some(report.id) => ArmedKind::Transition,
                false => ArmedKind::Jump,
            };
            let at = if at == Jump::AT_END { length?.from_start() } else { at };
            Some(ArmedJump {
                kind,
                is_ready: report.is_ready,
                at_seconds: rate.seconds_at(at),
                to_index: self.index_of(to.song)?,
                to_seconds: rate.seconds_at(to.at),
                crossfade_seconds: rate.seconds(crossfade),
            })
        };
        of_current.filter_map(armed).collect()
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
        self.goes_on_alone || self.entries[index].transition != Transition::Stop
    }

    /// Arms the jump from the current song, which is at `place` or will be, to the next one, if that
    /// is how the set goes on; in the place of one that is armed.
    pub(super) fn arm_transition(&mut self, place: FramePos) {
        self.cancel_transition();
        let Some(to) = self.next_playable() else { return };
        let Some(jump) = self.transition_jump(to, place) else { return };
        if self.is_overruled(&jump) {
            return;
        }
        // One that finds no room is not armed: at the song's end the next one is played.
        self.transition = self.engine.arm_jump(jump).ok();
    }

    /// True when the user armed a jump that this one to the next song would forestall.
    fn is_overruled(&self, transition: &Jump) -> bool {
        let length = self.engine.song_glance(transition.song).frame_count;
        let end = length.map_or(Jump::AT_END, FrameCount::from_start);
        let frame = |at| if at == Jump::AT_END { end } else { at };
        self.user_jumps
            .iter()
            .any(|armed| armed.song == transition.song && frame(armed.at) >= frame(transition.at))
    }

    /// Cancels the jump to the next song.
    pub(super) fn cancel_transition(&mut self) {
        if let Some(jump) = self.transition.take() {
            self.engine.cancel_jump(jump);
        }
    }

    /// Arms the crossfade to the next song, once it is known how long both songs are.
    pub(super) fn song_opened(&mut self, song: SongId) -> Option<Notice> {
        let Ok(current) = self.current_entry() else { return None };
        let is_next = || self.next_playable().is_some_and(|next| self.entries[next].id == song);
        let is_crossfade = matches!(current.transition, Transition::Crossfade(_));
        if is_crossfade && (song == current.id || is_next()) {
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
            song: self.entries[self.current()].id,
            at: Jump::AT_END,
            to: JumpTarget { song: self.entries[next].id, at: FramePos::ZERO },
            crossfade: FrameCount::ZERO,
        }
    }

    fn transition_jump(&self, next: usize, place: FramePos) -> Option<Jump> {
        let gapless = self.gapless_jump(next);
        match self.entries[self.current()].transition {
            Transition::Stop => None,
            Transition::Gapless => Some(gapless),
            Transition::Crossfade(seconds) => {
                let frames = |song| self.engine.song_glance(song).frame_count;
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
            if was_transition || was_users {
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
        if was_users {
            self.arm_transition(at);
        }
        was_users.then(|| Notice::new(Status, format!("jumped to {}", self.time(at))))
    }

    /// A crossfade that was missed becomes a cut at the song's end; when that is missed too, the next
    /// song is played as soon as it can be.
    fn jump_missed(&mut self, jump: JumpId) -> Option<Notice> {
        if self.transition.take_if(|armed| *armed == jump).is_some() {
            let transition = self.current_entry().map(|entry| entry.transition);
            if let (Ok(Transition::Crossfade(_)), Some(next)) = (transition, self.next_playable()) {
                self.transition = self.engine.arm_jump(self.gapless_jump(next)).ok();
            }
            let text = "the next song was not ready in time for its transition";
            return Some(Notice::new(Warning, text));
        }
        let name = self.take_user_jump(jump)?;
        self.arm_transition(self.place());
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
        self.arm_transition(self.place());
        Some(Notice::new(Status, format!("the {name} is cancelled")))
    }

    /// Forgets a jump of the user's; says what it was.
    /// What the user armed from or to the songs that are replaced by others, with the new ones.
    pub(super) fn users_of(&self, replaced: &[(SongId, SongId)]) -> Vec<JumpReport> {
        let newer =
            |song: SongId| replaced.iter().find(|(old, _)| *old == song).map(|(_, new)| *new);
        let reports = self.engine.jumps().into_iter();
        let users = reports.filter(|report| self.user_jumps.iter().any(|u| u.jump == report.id));
        let moved = |mut report: JumpReport| {
            let (from, to) = (newer(report.jump.song), newer(report.jump.to.song));
            from.or(to)?;
            report.jump.song = from.unwrap_or(report.jump.song);
            report.jump.to.song = to.unwrap_or(report.jump.to.song);
            Some(report)
        };
        users.filter_map(moved).collect()
    }

    /// Arms anew what [`Player::users_of`] returned.
    pub(super) fn arm_again(&mut self, reports: Vec<JumpReport>) {
        for JumpReport { id, jump, is_loop, .. } in reports {
            self.engine.cancel_jump(id);
            let armed = match is_loop {
                true => self.engine.arm_loop(jump.song, jump.to.at..jump.at, jump.crossfade),
                false => self.engine.arm_jump(jump),
            };
            self.user_jumps.retain(|user| user.jump != id);
            // There is as much room as there was.
            if let Ok(new) = armed {
                let (song, at) = (jump.song, jump.at);
                self.user_jumps.push(UserJump { jump: new, song, at, is_loop });
            }
        }
    }

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
