//! What other programs make of a file, as the expected values of tests.
//!
//! A program that is not there ends the test with the name of the Debian package that holds it.

use std::{
    ffi::OsStr,
    io,
    path::Path,
    process::{Command, Output},
};

/// A file as another program decoded it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceSamples {
    /// Frames per second, in Hz.
    pub sample_rate: u32,
    /// Samples per frame.
    pub channel_count: usize,
    /// `[frame][channel]` in units of full scale; integers of up to 32 bits are exact.
    pub interleaved: Vec<f64>,
}

impl ReferenceSamples {
    /// Whole frames.
    pub fn frame_count(&self) -> usize {
        self.interleaved.len() / self.channel_count
    }

    /// The samples of one channel.
    pub fn channel(&self, channel: usize) -> Vec<f64> {
        self.interleaved.iter().skip(channel).step_by(self.channel_count).copied().collect()
    }
}

/// Decodes FLAC of 8, 16, 24 or 32 bits with the reference decoder.
///
/// # Panics
/// When the decoder refuses the file, finds it damaged or cannot give out its bits.
pub fn decode_with_flac(path: &Path) -> ReferenceSamples {
    let field =
        |option: &str| number(run("metaflac", [OsStr::new(option), path.as_os_str()])) as u32;
    let byte_count = field("--show-bps") as usize / 8;
    let options = ["-d", "-c", "-s", "--force-raw-format", "--endian=little", "--sign=signed"];
    let bytes = run("flac", options.iter().map(OsStr::new).chain([path.as_os_str()]));
    ReferenceSamples {
        sample_rate: field("--show-sample-rate"),
        channel_count: field("--show-channels") as usize,
        interleaved: bytes.chunks_exact(byte_count).map(from_integer).collect(),
    }
}

/// Decodes any sound file with FFmpeg.
///
/// # Panics
/// When FFmpeg refuses the file.
pub fn decode_with_ffmpeg(path: &Path) -> ReferenceSamples {
    let field = |name: &str| {
        let entry = format!("stream={name}");
        let options = ["-v", "error", "-select_streams", "a:0", "-of", "csv=p=0", "-show_entries"];
        let options = options.iter().map(OsStr::new);
        number(run("ffprobe", options.chain([OsStr::new(&entry), path.as_os_str()]))) as u32
    };
    let before = ["-v", "error", "-i"].map(OsStr::new);
    let after = ["-f", "f64le", "-c:a", "pcm_f64le", "-"].map(OsStr::new);
    let bytes = run("ffmpeg", before.into_iter().chain([path.as_os_str()]).chain(after));
    ReferenceSamples {
        sample_rate: field("sample_rate"),
        channel_count: field("channels") as usize,
        interleaved: from_floats(&bytes),
    }
}

/// Decodes a sound file with SoX, whose samples are integers of 32 bits.
///
/// # Panics
/// When SoX refuses the file.
pub fn decode_with_sox(path: &Path) -> ReferenceSamples {
    let field = |option: &str| number(run("soxi", [OsStr::new(option), path.as_os_str()])) as u32;
    let options = ["-t", "f64", "-L", "-"].map(OsStr::new);
    let bytes = run("sox", [OsStr::new("-D"), path.as_os_str()].into_iter().chain(options));
    ReferenceSamples {
        sample_rate: field("-r"),
        channel_count: field("-c") as usize,
        interleaved: from_floats(&bytes),
    }
}

/// Runs a Python script, which may import NumPy as `np`, and returns what it writes.
///
/// The script finds `arguments` in `sys.argv[1:]`, writes bytes to `sys.stdout.buffer`, and need
/// not import `sys` and `np`.
///
/// # Panics
/// When the script fails.
pub fn run_numpy<A: AsRef<OsStr>>(script: &str, arguments: impl IntoIterator<Item = A>) -> Vec<u8> {
    let script = format!("import sys\nimport numpy as np\n{script}");
    // The first Python on the path may be one that does not see the system's packages.
    let python = std::env::var_os("ATTACCA_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.arg("-c").arg(script).args(arguments);
    let output = output_of(command, "python3");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        !message.contains("No module named 'numpy'"),
        "this test needs NumPy: Debian package python3-numpy"
    );
    assert!(output.status.success(), "the Python script failed: {message}");
    output.stdout
}

/// The little-endian 64-bit floats in `bytes`, as `array.astype('<f8').tobytes()` makes them.
pub fn from_floats(bytes: &[u8]) -> Vec<f64> {
    let (floats, rest) = bytes.as_chunks();
    assert!(rest.is_empty(), "{} bytes are left over", rest.len());
    floats.iter().map(|float| f64::from_le_bytes(*float)).collect()
}

/// Runs one of the programs that these tests know, and returns what it writes.
///
/// # Panics
/// When the program is not there or fails.
pub fn run<A: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>) -> Vec<u8> {
    let mut command = Command::new(program);
    command.args(arguments);
    let output = output_of(command, program);
    assert!(
        output.status.success(),
        "{program} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// As [`run`], of a line whose words are parted by spaces: the program and its arguments. Each word of
/// `paths` stands for a path.
///
/// # Panics
/// As [`run`].
pub fn run_line(line: &str, paths: &[(&str, &Path)]) -> Vec<u8> {
    let mut words = line.split_whitespace();
    let program = words.next().expect("a line names a program");
    let path_of = |word: &str| paths.iter().find(|(name, _)| *name == word).map(|(_, path)| *path);
    run(program, words.map(|word| path_of(word).map_or(word.as_ref(), Path::as_os_str)))
}

fn output_of(mut command: Command, program: &str) -> Output {
    match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            panic!("this test needs `{program}`: Debian package {}", package_of(program))
        }
        Err(error) => panic!("{program} could not be run: {error}"),
    }
}

fn package_of(program: &str) -> &str {
    match program {
        "metaflac" => "flac",
        "ffprobe" => "ffmpeg",
        "soxi" => "sox",
        other => other,
    }
}

fn number(output: Vec<u8>) -> u64 {
    let text = String::from_utf8_lossy(&output);
    // ffprobe has a comma for what it knows besides.
    text.trim().trim_end_matches(',').parse().unwrap_or_else(|_| panic!("{text:?} is not a number"))
}

/// A signed little-endian integer in units of its full scale.
fn from_integer(bytes: &[u8]) -> f64 {
    let mut padded = [0; 4];
    padded[4 - bytes.len()..].copy_from_slice(bytes);
    // The padding makes every width a 32-bit one.
    f64::from(i32::from_le_bytes(padded)) / -f64::from(i32::MIN)
}

#[cfg(test)]
mod tests;
