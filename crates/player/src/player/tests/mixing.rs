//! Claims about pans, buses and trims by name.

use attacca_engine::StemMix;
use attacca_session::Stem;
use attacca_units::{Decibels, Pan};

use super::stage::Stage;
use crate::{Action, PlayerError, bus::BusDefinition, first_mix};

fn define(stage: &mut Stage, text: &str) -> String {
    let definition: BusDefinition = text.parse().unwrap();
    stage.player.define_bus(&definition).unwrap().to_string()
}

fn pan(stem: &str, pan: Pan) -> Action {
    Action::Pan { stem: stem.to_owned(), pan }
}

#[test]
fn a_click_is_sent_to_its_bus_in_every_song() {
    let stems: &[&str] = &["01 Kick.wav", "02 Click.wav"];
    let without: &[&str] = &["01 Kick.wav", "02 Bass.wav"];
    let mut stage = Stage::new(&[("1 One", without), ("2 Two", stems), ("3 Three", stems)]);
    assert_eq!(define(&mut stage, "Click=3,4"), "bus Click: 0.0 dB on 3/4");
    let change = stage.player.route("click", "CLICK").unwrap();
    assert_eq!(change.to_string(), "Click goes to bus Click");
    for (song, second) in [(1, "main"), (2, "Click"), (3, "Click")] {
        stage.act(Action::SongNumber(song));
        stage.until(|stage| stage.status().song_number == song);
        let buses: Vec<String> = stage.status().stems.into_iter().map(|stem| stem.bus).collect();
        assert_eq!(buses, ["main", second], "song {song}");
    }
}

#[test]
fn a_number_means_the_stem_of_that_name_and_not_that_number_in_other_songs() {
    let songs: [(&str, &[&str]); 2] =
        [("1 One", &["01 Click.wav", "02 Bass.wav"]), ("2 Two", &["01 Bass.wav", "02 Click.wav"])];
    let mut stage = Stage::new(&songs);
    define(&mut stage, "click=3");
    stage.player.route("1", "click").unwrap();
    stage.act(Action::Next);
    stage.until(|stage| stage.status().song_number == 2);
    let stems = stage.status().stems;
    assert_eq!((stems[0].bus.as_str(), stems[1].bus.as_str()), ("main", "click"));
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    let mut stage = Stage::with_three_songs();
    let error = stage.player.route("Click", "cues").unwrap_err();
    assert_eq!(error.to_string(), "no bus is called \"cues\"; there are main");
    assert!(matches!(stage.player.route("tuba", "main"), Err(PlayerError::Find(_))));
    assert!(matches!(stage.player.mute_bus("tuba"), Err(PlayerError::NoSuchBus { .. })));
    for number in 1..32 {
        define(&mut stage, &format!("bus {number}=1,2"));
    }
    let one_more = "one more=1".parse().unwrap();
    assert_eq!(stage.player.define_bus(&one_more), Err(PlayerError::NoBusLeft));
    define(&mut stage, "bus 7=3");
}

#[test]
fn a_bus_has_a_level_a_mute_and_channels_in_the_status() {
    let mut stage = Stage::with_three_songs();
    define(&mut stage, "click=3,4");
    define(&mut stage, "cues=2");
    let change = stage.player.set_bus_level("click", Decibels(-6.0)).unwrap();
    assert_eq!(change.to_string(), "bus click: -6.0 dB on 3/4");
    let change = stage.player.mute_bus("click").unwrap();
    assert_eq!(change.to_string(), "bus click: -6.0 dB on 3/4, muted");
    stage.player.route("Kick", "cues").unwrap();
    stage.act(Action::Play);
    // Two stems stay in the main bus, a quarter of full scale each: 20·log10(1/2).
    stage.until(|stage| stage.player.glance().peak_dbfs == [Some(-6.02); 2]);
    stage.until(|stage| stage.status().buses[2].peak_dbfs == [Some(-12.04); 2]);
    let [main, click, cues] = &stage.status().buses[..] else { panic!("three buses") };
    assert_eq!(
        (main.name.as_str(), &main.channels[..], main.is_heard),
        ("main", &[1, 2][..], true)
    );
    assert_eq!((&click.channels[..], click.is_heard), (&[3, 4][..], false));
    assert_eq!((click.gain_db, click.is_muted), (Some(-6.0), true));
    assert_eq!((&cues.channels[..], cues.is_heard), (&[2][..], true));
    assert_eq!(stage.status().output_channels, 2);
}

#[test]
fn the_master_is_the_level_of_the_main_bus() {
    let mut stage = Stage::with_three_songs();
    stage.act(Action::Master(Decibels(-3.0)));
    assert_eq!(stage.status().buses[0].gain_db, Some(-3.0));
    stage.player.set_bus_level("main", Decibels::SILENCE).unwrap();
    assert_eq!(stage.status().buses[0].gain_db, None);
}

#[test]
fn a_bus_that_the_output_lacks_is_said_once() {
    let mut stage = Stage::with_three_songs();
    define(&mut stage, "click=3,4");
    stage.until(|stage| {
        stage.has_said(
            "bus click goes to channels 3 and 4, and the output has 2 channels: what is meant for \
             the others is not heard",
        )
    });
    define(&mut stage, "cues=5");
    stage.until(|stage| stage.has_said("bus cues goes to channel 5, "));
    stage.for_a_while();
    let said = stage.notices.iter().filter(|notice| notice.text.contains("bus click")).count();
    assert_eq!(said, 1);
}

#[test]
fn a_pan_and_a_trim_are_shown() {
    let mut stage = Stage::with_three_songs();
    let change = stage.player.act(&pan("bass", Pan(-0.3))).unwrap();
    assert_eq!(change.to_string(), "Bass DI: 0.0 dB, L30");
    assert_eq!(stage.status().stems[1].pan, -0.3);
    assert!(stage.player.act(&pan("tuba", Pan::CENTRE)).is_err());
    assert_eq!(
        stage.player.act(&Action::Trim(Decibels(-2.0))).unwrap().to_string(),
        "trim: -2.0 dB"
    );
    assert_eq!(stage.status().trim_db, Some(-2.0));
    stage.act(Action::Next);
    stage.until(|stage| stage.status().song_number == 2);
    assert_eq!(stage.status().trim_db, Some(0.0), "a trim is its song's");
}

#[test]
fn a_stem_that_is_muted_at_first_is_so_until_somebody_wants_it() {
    let stem = Stem::of_track("Encore.stem.mp4".into(), 0, "Mix");
    assert_eq!(first_mix(&stem), StemMix::default());
    let first = first_mix(&Stem { is_muted_at_first: true, ..stem });
    assert_eq!(first, StemMix { is_muted: true, ..StemMix::default() });
}
