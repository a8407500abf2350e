//! Fades that overlap: how many, and which of them gives way.

use std::sync::Arc;

use attacca_units::{FrameCount, FramePos};

use super::{MAX_OUTGOING, Outgoing};
use crate::{
    protocol::{SongId, WindowId, mix::SongMix, slab::Slab},
    realtime::voice::{Voice, VoiceSettings},
};

const DECLICK: FrameCount = FrameCount(240);
const LONG_FADE: usize = 480_000;

/// A voice of a song without stems, in the midst of a long fade.
fn fading(window: u64) -> Box<Voice> {
    let settings = VoiceSettings {
        window: WindowId(window),
        song: SongId(0),
        action: None,
        start: FramePos::ZERO,
        slab_count: 8,
        declick: DECLICK,
        start_fade: DECLICK,
        gain_ramp_frames: 480,
    };
    let mut voice = Voice::new(settings, Arc::new(SongMix::new(std::iter::empty())));
    voice.push_slab(Arc::new(Slab::new(0, Vec::new())), FrameCount(1 << 30));
    voice.cross_in(FrameCount::ZERO);
    voice.fade_out_fed(FrameCount(LONG_FADE as u64));
    Box::new(voice)
}

fn fades(outgoing: &Outgoing) -> Vec<(u64, usize)> {
    outgoing.iter().map(|voice| (voice.settings.window.0, voice.gate.frames_left())).collect()
}

#[test]
fn the_oldest_fade_is_hurried_when_one_place_is_left_and_cut_when_none_is() {
    let mut outgoing = Outgoing::default();
    for window in 1..MAX_OUTGOING as u64 {
        assert!(outgoing.push(fading(window), DECLICK).is_none());
    }
    assert_eq!(fades(&outgoing), [(1, LONG_FADE), (2, LONG_FADE), (3, LONG_FADE)]);
    assert!(outgoing.push(fading(4), DECLICK).is_none());
    assert_eq!(fades(&outgoing), [(1, 240), (2, LONG_FADE), (3, LONG_FADE), (4, LONG_FADE)]);
    let cut = outgoing.push(fading(5), DECLICK).expect("no place is left");
    assert_eq!(cut.settings.window, WindowId(1));
    assert_eq!(fades(&outgoing), [(2, 240), (3, LONG_FADE), (4, LONG_FADE), (5, LONG_FADE)]);
}

#[test]
fn a_voice_that_has_fallen_silent_leaves_and_the_others_stay_in_order() {
    let mut outgoing = Outgoing::default();
    (1..4).for_each(|window| assert!(outgoing.push(fading(window), DECLICK).is_none()));
    assert!(outgoing.take_silent().is_none());
    let second = outgoing.iter_mut().nth(1).expect("there are three");
    second.gate.close(FrameCount::ZERO);
    let silent = outgoing.take_silent().expect("one is silent");
    assert_eq!(silent.settings.window, WindowId(2));
    assert_eq!(fades(&outgoing), [(1, LONG_FADE), (3, LONG_FADE)]);
    let taken = outgoing.take_any_of(&[WindowId(7), WindowId(3)]).expect("one of them fades");
    assert_eq!(taken.settings.window, WindowId(3));
    assert_eq!(fades(&outgoing), [(1, LONG_FADE)]);
}

#[test]
fn the_schedule_is_told_where_each_fade_ends() {
    let mut outgoing = Outgoing::default();
    outgoing.push(fading(9), DECLICK);
    let [Some(window), None, None, None] = outgoing.windows() else { panic!("one fades") };
    assert_eq!((window.window, window.playhead), (WindowId(9), FramePos::ZERO));
    assert_eq!(window.end, FramePos(LONG_FADE as u64));
}
