//! The voices that fade out.
//!
//! Runs on: audio.

use attacca_units::FrameCount;

use crate::{
    protocol::{WindowId, jump::OutgoingWindow},
    realtime::voice::Voice,
};

/// Voices that fade out at a time: fades of up to 30 s may overlap when jumps follow each other
/// closely. The last place is for one that is hurried out.
pub(crate) const MAX_OUTGOING: usize = 4;

/// The voices that fade out, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    /// Invariant: those that are there come first.
    voices: [Option<Box<Voice>>; MAX_OUTGOING],
}

impl Outgoing {
    pub(super) fn is_empty(&self) -> bool {
        self.voices[0].is_none()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Voice> {
        self.voices.iter().flatten().map(|voice| &**voice)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Voice> {
        self.voices.iter_mut().flatten().map(|voice| &mut **voice)
    }

    /// Takes a voice in that fades out. When few places are left the oldest one fades within
    /// `declick`; when none is left, as jumps follow each other faster than that, it is given back
    /// to be cut.
    pub(super) fn push(&mut self, voice: Box<Voice>, declick: FrameCount) -> Option<Box<Voice>> {
        let displaced = match &self.voices[MAX_OUTGOING - 1] {
            Some(_) => self.take_at(0),
            None => None,
        };
        let free = self.voices.iter().position(Option::is_none).unwrap_or(MAX_OUTGOING - 1);
        self.voices[free] = Some(voice);
        if free == MAX_OUTGOING - 1
            && let Some(oldest) = &mut self.voices[0]
        {
            oldest.gate.hurry_closing(declick);
        }
        displaced
    }

    /// Lets all of them fade within `declick`.
    pub(super) fn hurry(&mut self, declick: FrameCount) {
        self.iter_mut().for_each(|voice| voice.gate.hurry_closing(declick));
    }

    /// Takes one out that has become silent.
    pub(super) fn take_silent(&mut self) -> Option<Box<Voice>> {
        let is_silent =
            |voice: &Option<Box<Voice>>| voice.as_ref().is_some_and(|v| !v.is_audible());
        let at = self.voices.iter().position(is_silent)?;
        self.take_at(at)
    }

    /// Takes the oldest one out whose window is one of `windows`.
    pub(super) fn take_any_of(&mut self, windows: &[WindowId]) -> Option<Box<Voice>> {
        let is_one = |voice: &Voice| windows.contains(&voice.settings.window);
        let at = self.iter().position(is_one)?;
        self.take_at(at)
    }

    /// What the schedule must know to feed them.
    pub(super) fn windows(&self) -> [Option<OutgoingWindow>; MAX_OUTGOING] {
        std::array::from_fn(|at| {
            let voice = self.voices[at].as_ref()?;
            Some(OutgoingWindow {
                window: voice.settings.window,
                song: voice.settings.song,
                playhead: voice.playhead,
                end: voice.playhead + FrameCount(voice.gate.frames_left() as u64),
                turn: voice.turn,
            })
        })
    }

    fn take_at(&mut self, at: usize) -> Option<Box<Voice>> {
        let voice = self.voices[at].take();
        self.voices[at..].rotate_left(1);
        voice
    }
}

#[cfg(test)]
mod tests;
