//! Armed jumps, and how one happens.
//!
//! Runs on: audio. A block is cut at the frame of the next jump, so that it happens exactly there
//! whatever the length of a block.

use attacca_units::{FrameCount, FramePos};

use crate::{
    protocol::{
        AudioEvent, SongId, TransportState, WindowId,
        jump::{ArmedJump, JumpId, MAX_ARMED_JUMPS},
    },
    realtime::{renderer::Renderer, voice::Voice},
};

/// The jumps that are armed, in no order.
#[derive(Debug, Default)]
pub(super) struct ArmedJumps {
    slots: [Option<ArmedJump>; MAX_ARMED_JUMPS],
}

/// A place from which the transport goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    song: SongId,
    at: FramePos,
}

impl Entry {
    /// The transport may come to `jump` from here.
    fn leads_to(self, jump: &ArmedJump) -> bool {
        self.song == jump.from && self.at <= jump.at
    }
}

impl ArmedJump {
    /// The frame of `voice` at which it happens, `voice` being of its song.
    fn frame_in(&self, voice: &Voice) -> FramePos {
        self.at.min(voice.song_end())
    }

    fn goes_to(&self) -> Entry {
        Entry { song: self.voice.settings.song, at: self.voice.playhead }
    }

    /// True when it can happen at `frame`: it is filled, and a loop's lap is not too short.
    fn can_happen(&self, frame: FramePos, start_lead: FrameCount) -> bool {
        let lap = frame.saturating_since(self.voice.playhead);
        let is_long_enough = self.laps.as_ref().is_none_or(|laps| lap >= laps.shortest);
        self.voice.is_ready(start_lead) && is_long_enough
    }

    /// A voice for the next lap, if there is one to spare.
    fn next_lap(&mut self) -> Option<Box<Voice>> {
        let mut lap = self.laps.as_mut()?.spares.iter_mut().find_map(Option::take)?;
        lap.begin_lap(&self.voice);
        Some(lap)
    }
}

impl ArmedJumps {
    /// Takes a jump in; gives it back when there are too many.
    fn push(&mut self, jump: ArmedJump) -> Result<(), ArmedJump> {
        match self.slots.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => {
                *slot = Some(jump);
                Ok(())
            }
            None => Err(jump),
        }
    }

    fn take(&mut self, is_meant: impl Fn(&ArmedJump) -> bool) -> Option<ArmedJump> {
        self.slots.iter_mut().find_map(|slot| slot.take_if(|jump| is_meant(jump)))
    }

    /// The jump that is due at the playhead of `voice`; of several the one armed last.
    fn due(&mut self, voice: &Voice) -> Option<&mut ArmedJump> {
        let is_due = |jump: &&mut ArmedJump| {
            jump.from == voice.settings.song && jump.frame_in(voice) == voice.playhead
        };
        self.slots.iter_mut().flatten().filter(is_due).max_by_key(|jump| jump.id)
    }

    /// Frames of `voice` before the next jump.
    fn frames_before_next(&self, voice: &Voice) -> Option<FrameCount> {
        self.slots
            .iter()
            .flatten()
            .filter(|jump| jump.from == voice.settings.song)
            .map(|jump| jump.frame_in(voice))
            .filter(|frame| *frame >= voice.playhead)
            .map(|frame| frame.saturating_since(voice.playhead))
            .min()
    }

    /// The voice that a jump to `window` begins with.
    pub(super) fn voice_of(&mut self, window: WindowId) -> Option<&mut Voice> {
        self.voices().find(|voice| voice.settings.window == window)
    }

    /// The voices that jumps begin with.
    pub(super) fn voices(&mut self) -> impl Iterator<Item = &mut Voice> {
        self.slots.iter_mut().flatten().map(|jump| &mut *jump.voice)
    }

    /// Keeps a voice that has been heard for a lap to come; gives back one that is no lap's.
    pub(super) fn keep_for_lap(&mut self, mut voice: Box<Voice>) -> Option<Box<Voice>> {
        let window = voice.settings.window;
        let mut laps = self.slots.iter_mut().flatten().filter_map(|jump| jump.laps.as_mut());
        let spare = laps
            .find(|laps| laps.windows.contains(&window))
            .and_then(|laps| laps.spares.iter_mut().find(|spare| spare.is_none()));
        let Some(spare) = spare else { return Some(voice) };
        voice.rest();
        *spare = Some(voice);
        None
    }

    /// Which jumps the transport may come to from one of `entries`, by way of others if need be.
    ///
    /// That a loop would have to be cancelled on the way does not matter.
    fn reachable_from(&self, entries: [Option<Entry>; 2]) -> [bool; MAX_ARMED_JUMPS] {
        let mut reached = [false; MAX_ARMED_JUMPS];
        loop {
            let next = std::array::from_fn(|at| {
                let Some(jump) = &self.slots[at] else { return false };
                let ways = self.slots.iter().zip(reached).filter(|(_, is_reached)| *is_reached);
                let by_jumps = ways.filter_map(|(way, _)| way.as_ref().map(ArmedJump::goes_to));
                entries.into_iter().flatten().chain(by_jumps).any(|entry| entry.leads_to(jump))
            });
            if next == reached {
                return reached;
            }
            reached = next;
        }
    }

    /// Takes out a jump to which no way leads from `entries`.
    fn take_unreachable(&mut self, entries: [Option<Entry>; 2]) -> Option<ArmedJump> {
        let reached = self.reachable_from(entries);
        let mut slots = self.slots.iter_mut().zip(reached);
        slots.find_map(|(slot, is_reached)| if is_reached { None } else { slot.take() })
    }

    fn reaches(&self, jump: JumpId, entries: [Option<Entry>; 2]) -> bool {
        let mut slots = self.slots.iter().zip(self.reachable_from(entries));
        slots.any(|(slot, reached)| reached && slot.as_ref().is_some_and(|j| j.id == jump))
    }
}

