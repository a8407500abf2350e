//! Claims about stems that are left out of some slabs: nothing clicks, nothing else changes.

use std::sync::Arc;

use attacca_units::{FrameCount, FramePos, Gain};

use crate::{
    loading::samples::{SampleBlock, SampleData},
    protocol::{
        ActionId, SongId, WindowId,
        bus::BusId,
        mix::{SongMix, StemMix},
        slab::{Part, Slab, SlabPart},
    },
    realtime::{
        piece::{BusPieces, PIECE_FRAMES},
        voice::{Motion, Voice, VoiceSettings},
    },
    settings::SLAB_FRAMES,
};

const SLAB: usize = SLAB_FRAMES;
const DECLICK: usize = 240;
const SONG_FRAMES: FrameCount = FrameCount(1 << 20);

/// A voice of two mono stems, and the mix it plays.
fn voice(start: FramePos) -> (Voice, Arc<SongMix>) {
    let mix = Arc::new(SongMix::new([StemMix::default(); 2].into_iter()));
    let settings = VoiceSettings {
        window: WindowId(1),
        song: SongId(0),
        action: Some(ActionId(1)),
        start,
        slab_count: 16,
        declick: FrameCount(DECLICK as u64),
        start_fade: FrameCount::ZERO,
        gain_ramp_frames: 480,
    };
    let mut voice = Voice::new(settings, Arc::clone(&mix));
    voice.gate.open(FrameCount::ZERO);
    (voice, mix)
}

/// Slab `index`: the first stem is 0.25 everywhere, the second one 0.5 where it is.
fn slab(index: u64, second: Option<f32>) -> Arc<Slab> {
    let part = |level: f32| {
        let data = SampleData::F32(vec![level; SLAB].into_boxed_slice());
        let block = SampleBlock { data, channel_count: 1 };
        SlabPart::Sound(Part { start: Slab::start_of(index), block })
    };
    let parts = vec![part(0.25), second.map_or(SlabPart::Absent, part)];
    Arc::new(Slab::new(index, parts))
}

/// What the second stem adds to the left channel, as a share of its level.
fn second(voice: &mut Voice, frames: usize, block: usize) -> Vec<f32> {
    let mut heard = Vec::new();
    let mut out = BusPieces::new();
    while heard.len() < frames {
        out.begin(block.min(frames - heard.len()));
        let outcome = voice.render(&mut out, Motion::Run, FrameCount(0));
        assert!(!outcome.is_unsynchronised && outcome.went_dry.is_none());
        let main = out.stretch(BusId::MAIN, 0..out.frames());
        heard.extend_from_slice(main.left);
    }
    let side = std::f32::consts::FRAC_1_SQRT_2;
    heard.into_iter().map(|sample| (sample / side - 0.25) / 0.5).collect()
}

fn assert_steady(heard: &[f32], level: f32, what: &str) {
    assert!(heard.iter().all(|sample| (sample - level).abs() < 1e-5), "{what}");
}

#[test]
fn a_stem_fades_out_before_the_slab_that_lacks_it_and_in_behind_it() {
    for block in [64, 100, PIECE_FRAMES] {
        let (mut voice, _mix) = voice(FramePos::ZERO);
        for index in 0..8 {
            voice.push_slab(slab(index, (index != 2 && index != 3).then_some(0.5)), SONG_FRAMES);
        }
        let heard = second(&mut voice, 6 * SLAB, block);
        assert_steady(&heard[..2 * SLAB - DECLICK], 1.0, "whole until the fade");
        assert_steady(&heard[2 * SLAB..4 * SLAB], 0.0, "silent where it is absent");
        assert_steady(&heard[4 * SLAB + DECLICK..], 1.0, "whole behind the fade");
        let steps = heard.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        let steepest = steps.fold(0.0, f32::max);
        assert!(steepest < 1.1 / DECLICK as f32, "a step of {steepest} with blocks of {block}");
    }
}

#[test]
fn a_voice_that_begins_in_a_slab_that_lacks_a_stem_plays_the_others_at_once() {
    let (mut voice, _mix) = voice(FramePos(1000));
    for index in 0..4 {
        voice.push_slab(slab(index, (index != 0).then_some(0.5)), SONG_FRAMES);
    }
    let heard = second(&mut voice, 2 * SLAB - 1000, 128);
    assert_steady(&heard[..SLAB - 1000], 0.0, "silent where it is absent");
    assert_steady(&heard[SLAB - 1000 + DECLICK..], 1.0, "whole behind the fade");
}

#[test]
fn a_fader_that_moves_while_the_stem_is_absent_holds_when_it_is_back() {
    let (mut voice, mix) = voice(FramePos::ZERO);
    for index in 0..5 {
        voice.push_slab(slab(index, (index != 1).then_some(0.5)), SONG_FRAMES);
    }
    second(&mut voice, SLAB + 1000, 128);
    mix.strips[1].set(StemMix { gain: Gain(0.5), ..StemMix::default() });
    let heard = second(&mut voice, 2 * SLAB, 128);
    assert_steady(&heard[..SLAB - 1000], 0.0, "still absent");
    assert_steady(&heard[SLAB - 1000 + 480..], 0.5, "at the new gain");
}

#[test]
fn a_fader_that_moves_during_the_fade_out_does_not_bring_the_stem_back() {
    let (mut voice, mix) = voice(FramePos::ZERO);
    for index in 0..5 {
        voice.push_slab(slab(index, (index != 1).then_some(0.5)), SONG_FRAMES);
    }
    second(&mut voice, SLAB - DECLICK / 2, 120);
    mix.strips[1].set(StemMix { gain: Gain(2.0), ..StemMix::default() });
    let heard = second(&mut voice, SLAB, 120);
    assert!(heard[..DECLICK / 2].windows(2).all(|pair| pair[1] <= pair[0]), "goes on down");
    assert_steady(&heard[DECLICK / 2..], 0.0, "silent where it is absent");
}

#[test]
fn an_absence_that_arrives_just_in_time_is_faded() {
    let (mut voice, _mix) = voice(FramePos::ZERO);
    voice.push_slab(slab(0, Some(0.5)), SONG_FRAMES);
    voice.push_slab(slab(1, Some(0.5)), SONG_FRAMES);
    // Enough is there for the first stretch; then the next slab comes, without the stem.
    second(&mut voice, 2 * SLAB - DECLICK - 10, 200);
    voice.push_slab(slab(2, None), SONG_FRAMES);
    voice.push_slab(slab(3, None), SONG_FRAMES);
    let heard = second(&mut voice, SLAB, 33);
    assert_steady(&heard[..10], 1.0, "whole until the fade");
    assert_steady(&heard[DECLICK + 10..], 0.0, "silent where it is absent");
}
