//! Ramps: equal steps, exact ends, whatever the blocks.

use super::{Crossfaded, Ramp};

#[test]
fn a_ramp_takes_equal_steps_to_exactly_its_targets() {
    let mut ramp = Ramp::at([0.0, 1.0]);
    ramp.set_target([1.0, 0.0], 480);
    let mut before = [0.0, 1.0];
    for frame in 0..480 {
        let now = ramp.next();
        for (now, before) in now.into_iter().zip(before) {
            assert!(((now - before).abs() - 1.0 / 480.0).abs() < 1e-6, "frame {frame}");
        }
        before = now;
    }
    assert_eq!(ramp.current(), [1.0, 0.0]);
    assert_eq!(ramp.next(), [1.0, 0.0]);
}

#[test]
fn a_ramp_that_skips_is_where_one_is_that_steps() {
    for frames in [0, 1, 99, 100, 101, 5000] {
        let mut stepping = Ramp::at([0.3]);
        stepping.set_target([0.9], 100);
        let mut skipping = stepping;
        for _ in 0..frames {
            stepping.next();
        }
        skipping.skip(frames);
        assert_eq!(skipping, stepping, "{frames} frames");
    }
}

#[test]
fn a_new_target_glides_on_from_where_the_ramp_is() {
    let mut ramp = Ramp::at([0.0]);
    ramp.set_target([1.0], 100);
    ramp.skip(50);
    ramp.set_target([0.0], 100);
    assert!((ramp.next()[0] - 0.495).abs() < 1e-6);
    ramp.skip(98);
    assert!(!ramp.is_silent(), "the last step is still to come");
    ramp.skip(1);
    assert!(ramp.is_silent());
}

#[test]
fn the_old_and_the_new_choice_always_make_one() {
    let mut choice = Crossfaded::at('a');
    choice.follow('b', 100);
    let mut shares = choice.shares();
    for _ in 0..100 {
        let [new, old] = shares.next();
        assert!((new + old - 1.0).abs() < 1e-6);
    }
    assert_eq!(shares.current(), [1.0, 0.0]);
}

#[test]
fn a_choice_changes_again_only_when_the_fade_before_is_over() {
    let mut choice = Crossfaded::at('a');
    choice.follow('b', 100);
    choice.skip(40);
    choice.follow('c', 100);
    assert_eq!((choice.choice(), choice.leaving()), ('b', Some('a')));
    choice.skip(60);
    assert_eq!(choice.leaving(), None);
    choice.follow('c', 100);
    assert_eq!((choice.choice(), choice.leaving()), ('c', Some('b')));
}
