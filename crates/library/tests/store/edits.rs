//! Claims about what edits do and how they are found again.

use attacca_library::{
    Edit, LibraryError, Relink, Role, SongChange, SongFilter, SongOrder, SongQuery, StemChange,
    StemMixChange, Transition,
};
use attacca_test_support::files::TestFolder;

use crate::material::{add, open, song, titles};

fn found(library: &attacca_library::Library, text: &str) -> Vec<String> {
    let query = SongQuery { text: text.to_owned(), limit: 100, ..SongQuery::default() };
    library.search(&query).unwrap().songs.into_iter().map(|song| song.title).collect()
}

#[test]
fn what_is_stored_is_there_after_opening_again() {
    let folder = TestFolder::new();
    let (id, dump) = {
        let mut library = open(folder.root());
        let id = add(&mut library, "Northern Lights", &["Drums", "Bass"]);
        library.set_setting("keys", Some("{\"play\":\"Space\"}")).unwrap();
        (id, library.dump().unwrap())
    };
    let library = open(folder.root());
    assert_eq!(library.dump().unwrap(), dump);
    let detail = library.song(id).unwrap();
    assert_eq!(detail.song.length_seconds, 180.0);
    assert_eq!(detail.song.stem_count, 2);
    assert_eq!(detail.stems[1].name, "Bass");
    assert_eq!(detail.sections[0].name, "Intro");
    assert_eq!(library.setting("keys").unwrap().as_deref(), Some("{\"play\":\"Space\"}"));
}

#[cfg(unix)]
#[test]
fn file_names_that_are_no_text_come_back_byte_for_byte() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::PathBuf};
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let path = PathBuf::from(OsStr::from_bytes(b"/m/\xff\xfe\n\x1b[31m/caf\xe9.wav"));
    let mut hostile = song("Hostile", &["a"]);
    hostile.stems[0].file.path = path.clone();
    hostile.folder = path.parent().unwrap().to_owned();
    let id = library.apply(Edit::AddSong(Box::new(hostile)), None).unwrap().new_song.unwrap();
    let detail = library.song(id).unwrap();
    assert_eq!(detail.stems[0].file.path, path);
    assert_eq!(library.song_from(path.parent().unwrap()).unwrap(), Some(id));
}

#[test]
fn a_search_finds_beginnings_of_words_without_case_and_accents() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    add(&mut library, "Été à l'Île", &["Chœurs", "Batería"]);
    // As macOS writes file names: letter and accent apart.
    add(&mut library, "E\u{301}tude 10", &["Schla\u{308}ge"]);
    add(&mut library, "Étude 9", &["Kick-In"]);
    assert_eq!(found(&library, "ete"), ["Été à l'Île"]);
    assert_eq!(found(&library, "ETU"), ["Étude 9", "E\u{301}tude 10"]);
    assert_eq!(found(&library, "bater"), ["Été à l'Île"]);
    assert_eq!(found(&library, "schlage band"), ["E\u{301}tude 10"]);
    assert_eq!(found(&library, "kick-in"), ["Étude 9"]);
    assert_eq!(found(&library, "  "), found(&library, ""));
}

#[test]
fn no_text_breaks_a_search() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    add(&mut library, "Song \"quoted\" (live) AND more*", &["a"]);
    for text in
        ["\"", "*", "-", "(", "a AND", "title:x", "NEAR(a b)", "^x", "{a}", "\0", "';--", "+"]
    {
        found(&library, text);
    }
    assert_eq!(found(&library, "\"quoted\" AND"), ["Song \"quoted\" (live) AND more*"]);
}

