//! Claims about the buses of the settings.

use super::*;

fn bus(name: &str, channels: &[u32]) -> BusSettings {
    BusSettings { name: name.to_owned(), channels: channels.into(), level_db: 0.0, is_muted: false }
}

#[test]
fn the_main_bus_is_always_there_and_first() {
    let names = |buses: &[BusSettings]| -> Vec<String> {
        checked_buses(buses).unwrap().into_iter().map(|bus| bus.name).collect()
    };
    assert_eq!(names(&[]), ["main"]);
    assert_eq!(names(&[bus("click", &[3]), bus("Main", &[5, 6])]), ["Main", "click"]);
}

#[test]
fn buses_that_cannot_be_are_refused() {
    for buses in [
        vec![bus(" ", &[])],
        vec![bus("a\nb", &[])],
        vec![bus(&"x".repeat(65), &[])],
        vec![bus("a", &[]), bus("A ", &[])],
        vec![bus("a", &[0])],
        vec![bus("a", &[256])],
        vec![bus("a", &[1, 1])],
        vec![bus("a", &[1, 2, 3])],
        vec![BusSettings { level_db: f64::NAN, ..bus("a", &[]) }],
        (0..32).map(|number| bus(&number.to_string(), &[])).collect(),
    ] {
        let refused = checked_buses(&buses);
        assert!(refused.is_err(), "{buses:?}");
    }
}

#[test]
fn channels_are_those_of_the_engine() {
    assert_eq!(channels_of(&[]), BusChannels::Nowhere);
    assert_eq!(channels_of(&[1, 2]), BusChannels::FIRST_PAIR);
    assert_eq!(channels_of(&[3]).iter().map(|channel| channel.number()).collect::<Vec<_>>(), [3]);
}
