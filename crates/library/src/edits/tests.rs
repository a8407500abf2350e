//! Claims about what edits are called.

use crate::{Edit, SongChange, SongId, StemId, StemMixChange};

use super::label;

#[test]
fn an_edit_is_called_by_what_it_changes() {
    let song = |change| Edit::ChangeSong { song: SongId(1), change };
    let mix = |change| Edit::MixStem { stem: StemId(1), change };
    let cases = [
        (song(SongChange { title: Some("x".to_owned()), ..SongChange::default() }), "rename song"),
        (song(SongChange { tempo_bpm: Some(None), ..SongChange::default() }), "change tempo"),
        (
            song(SongChange {
                title: Some("x".to_owned()),
                key: Some("Am".to_owned()),
                ..SongChange::default()
            }),
            "edit song",
        ),
        (mix(StemMixChange { level_db: Some(0.0), ..StemMixChange::default() }), "level"),
        (mix(StemMixChange { is_muted: Some(false), ..StemMixChange::default() }), "unmute"),
        (Edit::RemoveSongs { songs: vec![SongId(1)] }, "remove song"),
        (Edit::RemoveSongs { songs: vec![SongId(1), SongId(2)] }, "remove songs"),
    ];
    for (edit, expected) in cases {
        assert_eq!(label(&edit), expected, "{edit:?}");
    }
}
