//! Names tell songs apart and give nothing away that a file system refuses.

use super::*;

fn at(path: &str) -> StemLocation {
    StemLocation::from(Path::new(path))
}

#[test]
fn a_song_keeps_its_name_whatever_the_order_of_its_stems() {
    let (a, b) = (at("/music/Song/a.flac"), at("/music/Song/b.flac"));
    let name = |stems: &[StemLocation]| song_name(stems, SampleRate::HZ_48000);
    assert_eq!(name(&[a.clone(), b.clone()]), name(&[b.clone(), a.clone(), a.clone()]));
    assert_ne!(name(std::slice::from_ref(&a)), name(&[a.clone(), b.clone()]));
    assert_ne!(name(std::slice::from_ref(&a)), song_name(&[a], SampleRate::HZ_44100));
    assert!(name(&[b]).starts_with("Song-"));
}

#[test]
fn tracks_of_one_file_are_stems_of_their_own() {
    let track = |track| StemLocation { track, ..at("/x/dj.stem.mp4") };
    let names: BTreeSet<String> =
        [None, Some(0), Some(1)].map(track).iter().map(stem_name).collect();
    assert_eq!(names.len(), 3);
}

#[test]
fn hostile_names_become_harmless_ones() {
    for path in ["/x/..", "/", "/x/a\nb/../c", "/x/\u{202e}gpj.flac", "/x/con.flac"] {
        for name in [song_name(&[at(path)], SampleRate::HZ_48000), stem_name(&at(path))] {
            assert!(is_ours(&name), "{name:?}");
            assert!(!name.contains(['/', '\\', '\n', '.', '\u{202e}']), "{name:?}");
            assert!(name.len() < 200, "{name:?}");
        }
    }
    assert!(stem_name(&at(&"/ü".repeat(300))).len() < 200);
}

#[test]
fn chunks_are_known_by_their_exact_names_only() {
    for number in [0, 7, 9999, 10_000, 123_456] {
        assert_eq!(chunk_number(&chunk_name(number)), Some(number));
    }
    for other in ["chunk_1.flac", "chunk_00001.flac", "chunk_-001.flac", "chunk_0001.FLAC", "x"] {
        assert_eq!(chunk_number(other), None, "{other}");
    }
    for other in ["photos", "a-0123456789abcde", "a-0123456789ABCDEF", "", ".."] {
        assert!(!is_ours(other), "{other}");
    }
}
