//! Claims about peaks and RMS.

use super::*;

#[test]
fn a_bin_has_the_peak_of_both_channels_and_their_common_rms() {
    let mut bins = Bins::new(4, 2.0);
    bins.add(&[0.5, -1.0, 0.0, 0.0], &[0.0; 4]);
    bins.add(&[0.0, 0.0], &[0.25, -0.25]);
    let wave = bins.finish();
    assert_eq!((wave.seconds_per_bin, wave.peak.as_slice()), (2.0, &[255, 64][..]));
    // √((0.25 + 1) / 8) = 0.395; √(2 · 0.0625 / 4) = 0.177, of the frames that there are.
    assert_eq!(wave.rms, [101, 45]);
}

#[test]
fn how_blocks_are_cut_changes_nothing() {
    let sound: Vec<f32> = (0..1000).map(|n| ((n * 37 % 101) as f32 - 50.0) / 50.0).collect();
    let whole = {
        let mut bins = Bins::new(7, 48_000.0);
        bins.add(&sound, &sound);
        bins.finish()
    };
    let mut bins = Bins::new(7, 48_000.0);
    sound.chunks(13).for_each(|block| bins.add(block, block));
    assert_eq!(bins.finish(), whole);
}

#[test]
fn what_is_beyond_full_scale_or_no_number_is_borne() {
    let mut bins = Bins::new(2, 1.0);
    bins.add(&[3.0, f32::NAN, 1e-6, 0.0, 0.0, 0.0], &[f32::INFINITY, 0.0, 0.0, 0.0, 0.0, 0.0]);
    let wave = bins.finish();
    assert_eq!(wave.peak, [255, 1, 0], "what sounds at all is seen");
    assert_eq!(wave.rms[1..], [1, 0]);
}
