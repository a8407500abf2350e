//! Edits and the text of iTunes, as programs write them.

use attacca_units::SampleRate;

use super::{Edit, Trim, in_frames, only_edit, parse_gap, trim};

const RATE: SampleRate = SampleRate::HZ_44100;
const NORMAL: u32 = 1 << 16;

fn edit(start: u64, length: Option<u64>, tolerance: u64) -> Option<Edit> {
    Some(Edit { start, length, tolerance })
}

#[test]
fn durations_are_told_in_units_of_the_movie_and_times_in_those_of_the_track() {
    // As FFmpeg writes them: milliseconds and frames.
    let found = only_edit(&[(3000, 1024, NORMAL)], 1000, 44_100, RATE).unwrap();
    assert_eq!(found, edit(1024, Some(132_300), 45));
    // No duration is all that follows.
    let found = only_edit(&[(0, 100, NORMAL)], 600, 22_050, RATE).unwrap();
    assert_eq!(found, edit(200, None, 74));
}

#[test]
fn silence_before_is_refused_and_silence_behind_passed_over() {
    let delayed = only_edit(&[(10, -1, NORMAL), (0, 0, NORMAL)], 1000, 44_100, RATE);
    assert!(delayed.unwrap_err().to_string().contains("delayed"));
    let found =
        only_edit(&[(0, -1, NORMAL), (5, 7, NORMAL), (9, -1, NORMAL)], 44_100, 44_100, RATE);
    assert_eq!(found.unwrap(), edit(7, Some(5), 1));
}

#[test]
fn several_stretches_and_other_speeds_are_refused() {
    let several = only_edit(&[(5, 7, NORMAL), (5, 20, NORMAL)], 1000, 44_100, RATE);
    assert!(several.unwrap_err().to_string().contains("list of edits"));
    let slow = only_edit(&[(5, 7, NORMAL / 2)], 1000, 44_100, RATE);
    assert!(slow.unwrap_err().to_string().contains("speed"));
}

#[test]
fn an_edit_that_ends_at_the_end_but_for_rounding_cuts_nothing() {
    let trimmed = |length| trim(edit(1024, Some(length), 45), None, 10_000).frame_count;
    assert_eq!([8976, 8940, 8931, 8930, 9100].map(trimmed), [8976, 8976, 8976, 8930, 8976]);
}

#[test]
fn what_itunes_tells_counts_without_edits_and_where_they_are_coarse() {
    let sound = Trim { delay: 2112, frame_count: 7000 };
    let gap = Some(sound);
    assert_eq!(trim(None, gap, 10_000), sound);
    assert_eq!(trim(edit(0, None, 1), gap, 10_000), sound);
    assert_eq!(trim(edit(2112, Some(6990), 74), gap, 10_000), sound);
    // Another one's.
    let trimmed = trim(edit(1024, Some(8000), 0), gap, 10_000);
    assert_eq!(trimmed, Trim { delay: 1024, frame_count: 8000 });
    // More than there is.
    let gap = Some(Trim { delay: 2112, frame_count: 8000 });
    assert_eq!(trim(None, gap, 10_000).frame_count, 7888);
    assert_eq!(trim(None, None, 10_000), Trim { delay: 0, frame_count: 10_000 });
}

#[test]
fn the_text_of_itunes_has_hexadecimal_numbers() {
    // As Apple's encoder writes it.
    let text = b" 00000000 00000840 000001C0 0000000000030D40 00000000 00000000";
    assert_eq!(parse_gap(text), Some(Trim { delay: 2112, frame_count: 200_000 }));
    for text in [&b""[..], b" 0 840", b" 0 840 1C0 0", b" 0 xyz 0 5", b"\xff\xff"] {
        assert_eq!(parse_gap(text), None, "{text:?}");
    }
}

#[test]
fn times_beyond_reason_do_not_overflow() {
    assert!(in_frames(u64::MAX, 1, RATE) < 1 << 57);
    assert_eq!(in_frames(5, 0, RATE), 5 * 44_100);
}