#[test]
fn a_search_follows_every_change_of_names() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let id = add(&mut library, "Old", &["Drums"]);
    let stem = library.song(id).unwrap().stems[0].id;
    let title = SongChange { title: Some("New".to_owned()), ..SongChange::default() };
    library.apply(Edit::ChangeSong { song: id, change: title }, None).unwrap();
    let name = StemChange { name: Some("Kit".to_owned()), ..StemChange::default() };
    library.apply(Edit::ChangeStem { stem, change: name }, None).unwrap();
    assert_eq!((found(&library, "old").len(), found(&library, "new").len()), (0, 1));
    assert_eq!((found(&library, "drums").len(), found(&library, "kit").len()), (0, 1));
    library.undo().unwrap();
    assert_eq!((found(&library, "drums").len(), found(&library, "kit").len()), (1, 0));
    library.apply(Edit::RemoveSongs { songs: vec![id] }, None).unwrap();
    assert_eq!(found(&library, "new").len(), 0);
    library.undo().unwrap();
    assert_eq!(found(&library, "new").len(), 1);
}

#[test]
fn songs_are_sorted_filtered_and_paged() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let ids: Vec<_> = ["Track 10", "track 9", "Ärger", "Zebra"]
        .iter()
        .map(|title| add(&mut library, title, &["a"]))
        .collect();
    assert_eq!(titles(&library), ["Ärger", "track 9", "Track 10", "Zebra"]);
    let tempo = SongChange { tempo_bpm: Some(Some(90.0)), ..SongChange::default() };
    library.apply(Edit::ChangeSong { song: ids[3], change: tempo }, None).unwrap();
    let none = SongChange { tempo_bpm: Some(None), ..SongChange::default() };
    library.apply(Edit::ChangeSong { song: ids[0], change: none }, None).unwrap();
    let mut query = SongQuery { order: SongOrder::Tempo, limit: 2, ..SongQuery::default() };
    let page = library.search(&query).unwrap();
    assert_eq!((page.total, page.songs.len()), (4, 2));
    assert_eq!(page.songs[0].title, "Zebra");
    query = SongQuery { offset: 3, is_descending: true, ..query };
    assert_eq!(library.search(&query).unwrap().songs[0].title, "Track 10", "unknown is last");

    let made = library.apply(Edit::CreateSetlist { name: "Friday".to_owned() }, None).unwrap();
    let setlist = made.new_setlist.unwrap();
    let songs = vec![ids[1], ids[1]];
    let transition = Transition::Crossfade { seconds: 2.5 };
    let edit = Edit::AddEntries { setlist, songs, at: None, transition };
    let entries = library.apply(edit, None).unwrap().new_entries;
    assert_eq!(entries.len(), 2, "the same song several times");
    query = SongQuery { filter: SongFilter::NotIn(setlist), limit: 10, ..SongQuery::default() };
    assert_eq!(library.search(&query).unwrap().total, 3);
    let stored = library.setlist(setlist).unwrap();
    assert_eq!((stored.entries[1].transition, stored.total_seconds()), (transition, 360.0));

    let stem = library.song(ids[2]).unwrap().stems[0].id;
    library.note_trouble(&[(stem, Some("it is gone".to_owned()))]).unwrap();
    query.filter = SongFilter::Missing;
    let page = library.search(&query).unwrap();
    assert_eq!((page.songs[0].title.as_str(), page.songs[0].missing_stems), ("Ärger", 1));
    library.note_trouble(&[(stem, None)]).unwrap();
    assert_eq!(library.search(&query).unwrap().total, 0);
}

