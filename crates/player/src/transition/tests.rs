//! Crossfades that fit.

use attacca_units::FrameCount;

use super::fitting_crossfade;

#[test]
fn a_crossfade_leaves_half_of_either_song_alone() {
    let cases = [
        // Wanted, left of this song, the next song's length, fitting.
        (480, 10_000, 10_000, 480),
        (480, 500, 10_000, 250),
        (480, 10_000, 333, 166),
        (480, 0, 10_000, 0),
        (480, 10_000, 1, 0),
        (0, 10_000, 10_000, 0),
    ];
    for (wanted, left, next, fitting) in cases {
        let [wanted, left, next] = [wanted, left, next].map(FrameCount);
        assert_eq!(fitting_crossfade(wanted, left, next), FrameCount(fitting));
    }
}
