//! Claims about what names tell: a corpus of names as studios, shops and programs write them.

use Role::*;

use super::*;
use crate::Role;

/// The name of a file without its extension, the role, and the name that is shown.
const STEMS: &[(&str, Role, &str)] = &[
    // Click and guide: what the audience must not hear.
    ("Click", Click, "Click"),
    ("CLICK TRACK", Click, "CLICK TRACK"),
    ("01 Click", Click, "Click"),
    ("Clicktrack_01", Click, "Clicktrack"),
    ("click-4-4", Click, "click-4-4"),
    ("Metronome", Click, "Metronome"),
    ("Metronom", Click, "Metronom"),
    ("Metrónomo", Click, "Metrónomo"),
    ("Klick", Click, "Klick"),
    ("Klickspur", Click, "Klickspur"),
    ("Clic", Click, "Clic"),
    ("Claqueta", Click, "Claqueta"),
    ("Click Bass Drum", Click, "Click Bass Drum"),
    ("Click + Guide", Click, "Click + Guide"),
    ("Guide", Guide, "Guide"),
    ("02_Guide", Guide, "Guide"),
    ("Guide Vocal", Guide, "Guide Vocal"),
    ("Vocal Guide", Guide, "Vocal Guide"),
    ("Guía", Guide, "Guía"),
    ("GUIA VOZ", Guide, "GUIA VOZ"),
    ("Cues", Guide, "Cues"),
    ("Voice Cues", Guide, "Voice Cues"),
    ("Spoken Cue", Guide, "Spoken Cue"),
    ("Count In", Guide, "Count In"),
    ("CountIn", Guide, "CountIn"),
    ("Count-off", Guide, "Count-off"),
    ("Talkback", Guide, "Talkback"),
    ("MD", Guide, "MD"),
    ("Ansagen", Guide, "Ansagen"),
    ("Einzähler", Guide, "Einzähler"),
    ("Décompte", Guide, "Décompte"),
    ("Scratch Vox", Guide, "Scratch Vox"),
    // Voices.
    ("Lead Vox", Vocals, "Lead Vox"),
    ("LeadVox", Vocals, "LeadVox"),
    ("Lead Vocal_01", Vocals, "Lead Vocal"),
    ("Lead", Vocals, "Lead"),
    ("LV", Vocals, "LV"),
    ("Ld Vox DBL", BackingVocals, "Ld Vox DBL"),
    ("Vocals", Vocals, "Vocals"),
    ("VOX 1", Vocals, "VOX 1"),
    ("voc_main", Vocals, "voc main"),
    ("Female Voice", Vocals, "Female Voice"),
    ("Voz principal", Vocals, "Voz principal"),
    ("Voix", Vocals, "Voix"),
    ("Chant", Vocals, "Chant"),
    ("Gesang", Vocals, "Gesang"),
    ("Leadgesang", Vocals, "Leadgesang"),
    ("Hauptstimme", Other, "Hauptstimme"),
    ("Rap", Vocals, "Rap"),
    ("Acapella", Vocals, "Acapella"),
    ("Vocal FX", Vocals, "Vocal FX"),
    ("BGV", BackingVocals, "BGV"),
    ("BGVs", BackingVocals, "BGVs"),
    ("BVs_Stem", BackingVocals, "BVs"),
    ("BV 1 High", BackingVocals, "BV 1 High"),
    ("Backing Vocals", BackingVocals, "Backing Vocals"),
    ("backing_vox", BackingVocals, "backing vox"),
    ("Background Vox L", BackingVocals, "Background Vox L"),
    ("Back Vox", BackingVocals, "Back Vox"),
    ("BackingVocals", BackingVocals, "BackingVocals"),
    ("Vox BG 2", BackingVocals, "Vox BG 2"),
    ("Harmony", BackingVocals, "Harmony"),
    ("Vox Harm", BackingVocals, "Vox Harm"),
    ("Choir", BackingVocals, "Choir"),
    ("Chor", BackingVocals, "Chor"),
    ("Chœurs", BackingVocals, "Chœurs"),
    ("Coros", BackingVocals, "Coros"),
    ("Segundas voces", BackingVocals, "Segundas voces"),
    ("Gang Vocals", BackingVocals, "Gang Vocals"),
    ("Ad Libs", BackingVocals, "Ad Libs"),
    ("Oohs", BackingVocals, "Oohs"),
    ("Backgroundgesang", BackingVocals, "Backgroundgesang"),
    // Drums and percussion.
    ("Drums", Drums, "Drums"),
    ("DRUMS STEM", Drums, "DRUMS"),
    ("Drum Bus", Drums, "Drum Bus"),
    ("DrumKit", Drums, "DrumKit"),
    ("Kick", Drums, "Kick"),
    ("Kick In", Drums, "Kick In"),
    ("01_Kick_In.2", Drums, "Kick In.2"),
    ("KickOut", Drums, "KickOut"),
    ("BD", Drums, "BD"),
    ("Bass Drum", Drums, "Bass Drum"),
    ("Snare Top", Drums, "Snare Top"),
    ("SNR Btm", Drums, "SNR Btm"),
    ("HiHat", Drums, "HiHat"),
    ("Hi-Hat", Drums, "Hi-Hat"),
    ("HH", Drums, "HH"),
    ("Hats", Drums, "Hats"),
    ("Tom 1", Drums, "Tom 1"),
    ("Floor Tom", Drums, "Floor Tom"),
    ("OH L", Drums, "OH L"),
    ("Overheads", Drums, "Overheads"),
    ("Room", Drums, "Room"),
    ("Schlagzeug", Drums, "Schlagzeug"),
    ("Batería", Drums, "Batería"),
    ("Bateri\u{301}a", Drums, "Bateri\u{301}a"),
    ("Batterie", Drums, "Batterie"),
    ("Grosse caisse", Drums, "Grosse caisse"),
    ("Caja", Drums, "Caja"),
    ("808 Kick", Drums, "Kick"),
    ("Drum Loop", Drums, "Drum Loop"),
    ("Beat", Drums, "Beat"),
    ("Drums & Bass", Drums, "Drums & Bass"),
    ("Perc", Percussion, "Perc"),
    ("Percussion", Percussion, "Percussion"),
    ("Percusión", Percussion, "Percusión"),
    ("Perkussion", Percussion, "Perkussion"),
    ("Shaker", Percussion, "Shaker"),
    ("Tambourine", Percussion, "Tambourine"),
    ("Tamb", Percussion, "Tamb"),
    ("Congas", Percussion, "Congas"),
    ("Claps", Percussion, "Claps"),
    ("Finger Snaps", Percussion, "Finger Snaps"),
    ("Cajón", Percussion, "Cajón"),
    ("Steel Drums", Percussion, "Steel Drums"),
    ("Glockenspiel", Percussion, "Glockenspiel"),
    ("Timpani", Percussion, "Timpani"),
    // Bass.
    ("Bass", Bass, "Bass"),
    ("03 Bass DI", Bass, "Bass DI"),
    ("BASS_AMP", Bass, "BASS AMP"),
    ("Bass Guitar", Bass, "Bass Guitar"),
    ("E-Bass", Bass, "E-Bass"),
    ("Synth Bass", Bass, "Synth Bass"),
    ("SynthBass", Bass, "SynthBass"),
    ("Sub Bass", Bass, "Sub Bass"),
    ("808", Bass, "808"),
    ("Kontrabass", Bass, "Kontrabass"),
    ("Double Bass", Bass, "Double Bass"),
    ("Bajo", Bass, "Bajo"),
    ("Basse", Bass, "Basse"),
    ("Contrabajo", Bass, "Contrabajo"),
    // Guitars.
    ("Guitar", Guitar, "Guitar"),
    ("EGtr L", Guitar, "EGtr L"),
    ("E-Gtr 2", Guitar, "E-Gtr 2"),
    ("GTR_Lead", Guitar, "GTR Lead"),
    ("Gtr2L", Guitar, "Gtr2L"),
    ("Lead Guitar", Guitar, "Lead Guitar"),
    ("AG", Guitar, "AG"),
    ("Acoustic", Guitar, "Acoustic"),
    ("AcGtr_01", Guitar, "AcGtr"),
    ("Nylon String Guitar", Guitar, "Nylon String Guitar"),
    ("Acoustic 12 String", Guitar, "Acoustic 12 String"),
    ("E-Gitarre", Guitar, "E-Gitarre"),
    ("Akustikgitarre", Guitar, "Akustikgitarre"),
    ("Guitarra", Guitar, "Guitarra"),
    ("Guitare acoustique", Guitar, "Guitare acoustique"),
    ("Ukulele", Guitar, "Ukulele"),
    ("Banjo", Guitar, "Banjo"),
    ("Pedal Steel", Guitar, "Pedal Steel"),
    ("Gtr Room", Guitar, "Gtr Room"),
    // Keys.
    ("Keys", Keys, "Keys"),
    ("KEYS 1", Keys, "KEYS 1"),
    ("Piano", Keys, "Piano"),
    ("Pno L", Keys, "Pno L"),
    ("Electric Piano", Keys, "Electric Piano"),
    ("EP", Keys, "EP"),
    ("Rhodes", Keys, "Rhodes"),
    ("Wurli", Keys, "Wurli"),
    ("Organ", Keys, "Organ"),
    ("Hammond B3", Keys, "Hammond B3"),
    ("B3", Keys, "B3"),
    ("Vox Organ", Keys, "Vox Organ"),
    ("Clav", Keys, "Clav"),
    ("Klavier", Keys, "Klavier"),
    ("Flügel", Keys, "Flügel"),
    ("Teclado", Keys, "Teclado"),
    ("Clavier", Keys, "Clavier"),
    ("Akkordeon", Keys, "Akkordeon"),
    // Strings and brass.
    ("Strings", Strings, "Strings"),
    ("STRS HI", Strings, "STRS HI"),
    ("Violin 1", Strings, "Violin 1"),
    ("Vln II", Strings, "Vln II"),
    ("Cello", Strings, "Cello"),
    ("Streicher", Strings, "Streicher"),
    ("Cuerdas", Strings, "Cuerdas"),
    ("Cordes", Strings, "Cordes"),
    ("Orchestra", Strings, "Orchestra"),
    ("Harp", Strings, "Harp"),
    ("Brass", Brass, "Brass"),
    ("Horns", Brass, "Horns"),
    ("Trumpet", Brass, "Trumpet"),
    ("Tpt 2", Brass, "Tpt 2"),
    ("Tenor Sax", Brass, "Tenor Sax"),
    ("Bass Trombone", Brass, "Bass Trombone"),
    ("Bläser", Brass, "Bläser"),
    ("Metales", Brass, "Metales"),
    ("Cuivres", Brass, "Cuivres"),
    ("Flute", Brass, "Flute"),
    // Synthesisers, pads, effects.
    ("Synth", Synth, "Synth"),
    ("Lead Synth", Synth, "Lead Synth"),
    ("Synth Lead", Synth, "Synth Lead"),
    ("SYN 2", Synth, "SYN 2"),
    ("Arp", Synth, "Arp"),
    ("Arpeggio", Synth, "Arpeggio"),
    ("Plucks", Synth, "Plucks"),
    ("Sequencer", Synth, "Sequencer"),
    ("Sintetizador", Synth, "Sintetizador"),
    ("Pad", Pads, "Pad"),
    ("Pads", Pads, "Pads"),
    ("Synth Pad", Pads, "Synth Pad"),
    ("String Pad", Pads, "String Pad"),
    ("Warm Pad_03", Pads, "Warm Pad"),
    ("Atmos", Pads, "Atmos"),
    ("Synthfläche", Pads, "Synthfläche"),
    ("Nappes", Pads, "Nappes"),
    ("FX", Effects, "FX"),
    ("SFX", Effects, "SFX"),
    ("Risers", Effects, "Risers"),
    ("Impact", Effects, "Impact"),
    ("Sub Drop", Effects, "Sub Drop"),
    ("Reverse Cymbal", Effects, "Reverse Cymbal"),
    ("Effekte", Effects, "Effekte"),
    ("Efectos", Effects, "Efectos"),
    ("White Noise", Effects, "White Noise"),
    // The mix, and what tells nothing.
    ("Mix", Mix, "Mix"),
    ("Full Mix", Mix, "Full Mix"),
    ("Master", Mix, "Master"),
    ("MASTER_24bit_48k", Mix, "MASTER"),
    ("2mix", Mix, "2mix"),
    ("Drum Mix", Drums, "Drum Mix"),
    ("Mezcla", Mix, "Mezcla"),
    ("Instrumental", Mix, "Instrumental"),
    ("Backing Track", Other, "Backing Track"),
    ("Playback", Other, "Playback"),
    ("Track 07", Other, "Track 07"),
    ("Audio 3", Other, "Audio 3"),
    ("Stem", Other, "Stem"),
    ("7", Other, "7"),
    ("", Other, ""),
    ("???", Other, "???"),
    ("Ümläut", Other, "Ümläut"),
    ("Rescue", Other, "Rescue"),
    ("Monkey Business", Other, "Monkey Business"),
    ("Embassy", Other, "Embassy"),
    // What programs put around names.
    ("Track 03_Kick", Drums, "Kick"),
    ("Audio 2-Bass", Bass, "Bass"),
    ("1-Keys", Keys, "Keys"),
    ("12. Strings", Strings, "Strings"),
    ("Kick_bip", Drums, "Kick"),
    ("Snare-consolidated", Drums, "Snare"),
    ("Bass (Bounced)", Bass, "Bass"),
    ("Bass [2024-05-01 120301]", Bass, "Bass"),
    ("Piano (Felt)", Keys, "Piano (Felt)"),
    ("Lead Vox_24bit", Vocals, "Lead Vox"),
    ("Vox_48kHz_24bit", Vocals, "Vox"),
    ("Gtr_02", Guitar, "Gtr"),
    ("STEM - Drums", Drums, "STEM - Drums"),
    ("Stem 04 - Drums", Drums, "Drums"),
];

