//! The transport: which voice is the current one, and what it does.
//!
//! Runs on: audio. A place that is sought becomes the target; when it is complete it becomes the
//! current voice, and the old one fades out as the outgoing one.

use attacca_units::{FrameCount, FramePos};

use crate::{
    protocol::{ActionId, AudioEvent, SongId, ThenTransport, TransportState, WindowId},
    realtime::{renderer::Renderer, voice::Voice},
};

/// A place that is to be heard as soon as it can.
pub(super) struct Target {
    pub(super) voice: Box<Voice>,
    pub(super) then: ThenTransport,
    pub(super) crossfade: FrameCount,
}

impl Renderer {
    pub(super) fn locate(&mut self, mut target: Target) {
        self.snapshot.newest_window = target.voice.settings.window;
        if let Some(superseded) = self.target.take() {
            // A place that was to play and was moved before it sounded is still to play.
            if target.then == ThenTransport::Keep {
                target.then = superseded.then;
            }
            self.retire(superseded.voice);
        }
        if target.then == ThenTransport::Stop {
            self.state = TransportState::Stopped;
            self.fade_current_out();
        }
        self.target = Some(target);
        self.advance_target();
    }

    pub(super) fn play(&mut self, action: ActionId) {
        self.unheard = Some(action);
        match &mut self.target {
            // The old place must not be heard again on the way to the new one.
            Some(target) if self.state != TransportState::Playing => {
                target.then = ThenTransport::Play;
            }
            None if self.current.is_none() => {
                self.unheard = None;
                self.say_transport(action);
            }
            _ => self.state = TransportState::Playing,
        }
    }

    pub(super) fn pause(&mut self, action: ActionId) {
        if let Some(target) = &mut self.target {
            target.then = ThenTransport::Keep;
        }
        self.state = match self.state {
            TransportState::Playing => TransportState::Paused,
            silent => silent,
        };
        self.fade_current_out();
        self.outgoing.hurry(self.parts.declick);
        self.unheard = None;
        self.say_transport(action);
    }

    pub(super) fn abandon(&mut self, window: WindowId) {
        if let Some(target) = self.target.take_if(|target| target.voice.settings.window == window) {
            self.note_action(target.voice.settings.action);
            self.retire(target.voice);
        }
        self.abandon_jump(window);
        if let Some(voice) = self.current.take_if(|voice| voice.settings.window == window) {
            self.state = TransportState::Stopped;
            self.say_transport(voice.settings.action.unwrap_or(self.snapshot.action));
            self.retire(voice);
        }
    }

    /// A song is longer than was known: its voices learn it, but for those that fade out, which learn it
    /// with their next slab and end with their fade.
    pub(super) fn lengthen(&mut self, song: SongId, song_frames: FrameCount) {
        let target = self.target.as_mut().map(|target| &mut *target.voice);
        let heard = self.current.as_deref_mut().into_iter().chain(target);
        let voices = heard.chain(self.jumps.voices());
        let of_song = voices.filter(|voice| voice.settings.song == song);
        of_song.for_each(|voice| voice.lengthen(song_frames));
    }

    fn fade_current_out(&mut self) {
        let declick = self.parts.declick;
        if let Some(voice) = &mut self.current {
            voice.gate.close(declick);
        }
    }

    /// Makes the target the current voice, if it is time.
    pub(super) fn advance_target(&mut self) {
        let Some(target) = &self.target else { return };
        let is_playing = self.state == TransportState::Playing;
        let old_goes_on = self.current.as_ref().is_some_and(|voice| voice.goes_on());
        // While the transport plays, a place that is not complete waits, and the old audio goes on.
        let must_wait = is_playing && old_goes_on && !target.voice.is_ready(self.start_lead);
        if must_wait {
            return;
        }
        if !self.outgoing.is_empty() {
            self.outgoing.hurry(self.parts.declick);
            return;
        }
        let Some(Target { mut voice, then, crossfade }) = self.target.take() else { return };
        self.snapshot.turn += 1;
        voice.turn = self.snapshot.turn;
        let old = self.current.replace(voice);
        self.hand_over(old, then, crossfade);
        self.cancel_unreachable_jumps();
    }

    /// Fades the old voice out and the new one, which is the current one, in.
    fn hand_over(&mut self, old: Option<Box<Voice>>, then: ThenTransport, crossfade: FrameCount) {
        let was_playing = self.state == TransportState::Playing;
        if then == ThenTransport::Play {
            self.state = TransportState::Playing;
        }
        let Some(voice) = &mut self.current else { return };
        let is_crossfade = was_playing
            && voice.is_ready(self.start_lead)
            && old.as_ref().is_some_and(|old| old.is_audible());
        if let Some(mut old) = old {
            voice.take_over(&old);
            if is_crossfade {
                voice.cross_in(crossfade);
            }
            if !old.is_audible() {
                self.retire_heard(old);
            } else {
                if was_playing {
                    old.fade_out(crossfade);
                } else {
                    old.end_with_its_fade();
                }
                self.let_fade(old);
            }
        }
        let Some(voice) = &mut self.current else { return };
        if self.state != TransportState::Playing {
            voice.unheard = None;
            let (action, song, at) = (voice.settings.action, voice.settings.song, voice.playhead);
            if let Some(action) = action {
                self.say(AudioEvent::Located { action, song, at });
                self.say_transport(action);
            }
        }
    }

    /// Lets a voice fade out beside the current one.
    pub(super) fn let_fade(&mut self, voice: Box<Voice>) {
        if let Some(cut) = self.outgoing.push(voice, self.parts.declick) {
            self.retire_heard(cut);
        }
    }

    /// Sends a voice home that was heard; its song's meters fall, unless the song is still heard.
    pub(super) fn retire_heard(&mut self, voice: Box<Voice>) {
        let is_heard = |other: &Voice| other.settings.song == voice.settings.song;
        if !self.current.as_deref().is_some_and(is_heard) && !self.outgoing.iter().any(is_heard) {
            voice.silence_levels();
        }
        self.retire(voice);
    }

    /// Takes note of an action that is heard, or never will be.
    fn note_action(&mut self, action: Option<ActionId>) {
        self.snapshot.action = self.snapshot.action.max(action.unwrap_or_default());
    }

    /// Says which actions are heard now.
    pub(super) fn say_heard(&mut self) {
        let Some(voice) = &mut self.current else { return };
        let (song, at) = (voice.settings.song, voice.settings.start);
        let located = voice.unheard.take();
        if let Some(action) = located {
            self.note_action(Some(action));
            self.say(AudioEvent::Located { action, song, at });
        }
        // What was asked for after a seek is not heard before it.
        if let Some(action) = self.unheard.take_if(|_| self.target.is_none()) {
            self.snapshot.action = self.snapshot.action.max(action);
            self.say_transport(action);
        }
    }

    pub(super) fn end_song(&mut self) {
        let Some(voice) = &mut self.current else { return };
        if !voice.has_ended() || self.target.is_some() {
            return;
        }
        let song = voice.settings.song;
        voice.gate.close(FrameCount::ZERO);
        self.state = TransportState::Stopped;
        self.say(AudioEvent::Ended { song });
    }

    fn say_transport(&mut self, action: ActionId) {
        self.snapshot.action = self.snapshot.action.max(action);
        let at = self.current.as_ref().map_or(FramePos::ZERO, |voice| voice.playhead);
        self.say(AudioEvent::Transport { action, state: self.state, at });
    }
}
