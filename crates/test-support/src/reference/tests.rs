//! Programs are run, understood, and missed by name.

use super::*;

#[test]
fn numpy_computes_what_is_asked() {
    let bytes = run_numpy(
        "sys.stdout.buffer.write(np.array([float(a) for a in sys.argv[1:]]).cumsum().tobytes())",
        ["1", "2.5", "-4"],
    );
    assert_eq!(from_floats(&bytes), [1.0, 3.5, -0.5]);
}

#[test]
#[should_panic(expected = "ZeroDivisionError")]
fn failing_script_ends_the_test_with_its_message() {
    run_numpy("1 / 0", [""; 0]);
}

#[test]
#[should_panic(expected = "this test needs `absent-program`: Debian package absent-program")]
fn missing_program_is_named_with_its_package() {
    run("absent-program", [""; 0]);
}

#[test]
#[should_panic(expected = "flac failed")]
fn refused_file_ends_the_test() {
    run("flac", ["-t", "-s", "/absent.flac"]);
}

#[test]
fn integers_of_every_width_are_scaled_to_one() {
    assert_eq!(from_integer(&[0x80]), -1.0);
    assert_eq!(from_integer(&[0x00, 0x40]), 0.5);
    assert_eq!(from_integer(&[0x01, 0x00, 0x00]), 1.0 / 8_388_608.0);
    assert_eq!(from_integer(&[0xFF, 0xFF, 0xFF, 0x7F]), 2_147_483_647.0 / 2_147_483_648.0);
}

#[test]
fn channels_are_taken_apart() {
    let samples = ReferenceSamples {
        sample_rate: 48_000,
        channel_count: 2,
        interleaved: vec![1.0, -1.0, 2.0, -2.0],
    };
    assert_eq!(samples.frame_count(), 2);
    assert_eq!(samples.channel(0), [1.0, 2.0]);
    assert_eq!(samples.channel(1), [-1.0, -2.0]);
}