#[test]
fn roles_and_names_are_those_of_the_corpus() {
    assert!(STEMS.len() >= 150, "a corpus of {}", STEMS.len());
    let wrong: Vec<String> = STEMS
        .iter()
        .map(|(name, role, shown)| (name, guess_stem(name), role, shown))
        .filter(|(_, guess, role, shown)| guess.role != **role || guess.name != **shown)
        .map(|(name, guess, role, shown)| format!("{name:?}: {guess:?}, not {role:?} {shown:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_role_has_names_that_mean_it() {
    for role in Role::ALL {
        assert!(STEMS.iter().any(|(_, of_name, _)| *of_name == role), "{role:?}");
        assert_eq!(Role::of_name(role.name()), Some(role));
    }
}

#[test]
fn what_all_names_begin_with_is_no_part_of_them() {
    let cases: [(&[&str], &[&str]); 6] = [
        (&["Northern Lights - Drums", "Northern Lights - Bass"], &["Drums", "Bass"]),
        (&["NL_120bpm_Kick_01", "NL_120bpm_Snare_01"], &["Kick", "Snare"]),
        (&["Bass Click Song Drums"], &["Bass Click Song Drums"]),
        (&["Drum Kick", "Drum Snare"], &["Drum Kick", "Drum Snare"]),
        (&["Song Café Vox", "Song Cafë Keys"], &["Café Vox", "Cafë Keys"]),
        (&["Gtr_01", "Gtr_02"], &["Gtr_01", "Gtr_02"]),
    ];
    for (names, expected) in cases {
        let guesses = guess_stems(names);
        let shown: Vec<&str> = guesses.iter().map(|guess| guess.name.as_str()).collect();
        assert_eq!(shown, expected);
    }
}

#[test]
fn names_stay_apart() {
    let names: Vec<String> =
        guess_stems(&["Kick_01", "Kick_02", "Kick"]).into_iter().map(|guess| guess.name).collect();
    assert_eq!(names, ["Kick_01", "Kick_02", "Kick"]);
}

#[test]
fn titles_artists_keys_and_tempos_are_taken_from_names_where_that_is_safe() {
    let cases = [
        ("Northern Lights", ("Northern Lights", "", "", None)),
        ("Northern Lights - The Band", ("Northern Lights", "The Band", "", None)),
        ("Northern_Lights_-_The_Band", ("Northern Lights", "The Band", "", None)),
        ("Song (Am 120bpm)", ("Song", "", "Am", Some(120.0))),
        ("Song [F#m, 92.5 BPM]", ("Song", "", "F♯m", Some(92.5))),
        ("Song (120 bpm) (Bb major)", ("Song", "", "B♭", Some(120.0))),
        ("Song - Band (Stems)", ("Song", "Band", "", None)),
        ("Song 128bpm", ("Song", "", "", Some(128.0))),
        ("Song - 128 BPM - Em", ("Song", "", "Em", Some(128.0))),
        ("Song - Band - 74bpm", ("Song", "Band", "", Some(74.0))),
        ("Song (in A)", ("Song", "", "A", None)),
        ("Song (Live at Home)", ("Song (Live at Home)", "", "", None)),
        ("Song - Live 2019", ("Song - Live 2019", "", "", None)),
        ("Song - Radio Edit", ("Song - Radio Edit", "", "", None)),
        ("Vitamin C", ("Vitamin C", "", "", None)),
        ("Vitamin - C", ("Vitamin", "C", "", None)),
        ("A", ("A", "", "", None)),
        ("Am", ("Am", "", "", None)),
        ("120bpm", ("120bpm", "", "", Some(120.0))),
        ("Song 5000bpm", ("Song 5000bpm", "", "", None)),
        ("One - Two - Three", ("One - Two - Three", "", "", None)),
        ("Song (unclosed", ("Song (unclosed", "", "", None)),
        ("()", ("()", "", "", None)),
        ("", ("", "", "", None)),
    ];
    for (name, (title, artist, key, tempo_bpm)) in cases {
        let words = guess_song(name);
        let found = (&*words.title, &*words.artist, &*words.key, words.tempo_bpm);
        assert_eq!(found, (title, artist, key, tempo_bpm), "{name:?}");
    }
    assert_eq!(guess_song("Song (6/8)").time_signature, "6/8");
}

proptest::proptest! {
    #[test]
    fn any_names_are_guessed_without_panic(names in proptest::collection::vec(".{0,30}", 0..5)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        proptest::prop_assert_eq!(guess_stems(&names).len(), names.len());
        names.iter().for_each(|name| drop(guess_song(name)));
    }
}
