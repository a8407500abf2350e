//! Tests of what is read from a recording.

use attacca_test_support::position::position_coded_stereo;

use super::*;

fn recording(stretches: &[Option<Range<u64>>]) -> Vec<f32> {
    let sample = |half: i16| f32::from(half) / 32_768.0;
    let mut samples = Vec::new();
    for stretch in stretches {
        match stretch {
            None => samples.extend([0.0; 2 * 7]),
            Some(numbers) => {
                for (left, right) in numbers.clone().map(position_coded_stereo) {
                    samples.extend([sample(left), sample(right)]);
                }
            }
        }
    }
    samples
}

#[test]
fn numbers_that_go_on_by_one_have_no_seam() {
    assert_eq!(seams(&recording(&[None, Some(100..5000), None])), []);
}

#[test]
fn a_seam_tells_both_sides_and_what_was_lost() {
    let samples = recording(&[Some(100..200), Some(900..950), None, Some(950..960)]);
    let expected = [Seam::exact(200, 900), Seam { from: 950, to: 950, lost: 7 }];
    assert_eq!(seams(&samples), expected);
}

#[test]
fn seams_as_they_should_be_have_no_error() {
    let expected = vec![Seam::exact(200, 900), Seam::exact(950, 10)];
    let outcome = Outcome { heard: expected.clone(), expected, missed: 0 };
    assert_eq!(outcome.greatest_error(), 0);
}

#[test]
fn a_frame_too_many_a_frame_lost_and_a_seam_too_many_are_errors() {
    let expected = vec![Seam::exact(200, 900)];
    let cases = [
        (vec![Seam::exact(201, 900)], 1),
        (vec![Seam { from: 200, to: 900, lost: 3 }], 3),
        (vec![Seam::exact(200, 900), Seam { from: 950, to: 950, lost: 7 }], 7),
        (vec![], 1),
    ];
    for (heard, error) in cases {
        let outcome = Outcome { expected: expected.clone(), heard, missed: 0 };
        assert_eq!(outcome.greatest_error(), error, "{outcome:?}");
    }
}
