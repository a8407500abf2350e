//! Reading ffmpeg's list.

use super::*;

#[test]
fn encoders_are_found_in_the_list_of_ffmpeg() {
    let listing = "Encoders:\n V..... = Video\n ------\n A....D aac   AAC (Advanced Audio Coding)\n \
                   A....D libopus              libopus Opus (codec opus)\n\n";
    let encoders = encoders_in(listing);
    assert!(encoders.contains("aac") && encoders.contains("libopus"));
    assert!(!encoders.contains("libmp3lame"));
}
