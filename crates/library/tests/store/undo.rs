//! Claims about undoing: any edits, taken back, leave what was there; done again, what they made.

use attacca_library::{
    Colour, Edit, EntryId, Library, Relink, Role, SectionRecord, SetlistId, SongChange, SongId,
    SongQuery, StemChange, StemFacts, StemId, StemMixChange, Transition, UndoState,
};
use attacca_test_support::files::TestFolder;
use proptest::prelude::*;

use crate::material::{add, open, song, stem};

/// What somebody does, to the things that are there then: which of them is told by a number.
#[derive(Debug, Clone)]
struct Deed {
    kind: u8,
    which: usize,
    other: usize,
    gesture: Option<u64>,
}

fn deed() -> impl Strategy<Value = Deed> {
    let gesture = prop::option::weighted(0.4, 1_u64..3);
    (0..20_u8, 0..50_usize, 0..50_usize, gesture).prop_map(|(kind, which, other, gesture)| Deed {
        kind,
        which,
        other,
        gesture,
    })
}

fn pick<T: Copy>(things: &[T], which: usize) -> Option<T> {
    (!things.is_empty()).then(|| things[which % things.len()])
}

struct There {
    songs: Vec<SongId>,
    stems: Vec<StemId>,
    setlists: Vec<SetlistId>,
    entries: Vec<EntryId>,
}

fn there(library: &Library) -> There {
    let query = SongQuery { limit: usize::MAX, ..SongQuery::default() };
    let songs = library.search(&query).unwrap().songs;
    let songs: Vec<SongId> = songs.into_iter().map(|song| song.id).collect();
    let stems = songs.iter().flat_map(|song| library.song(*song).unwrap().stems);
    let setlists = library.setlists().unwrap();
    let setlists: Vec<SetlistId> = setlists.into_iter().map(|setlist| setlist.id).collect();
    let entries = setlists.iter().flat_map(|setlist| library.setlist(*setlist).unwrap().entries);
    There {
        stems: stems.map(|stem| stem.id).collect(),
        entries: entries.map(|entry| entry.id).collect(),
        songs,
        setlists,
    }
}

/// The edit that a deed is now; `None` when there is nothing to do it to.
fn edit(deed: &Deed, library: &Library) -> Option<Edit> {
    let there = there(library);
    let Deed { kind, which, other, .. } = *deed;
    let song_id = || pick(&there.songs, which);
    let stem_id = || pick(&there.stems, which);
    let setlist = || pick(&there.setlists, which);
    let entry = || pick(&there.entries, which);
    Some(match kind {
        0 | 1 => Edit::AddSong(Box::new(song(&format!("Song {other}"), &["Drums", "Bass", "é"]))),
        2 => Edit::AddStems {
            song: song_id()?,
            stems: vec![stem("/x".as_ref(), &format!("s{other}"))],
        },
        3 => Edit::ChangeSong {
            song: song_id()?,
            change: SongChange {
                title: (other % 2 == 0).then(|| format!("Title {other}")),
                notes: (other % 3 == 0).then(|| format!("line\nline {other}")),
                tempo_bpm: Some((other % 5 > 0).then_some(60.0 + other as f64 / 3.0)),
                colour: Some((other % 4 > 0).then_some(Colour { red: 1, green: 2, blue: 3 })),
                trim_db: Some(-0.1 * other as f64),
                ..SongChange::default()
            },
        },
        4 => Edit::SetSections {
            song: song_id()?,
            sections: (0..other % 4)
                .map(|number| SectionRecord {
                    name: format!("S{number}"),
                    start_seconds: number as f64 * 0.1,
                    end_seconds: number as f64 + 1.0,
                    colour: None,
                })
                .collect(),
        },
        5 => Edit::RemoveSongs { songs: vec![song_id()?] },
        6 => Edit::ChangeStem {
            stem: stem_id()?,
            change: StemChange {
                name: Some(format!("Stem {other}")),
                role: pick(&Role::ALL, other),
                ..StemChange::default()
            },
        },
        7 | 8 => Edit::MixStem {
            stem: stem_id()?,
            change: StemMixChange {
                level_db: Some(-(other as f64) / 7.0),
                is_muted: Some(other % 2 == 0),
                ..StemMixChange::default()
            },
        },
        9 => Edit::MoveStem { stem: stem_id()?, to: other % 5 },
        10 => Edit::RemoveStem { stem: stem_id()? },
        11 => Edit::CreateSetlist { name: format!("Set {other}") },
        12 => Edit::ChangeSetlist {
            setlist: setlist()?,
            name: Some(format!("Set {other}")),
            notes: (other % 2 == 0).then(|| "notes".to_owned()),
        },
        13 => Edit::DuplicateSetlist { setlist: setlist()?, name: None },
        14 => Edit::DeleteSetlist { setlist: setlist()? },
        15 => Edit::AddEntries {
            setlist: setlist()?,
            songs: vec![pick(&there.songs, other)?; 1 + other % 3],
            at: (other % 2 == 0).then_some(other % 4),
            transition: Transition::Crossfade { seconds: 0.1 * other as f64 },
        },
        18 => Edit::RelinkStems {
            stems: vec![Relink {
                stem: stem_id()?,
                file: stem("/found".as_ref(), &format!("s{other}")).file,
                facts: StemFacts {
                    length_frames: 48_000 * other as u64,
                    ..stem("/found".as_ref(), "x").facts
                },
            }],
        },
        19 => Edit::ChangeSetting {
            key: format!("setting {}", which % 3),
            text: format!("text {other}"),
            label: "setting",
        },
        16 => Edit::MoveEntry { entry: entry()?, to: other % 6 },
        _ if other % 2 == 0 => Edit::RemoveEntries { entries: vec![entry()?] },
        _ => Edit::ChangeEntry {
            entry: entry()?,
            notes: Some(format!("note {other}")),
            transition: Some(Transition::Gapless),
        },
    })
}

