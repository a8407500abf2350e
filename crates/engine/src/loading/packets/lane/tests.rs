//! Where lanes begin, go on and fall silent, over packets whose places a test makes up.
//!
//! Every packet is one byte that means 20 ms of nothing to Opus, 960 frames.

use std::sync::Mutex;

use attacca_units::{FrameCount, FramePos, SampleRate};
use symphonia::core::{
    audio::layouts::CHANNEL_LAYOUT_MONO,
    codecs::audio::{AudioCodecParameters, well_known::CODEC_ID_OPUS},
};

use super::*;
use crate::loading::{
    decoder::Damage,
    index::Scan,
    memory::MemorySource,
    mixdown::{Mixdown, Speakers},
    packets::{Container, Track},
    samples::{SampleBlock, SampleFormat},
};

const PACKET_FRAMES: u64 = 960;

/// One frame of 20 ms, of the whole band, mono; nothing follows.
const NOTHING: [u8; 1] = [0xf8];

/// A file that answers as the test says.
#[derive(Debug, Clone, Default)]
struct Script {
    packets: u64,
    /// Packets that are lost.
    lost: Range<u64>,
    /// Where readers were put.
    seeks: Arc<Mutex<Vec<u64>>>,
    /// The search behind this packet runs out of its bytes once for each permitted stretch.
    interrupted_at: Option<u64>,
    /// Its reads fail from this packet on.
    unreadable_from: Option<u64>,
}

#[derive(Debug)]
struct ScriptReader {
    script: Script,
    next: u64,
}

impl Container for Script {
    fn reader(&self) -> Box<dyn PacketReader> {
        Box::new(ScriptReader { script: self.clone(), next: 0 })
    }

    fn scan(&self) -> Option<Box<dyn Scan>> {
        None
    }

    fn bytes_of(&self, raw_frames: Range<u64>) -> Range<u64> {
        raw_frames
    }

    fn table_bytes(&self) -> usize {
        0
    }
}

impl PacketReader for ScriptReader {
    fn seek(&mut self, position: u64) -> io::Result<()> {
        self.script.seeks.lock().unwrap().push(position);
        // A packet before it, as most codecs want it.
        self.next = (position / PACKET_FRAMES).saturating_sub(1);
        Ok(())
    }

    fn next(&mut self, budget: &mut u64) -> io::Result<NextPacket> {
        if self.script.unreadable_from.is_some_and(|from| self.next >= from) {
            return Err(io::Error::other("unplugged"));
        }
        if self.script.interrupted_at == Some(self.next) && *budget > 0 {
            *budget = 0;
            return Ok(NextPacket::Interrupted);
        }
        if self.script.lost.contains(&self.next) {
            self.next = self.script.lost.end;
            return Ok(NextPacket::Lost { until: self.next * PACKET_FRAMES, reason: "gone" });
        }
        if self.next == self.script.packets {
            return Ok(NextPacket::End);
        }
        self.next += 1;
        let start = (self.next - 1) * PACKET_FRAMES;
        Ok(NextPacket::Packet(Frames { start, count: PACKET_FRAMES as u32 }))
    }

    fn packet(&self) -> &[u8] {
        &NOTHING
    }

    fn byte_count(&self) -> usize {
        0
    }
}

/// A lane over 100 packets of which `script` says more.
fn lane(script: Script, delay: u64, restart_frames: Option<u64>) -> PacketLane {
    let mut codec = AudioCodecParameters::new();
    codec.for_codec(CODEC_ID_OPUS).with_sample_rate(48_000).with_channels(CHANNEL_LAYOUT_MONO);
    let track = Track {
        format: "Opus",
        codec,
        rate: SampleRate::HZ_48000,
        channel_count: 1,
        speakers: Speakers::NOWHERE,
        bits: None,
        gain: 1.0,
        delay,
        frame_count: 100 * PACKET_FRAMES - delay,
        max_packet_frames: PACKET_FRAMES as u32,
        restart_frames,
        codec_bytes: 0,
        reader_bytes: 0,
    };
    let source = Arc::new(MemorySource::default());
    let file = PacketFile::new(source, track, Box::new(script), Arc::default());
    PacketLane::new(Arc::new(file))
}

