//! A voice: one song's window, the playhead in it, and how its stems are mixed.
//!
//! Runs on: audio. Made by control, complete with all it will need; goes home to be freed.

mod change;

use std::{ops::Range, sync::Arc};

use attacca_units::{FrameCount, FramePos};

use crate::{
    protocol::{
        ActionId, SongId, WindowId,
        mix::SongMix,
        slab::{Part, Slab},
    },
    realtime::{buffer::StreamingBuffer, gate::Gate, mixer::Track, piece::BusPieces},
    settings::SLAB_FRAMES,
};

/// What a voice is made of.
#[derive(Debug)]
pub(crate) struct VoiceSettings {
    pub(crate) window: WindowId,
    pub(crate) song: SongId,
    /// The action that leads here; none leads to where a jump goes.
    pub(crate) action: Option<ActionId>,
    pub(crate) start: FramePos,
    /// Slabs the window may hold.
    pub(crate) slab_count: usize,
    /// Fade from and to silence.
    pub(crate) declick: FrameCount,
    /// The first fade in when nothing else sounds; none at a song's start, which is a natural edge.
    pub(crate) start_fade: FrameCount,
    pub(crate) gain_ramp_frames: u32,
}

/// A song's window and the playhead in it.
#[derive(Debug)]
pub(crate) struct Voice {
    pub(crate) settings: VoiceSettings,
    pub(crate) playhead: FramePos,
    /// `None` until the first slab is in.
    pub(crate) song_frames: Option<FrameCount>,
    pub(crate) buffer: StreamingBuffer,
    pub(crate) gate: Gate,
    pub(crate) has_sounded: bool,
    /// The turn of the transport in which it became the current voice; 0 before.
    pub(crate) turn: u64,
    /// The action that led here, until it is heard.
    pub(crate) unheard: Option<ActionId>,
    pub(crate) dry: Dry,
    /// The slab whose absent stems the tracks follow.
    pub(super) slab: Option<u64>,
    pub(super) mix: Arc<SongMix>,
    pub(super) tracks: Box<[Track]>,
}

/// Whether the voice has what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dry {
    /// Frames are there.
    No,
    /// They ran out this many frames ago; the clock runs on.
    Since(FrameCount),
}

impl Dry {
    pub(crate) fn is_no(self) -> bool {
        self == Dry::No
    }
}

/// How a voice moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    /// The clock runs, also over missing frames.
    Run,
    /// Runs until the gate is closed, then stands.
    FadeOut,
}

/// What happened while a voice was rendered.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct VoiceOutcome {
    /// Frames ran out: here.
    pub(crate) went_dry: Option<FramePos>,
    /// The sound is back: here, after that many frames.
    pub(crate) recovered: Option<(FramePos, FrameCount)>,
    /// Frames silenced or faded because others were missing.
    pub(crate) dry_frames: u64,
    /// A stem's frames were not those of the slab.
    pub(crate) is_unsynchronised: bool,
}

impl Voice {
    /// A silent voice at its start. Allocates.
    pub(crate) fn new(settings: VoiceSettings, mix: Arc<SongMix>) -> Voice {
        let tracks = mix.sounding().map(Track::new).collect();
        Voice {
            playhead: settings.start,
            song_frames: None,
            buffer: StreamingBuffer::new(settings.start, settings.slab_count),
            gate: Gate::CLOSED,
            has_sounded: false,
            turn: 0,
            unheard: settings.action,
            dry: Dry::No,
            slab: None,
            mix,
            tracks,
            settings,
        }
    }

    /// Takes a slab of its window in, of a song of `song_frames`.
    pub(crate) fn push_slab(&mut self, slab: Arc<Slab>, song_frames: FrameCount) {
        if self.song_frames.is_none() {
            self.song_frames = Some(song_frames);
            self.playhead = self.playhead.min(song_frames.from_start());
            self.buffer.begin_at(slab.index);
        }
        self.buffer.push_slab(slab);
        self.lengthen(song_frames);
    }

    /// True when the place can begin to sound: `start_lead` or the whole rest is there.
    pub(crate) fn is_ready(&self, start_lead: FrameCount) -> bool {
        let Some(song_frames) = self.song_frames else { return false };
        let left = song_frames.from_start().saturating_since(self.playhead);
        self.lead() >= left.min(start_lead)
    }

    /// Frames that are ready, at most to the song's end.
    pub(crate) fn lead(&self) -> FrameCount {
        let left = self.song_end().saturating_since(self.playhead);
        self.buffer.lead(self.playhead).min(left)
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.song_frames.is_some() && self.playhead >= self.song_end()
    }

    /// The frame after the song's last one; the start while the length is not known.
    pub(crate) fn song_end(&self) -> FramePos {
        self.song_frames.map_or(self.settings.start, FrameCount::from_start)
    }

    /// True when it sounds now, if only the end of a fade.
    pub(crate) fn is_audible(&self) -> bool {
        self.has_sounded && !self.gate.is_closed() && !self.has_ended()
    }

    /// True when it is heard, or will be again when missing frames are back.
    pub(crate) fn goes_on(&self) -> bool {
        self.is_audible() || (!self.dry.is_no() && !self.has_ended())
    }

    /// Opens the gate: at once for the first sound of a song's start, else over `fade`.
    pub(crate) fn fade_in(&mut self, fade: FrameCount) {
        let is_first_frame = !self.has_sounded && self.playhead == FramePos::ZERO;
        self.gate.open(if is_first_frame { FrameCount::ZERO } else { fade });
    }

