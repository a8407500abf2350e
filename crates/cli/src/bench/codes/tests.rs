//! Tests of stems that hold their frames' numbers.

use attacca_test_support::position::{PositionCodedStem, position_coded_stereo};

use super::*;

#[test]
fn the_files_are_those_of_the_position_coded_stems_of_the_tests() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ours, theirs) = (folder.path().join("ours.wav"), folder.path().join("theirs.wav"));
    write_wav(&ours, 20_000..30_001).expect("it can be written");
    PositionCodedStem::new(20_000..30_001).write_wav(&theirs);
    let read = |path| std::fs::read(path).expect("it was written");
    let samples = |bytes: Vec<u8>| bytes[bytes.len() - 10_001 * 4..].to_vec();
    assert_eq!(samples(read(&ours)), samples(read(&theirs)));
    let file = hound::WavReader::open(&ours).expect("a WAV file");
    assert_eq!(file.duration(), 10_001);
    assert_eq!(file.spec().sample_rate, SAMPLE_RATE);
}

#[test]
fn a_mix_in_step_gives_its_numbers_and_anything_else_none() {
    let sample = |half: i16| f32::from(half) / FULL_SCALE;
    let frame = |number: u64| {
        let (left, right) = position_coded_stereo(number);
        [sample(left), sample(right)]
    };
    let off = frame(70_001).map(|next| next * 0.25);
    let mut out_of_step = frame(70_000).map(|most| most * 0.75);
    out_of_step[0] += off[0];
    out_of_step[1] += off[1];
    let samples = [frame(70_000), [0.0, 0.0], out_of_step, frame(17_000_000)].concat();
    let heard: Vec<Option<u32>> = numbers(&samples).collect();
    assert_eq!(heard, [Some(70_000), None, None, Some(17_000_000)]);
}
