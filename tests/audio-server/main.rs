//! What a real audio server hears, bit for bit.
//!
//! The test starts an audio server of its own with a sink that goes nowhere, records what arrives
//! there, and runs itself once more as the player, since ALSA is told by environment variables
//! where to play. Thirty position-coded stems tell from the recording which frames were heard and
//! that all stems were in step: through the engine, cpal, ALSA and the server.
//!
//! - [`script`]: what the player does; [`player`] does it.
//! - [`loss`]: the server dies and comes back while the player plays.
//! - [`other_rate`]: its sink, or all of it, comes back at another rate; or it comes after the player.
//!   [`chirp`] tells the place in the song then, and [`live`] is the player.
//! - [`resampled`]: the server runs at another rate than the songs.
//! - [`server`]: the server, of [`attacca_test_support::audio_server`].
//! - [`recording`]: which frames a recording holds.
#![cfg(target_os = "linux")]

mod chirp;
mod live;
mod loss;
mod other_rate;
mod player;
mod recording;
mod resampled;
mod script;
mod server;

use attacca_test_support::files::TestFolder;

use player::PlayerReport;
use recording::{Stretch, is_silent, joined_over_lost_quanta, silences, stretches};
use script::{Heard, SCRIPT, Songs};

/// The test that this program runs; the player is the same one, told so by [`player::ROLE`].
const TEST: &str = "a_recording_of_the_audio_server_holds_the_right_frames_only";

/// A recording on a machine too slow for its audio server proves nothing; so many are made before
/// the machine is given up.
const ATTEMPTS: usize = 5;

/// Silences that the script asks for.
const PAUSES: usize = 1;

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
        let found = joined_over_lost_quanta(stretches(&samples, &songs), &samples);
        let wrong = check(&found, &samples).err();
        let Some(wrong) = wrong else { return };
        let is_servers_fault =
            report.xruns > 0 || was_held_up(&found) || silences(&samples) > PAUSES;
        assert!(is_servers_fault, "{wrong}, in {found:?}");
        eprintln!("the server came too late, {} xruns: recording again", report.xruns);
    }
    panic!("the device ran dry in each of {ATTEMPTS} recordings: this machine is too busy");
}

/// Plays the script to a new server; interleaved stereo samples of what arrived.
fn record(folder: &TestFolder) -> (PlayerReport, Vec<f32>) {
    let server = server::start(48_000);
    let recorder = server.record();
    let report = player::run(&server, TEST, folder.root());
    (report, recorder.stop().samples)
}

/// True when the server was too late to fetch what it played: the sound stops and goes on at the
/// very next frame. The renderer can't do that, since its playhead never waits.
fn was_held_up(found: &[Stretch]) -> bool {
    found
        .windows(2)
        .any(|pair| (pair[0].song, pair[0].frames.end) == (pair[1].song, pair[1].frames.start))
}

/// Every stretch is the one that the script asks for, and what lies between is a fade or silence;
/// else what is wrong.
fn check(found: &[Stretch], samples: &[f32]) -> Result<(), String> {
    ensure(found.len() == SCRIPT.len(), || format!("{} stretches", found.len()))?;
    let before_first = 0..found[0].at - DECLICK as usize;
    ensure(is_silent(samples, before_first), || "noise before the first action".to_owned())?;
    for (index, stretch) in found.iter().enumerate() {
        let step = &SCRIPT[index];
        ensure(stretch.song == step.song, || format!("{:?} sounds another song", step.action))?;
        let before = index.checked_sub(1).map(|before| &found[before]);
        match (step.heard, before) {
            (Heard::FromSilence, _) => check_start(stretch, step.target),
            (Heard::ByCrossfade, Some(before)) => check_crossfade(before, stretch, step.target),
            (Heard::AfterPause, Some(before)) => check_pause(before, stretch, samples),
            (_, None) => unreachable!("the script begins in silence"),
        }?;
    }
    Ok(())
}

/// Fades in at the very frame that was asked for.
fn check_start(stretch: &Stretch, target: u64) -> Result<(), String> {
    let faded = stretch.frames.start as i64 - target as i64;
    ensure((0..=DECLICK as i64).contains(&faded), || format!("begins {faded} frames late"))
}

/// The old sound goes on until the new one begins under it, and nothing is left out of either.
fn check_crossfade(old: &Stretch, new: &Stretch, target: u64) -> Result<(), String> {
    let faded = new.frames.start as i64 - target as i64;
    ensure((0..=CROSSFADE as i64).contains(&faded), || {
        format!("{faded} frames at {target} are no code: more than a crossfade")
    })?;
    let began_at = new.at as i64 - faded;
    // The first frame of a crossfade is all old.
    let left_over = old.end() as i64 - began_at;
    ensure((0..=1).contains(&left_over), || {
        format!("the old sound ends {left_over} frames after the new one begins at {target}")
    })
}

/// Goes on where it was left, after silence.
fn check_pause(before: &Stretch, after: &Stretch, samples: &[f32]) -> Result<(), String> {
    let left_out = after.frames.start as i64 - before.frames.end as i64;
    ensure((0..=2 * DECLICK as i64).contains(&left_out), || {
        format!("{left_out} frames are missing around the pause: more than two declicks")
    })?;
    let fade = DECLICK as usize;
    let silence = before.end() + fade..after.at - fade;
    ensure(silence.len() > 4800, || "the pause was not heard".to_owned())?;
    ensure(is_silent(samples, silence), || "the pause is not silent".to_owned())
}

fn ensure(is_right: bool, wrong: impl FnOnce() -> String) -> Result<(), String> {
    if is_right { Ok(()) } else { Err(wrong()) }
}
