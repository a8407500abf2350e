//! What arrives at the sink, and when.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
    sync::mpsc::channel,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{AudioServer, Process, START_TIMEOUT, spawn_thread, start};

/// What is recorded after the last sound, so that all that was played has arrived.
const TAIL: Duration = Duration::from_millis(500);

/// Bytes of a frame: two samples.
const FRAME_BYTES: usize = 8;

impl AudioServer {
    /// Records what arrives at the sink; returns when the first of it is there.
    ///
    /// # Panics
    /// When nothing arrives, not even silence.
    pub fn record(&self) -> Recorder {
        let mut command = self.command("parec");
        command.args(["--device=out.monitor", "--format=float32le"]);
        command.arg(format!("--rate={}", self.settings.rate));
        command.args(["--channels=2", "--latency-msec=50", "--raw"]);
        let mut process = Process(start(command.stdout(Stdio::piped()).stderr(Stdio::null())));
        let output = process.0.stdout.take().expect("it is piped");
        let (begun, has_begun) = channel();
        let reader = spawn_thread("recorder", move || {
            let mut output = BufReader::new(output);
            // Nothing to say if nobody waits any more.
            let _ = output.fill_buf().map(|_| begun.send(()));
            Taken::until_the_end_of(output)
        });
        has_begun.recv_timeout(START_TIMEOUT).expect("the server's sink gives samples");
        Recorder { process, reader, rate: self.settings.rate }
    }
}

/// A running recording.
pub struct Recorder {
    process: Process,
    reader: JoinHandle<Taken>,
    rate: u32,
}

impl Recorder {
    /// Records a little longer, and gives the recording.
    pub fn stop(self) -> Recording {
        thread::sleep(TAIL);
        drop(self.process);
        let Taken { bytes, arrivals } =
            self.reader.join().expect("the recorder's reader does not panic");
        let samples = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        Recording { samples: samples.collect(), arrivals, rate: self.rate }
    }
}

/// Bytes, and when they came.
struct Taken {
    bytes: Vec<u8>,
    arrivals: Vec<(usize, Instant)>,
}

impl Taken {
    fn until_the_end_of(mut output: impl BufRead) -> Taken {
        let mut taken = Taken { bytes: Vec::new(), arrivals: Vec::new() };
        loop {
            let piece = output.fill_buf().expect("the recorder can be read");
            if piece.is_empty() {
                return taken;
            }
            let len = piece.len();
            taken.bytes.extend_from_slice(piece);
            taken.arrivals.push((taken.bytes.len() / FRAME_BYTES, Instant::now()));
            output.consume(len);
        }
    }
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// Interleaved stereo.
    pub samples: Vec<f32>,
    /// How many frames there were, and since when; in order.
    pub arrivals: Vec<(usize, Instant)>,
    /// Frames per second.
    pub rate: u32,
}

impl Recording {
    /// When a frame came out of the recorder, as if each came alone: that is some time after it was
    /// heard, the same for all frames. `None` for frames that are not there.
    ///
    /// Frames arrive many at once, and now and then late. But none arrives before it was heard, so
    /// of all arrivals within a second from it, the one that came soonest tells when it could have been there.
    pub fn arrival_of(&self, frame: usize) -> Option<Instant> {
        let first = self.arrivals.partition_point(|(frames, _)| *frames <= frame);
        let within_a_second = self.arrivals[first..]
            .iter()
            .take_while(|(frames, _)| frames - frame <= self.rate as usize);
        let beginning_before = |(frames, at): &(usize, Instant)| {
            at.checked_sub(Duration::from_secs_f64((frames - frame) as f64 / f64::from(self.rate)))
        };
        within_a_second.filter_map(beginning_before).min()
    }

    /// The first frame that came out of the recorder at this instant or later; the number of frames
    /// if none did.
    pub fn frame_at(&self, instant: Instant) -> usize {
        let index = self.arrivals.partition_point(|(_, at)| *at < instant);
        let before = index.checked_sub(1).and_then(|before| self.arrivals.get(before));
        before.map_or(0, |(frames, _)| *frames)
    }
}

#[cfg(test)]
mod tests;
