//! Claims about the tone.

use attacca_units::SampleRate;

use super::*;
use crate::protocol::bus::OutputChannel;

/// Two seconds of two channels, in blocks of 480 frames, after a tone was asked for on `channel`.
fn heard(channel: usize) -> [Vec<f32>; 2] {
    let requests = Arc::new(SharedTone::default());
    let mut tone = Tone::new(Arc::clone(&requests), SampleRate::HZ_48000);
    let mut block = [0.0; 960];
    tone.add_to(&mut OutputFrames { samples: &mut block, channel_count: 2 });
    assert_eq!(block, [0.0; 960], "nothing sounds unasked");
    requests.ask(OutputChannel::new(channel).unwrap());
    let mut channels = [Vec::new(), Vec::new()];
    for _ in 0..200 {
        let mut block = [0.0; 960];
        tone.add_to(&mut OutputFrames { samples: &mut block, channel_count: 2 });
        for frame in block.chunks_exact(2) {
            channels[0].push(frame[0]);
            channels[1].push(frame[1]);
        }
    }
    channels
}

#[test]
fn it_is_a_second_of_440_hz_at_minus_20_dbfs_on_its_channel_alone() {
    let [left, right] = heard(2);
    assert!(left.iter().all(|sample| *sample == 0.0));
    let peak = right.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    assert!((peak - 0.1).abs() < 1e-3, "{peak}");
    let rises = right.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
    assert!((438..=441).contains(&rises), "{rises} periods");
    let last = right.iter().rposition(|sample| *sample != 0.0).unwrap();
    assert!((47_990..=48_000).contains(&last), "{last} frames");
    let steepest = right.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(steepest < 0.1 * TAU * 440.0 / 48_000.0 * 1.1, "no edge clicks: {steepest}");
}

#[test]
fn a_channel_that_the_output_lacks_is_no_other_one() {
    assert!(heard(3).iter().flatten().all(|sample| *sample == 0.0));
}
