//! Claims about folders as people have them.

use std::{fs, path::Path};

use attacca_flac_writer::FlacSettings;
use attacca_library::{Colour, Role};
use attacca_test_support::{
    files::{TestFolder, write_flac},
    mp4::write_stem_file,
};
use attacca_units::SampleRate;

use crate::material::{fingerprint, import, library, listing, songs, wav};

fn show() -> TestFolder {
    let folder = TestFolder::new();
    for (song, stems) in [
        ("01 Northern Lights - The Band (Am 120bpm)", &["01 Drums", "02 Bass", "10 Click"][..]),
        (
            "02 Encore",
            &["Encore_Lead Vox_01", "Encore_Guide_01", "Encore_Mix_01", "Encore_Kick_01"],
        ),
        ("Archive/Old/Deep", &["Piano"]),
    ] {
        for stem in stems {
            wav(&folder.path(song).join(stem).with_extension("wav"), 48_000);
        }
    }
    fs::write(folder.path("02 Encore/notes.txt"), "no sound").unwrap();
    folder
}

#[test]
fn every_folder_with_audio_is_a_song_and_nothing_in_it_is_changed() {
    let (folder, data) = (show(), TestFolder::new());
    let before = fingerprint(folder.root());
    let mut library = library(data.root());
    let imported = import(&mut library, &[folder.root()], 1);
    assert_eq!((imported.files_found, imported.files_read), (8, 8));
    assert_eq!(imported.failures, []);
    assert_eq!(
        listing(&library),
        [
            "Northern Lights: Drums, Bass, Click",
            "Encore: Guide, Kick, Lead Vox, Mix",
            "Deep: Piano"
        ]
    );
    assert_eq!(fingerprint(folder.root()), before);
}

#[test]
fn songs_and_stems_have_what_their_names_tell() {
    let (folder, data) = (show(), TestFolder::new());
    let mut library = library(data.root());
    import(&mut library, &[folder.root()], 1);
    let songs = songs(&library);
    let first = &songs[0].song;
    assert_eq!((&*first.artist, &*first.key, first.tempo_bpm), ("The Band", "Am", Some(120.0)));
    assert_eq!(first.length_seconds, 1.0);
    let click = &songs[0].stems[2];
    assert_eq!((click.role, &*click.bus, click.is_solo_safe), (Role::Click, "click", true));
    assert_eq!((&*click.facts.format, click.facts.bits), ("WAV", 16));
    let [guide, kick, vox, mix] = &songs[1].stems[..] else { panic!("{songs:?}") };
    assert_eq!((guide.role, &*guide.bus), (Role::Guide, "guide"));
    assert_eq!((kick.role, &*kick.bus, kick.is_muted), (Role::Drums, "main", false));
    assert_eq!((vox.role, vox.colour), (Role::Vocals, Role::Vocals.colour()));
    assert_eq!((mix.role, mix.is_muted), (Role::Mix, true), "a mix is silent beside its stems");
}

#[test]
fn a_mix_alone_or_beside_a_click_is_heard() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    wav(&folder.path("Song/Mix.wav"), 100);
    wav(&folder.path("Song/Click.wav"), 100);
    let mut library = library(data.root());
    import(&mut library, &[folder.root()], 1);
    assert!(songs(&library)[0].stems.iter().all(|stem| !stem.is_muted));
}

#[test]
fn importing_again_adds_only_what_is_new() {
    let (folder, data) = (show(), TestFolder::new());
    let mut library = library(data.root());
    import(&mut library, &[folder.root()], 1);
    let before = library.dump().unwrap();
    let again = import(&mut library, &[folder.root(), &folder.path("02 Encore")], 2);
    assert_eq!(again.stems_added(), 0);
    assert_eq!(library.dump().unwrap(), before);
    wav(&folder.path("02 Encore/Encore_Tamb_01.wav"), 96_000);
    wav(&folder.path("03 New/Bass.wav"), 100);
    let third = import(&mut library, &[folder.root()], 3);
    assert_eq!(third.stems_added(), 2);
    assert_eq!(third.added.iter().filter(|added| added.is_new_song).count(), 1);
    let songs = songs(&library);
    assert_eq!(songs[1].stems.len(), 5);
    assert_eq!(songs[1].stems[4].role, Role::Percussion);
    assert_eq!(songs[1].song.length_seconds, 2.0, "the song is as long as its longest stem");
}

#[test]
fn an_import_is_one_step_to_undo() {
    let (folder, data) = (show(), TestFolder::new());
    let mut library = library(data.root());
    let before = library.dump().unwrap();
    import(&mut library, &[folder.root()], 1);
    let after = library.dump().unwrap();
    assert_eq!(library.undo().unwrap().unwrap().label, "import");
    assert_eq!(library.dump().unwrap(), before);
    assert_eq!(library.undo_state().unwrap().undo, None);
    library.redo().unwrap();
    assert_eq!(library.dump().unwrap(), after);
}

