//! The renderer: what an output calls for each block.
//!
//! Runs on: audio. It owns the current voice, those that fade out, and those that wait in silence
//! until they can sound: the target of a seek and those of armed jumps.

use std::{sync::Arc, time::Instant};

use attacca_units::{FrameCount, FramePos, SampleRate};

use crate::{
    loading::loader::Shared,
    protocol::{
        ActionId, AudioEvent, BlockReport, SongId, ToAudio, TransportSnapshot, TransportState,
        WindowId, WindowLeads, bus::BusStrips, tone::SharedTone,
    },
    realtime::{
        bus::{BusRack, OutputFrames},
        denormals,
        jumps::ArmedJumps,
        level::mean_square_weight,
        outgoing::{MAX_OUTGOING, Outgoing},
        piece::{BusPieces, PIECE_FRAMES},
        stats::CallbackStats,
        tone::Tone,
        transport::Target,
        voice::{Motion, Voice, VoiceOutcome},
    },
    settings::START_LEAD_FRAMES,
};

/// Messages taken in a call: a whole window of slabs and the actions of an impatient user. The
/// rest waits for the next block.
const MESSAGES_PER_CALL: usize = 256;

/// What a renderer is made of.
pub(crate) struct RendererParts {
    pub(crate) engine_rate: SampleRate,
    pub(crate) declick: FrameCount,
    pub(crate) gain_ramp_frames: u32,
    /// What every window holds at any playhead.
    pub(crate) longest_start_lead: FrameCount,
    pub(crate) messages: rtrb::Consumer<ToAudio>,
    pub(crate) events: rtrb::Producer<AudioEvent>,
    pub(crate) retired: rtrb::Producer<Box<Voice>>,
    pub(crate) snapshots: triple_buffer::Input<TransportSnapshot>,
    pub(crate) buses: Arc<BusStrips>,
    pub(crate) tone: Arc<SharedTone>,
    pub(crate) callback_stats: Arc<CallbackStats>,
    /// Keeps the slabs alive for as long as one may be dropped here.
    #[expect(dead_code, reason = "held, not used")]
    pub(crate) keep_alive: Arc<Shared>,
}

/// The engine's audio side. An output owns it and calls it for each block.
pub struct Renderer {
    pub(super) parts: RendererParts,
    pub(super) state: TransportState,
    /// The device's block, when that is longer than a call's.
    device_block: FrameCount,
    /// What a place must have ready to begin.
    pub(super) start_lead: FrameCount,
    pub(super) current: Option<Box<Voice>>,
    pub(super) outgoing: Outgoing,
    pub(super) target: Option<Target>,
    pub(super) jumps: ArmedJumps,
    /// The last play or pause, until it is heard.
    pub(super) unheard: Option<ActionId>,
    pub(super) snapshot: TransportSnapshot,
    buses: BusRack,
    sums: BusPieces,
    voice_sums: BusPieces,
    tone: Tone,
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("snapshot", &self.snapshot).finish_non_exhaustive()
    }
}

impl Renderer {
    /// A silent renderer. Allocates.
    pub(crate) fn new(parts: RendererParts) -> Renderer {
        Renderer {
            state: TransportState::Stopped,
            device_block: FrameCount::ZERO,
            start_lead: FrameCount(START_LEAD_FRAMES),
            current: None,
            outgoing: Outgoing::default(),
            target: None,
            jumps: ArmedJumps::default(),
            unheard: None,
            snapshot: TransportSnapshot::initial(Instant::now()),
            buses: BusRack::new(parts.buses.clone(), parts.gain_ramp_frames),
            sums: BusPieces::new(),
            voice_sums: BusPieces::new(),
            tone: Tone::new(parts.tone.clone(), parts.engine_rate),
            parts,
        }
    }

    /// Renders the next block.
    ///
    /// Shape: `out` is interleaved, `channel_count` samples a frame, at least 1; any number of
    /// frames, all of them whole. Channels get the buses that go to them, others silence; a single
    /// channel gets (L + R) / 2 of those on channels 1 and 2. `at` is when the block's first frame will be heard. Realtime-safe.
    /// Runs on: audio.
    pub fn render(&mut self, out: &mut [f32], channel_count: usize, at: Instant) -> BlockReport {
        let channel_count = channel_count.max(1);
        denormals::flushed(|| self.render_block(out, channel_count, at))
    }

