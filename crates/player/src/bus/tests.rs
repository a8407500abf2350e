//! Claims about names and definitions of buses.

use attacca_engine::{BusChannels, BusId, OutputChannel};

use super::{BusDefinition, NamedBuses, ParseBusError};

fn channel(number: usize) -> OutputChannel {
    OutputChannel::new(number).unwrap()
}

#[test]
fn a_definition_is_a_name_and_one_channel_or_two() {
    let pair = |left, right| BusChannels::Pair(channel(left), channel(right));
    let cases = [
        ("click=3", "click", BusChannels::Mono(channel(3))),
        ("cues=3,4", "cues", pair(3, 4)),
        (" Drum Sub = 8 , 7 ", "Drum Sub", pair(8, 7)),
        ("a=b=1", "a=b", BusChannels::Mono(channel(1))),
        ("main=255,1", "main", pair(255, 1)),
    ];
    for (text, name, channels) in cases {
        let definition = BusDefinition { name: name.to_owned(), channels };
        assert_eq!(text.parse(), Ok(definition), "{text}");
    }
}

#[test]
fn what_is_no_definition_is_told_by_what_is_wrong() {
    for text in ["", "click", "3,4", "=3", " =3,4"] {
        let error = text.parse::<BusDefinition>().unwrap_err();
        assert_eq!(error, ParseBusError::NoName(text.to_owned()));
    }
    for channels in ["", "0", "256", "-1", "+1", "1,", ",1", "3,3", "1,2,3", "1/2", "one"] {
        let error = format!("click={channels}").parse::<BusDefinition>().unwrap_err();
        assert_eq!(error, ParseBusError::Channels(channels.to_owned()));
    }
}

#[test]
fn a_name_is_the_same_in_whatever_case() {
    let mut buses = NamedBuses::new();
    assert_eq!(buses.find("Main"), Some(BusId::MAIN));
    let click = buses.find_or_add(" Click ").unwrap();
    assert_ne!(click, BusId::MAIN);
    assert_eq!(buses.find_or_add("CLICK"), Some(click));
    assert_eq!((buses.find("click"), buses.name(click)), (Some(click), "Click"));
    assert_eq!(buses.find("cues"), None);
    assert_eq!(buses.iter().collect::<Vec<_>>(), [(BusId::MAIN, "main"), (click, "Click")]);
}

#[test]
fn there_are_no_more_names_than_buses() {
    let mut buses = NamedBuses::new();
    for number in 1..BusId::all().count() {
        assert_eq!(buses.find_or_add(&number.to_string()).map(BusId::index), Some(number));
    }
    assert_eq!(buses.find_or_add("one more"), None);
    assert!(buses.find_or_add("main").is_some());
}

#[test]
fn an_output_needs_the_highest_channel_of_any_bus_and_two_at_least() {
    let count = |texts: &[&str]| {
        let buses: Vec<BusDefinition> = texts.iter().map(|text| text.parse().unwrap()).collect();
        super::channel_count(&buses)
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["click=1"]), 2);
    assert_eq!(count(&["click=3,7", "cues=4"]), 7);
}
