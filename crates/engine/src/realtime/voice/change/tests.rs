//! Claims about songs that become longer while they are heard.

use std::sync::Arc;

use super::*;
use crate::{
    protocol::{
        ActionId, SongId, WindowId,
        mix::{SongMix, StemMix},
        slab::Slab,
    },
    realtime::voice::VoiceSettings,
};

const SLAB: u64 = SLAB_FRAMES as u64;

/// A voice that has the first `slab_count` slabs of a song of `song_frames`.
fn voice(slab_count: u64, song_frames: u64) -> Voice {
    let settings = VoiceSettings {
        window: WindowId(1),
        song: SongId(0),
        action: Some(ActionId(1)),
        start: FramePos::ZERO,
        slab_count: 16,
        declick: FrameCount(240),
        start_fade: FrameCount::ZERO,
        gain_ramp_frames: 480,
    };
    let mix = SongMix::new([StemMix::default()].into_iter());
    let mut voice = Voice::new(settings, Arc::new(mix));
    for index in 0..slab_count {
        push(&mut voice, index, song_frames);
    }
    voice
}

fn push(voice: &mut Voice, index: u64, song_frames: u64) {
    voice.push_slab(Arc::new(Slab::new(index, Vec::new())), FrameCount(song_frames));
}

#[test]
fn a_song_that_becomes_longer_goes_on() {
    let mut voice = voice(2, 5 * SLAB - 7);
    voice.lengthen(FrameCount(9 * SLAB));
    assert_eq!(voice.song_end(), FramePos(9 * SLAB));
    voice.lengthen(FrameCount(3 * SLAB));
    assert_eq!(voice.song_end(), FramePos(9 * SLAB), "it never becomes shorter");
}

#[test]
fn where_all_is_in_the_song_ends_until_its_next_slab_is_there() {
    let mut voice = voice(3, 3 * SLAB - 7);
    voice.lengthen(FrameCount(9 * SLAB));
    assert_eq!(voice.song_end(), FramePos(3 * SLAB - 7));
    push(&mut voice, 3, 9 * SLAB);
    assert_eq!(voice.song_end(), FramePos(9 * SLAB));
    assert_eq!(voice.lead(), FrameCount(4 * SLAB));
}

#[test]
fn a_longer_end_in_the_last_slab_is_the_end_at_once() {
    let mut voice = voice(3, 3 * SLAB - 7);
    voice.lengthen(FrameCount(3 * SLAB - 2));
    assert_eq!(voice.song_end(), FramePos(3 * SLAB - 2));
}
