//! Refusals bring the renderer back.

use attacca_units::SampleRate;

use super::*;
use crate::{EngineSettings, MultiTrackEngine};

fn start(device: &str) -> Result<DeviceStream, Box<StartFailure>> {
    let (_engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
    let settings = DeviceSettings { device: Some(device.to_owned()), ..DeviceSettings::default() };
    DeviceStream::start(renderer, &settings)
}

#[test]
fn an_unknown_device_is_refused_by_name_and_the_renderer_comes_back() {
    for device in ["alsa:no such device", "no host", "", "nohost:hw:0"] {
        let failure = start(device).expect_err("there is no such device");
        assert!(
            failure.to_string().contains(&format!("{device:?}")),
            "{failure} does not name {device:?}"
        );
        assert_eq!(failure.renderer.engine_rate(), SampleRate::HZ_48000);
    }
}

#[test]
fn the_default_device_of_an_unknown_interface_is_refused_by_its_name() {
    let settings = DeviceSettings { host: Some("NoHost".to_owned()), ..DeviceSettings::default() };
    let (_engine, renderer) =
        MultiTrackEngine::new(EngineSettings::new(SampleRate::HZ_48000)).expect("threads");
    let failure = DeviceStream::start(renderer, &settings).expect_err("there is no such host");
    assert!(failure.to_string().contains("\"NoHost\""), "{failure}");
}
