//! Names and order of stems.

use std::collections::BTreeSet;

use super::*;

#[test]
fn names_are_unique_for_any_number_of_stems() {
    for count in [1, 12, 64, 65, 300, 1000] {
        let names: BTreeSet<String> = plan(count).iter().map(StemPlan::name).collect();
        assert_eq!(names.len(), count);
    }
}

#[test]
fn songs_of_twelve_stems_are_a_whole_band_with_cues() {
    let names: Vec<String> = plan(12).iter().map(StemPlan::name).collect();
    let band = ["Kick", "Snare", "Hats", "Bass", "Acoustic Guitar", "Electric Piano"];
    assert_eq!(names[..6], band);
    assert_eq!(names[10..], ["Click", "Guide"], "cues stand last on the desk");
}

#[test]
fn more_stems_never_lack_what_fewer_have() {
    for count in 1..100 {
        let [fewer, more] = [count, count + 1]
            .map(|count| plan(count).iter().map(StemPlan::name).collect::<BTreeSet<String>>());
        assert!(more.is_superset(&fewer), "at {count}");
    }
}

#[test]
fn every_stem_plays_in_the_chorus_or_in_two_other_sections() {
    for kind in &STEM_KINDS {
        let plays = kind.plays;
        let is_heard = plays.is_in(Chorus) || plays.0.len() >= 2;
        assert!(is_heard, "{} is hardly heard", kind.name);
    }
}