#[test]
fn what_can_not_be_stored_is_refused_and_changes_nothing() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let id = add(&mut library, "One", &["Drums"]);
    let stem = library.song(id).unwrap().stems[0].id;
    let before = (library.dump().unwrap(), library.undo_state().unwrap());
    let mix = |change| Edit::MixStem { stem, change };
    let refused = [
        mix(StemMixChange { level_db: Some(f64::NAN), ..StemMixChange::default() }),
        mix(StemMixChange { level_db: Some(12.1), ..StemMixChange::default() }),
        mix(StemMixChange { pan: Some(-1.01), ..StemMixChange::default() }),
        mix(StemMixChange { bus: Some(" \n".to_owned()), ..StemMixChange::default() }),
        Edit::CreateSetlist { name: "\u{7}".to_owned() },
    ];
    for edit in refused {
        let error = library.apply(edit.clone(), None).unwrap_err();
        assert!(matches!(error, LibraryError::Invalid { .. }), "{edit:?}: {error}");
    }
    let gone = Edit::RemoveSongs { songs: vec![id, attacca_library::SongId(99)] };
    let error = library.apply(gone, None).unwrap_err();
    assert!(matches!(error, LibraryError::NotFound { what: "song" }), "{error}");
    assert_eq!((library.dump().unwrap(), library.undo_state().unwrap()), before);
}

#[test]
fn stems_and_entries_move_to_where_they_are_told() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let id = add(&mut library, "One", &["a", "b", "c"]);
    let names = |library: &attacca_library::Library| -> Vec<String> {
        library.song(id).unwrap().stems.into_iter().map(|stem| stem.name).collect()
    };
    let stem = library.song(id).unwrap().stems[0].id;
    library.apply(Edit::MoveStem { stem, to: 1 }, None).unwrap();
    assert_eq!(names(&library), ["b", "a", "c"]);
    library.apply(Edit::MoveStem { stem, to: 99 }, None).unwrap();
    assert_eq!(names(&library), ["b", "c", "a"]);
    library.apply(Edit::RemoveStem { stem }, None).unwrap();
    assert_eq!(names(&library), ["b", "c"]);
    library.undo().unwrap();
    assert_eq!(names(&library), ["b", "c", "a"]);
    let role = StemChange { role: Some(Role::Click), ..StemChange::default() };
    library.apply(Edit::ChangeStem { stem, change: role }, None).unwrap();
    assert_eq!(library.stem(stem).unwrap().role, Role::Click);
}

#[test]
fn a_copy_of_a_setlist_has_a_name_of_its_own() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let song = add(&mut library, "One", &["a"]);
    let made = library.apply(Edit::CreateSetlist { name: "Friday".to_owned() }, None).unwrap();
    let setlist = made.new_setlist.unwrap();
    let transition = Transition::Gapless;
    let edit = Edit::AddEntries { setlist, songs: vec![song], at: Some(7), transition };
    library.apply(edit, None).unwrap();
    for _ in 0..2 {
        library.apply(Edit::DuplicateSetlist { setlist, name: None }, None).unwrap();
    }
    let names: Vec<String> = library.setlists().unwrap().into_iter().map(|s| s.name).collect();
    assert_eq!(names, ["Friday", "Friday copy", "Friday copy 2"]);
    assert!(library.setlists().unwrap().iter().all(|setlist| setlist.entry_count == 1));
}

#[test]
fn stems_whose_files_moved_keep_all_but_their_files() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let id = add(&mut library, "One", &["Drums", "Bass"]);
    let before = library.dump().unwrap();
    let stems = library.song(id).unwrap().stems;
    let moved = |index: usize| {
        let mut found = crate::material::stem("/stick/One".as_ref(), "x");
        found.facts.length_frames = 48_000 * 200;
        Relink { stem: stems[index].id, file: found.file, facts: found.facts }
    };
    let applied = library.apply(Edit::RelinkStems { stems: vec![moved(0), moved(1)] }, None);
    assert_eq!(applied.unwrap().label, "find files");
    let song = library.song(id).unwrap();
    assert_eq!(song.song.length_seconds, 200.0);
    for (stem, was) in song.stems.iter().zip(&stems) {
        assert_eq!(stem.file.path, std::path::Path::new("/stick/One/x.wav"));
        assert_eq!((stem.id, &stem.name, stem.level_db), (was.id, &was.name, was.level_db));
    }
    library.undo().unwrap();
    assert_eq!(library.dump().unwrap(), before, "both are one step");
}
