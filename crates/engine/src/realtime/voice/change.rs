//! How one voice goes on where another one leaves off.
//!
//! Runs on: audio.

use attacca_units::{FrameCount, FramePos};

use super::{Dry, Voice};
use crate::{realtime::gate::Gate, settings::SLAB_FRAMES};

impl Voice {
    /// Takes over the gains and meters of `old`, if it is of the same song; else its gains are at
    /// once what control wants.
    pub(crate) fn take_over(&mut self, old: &Voice) {
        if self.settings.song == old.settings.song {
            self.tracks.copy_from_slice(&old.tracks);
        } else {
            self.follow_mix();
        }
    }

    /// Sounds on as `old` does, as if both were one: a fade of `old` goes on, and what was missing
    /// fades in, if the transport plays.
    pub(crate) fn go_on_from(&mut self, old: &Voice, is_playing: bool) {
        if !old.has_sounded {
            return;
        }
        self.has_sounded = true;
        self.gate = old.gate;
        if is_playing && !old.dry.is_no() {
            self.gate.open(self.settings.declick);
        }
    }

    /// Fades in over `fade`, next to another voice that fades out.
    pub(crate) fn cross_in(&mut self, fade: FrameCount) {
        self.has_sounded = true;
        self.gate.open(fade);
    }

    /// Fades out over `fade`, while the schedule goes on to feed it.
    pub(crate) fn fade_out_fed(&mut self, fade: FrameCount) {
        self.gate.close(fade);
        self.buffer.drop_after(self.playhead + fade);
    }

    /// Becomes a new lap: as if it were `template`, which has never been heard.
    pub(crate) fn begin_lap(&mut self, template: &Voice) {
        self.playhead = template.playhead;
        self.song_frames = template.song_frames;
        self.buffer.copy_from(&template.buffer);
        self.gate = Gate::CLOSED;
        self.has_sounded = false;
        self.slab = None;
        self.dry = Dry::No;
    }

    /// Takes note that its song is `song_frames` long, if that is more than was known.
    ///
    /// When all slabs before the end that was known are in, that stays the end until the next one is
    /// in too: an end is a natural edge, frames that are not there in time would be an underrun.
    pub(crate) fn lengthen(&mut self, song_frames: FrameCount) {
        let Some(known) = self.song_frames.filter(|known| *known < song_frames) else { return };
        let slabs = |frames: FrameCount| frames.0.div_ceil(SLAB_FRAMES as u64).max(1);
        let ends_where_known = self.buffer.ready_end() == slabs(known);
        if !ends_where_known || slabs(known) == slabs(song_frames) {
            self.song_frames = Some(song_frames);
        }
    }

    /// Lets go of its slabs.
    pub(crate) fn rest(&mut self) {
        self.buffer.clear();
    }

    /// Ends the stretch in which its frames are missing, if they are: where it is, and how long that
    /// stretch was. When more are missing, that is another one.
    pub(crate) fn end_dry(&mut self) -> Option<(FramePos, FrameCount)> {
        match std::mem::replace(&mut self.dry, Dry::No) {
            Dry::No => None,
            Dry::Since(frames) => Some((self.playhead, frames)),
        }
    }

    /// Lets the meters of its song fall.
    pub(crate) fn silence_levels(&self) {
        self.mix.strips.iter().for_each(|strip| strip.level.silence());
    }
}

#[cfg(test)]
mod tests;
