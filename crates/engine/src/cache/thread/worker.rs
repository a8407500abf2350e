//! The thread that decodes, encodes and writes chunks, one after the other, when nobody else wants the
//! core.
//!
//! It takes no lock that another thread waits for: whoever holds one at idle priority holds up all.

use std::{
    io,
    sync::Arc,
    thread::{self, Scope},
};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::pace::Pace;
use crate::{
    cache::{
        coding::Coding,
        disk_stem::DiskStem,
        metadata::ChunkMetadata,
        streaming::StreamingCache,
        writer::{ChunkJob, ChunkWriter, WriteError, WriteTimes},
    },
    loading::{priority, stem::OpenStem},
};

/// A chunk that is to be written.
pub(super) struct Order {
    pub(super) file: Arc<OpenStem>,
    pub(super) disk: Arc<DiskStem>,
    pub(super) coding: Coding,
    pub(super) chunk_frames: u64,
    pub(super) number: u64,
}

/// What became of one.
pub(super) struct Done {
    pub(super) written: Result<ChunkMetadata, WriteError>,
    pub(super) times: WriteTimes,
}

/// The thread, as long as it is wanted.
pub(super) struct Worker {
    orders: Sender<Order>,
    done: Receiver<(Order, Done)>,
}

impl Worker {
    /// Starts the thread, which ends with the worker.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(super) fn start<'scope, 'cache>(
        scope: &'scope Scope<'scope, 'cache>,
        cache: &'cache StreamingCache,
    ) -> io::Result<Worker> {
        let (orders, to_do) = bounded::<Order>(1);
        let (results, done) = bounded(1);
        let work = move || {
            priority::lower_to_idle();
            let mut writer = ChunkWriter::default();
            for order in to_do {
                let result = write(cache, &mut writer, &order);
                // The order goes back: its file is closed elsewhere if nobody else has it any more.
                if results.send((order, result)).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("cache-writer".to_owned()).spawn_scoped(scope, work)?;
        Ok(Worker { orders, done })
    }

    /// Has a chunk written, and waits for it.
    pub(super) fn write(&self, order: Order) -> Done {
        let written = self.orders.send(order).ok().and_then(|()| self.done.recv().ok());
        let gone = || Done { written: Err(WriteError::Stopped), times: WriteTimes::default() };
        written.map_or_else(gone, |(_, done)| done)
    }
}

fn write(cache: &StreamingCache, writer: &mut ChunkWriter, order: &Order) -> Done {
    let pace = Pace::new(cache);
    let written = writer.write(&ChunkJob {
        stem: &order.file,
        coding: order.coding,
        engine_rate: cache.engine_rate,
        chunk_frames: order.chunk_frames,
        number: order.number,
        folder: &order.disk.folder,
        pace: &|| !order.disk.is_replaced() && pace.step(),
    });
    Done { written, times: std::mem::take(&mut writer.times) }
}
