//! Armed jumps as the schedule knows them: their windows are filled ahead and kept in memory.
//!
//! What happens to a jump is the audio thread's. The schedule forgets one when it sees that its
//! window plays or when one of its voices has come home.

use std::ops::Range;

use attacca_units::{FrameCount, FramePos};

use crate::{
    control::EngineEvent,
    error::JumpError,
    loading::schedule::{
        Schedule,
        window::{ArmedHead, Window},
    },
    protocol::{
        SongId, ToAudio, WindowId,
        jump::{
            ArmedJump, Jump, JumpId, JumpReport, JumpTarget, LAP_VOICES, Laps, MAX_ARMED_JUMPS,
        },
        slab::Slab,
    },
    realtime::voice::Voice,
    settings::{MAX_JUMP_CROSSFADE_SECONDS, MIN_LOOP_SECONDS, WHOLE_LOOP_SLABS},
};

/// A jump that is armed, or was when the audio thread was last heard of.
#[derive(Debug)]
pub(super) struct JumpEntry {
    id: JumpId,
    jump: Jump,
    is_loop: bool,
    window: WindowId,
    /// Its owner knows that it can happen.
    is_said: bool,
    /// It was taken back, and its voices are on their way home.
    is_cancelled: bool,
}

impl Schedule {
    /// Arms a jump: it happens at its frame, unless it is taken back or the transport goes elsewhere.
    pub(crate) fn arm_jump(&mut self, jump: Jump) -> Result<JumpId, JumpError> {
        self.check_jump(&jump)?;
        let jump = Jump { crossfade: self.fitting_crossfade(jump.crossfade), ..jump };
        let voice = self.jump_voice(jump.to);
        Ok(self.send_jump(jump, voice, None))
    }

    /// Arms a loop: whenever the playhead comes to the end of `range`, it goes on at its start.
    pub(crate) fn arm_loop(
        &mut self,
        song: SongId,
        range: Range<FramePos>,
        crossfade: FrameCount,
    ) -> Result<JumpId, JumpError> {
        let end = self.song(song).frame_count.map_or(range.end, |frames| {
            // Behind the song's end nothing is heard.
            range.end.min(frames.from_start())
        });
        let length = end.saturating_since(range.start);
        let shortest = self.settings.engine_rate.frames_in(MIN_LOOP_SECONDS);
        if length < shortest {
            return Err(JumpError::LoopTooShort);
        }
        let to = JumpTarget { song, at: range.start };
        let crossfade = self.fitting_crossfade(crossfade).min(length);
        let jump = Jump { song, at: range.end, to, crossfade };
        self.check_jump(&jump)?;
        let voice = self.jump_voice(to);
        let spares: [_; LAP_VOICES] = std::array::from_fn(|_| self.jump_voice(to));
        let windows = std::array::from_fn(|lap| spares[lap].settings.window);
        let laps = Laps { shortest, windows, spares: spares.map(Some) };
        Ok(self.send_jump(jump, voice, Some(laps)))
    }

    /// Takes a jump back; without effect on one that has happened.
    pub(crate) fn cancel_jump(&mut self, id: JumpId) {
        let Some(entry) = self.jumps.iter_mut().find(|entry| entry.id == id) else { return };
        entry.is_cancelled = true;
        let window = entry.window;
        self.disarm_window(window);
        self.send(ToAudio::CancelJump { jump: id });
    }

    /// The jumps that are armed, in the order in which they were.
    pub(crate) fn jump_reports(&mut self) -> Vec<JumpReport> {
        self.service();
        let armed = self.jumps.iter().filter(|entry| !entry.is_cancelled);
        armed
            .map(|entry| JumpReport {
                id: entry.id,
                jump: entry.jump,
                is_loop: entry.is_loop,
                is_ready: self.is_jump_ready(entry),
            })
            .collect()
    }

    /// Frees the voices that came home, and forgets the jumps that are no more.
    pub(super) fn take_home(&mut self) {
        while let Ok(voice) = self.link.retired.pop() {
            self.forget_jump(voice.settings.window);
        }
        if let Some(playing) = self.snapshot.playing_window {
            self.forget_jump(playing);
        }
    }