    /// Says how long a block the device asks for, when it is rendered in several calls: a place
    /// begins only when it can go on for a whole one. Realtime-safe. Runs on: audio.
    pub fn expect_block(&mut self, frames: FrameCount) {
        self.device_block = frames;
    }

    /// The rate of what it renders.
    pub fn engine_rate(&self) -> SampleRate {
        self.parts.engine_rate
    }

    /// Frames of a fade from or to silence.
    pub(crate) fn declick(&self) -> FrameCount {
        self.parts.declick
    }

    /// When the last block began to be heard, and its frames.
    pub(crate) fn last_block(&self) -> (Instant, FrameCount) {
        (self.snapshot.at, self.snapshot.block_frames)
    }

    /// Where an output counts how its callbacks go.
    pub fn callback_stats(&self) -> Arc<CallbackStats> {
        self.parts.callback_stats.clone()
    }

    fn render_block(&mut self, out: &mut [f32], channel_count: usize, at: Instant) -> BlockReport {
        // A long block must not outrun what it begins with.
        let block_frames = FrameCount((out.len() / channel_count) as u64);
        let longest_block = block_frames.max(self.device_block);
        self.start_lead = FrameCount(START_LEAD_FRAMES).max(longest_block + self.parts.declick);
        self.start_lead = self.start_lead.min(self.parts.longest_start_lead);
        self.receive();
        self.say_unheard_buses(channel_count);
        let mut left = out;
        while left.len() >= channel_count {
            self.advance_target();
            self.jump_if_due();
            let frames = (left.len() / channel_count).min(PIECE_FRAMES);
            let frames = frames.min(self.frames_before_jump());
            let (samples, rest) = left.split_at_mut(frames * channel_count);
            self.render_piece(&mut OutputFrames { samples, channel_count });
            left = rest;
        }
        self.publish(at, block_frames);
        BlockReport { action: self.snapshot.action, is_sounding: self.is_sounding() }
    }

    /// Takes the messages that are there, in order. Realtime-safe.
    pub(crate) fn receive(&mut self) {
        for _ in 0..MESSAGES_PER_CALL {
            let Ok(message) = self.parts.messages.pop() else { break };
            match message {
                ToAudio::Locate { voice, then, crossfade } => {
                    self.locate(Target { voice, then, crossfade });
                }
                ToAudio::Deliver { window, slab, song_frames } => {
                    if let Some(voice) = self.voice_of(window) {
                        voice.push_slab(slab, song_frames);
                    }
                }
                ToAudio::Lengthen { song, song_frames } => self.lengthen(song, song_frames),
                ToAudio::Abandon { window } => self.abandon(window),
                ToAudio::ArmJump(jump) => self.arm_jump(jump),
                ToAudio::CancelJump { jump } => self.cancel_jump(jump),
                ToAudio::Play { action } => self.play(action),
                ToAudio::Pause { action } => self.pause(action),
            }
        }
    }

    /// True when `frames` can be rendered without running dry.
    pub(crate) fn has_ready(&self, frames: FrameCount) -> bool {
        self.current.as_ref().is_some_and(|voice| {
            let reaches_end = voice.playhead + voice.lead() >= voice.song_end();
            voice.is_ready(self.start_lead)
                && (reaches_end || voice.lead() > frames + self.parts.declick)
        })
    }

    fn voice_of(&mut self, window: WindowId) -> Option<&mut Voice> {
        let target = self.target.as_mut().map(|target| &mut *target.voice);
        let heard = self.current.as_deref_mut().into_iter().chain(target);
        heard
            .chain(self.outgoing.iter_mut())
            .find(|voice| voice.settings.window == window)
            .or_else(|| self.jumps.voice_of(window))
    }

    fn say_unheard_buses(&mut self, channel_count: usize) {
        self.snapshot.channel_count = channel_count;
        for bus in self.buses.newly_unheard(channel_count) {
            self.say(AudioEvent::BusUnheard { bus, channel_count });
        }
    }

    fn render_piece(&mut self, out: &mut OutputFrames<'_>) {
        let frames = out.samples.len() / out.channel_count;
        self.sums.begin(frames);
        self.render_outgoing(frames);
        self.render_current(frames);
        let weight = mean_square_weight(frames, self.parts.engine_rate.hz());
        self.buses.write(&mut self.sums, out, weight);
        self.tone.add_to(out);
        self.snapshot.clipped_frames += out.clipped_frames() as u64;
    }