impl Renderer {
    /// Arms a jump. One whose frame has passed is missed.
    pub(super) fn arm_jump(&mut self, jump: ArmedJump) {
        let (id, from) = (jump.id, jump.from);
        self.snapshot.newest_window = self.snapshot.newest_window.max(jump.newest_window());
        if let Err(jump) = self.jumps.push(jump) {
            return self.miss(jump);
        }
        let entries = self.entries();
        let is_of_song = entries.iter().flatten().any(|entry| entry.song == from);
        if is_of_song
            && !self.jumps.reaches(id, entries)
            && let Some(jump) = self.jumps.take(|jump| jump.id == id)
        {
            self.miss(jump);
        }
    }

    /// Cancels a jump, if it has not happened.
    pub(super) fn cancel_jump(&mut self, id: JumpId) {
        if let Some(jump) = self.jumps.take(|jump| jump.id == id) {
            self.discard(jump, AudioEvent::JumpCancelled { jump: id });
        }
    }

    /// Cancels the jump to a window that will never be filled.
    pub(super) fn abandon_jump(&mut self, window: WindowId) {
        if let Some(jump) = self.jumps.take(|jump| jump.voice.settings.window == window) {
            let id = jump.id;
            self.discard(jump, AudioEvent::JumpCancelled { jump: id });
        }
    }

    /// From where the transport goes on: where it is, and where it is sent.
    fn entries(&self) -> [Option<Entry>; 2] {
        let place = |voice: &Voice| Entry { song: voice.settings.song, at: voice.playhead };
        let sought = self.target.as_ref().map(|target| place(&target.voice));
        [self.current.as_deref().map(place), sought]
    }

    /// Cancels the jumps to which no way leads from the playhead, nor from a place that is sought.
    pub(super) fn cancel_unreachable_jumps(&mut self) {
        let entries = self.entries();
        if entries == [None, None] {
            return;
        }
        while let Some(jump) = self.jumps.take_unreachable(entries) {
            let id = jump.id;
            self.discard(jump, AudioEvent::JumpCancelled { jump: id });
        }
    }

