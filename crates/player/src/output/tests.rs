//! Claims about outputs, without any device.

use std::time::Duration;

use attacca_engine::{EngineSettings, MultiTrackEngine, output::DeviceFormat};

use super::*;

fn renderer() -> Renderer {
    let (_, renderer) = MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_44100)).unwrap();
    renderer
}

#[test]
fn the_null_output_says_that_it_is_one() {
    let choice = OutputChoice::Null { buffer_frames: Some(64) };
    let (output, _) = Output::start(renderer(), &choice).unwrap();
    assert_eq!(output.name(), "null output, no sound (44100 Hz, f32, 64 frames)");
    assert!(output.events().try_recv().is_err());
}

#[test]
fn what_names_no_device_at_all_is_refused() {
    let settings =
        DeviceSettings { device: Some("no such".to_owned()), ..DeviceSettings::default() };
    let failed = Output::start(renderer(), &OutputChoice::Device(settings));
    assert!(matches!(failed, Err(OutputError::NoDeviceId { .. })), "{failed:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_named_device_that_is_not_plugged_in_is_waited_for_and_said() {
    let device = Some("alsa:hw:CARD=NotPluggedIn,DEV=0".to_owned());
    let settings = DeviceSettings { device, ..DeviceSettings::default() };
    let (output, notices) = Output::start(renderer(), &OutputChoice::Device(settings)).unwrap();
    assert_eq!(output.name(), "no device yet, no sound");
    assert_eq!(output.report().state, ipc::OutputState::Lost);
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!(notice.severity, Severity::Warning);
    assert!(notice.text.contains("CARD=NotPluggedIn"), "{}", notice.text);
}

#[test]
fn a_refused_priority_is_said_with_its_remedy() {
    let refused = RealtimePriority::Refused { reason: "not permitted".to_owned() };
    let notice = output_notice(&OutputEvent::Realtime(refused)).unwrap();
    assert_eq!(notice.severity, Severity::Info);
    assert!(notice.text.contains("(not permitted)"), "{}", notice.text);
    assert!(notice.text.contains(REALTIME_REMEDY), "{}", notice.text);
    for priority in [RealtimePriority::Granted, RealtimePriority::NotAsked] {
        assert_eq!(output_notice(&OutputEvent::Realtime(priority)), None);
    }
}

#[test]
fn a_lost_device_is_said_with_what_goes_on_and_what_to_do() {
    let notice = output_notice(&OutputEvent::Lost(LossReason::Silent)).unwrap();
    assert_eq!(notice.severity, Severity::Error);
    assert_eq!(
        notice.text,
        "the output device is gone (it does not ask for sound any more); playing goes on silently, \
         plug it in again and the sound comes back"
    );
}

#[test]
fn a_clock_that_runs_wrong_needs_nobodys_help() {
    let (believed, measured) = (SampleRate::HZ_48000, SampleRate::HZ_44100);
    let reason = LossReason::WrongRate { believed, measured };
    let notice = output_notice(&OutputEvent::Lost(reason)).unwrap();
    assert_eq!(notice.severity, Severity::Warning);
    assert!(notice.text.contains("it runs at 44100 Hz, not at 48000 Hz"), "{}", notice.text);
}

#[test]
fn a_device_that_comes_is_said_with_its_rate() {
    let status = DeviceStatus {
        device: "alsa:hw:CARD=Hall".to_owned(),
        name: "Hall".to_owned(),
        sample_rate: SampleRate::HZ_44100,
        engine_rate: SampleRate::HZ_48000,
        channel_count: 2,
        format: DeviceFormat::I24,
        buffer_frames: Some(512),
        latency: Duration::ZERO,
        priority: RealtimePriority::Granted,
    };
    let notice = output_notice(&OutputEvent::Arrived(status.clone())).unwrap();
    assert_eq!(notice.text, "sound on Hall (44100 Hz, resampled from 48000 Hz, i24, 512 frames)");
    let silent_for = Duration::from_millis(2_345);
    let notice = output_notice(&OutputEvent::Back { status, silent_for }).unwrap();
    assert_eq!(
        notice.text,
        "sound again on Hall (44100 Hz, resampled from 48000 Hz, i24, 512 frames), 2.3 s later"
    );
}

#[test]
fn an_absent_device_that_is_opened_behind_the_output_is_said_like_one_at_the_start() {
    let device = Some("alsa:hw:CARD=NotPluggedIn,DEV=0".to_owned());
    let settings = DeviceSettings { device, ..DeviceSettings::default() };
    let choice = OutputChoice::Device(settings);
    let (output, notices) = Output::switch_behind(renderer(), &choice).unwrap();
    assert_eq!((output.name().as_str(), &notices[..]), ("no device yet, no sound", &[][..]));
    let event = output.events().recv_timeout(Duration::from_secs(30)).unwrap();
    let notice = output_notice(&event).unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(notice.severity, Severity::Warning);
        assert!(notice.text.starts_with("no sound device, so"), "{}", notice.text);
    }
}
