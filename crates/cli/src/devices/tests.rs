//! Claims about the list of devices.

use attacca_engine::output::DeviceFormat;

use super::*;

fn device() -> DeviceInfo {
    DeviceInfo {
        id: "alsa:hw:CARD=USB,DEV=0".to_owned(),
        name: "USB\nAudio".to_owned(),
        host: "ALSA".to_owned(),
        is_default: true,
        channel_counts: vec![1, 2, 3, 4, 8],
        rates: vec![(44_100, 44_100), (48_000, 96_000)],
        formats: vec![DeviceFormat::F32, DeviceFormat::I24],
        buffer_frames: Some((64, 2048)),
    }
}

#[test]
fn a_device_is_shown_in_two_safe_lines() {
    assert_eq!(
        lines_of(&device()),
        "alsa:hw:CARD=USB,DEV=0\n    USB\\nAudio (default); 1–4, 8 channels; 44100, 48000–96000 Hz; \
         f32, i24; blocks of 64–2048 frames\n"
    );
}

#[test]
fn json_has_units_in_its_names() {
    let json = serde_json::to_value(DeviceReport::from(device())).unwrap();
    assert_eq!(json["sample_rates_hz"][1][1], 96_000);
    assert_eq!(json["formats"][0], "f32");
    assert_eq!(json["buffer_frames"][0], 64);
}