    /// Fades out over `fade`, or over what is there if that is shorter, and lets go of the slabs
    /// that this does not need.
    pub(crate) fn fade_out(&mut self, fade: FrameCount) {
        let reaches_end = self.playhead + self.lead() >= self.song_end();
        let fade = if reaches_end { fade } else { fade.min(self.lead()) };
        self.gate.close(fade);
        self.buffer.drop_after(self.playhead + fade);
    }

    /// Lets go of the slabs that a fade which has begun does not need.
    pub(crate) fn end_with_its_fade(&mut self) {
        let fade = FrameCount(self.gate.frames_left() as u64);
        self.buffer.drop_after(self.playhead + fade);
    }

    /// Adds the next frames to its stems' buses in `out`, which is silent, and advances.
    ///
    /// After it the playhead has advanced by the frames of `out`, unless the song or a fade out
    /// ended before; the rest of `out` is as it was.
    pub(crate) fn render(
        &mut self,
        out: &mut BusPieces,
        motion: Motion,
        start_lead: FrameCount,
    ) -> VoiceOutcome {
        let mut outcome = VoiceOutcome::default();
        self.follow_mix();
        self.has_sounded = true;
        let length = out.frames();
        let mut done = 0;
        while done < length && !self.has_ended() {
            if motion == Motion::FadeOut && self.gate.is_closed() {
                break;
            }
            let frames = self.turn_gate(motion, start_lead, &mut outcome).min(length - done);
            let frames = self.follow_absences().min(frames);
            self.render_segment(out, done..done + frames, &mut outcome);
            done += frames;
        }
        outcome
    }

    /// Publishes the levels of a block of `frames`.
    pub(crate) fn publish_levels(&mut self, frames: usize, weight: f32) {
        for (track, strip) in self.tracks.iter_mut().zip(&self.mix.strips) {
            track.publish_level(strip, frames, weight);
        }
    }

    /// Lets the mix glide to what control wants; while nothing sounds it is there at once.
    fn follow_mix(&mut self) {
        let is_silent = self.gate.is_closed() || !self.has_sounded;
        for (track, wanted) in self.tracks.iter_mut().zip(self.mix.sounding()) {
            if is_silent {
                track.settle(wanted);
            } else {
                track.follow(wanted, self.settings.gain_ramp_frames);
            }
        }
    }

    /// Turns the gate where frames run out or are back; returns how many frames can be rendered
    /// alike from here, at least 1.
    fn turn_gate(
        &mut self,
        motion: Motion,
        start_lead: FrameCount,
        outcome: &mut VoiceOutcome,
    ) -> usize {
        let lead = self.lead();
        let declick = self.settings.declick;
        let is_fading_out = motion == Motion::FadeOut;
        let suffices = self.playhead + lead >= self.song_end()
            || (is_fading_out && self.gate.frames_left() as u64 <= lead.0);
        match self.dry {
            // The fade must end where the frames do, wherever the block's edge is.
            Dry::No if !suffices && lead <= declick => {
                self.dry = Dry::Since(FrameCount::ZERO);
                self.gate.close(lead);
                outcome.went_dry = Some(self.playhead);
            }
            Dry::Since(frames) if suffices || lead >= start_lead => {
                self.dry = Dry::No;
                outcome.recovered = Some((self.playhead, frames));
                if !is_fading_out {
                    self.gate.open(declick);
                }
            }
            _ => {}
        }
        let limit = match self.dry {
            Dry::Since(_) if lead == FrameCount::ZERO => self.song_left(),
            Dry::No if !suffices => (lead - declick).min(self.slab_left()),
            _ => lead.min(self.slab_left()),
        };
        let limit = limit.0 as usize;
        let limit = if is_fading_out { limit.min(self.gate.frames_left()) } else { limit };
        limit.max(1)
    }

    /// Frames before the song's end.
    pub(crate) fn song_left(&self) -> FrameCount {
        self.song_end().saturating_since(self.playhead)
    }

    pub(super) fn slab_left(&self) -> FrameCount {
        FrameCount(SLAB_FRAMES as u64 - self.playhead.0 % SLAB_FRAMES as u64)
    }

    fn render_segment(
        &mut self,
        out: &mut BusPieces,
        stretch: Range<usize>,
        outcome: &mut VoiceOutcome,
    ) {
        let frames = stretch.len();
        if let Dry::Since(count) = &mut self.dry {
            *count = *count + FrameCount(frames as u64);
            outcome.dry_frames += frames as u64;
        }
        if self.gate.is_closed() {
            // Silent already.
        } else if let Some(slab) = self.buffer.slab(Slab::index_of(self.playhead)) {
            let offset = (self.playhead.0 % SLAB_FRAMES as u64) as usize;
            for (part, track) in slab.parts.iter().zip(&mut self.tracks) {
                let Some(Part { start, block }) = part.sound() else { continue };
                outcome.is_unsynchronised |= *start != Slab::start_of(slab.index);
                track.mix(block, offset, out, stretch.clone());
            }
            for bus in out.used() {
                // The same fade for every bus; the gate itself advances once.
                let mut gate = self.gate;
                let out = out.stretch(bus, stretch.clone());
                gate.apply(out.left, out.right);
            }
        }
        self.gate.skip(frames);
        self.playhead += FrameCount(frames as u64);
        self.buffer.drop_before(self.playhead);
    }
}
