//! Creek: a disk stream for each stem with creek's own prefetch, on the device's thread as creek asks for.
//!
//! As in creek's own player, nothing sounds while a stream is not ready; here, while any of them is
//! not, so that stems stay together.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
};

use creek::{ReadDiskStream, ReadStreamOptions, SeekMode, SymphoniaDecoder};

use super::{ContenderError, Entry, Player, Render, open_all};

type Stream = ReadDiskStream<SymphoniaDecoder>;

/// Orders that may be on their way.
const ORDERS: usize = 16;

enum Order {
    Play(Vec<Stream>),
    Seek(usize),
}

struct Creek {
    stems: Vec<PathBuf>,
    prepared: Vec<Stream>,
    orders: SyncSender<Order>,
}

struct CreekRender {
    orders: Receiver<Order>,
    streams: Vec<Stream>,
}

pub(super) fn enter(stems: Vec<PathBuf>) -> Result<Entry, ContenderError> {
    let (sender, receiver) = sync_channel(ORDERS);
    let player = Creek { stems, prepared: Vec::new(), orders: sender };
    let render = CreekRender { orders: receiver, streams: Vec::new() };
    Ok(Entry { player: Box::new(player), render: Box::new(render) })
}

impl Creek {
    fn open(&self) -> Result<Vec<Stream>, ContenderError> {
        open_all(&self.stems, |path| {
            let mut stream = Stream::new(path, 0, ReadStreamOptions::default())
                .map_err(ContenderError::refused)?;
            // As creek's documentation says: the start is cached, and a seek to it begins to fill.
            stream.cache(0, 0).map_err(ContenderError::refused)?;
            stream.seek(0, SeekMode::Auto).map_err(ContenderError::refused)?;
            Ok(stream)
        })
    }

    fn order(&self, order: Order) -> Result<(), ContenderError> {
        self.orders.send(order).map_err(|_| ContenderError::Refused("no device".to_owned()))
    }
}

impl Player for Creek {
    fn prepare(&mut self) -> Result<(), ContenderError> {
        self.prepared = self.open()?;
        for stream in &mut self.prepared {
            stream.block_until_ready().map_err(ContenderError::refused)?;
        }
        Ok(())
    }

    fn play(&mut self) -> Result<(), ContenderError> {
        let mut streams = std::mem::take(&mut self.prepared);
        if streams.is_empty() {
            streams = self.open()?;
        }
        self.order(Order::Play(streams))
    }

    fn seek(&mut self, frame: u64) -> Result<(), ContenderError> {
        self.order(Order::Seek(frame as usize))
    }
}

impl CreekRender {
    /// Does what was ordered; false when a stream refuses.
    fn follow(&mut self, order: Order) -> bool {
        match order {
            Order::Play(streams) => {
                self.streams = streams;
                true
            }
            Order::Seek(frame) => {
                let mut seeks = self.streams.iter_mut().map(|s| s.seek(frame, SeekMode::Auto));
                seeks.all(|seek| seek.is_ok())
            }
        }
    }

    /// Asks every stream, also behind one that is not ready: asking is how it gets what was read.
    fn all_are_ready(&mut self) -> bool {
        let mut all = true;
        for stream in &mut self.streams {
            all &= stream.is_ready().unwrap_or(false);
        }
        all
    }
}

impl Render for CreekRender {
    fn render(&mut self, block: &mut [f32]) {
        block.fill(0.0);
        while let Ok(order) = self.orders.try_recv() {
            assert!(self.follow(order), "creek refuses a seek: its channel is full");
        }
        if !self.all_are_ready() {
            return;
        }
        for stream in &mut self.streams {
            add(stream, block);
        }
    }
}

/// Adds a stream's next frames to interleaved stereo; what it can't give stays silent.
fn add(stream: &mut Stream, block: &mut [f32]) {
    let (frames, _) = block.as_chunks_mut::<2>();
    let Ok(read) = stream.read(frames.len()) else { return };
    let (left, right) = (read.read_channel(0), read.read_channel(1));
    for ((frame, left), right) in frames.iter_mut().zip(left).zip(right) {
        frame[0] += left;
        frame[1] += right;
    }
}