    /// Makes the windows known of which the audio thread says that it hears them: those of a loop's
    /// laps, and any that was thought to be past before it was heard.
    pub(super) fn find_heard_windows(&mut self) {
        let snapshot = self.snapshot;
        let playing = snapshot.playing_window.zip(snapshot.song);
        let playing = playing.map(|(window, song)| (window, song, snapshot.playhead));
        let outgoing = snapshot.outgoing_windows.into_iter().flatten();
        let outgoing = outgoing.map(|one| (one.window, one.song, one.playhead));
        for (id, song, playhead) in playing.into_iter().chain(outgoing) {
            if self.windows.iter().all(|window| window.id != id) {
                let mut window = Window::new(id, song, playhead);
                if let Some(slab_count) = self.song(song).slab_count() {
                    window.fit(slab_count);
                }
                self.windows.push(window);
            }
        }
    }

    /// Says of jumps that they can happen from now on.
    pub(super) fn say_jumps_armed(&mut self) {
        for at in 0..self.jumps.len() {
            let entry = &self.jumps[at];
            if !entry.is_said && !entry.is_cancelled && self.is_jump_ready(entry) {
                self.events.push(EngineEvent::JumpArmed { jump: entry.id });
                self.jumps[at].is_said = true;
            }
        }
    }

    fn check_jump(&mut self, jump: &Jump) -> Result<(), JumpError> {
        self.service();
        if self.jumps.iter().filter(|entry| !entry.is_cancelled).count() >= MAX_ARMED_JUMPS {
            return Err(JumpError::TooMany);
        }
        let song = self.song(jump.to.song);
        if song.frame_count.is_some() && song.slab_count().is_none() {
            return Err(JumpError::NothingPlayable);
        }
        Ok(())
    }

    fn fitting_crossfade(&self, crossfade: FrameCount) -> FrameCount {
        crossfade.min(self.settings.engine_rate.frames_in(MAX_JUMP_CROSSFADE_SECONDS))
    }

    fn jump_voice(&mut self, to: JumpTarget) -> Box<Voice> {
        self.last_window.0 += 1;
        let mix = self.song(to.song).mix.clone();
        let settings = self.voice_settings(to.song, to.at);
        Box::new(Voice::new(settings, mix))
    }

    fn send_jump(&mut self, jump: Jump, voice: Box<Voice>, laps: Option<Laps>) -> JumpId {
        self.last_jump.0 += 1;
        let id = self.last_jump;
        let is_loop = laps.is_some();
        let mut window = Window::new(voice.settings.window, jump.to.song, jump.to.at);
        let slab_count = if is_loop { self.loop_slabs(&jump) } else { 0 };
        window.armed = Some(ArmedHead { from: jump.song, at: jump.at, slab_count });
        let Jump { song: from, at, to, crossfade } = jump;
        let entry =
            JumpEntry { id, jump, is_loop, window: window.id, is_said: false, is_cancelled: false };
        self.jumps.push(entry);
        self.windows.push(window);
        self.song_mut(to.song).is_kept = true;
        self.send(ToAudio::ArmJump(ArmedJump { id, from, at, crossfade, voice, laps }));
        self.plan_memory();
        self.fit_windows(to.song);
        self.deliver();
        id
    }

    /// Slabs that a lap begins with: all that it hears when they are few, else no more than any jump.
    fn loop_slabs(&self, jump: &Jump) -> u64 {
        let end = self.song(jump.song).frame_count.map_or(jump.at, FrameCount::from_start);
        let heard_to = jump.at.min(end) + jump.crossfade + self.settings.declick();
        let slabs = Slab::index_of(heard_to) + 1 - Slab::index_of(jump.to.at);
        if slabs <= WHOLE_LOOP_SLABS { slabs } else { 0 }
    }

    fn is_jump_ready(&self, entry: &JumpEntry) -> bool {
        let window_slabs = self.window_slabs();
        let slab_count = self.song(entry.jump.to.song).slab_count();
        let window = self.windows.iter().find(|window| window.id == entry.window);
        window
            .zip(slab_count)
            .is_some_and(|(window, count)| window.is_head_sent(&self.snapshot, window_slabs, count))
    }

    fn forget_jump(&mut self, window: WindowId) {
        if self.jumps.iter().any(|entry| entry.window == window) {
            self.jumps.retain(|entry| entry.window != window);
            self.disarm_window(window);
        }
    }

    fn disarm_window(&mut self, window: WindowId) {
        if let Some(window) = self.windows.iter_mut().find(|one| one.id == window) {
            window.armed = None;
        }
    }
}