/// Every song is found by its title, and by nothing that is gone.
fn assert_words_are_right(library: &Library) {
    let there = there(library);
    for id in &there.songs {
        let title = library.song(*id).unwrap().song.title;
        let query = SongQuery { text: title.clone(), limit: 999, ..SongQuery::default() };
        let found = library.search(&query).unwrap().songs;
        assert!(found.iter().any(|song| song.id == *id), "{title} is not found");
    }
    let query = SongQuery { text: "title".to_owned(), limit: 999, ..SongQuery::default() };
    for song in library.search(&query).unwrap().songs {
        assert!(song.title.starts_with("Title"), "{} has no such word any more", song.title);
    }
}

fn dump(library: &Library) -> String {
    library.dump().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_are_undone_and_done_again(deeds in prop::collection::vec(deed(), 1..40), back in 0..40_usize) {
        let folder = TestFolder::new();
        let mut library = open(folder.root());
        let start = dump(&library);
        for deed in &deeds {
            if let Some(edit) = edit(deed, &library) {
                library.apply(edit, deed.gesture).unwrap();
            }
        }
        let end = dump(&library);
        let mut n_back = 0;
        while n_back < back && library.undo().unwrap().is_some() {
            n_back += 1;
        }
        for _ in 0..n_back {
            prop_assert!(library.redo().unwrap().is_some());
        }
        prop_assert_eq!(&dump(&library), &end, "some steps back and forth");

        let mut n_steps = 0;
        while library.undo().unwrap().is_some() {
            n_steps += 1;
            assert_words_are_right(&library);
        }
        prop_assert_eq!(&dump(&library), &start, "all steps back");
        // Steps outlive the program.
        drop(library);
        let mut library = open(folder.root());
        for _ in 0..n_steps {
            prop_assert!(library.redo().unwrap().is_some());
        }
        prop_assert!(library.redo().unwrap().is_none());
        prop_assert_eq!(&dump(&library), &end, "all steps forth");
        assert_words_are_right(&library);
    }
}