fn decode(lane: &mut PacketLane, start: u64, frame_count: usize) -> Result<(), Damage> {
    let length = FrameCount(lane.file.track.frame_count);
    let mut block = SampleBlock::silent(SampleFormat::F32, 1, frame_count);
    let mut fill = Fill::new(&mut block, &Mixdown::None, FramePos(start), length);
    lane.decode(&mut fill);
    fill.finish()
}

fn seeks_of(script: &Script) -> Vec<u64> {
    std::mem::take(&mut script.seeks.lock().unwrap())
}

fn script() -> Script {
    Script { packets: 100, ..Script::default() }
}

#[test]
fn what_follows_is_decoded_without_a_seek() {
    let script = script();
    let mut lane = lane(script.clone(), 312, None);
    for start in (0..40_000).step_by(1000) {
        decode(&mut lane, start, 1000).unwrap();
    }
    assert_eq!(seeks_of(&script), [0u64; 0]);
}

#[test]
fn another_place_is_sought_behind_the_delay() {
    let script = script();
    let mut lane = lane(script.clone(), 312, None);
    decode(&mut lane, 50_000, 1000).unwrap();
    decode(&mut lane, 20_000, 1000).unwrap();
    decode(&mut lane, 21_000, 1000).unwrap();
    assert_eq!(seeks_of(&script), [50_312, 20_312]);
}

#[test]
fn a_decoder_that_forgets_nothing_begins_at_every_multiple_of_its_restart() {
    let script = script();
    let mut lane = lane(script.clone(), 0, Some(10 * PACKET_FRAMES));
    decode(&mut lane, 25 * PACKET_FRAMES + 7, 1000).unwrap();
    assert_eq!(seeks_of(&script), [20 * PACKET_FRAMES]);
    // On the way inside of the stretch, although far.
    decode(&mut lane, 29 * PACKET_FRAMES, 100).unwrap();
    assert_eq!(seeks_of(&script), [0u64; 0]);
    // Over the end of it in one call.
    decode(&mut lane, 29 * PACKET_FRAMES + 100, 2 * PACKET_FRAMES as usize).unwrap();
    assert_eq!(seeks_of(&script), [30 * PACKET_FRAMES]);
}

#[test]
fn lost_packets_are_silent_for_their_own_frames() {
    let script = Script { lost: 10..12, ..script() };
    let mut lane = lane(script, 0, None);
    let damage = decode(&mut lane, 0, 20 * PACKET_FRAMES as usize).unwrap_err();
    assert_eq!(damage.at, FramePos(10 * PACKET_FRAMES));
    assert_eq!(damage.frames, FrameCount(2 * PACKET_FRAMES));
    assert!(decode(&mut lane, 12 * PACKET_FRAMES, 1000).is_ok(), "what follows is there");
}

#[test]
fn a_file_that_ends_early_is_truncated_from_there_on() {
    let mut lane = lane(Script { packets: 60, ..script() }, 0, None);
    let damage = decode(&mut lane, 59 * PACKET_FRAMES, 3000).unwrap_err();
    assert_eq!(damage.at, FramePos(60 * PACKET_FRAMES));
    assert!(matches!(damage.error, DecodeError::Truncated));
    assert!(decode(&mut lane, 1000, 1000).is_ok(), "what is there still plays");
}

#[test]
fn a_search_without_end_goes_on_in_the_next_call() {
    let script = Script { interrupted_at: Some(3), ..script() };
    let mut lane = lane(script.clone(), 0, None);
    let damage = decode(&mut lane, 0, 8 * PACKET_FRAMES as usize).unwrap_err();
    assert_eq!(damage.at, FramePos(3 * PACKET_FRAMES));
    // The reader stands where it stood, far behind what is asked for now.
    assert!(decode(&mut lane, 8 * PACKET_FRAMES, 1000).is_err());
    assert_eq!(seeks_of(&script), [0u64; 0]);
}

#[test]
fn a_failed_read_is_sought_again() {
    let script = Script { unreadable_from: Some(2), ..script() };
    let mut lane = lane(script.clone(), 0, None);
    let damage = decode(&mut lane, 0, 4 * PACKET_FRAMES as usize).unwrap_err();
    assert!(matches!(damage.error, DecodeError::Read(_)));
    assert!(decode(&mut lane, 4 * PACKET_FRAMES, 100).is_err());
    assert_eq!(seeks_of(&script), [4 * PACKET_FRAMES]);
}
