//! What a real audio server hears, bit for bit.
//!
//! The test starts an audio server of its own with a sink that goes nowhere, records what arrives
//! there, and runs itself once more as the player, since ALSA is told by environment variables
//! where to play. Thirty position-coded stems tell from the recording which frames were heard and
//! that all stems were in step: through the engine, cpal, ALSA and the server.
//!
//! - [`script`]: what the player does; [`player`] does it.
//! - [`server`]: the server and its recorder.
//! - [`recording`]: which frames a recording holds.
#![cfg(target_os = "linux")]

mod player;
mod recording;
mod script;
mod server;

use attacca_test_support::files::TestFolder;

use player::PlayerReport;
use recording::{Stretch, stretches};
use script::{Heard, SCRIPT, Songs};
use server::AudioServer;

/// The test that this program runs; the player is the same one, told so by [`player::ROLE`].
const TEST: &str = "a_recording_of_the_audio_server_holds_the_right_frames_only";

/// A recording on a machine too slow for its audio server proves nothing; so many are made before
/// the machine is given up.
const ATTEMPTS: usize = 3;

/// Frames of a declick at 48 kHz.
const DECLICK: u64 = 240;

/// Frames of a seek's crossfade at 48 kHz.
const CROSSFADE: u64 = 2400;

#[test]
fn a_recording_of_the_audio_server_holds_the_right_frames_only() {
    if let Some(folder) = player::role() {
        return player::play(&folder);
    }
    let folder = TestFolder::new();
    let songs = Songs::write(&folder);
    for _ in 0..ATTEMPTS {
        let (report, samples) = record(&folder);
        assert_eq!(report.underruns, 0, "the engine ran out of frames");
        assert_eq!(report.unsynchronised_blocks, 0);
        let found = stretches(&samples, &songs);
        if report.xruns == 0 && !was_held_up(&found) {
            return check(&found, &samples);
        }
        eprintln!("the server came too late, {} xruns: recording again", report.xruns);
    }
    panic!("the device ran dry in each of {ATTEMPTS} recordings: this machine is too busy");
}

/// Plays the script to a new server; interleaved stereo samples of what arrived.
fn record(folder: &TestFolder) -> (PlayerReport, Vec<f32>) {
    let server = AudioServer::start();
    let recorder = server.record();
    let report = player::run(&server, folder.root());
    (report, recorder.stop())
}

/// True when the server was too late to fetch what it played: the sound stops and goes on at the
/// very next frame. The renderer can't do that, since its playhead never waits.
fn was_held_up(found: &[Stretch]) -> bool {
    found
        .windows(2)
        .any(|pair| (pair[0].song, pair[0].frames.end) == (pair[1].song, pair[1].frames.start))
}

/// Every stretch is the one that the script asks for, and what lies between is a fade or silence.
fn check(found: &[Stretch], samples: &[f32]) {
    assert_eq!(found.len(), SCRIPT.len(), "one stretch for each action, but found {found:?}");
    let silence_before = &samples[..2 * (found[0].at - DECLICK as usize)];
    assert!(silence_before.iter().all(|sample| *sample == 0.0), "noise before the first action");
    for (index, stretch) in found.iter().enumerate() {
        let step = &SCRIPT[index];
        assert_eq!(stretch.song, step.song, "{:?} sounds another song", step.action);
        let before = index.checked_sub(1).map(|before| &found[before]);
        match (step.heard, before) {
            (Heard::FromSilence, _) => check_start(stretch, step.target),
            (Heard::ByCrossfade, Some(before)) => check_crossfade(before, stretch, step.target),
            (Heard::AfterPause, Some(before)) => check_pause(before, stretch, samples),
            (_, None) => unreachable!("the script begins in silence"),
        }
    }
}

/// Fades in at the very frame that was asked for.
fn check_start(stretch: &Stretch, target: u64) {
    let faded = stretch.frames.start - target;
    assert!(faded <= DECLICK, "the first {faded} frames are no code: more than a declick");
}

/// The old sound goes on until the new one begins under it, and nothing is left out of either.
fn check_crossfade(old: &Stretch, new: &Stretch, target: u64) {
    let faded = new.frames.start.checked_sub(target).expect("frames before the target were heard");
    assert!(faded <= CROSSFADE, "{faded} frames are no code: more than a crossfade");
    let began_at = new.at - faded as usize;
    assert!(began_at <= old.end(), "a hole of {} frames at {target}", began_at - old.end());
    // The first frame of a crossfade is all old.
    assert!(old.end() <= began_at + 1, "the old sound goes on unfaded at {target}");
}

/// Goes on where it was left, after silence.
fn check_pause(before: &Stretch, after: &Stretch, samples: &[f32]) {
    let left_out = after.frames.start.checked_sub(before.frames.end).expect("frames came again");
    assert!(left_out <= 2 * DECLICK, "{left_out} frames are missing: more than two declicks");
    let fade = DECLICK as usize;
    let silence = before.end() + fade..after.at - fade;
    assert!(silence.len() > 4800, "the pause was not heard");
    let is_silent = samples[2 * silence.start..2 * silence.end].iter().all(|s| *s == 0.0);
    assert!(is_silent, "the pause is not silent");
}
