//! Claims about outputs, without any device.

use attacca_engine::{EngineSettings, MultiTrackEngine};

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
fn a_device_that_was_named_is_never_replaced_by_silence() {
    let settings =
        DeviceSettings { device: Some("no such".to_owned()), ..DeviceSettings::default() };
    let failed = Output::start(renderer(), &OutputChoice::Device(settings));
    assert!(matches!(failed, Err(OutputError::UnknownDevice { .. })), "{failed:?}");
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