    fn render_outgoing(&mut self, frames: usize) {
        let weight = mean_square_weight(frames, self.parts.engine_rate.hz());
        let current = self.current.as_ref().map(|voice| voice.settings.song);
        let mut notes = [None; MAX_OUTGOING];
        for (voice, note) in self.outgoing.iter_mut().zip(&mut notes) {
            let song = voice.settings.song;
            self.voice_sums.begin(frames);
            let outcome = voice.render(&mut self.voice_sums, Motion::FadeOut, self.start_lead);
            self.sums.take_in(&mut self.voice_sums);
            *note = Some((song, outcome));
            if current != Some(song) {
                voice.publish_levels(frames, weight);
            }
        }
        for (song, outcome) in notes.into_iter().flatten() {
            self.note(song, outcome);
        }
        while let Some(voice) = self.outgoing.take_silent() {
            self.retire_heard(voice);
        }
    }

    fn render_current(&mut self, frames: usize) {
        let Some(voice) = &mut self.current else { return };
        let weight = mean_square_weight(frames, self.parts.engine_rate.hz());
        let motion = match self.state {
            TransportState::Playing if voice.has_sounded || voice.is_ready(self.start_lead) => {
                Motion::Run
            }
            state if state != TransportState::Playing && voice.is_audible() => Motion::FadeOut,
            _ => return voice.publish_levels(frames, weight),
        };
        if motion == Motion::Run && voice.gate.is_closing() && voice.dry.is_no() {
            voice.fade_in(voice.settings.start_fade);
        }
        self.voice_sums.begin(frames);
        let outcome = voice.render(&mut self.voice_sums, motion, self.start_lead);
        voice.publish_levels(frames, weight);
        self.sums.take_in(&mut self.voice_sums);
        let song = voice.settings.song;
        self.note(song, outcome);
        if motion == Motion::Run {
            self.say_heard();
        }
        self.jump_if_due();
        if motion == Motion::Run {
            self.end_song();
        }
    }

    fn note(&mut self, song: SongId, outcome: VoiceOutcome) {
        let snapshot = &mut self.snapshot;
        snapshot.underrun_frames += outcome.dry_frames;
        snapshot.unsynchronised_blocks += u64::from(outcome.is_unsynchronised);
        if let Some(at) = outcome.went_dry {
            snapshot.underruns += 1;
            self.say(AudioEvent::UnderrunBegan { song, at });
        }
        if let Some((at, frames)) = outcome.recovered {
            self.say(AudioEvent::UnderrunEnded { song, at, frames });
        }
    }

    fn publish(&mut self, at: Instant, block_frames: FrameCount) {
        let target = self.target.as_ref().map(|target| &target.voice);
        let current = self.current.as_ref();
        self.snapshot = TransportSnapshot {
            state: self.state,
            song: current.map(|voice| voice.settings.song),
            playhead: current.map_or(FramePos::ZERO, |voice| voice.playhead),
            song_frames: current.and_then(|voice| voice.song_frames),
            at,
            block_frames,
            start_lead: self.start_lead,
            seeking: target.map(|voice| (voice.settings.song, voice.settings.start)),
            is_loading: self.state == TransportState::Playing
                && current.is_some_and(|voice| !voice.has_sounded),
            leads: WindowLeads {
                playing: current.map_or(FrameCount::ZERO, |voice| voice.lead()),
                outgoing: self.outgoing.iter().map(Voice::lead).min(),
                target: target.map(|voice| voice.lead()),
            },
            playing_window: current.map(|voice| voice.settings.window),
            target_window: target.map(|voice| voice.settings.window),
            outgoing_windows: self.outgoing.windows(),
            ..self.snapshot
        };
        self.parts.snapshots.write(self.snapshot);
    }

    fn is_sounding(&self) -> bool {
        self.state == TransportState::Playing
            && self.current.as_ref().is_some_and(|voice| voice.has_sounded)
    }

    /// An event that finds no room is lost: nothing depends on events, the snapshot has it all.
    pub(super) fn say(&mut self, event: AudioEvent) {
        let _ = self.parts.events.push(event);
    }

    /// Sends a voice home, or keeps it for a loop's next lap. There is room for as many as can be on their way here.
    pub(super) fn retire(&mut self, voice: Box<Voice>) {
        let Some(voice) = self.jumps.keep_for_lap(voice) else { return };
        if let Err(rtrb::PushError::Full(voice)) = self.parts.retired.push(voice) {
            // Can't be; to leak is the one thing that is harmless in a callback.
            std::mem::forget(voice);
        }
    }
}