    /// Frames that can be rendered before a jump is due.
    pub(super) fn frames_before_jump(&self) -> usize {
        let moving = self.current.as_ref().filter(|_| self.is_moving());
        let frames = moving.and_then(|voice| self.jumps.frames_before_next(voice));
        frames.map_or(usize::MAX, |frames| frames.0 as usize)
    }

    /// Lets the jumps happen that are due at the playhead.
    ///
    /// Ends, as a jump that is no loop happens once, and a loop goes back.
    pub(super) fn jump_if_due(&mut self) {
        while self.is_moving() {
            let Some(voice) = &self.current else { return };
            let Some(jump) = self.jumps.due(voice) else { return };
            let (id, can_happen) = (jump.id, jump.can_happen(voice.playhead, self.start_lead));
            if can_happen {
                self.jump(id);
            } else if let Some(jump) = self.jumps.take(|jump| jump.id == id) {
                self.miss(jump);
            }
        }
    }

    /// The playhead moves: the transport plays, or falls silent over the last frames before a pause.
    fn is_moving(&self) -> bool {
        let Some(voice) = &self.current else { return false };
        match self.state {
            TransportState::Playing => voice.has_sounded || voice.is_ready(self.start_lead),
            TransportState::Paused | TransportState::Stopped => voice.is_audible(),
        }
    }

    fn jump(&mut self, id: JumpId) {
        self.say_heard();
        let Some((voice, crossfade)) = self.voice_for_jump(id) else { return };
        let (song, at) = (voice.settings.song, voice.playhead);
        self.change_voice(voice, crossfade);
        self.say(AudioEvent::JumpHappened { jump: id, song, at });
        self.cancel_unreachable_jumps();
    }

    /// The voice with which a jump goes on, and how long it takes.
    fn voice_for_jump(&mut self, id: JumpId) -> Option<(Box<Voice>, FrameCount)> {
        let is_it = |jump: &ArmedJump| jump.id == id;
        if let Some(jump) = self.jumps.take(|jump| is_it(jump) && jump.laps.is_none()) {
            return Some((jump.voice, jump.crossfade));
        }
        let jump = self.jumps.slots.iter_mut().flatten().find(|jump| is_it(jump))?;
        let crossfade = jump.crossfade;
        if let Some(lap) = jump.next_lap() {
            return Some((lap, crossfade));
        }
        // Other jumps left all laps but the current one in long fades: the oldest must give way.
        let windows = jump.laps.as_ref()?.windows;
        let fading = self.outgoing.take_any_of(&windows)?;
        self.retire(fading);
        let jump = self.jumps.slots.iter_mut().flatten().find(|jump| is_it(jump))?;
        Some((jump.next_lap()?, crossfade))
    }

    /// Goes on with `voice` at this frame.
    fn change_voice(&mut self, mut voice: Box<Voice>, crossfade: FrameCount) {
        let Some(mut old) = self.current.take() else { return };
        let is_playing = self.state == TransportState::Playing;
        let crossfade = if is_playing { crossfade } else { FrameCount::ZERO };
        let crossfade = crossfade.min(old.song_left());
        voice.take_over(&old);
        if old.has_sounded && crossfade > FrameCount::ZERO {
            voice.cross_in(crossfade);
        } else {
            voice.go_on_from(&old, is_playing);
        }
        if let Some((at, frames)) = old.end_dry() {
            let song = old.settings.song;
            self.say(AudioEvent::UnderrunEnded { song, at, frames });
        }
        self.snapshot.turn += 1;
        voice.turn = self.snapshot.turn;
        self.current = Some(voice);
        if old.is_audible() && crossfade > FrameCount::ZERO {
            old.fade_out_fed(crossfade);
            self.let_fade(old);
        } else {
            self.retire_heard(old);
        }
    }

    fn miss(&mut self, jump: ArmedJump) {
        let id = jump.id;
        self.discard(jump, AudioEvent::JumpMissed { jump: id });
    }

    fn discard(&mut self, jump: ArmedJump, event: AudioEvent) {
        let ArmedJump { voice, laps, .. } = jump;
        self.retire(voice);
        for lap in laps.into_iter().flat_map(|laps| laps.spares).flatten() {
            self.retire(lap);
        }
        self.say(event);
    }
}
