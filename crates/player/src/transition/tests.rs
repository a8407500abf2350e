//! Crossfades that fit.

use super::*;

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

#[test]
fn transitions_are_read_as_they_are_typed() {
    assert_eq!("stop".parse(), Ok(Transition::Stop));
    assert_eq!("gapless".parse(), Ok(Transition::Gapless));
    assert_eq!("crossfade:2.5".parse(), Ok(Transition::Crossfade(2.5)));
    for text in ["", "Stop", "crossfade", "crossfade:", "crossfade:31", "crossfade:-1", "gapless:2"]
    {
        assert_eq!(text.parse::<Transition>(), Err(ParseTransitionError), "{text:?}");
    }
}
