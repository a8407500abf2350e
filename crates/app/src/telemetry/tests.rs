//! Claims about telemetry.

use super::*;

fn meter(peak: f32) -> Meter {
    Meter { peak: [peak, 0.0], rms: [peak / 2.0, 0.0] }
}

#[test]
fn levels_are_tenths_of_db_with_a_floor() {
    assert_eq!(levels(meter(1.0)), [0, -1000, -60, -1000]);
    assert_eq!(levels(meter(2.0)), [60, -1000, 0, -1000]);
}

#[test]
fn what_is_beyond_full_scale_lights_its_lamp_once() {
    let mut clips = Vec::new();
    for _ in 0..2 {
        note_clips(&mut clips, &[meter(1.0), meter(1.01)], &[meter(1.2), meter(0.5), meter(1.5)]);
    }
    assert_eq!(clips, [1, -1, -2, -4]);
}