#[test]
fn a_fader_drag_is_one_step() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let id = add(&mut library, "One", &["Drums"]);
    let stem = library.song(id).unwrap().stems[0].id;
    let before = dump(&library);
    let mut drag = |level_db: f64, gesture| {
        let change = StemMixChange { level_db: Some(level_db), ..StemMixChange::default() };
        library.apply(Edit::MixStem { stem, change }, gesture).unwrap();
    };
    (1..50).for_each(|step| drag(f64::from(-step), Some(7)));
    drag(-60.0, Some(8));
    assert_eq!(library.undo().unwrap().unwrap().label, "level");
    assert_eq!(library.stem(stem).unwrap().level_db, -49.0);
    library.undo().unwrap();
    assert_eq!(dump(&library), before);
    assert_eq!(library.undo_state().unwrap().undo.as_deref(), Some("import"));
}

#[test]
fn an_edit_that_changes_nothing_is_no_step_and_keeps_what_can_be_done_again() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let id = add(&mut library, "One", &["Drums"]);
    let rename = |title: &str| Edit::ChangeSong {
        song: id,
        change: SongChange { title: Some(title.to_owned()), ..SongChange::default() },
    };
    library.apply(rename("Two"), None).unwrap();
    library.undo().unwrap();
    let state = library.undo_state().unwrap();
    let (undo, redo) = (Some("import".to_owned()), Some("rename song".to_owned()));
    assert_eq!(state, UndoState { undo, redo });
    library.apply(rename("One"), None).unwrap();
    assert_eq!(library.undo_state().unwrap(), state);
    library.apply(rename("Three"), None).unwrap();
    assert_eq!(library.undo_state().unwrap().redo, None);
    assert!(library.redo().unwrap().is_none());
}

#[test]
fn the_last_two_hundred_steps_are_kept() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    for number in 0..205 {
        library.apply(Edit::CreateSetlist { name: format!("Set {number}") }, None).unwrap();
    }
    let mut n_steps = 0;
    while library.undo().unwrap().is_some() {
        n_steps += 1;
    }
    assert_eq!((n_steps, library.setlists().unwrap().len()), (200, 5));
}

#[test]
fn undoing_tells_what_changed() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    let id = add(&mut library, "One", &["Drums"]);
    let setlist =
        library.apply(Edit::CreateSetlist { name: "Set".to_owned() }, None).unwrap().new_setlist;
    let setlist = setlist.unwrap();
    let transition = Transition::Stop;
    let edit = Edit::AddEntries { setlist, songs: vec![id], at: None, transition };
    library.apply(edit, None).unwrap();
    let removed = library.apply(Edit::RemoveSongs { songs: vec![id] }, None).unwrap();
    assert_eq!((removed.songs, removed.setlists), (vec![id], vec![setlist]));
    let undone = library.undo().unwrap().unwrap();
    assert_eq!((undone.songs, undone.setlists), (vec![id], vec![setlist]));
    assert_eq!(library.setlist(setlist).unwrap().entries[0].song.id, id);
}

#[test]
fn a_setting_is_undone_as_edits_are_and_others_stay() {
    let folder = TestFolder::new();
    let mut library = open(folder.root());
    library.set_setting("theme", Some("dark")).unwrap();
    let routing = |level: i32| Edit::ChangeSetting {
        key: "routing".to_owned(),
        text: level.to_string(),
        label: "bus level",
    };
    library.apply(routing(0), None).unwrap();
    for level in 1..20 {
        assert!(library.apply(routing(-level), Some(3)).unwrap().has_settings);
    }
    library.set_setting("theme", Some("light")).unwrap();
    let undone = library.undo().unwrap().unwrap();
    assert_eq!((undone.label.as_str(), undone.has_settings), ("bus level", true));
    assert_eq!(library.setting("routing").unwrap().as_deref(), Some("0"), "a gesture is one step");
    library.undo().unwrap();
    assert_eq!(library.setting("routing").unwrap(), None);
    library.redo().unwrap();
    library.redo().unwrap();
    assert_eq!(library.setting("routing").unwrap().as_deref(), Some("-19"));
    assert_eq!(library.setting("theme").unwrap().as_deref(), Some("light"));
}