#[test]
fn files_that_are_named_alone_are_a_song_each_unless_they_are_stems_of_one() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    for name in ["Tunes/Yesterday", "Tunes/Tomorrow", "Song/Kick", "Song/Bass", "Song/x"] {
        wav(&folder.path(name).with_extension("wav"), 100);
    }
    let mut library = library(data.root());
    let path = |name: &str| folder.path(name).with_extension("wav");
    import(&mut library, &[&path("Tunes/Yesterday"), &path("Tunes/Tomorrow")], 1);
    import(&mut library, &[&path("Song/Kick"), &path("Song/Bass"), &path("Song/x")], 2);
    assert_eq!(
        listing(&library),
        ["Yesterday: Yesterday", "Tomorrow: Tomorrow", "Song: Bass, Kick, x"]
    );
}

#[test]
fn a_file_of_several_stems_is_a_song() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    let parts = ["mix.wav", "drums.wav", "bass.wav", "other.wav", "vox.wav"];
    let sources = parts.map(|name| folder.path("parts").join(name));
    sources.iter().for_each(|path| wav(path, 4800));
    let show = folder.make_folder("show");
    wav(&show.join("Loose.wav"), 100);
    let file = show.join("02 Encore.stem.mp4");
    let stems =
        [("Drums", "#009E73"), ("Bass", "#D55E00"), ("Synth", "#CC79A7"), ("Vox", "#56B4E9")];
    write_stem_file(&file, &sources.each_ref().map(|path| path.as_path()), &stems);

    let mut library = library(data.root());
    let imported = import(&mut library, &[&show], 1);
    assert_eq!(imported.failures, []);
    assert_eq!(listing(&library)[1], "Encore: Mix, Drums, Bass, Synth, Vox");
    let song = &songs(&library)[1];
    let [mix, drums, ..] = &song.stems[..] else { panic!("{song:?}") };
    assert_eq!((mix.role, mix.is_muted, mix.file.track), (Role::Mix, true, Some(0)));
    assert_eq!((drums.role, drums.file.track), (Role::Drums, Some(1)));
    assert_eq!(drums.colour, Colour { red: 0, green: 158, blue: 115 });
    assert_eq!(import(&mut library, &[&show], 2).stems_added(), 0);
}

#[test]
fn files_that_can_not_be_read_are_told_and_the_rest_is_imported() {
    let (folder, data) = (show(), TestFolder::new());
    fs::write(folder.path("02 Encore/Broken.wav"), b"RIFF").unwrap();
    fs::write(folder.path("02 Encore/Empty.flac"), b"").unwrap();
    fs::write(folder.path("02 Encore/Old.wma"), b"\x30\x26\xb2\x75").unwrap();
    fs::create_dir(folder.path("Only broken")).unwrap();
    fs::write(folder.path("Only broken/a.mp3"), b"").unwrap();
    let mut library = library(data.root());
    let absent = folder.path("nowhere");
    let imported = import(&mut library, &[folder.root(), Path::new(&absent)], 1);
    let mut failed: Vec<String> = imported
        .failures
        .iter()
        .map(|failure| failure.path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    failed.sort();
    assert_eq!(failed, ["Broken.wav", "Empty.flac", "Old.wma", "a.mp3", "nowhere"]);
    assert!(imported.failures.iter().all(|failure| !failure.reason.is_empty()));
    assert_eq!(songs(&library).len(), 3);
    assert_eq!(imported.stems_added(), 8);
}

#[test]
fn a_cancelled_import_leaves_whole_songs() {
    let (folder, data) = (TestFolder::new(), TestFolder::new());
    let settings = FlacSettings::new(SampleRate::HZ_48000, 1, 16);
    for song in 0..60 {
        for stem in 0..4 {
            let path = folder.path(format!("Song {song:02}")).join(format!("{stem}.flac"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            write_flac(&path, &settings, &[1; 4096]);
        }
    }
    let mut library = library(data.root());
    let settings = attacca_library::import::ImportSettings {
        paths: vec![folder.root().to_owned()],
        now: crate::material::NOW,
        threads: Some(1),
    };
    let import = attacca_library::import::start(settings).unwrap();
    let mut is_cancelled = false;
    for event in &import.events {
        match event {
            attacca_library::import::ImportEvent::Song(song) => {
                library.add_found(*song, 1).unwrap();
                import.cancel();
            }
            attacca_library::import::ImportEvent::Ended { is_cancelled: cancelled } => {
                is_cancelled = cancelled;
            }
            _ => {}
        }
    }
    let songs = songs(&library);
    assert!(is_cancelled && !songs.is_empty() && songs.len() < 60, "{} songs", songs.len());
    assert!(songs.iter().all(|song| song.stems.len() == 4), "none is half");
}
