//! What changes all the time, read on the caller's thread beside the app's own.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use attacca_engine::{
    BusId, MultiTrackEngine, SongId, TransportState,
    control::{CallbackTelemetry, Meter},
};
use attacca_units::{Decibels, FramePos, Gain};

use crate::ipc::{EntryId, HealthState, Telemetry};

/// What the app's thread shows to those who ask for telemetry.
#[derive(Debug)]
pub(crate) struct Shown {
    begun: Instant,
    view: Mutex<View>,
}

/// What numbers of the engine mean to the page.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) engine: Arc<MultiTrackEngine>,
    /// Entries by their songs in the engine; of each stem that the page knows its place in the engine.
    pub(crate) entries: HashMap<SongId, (EntryId, Vec<Option<usize>>)>,
    /// In the order of the page's mixer.
    pub(crate) buses: Vec<BusId>,
    pub(crate) health: HealthState,
    pub(crate) health_reasons: Vec<String>,
    /// What went beyond full scale since the lamps were put out, as the page counts.
    clips: Vec<i32>,
    clips_of: Option<EntryId>,
    last_callbacks: CallbackTotal,
}

/// All callbacks so far.
#[derive(Debug, Default, Clone, Copy)]
struct CallbackTotal {
    count: u64,
    micros: f64,
    load_percent: f64,
}

impl Shown {
    pub(crate) fn new(engine: Arc<MultiTrackEngine>, begun: Instant) -> Shown {
        let view = View {
            engine,
            entries: HashMap::new(),
            buses: vec![BusId::MAIN],
            health: HealthState::Ok,
            health_reasons: Vec::new(),
            clips: Vec::new(),
            clips_of: None,
            last_callbacks: CallbackTotal::default(),
        };
        Shown { begun, view: Mutex::new(view) }
    }

    pub(crate) fn view(&self) -> MutexGuard<'_, View> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a clip lamp out, or all.
    pub(crate) fn clear_clips(&self, clip: Option<i32>) {
        self.view().clips.retain(|lit| clip.is_some_and(|clip| clip != *lit));
    }

    /// How the show is now. Peaks are those since the last call.
    pub(crate) fn telemetry(&self) -> Telemetry {
        let mut view = self.view();
        let view = &mut *view;
        let engine = view.engine.telemetry();
        let rate = view.engine.settings().engine_rate;
        let transport = engine.transport;
        let millis = |at: Instant| at.saturating_duration_since(self.begun).as_secs_f64() * 1000.0;
        let block = Duration::from_secs_f64(rate.seconds(transport.block_frames));
        let shown = transport.song.and_then(|song| view.entries.get(&song).map(|one| (song, one)));
        let entry = shown.map(|(_, (entry, _))| *entry);
        let stems = shown.map_or_else(Vec::new, |(song, (_, places))| {
            let meters = view.engine.stem_meters(song);
            let meter = |place: &Option<usize>| place.and_then(|place| meters.get(place).copied());
            places.iter().map(|place| meter(place).unwrap_or_default()).collect()
        });
        let buses: Vec<Meter> = view.buses.iter().map(|bus| view.engine.bus_meter(*bus)).collect();
        if entry != view.clips_of {
            view.clips.retain(|clip| *clip < 0);
            view.clips_of = entry;
        }
        note_clips(&mut view.clips, &stems, &buses);
        let last = view.last_callbacks;
        view.last_callbacks = last.and(&engine.callbacks, block);
        let position_seconds = rate.seconds_at(transport.playhead);
        let lead_seconds = rate.seconds(transport.leads.playing);
        let seconds =
            |part: Range<FramePos>| (rate.seconds_at(part.start), rate.seconds_at(part.end));
        let ranges = transport.song.map(|song| view.engine.cached_ranges(song));
        let cached_ranges = ranges.into_iter().flatten().map(seconds).collect();
        Telemetry {
            frame: transport.playhead.0,
            rate_hz: rate.hz(),
            at_ms: millis(transport.at + block),
            sent_ms: millis(Instant::now()),
            is_playing: transport.state == TransportState::Playing && !transport.is_loading,
            entry,
            position_seconds,
            master: buses.first().map_or([-1000; 4], |meter| levels(*meter)),
            buses: buses.iter().flat_map(|meter| levels(*meter)).collect(),
            stems: stems.iter().flat_map(|meter| levels(*meter)).collect(),
            clips: view.clips.clone(),
            lead_seconds,
            underruns: transport.underruns,
            load_percent: view.last_callbacks.load_percent,
            health: view.health,
            health_reasons: view.health_reasons.clone(),
            memory_mib: mib(engine.memory.total_bytes()),
            budget_mib: mib(engine.memory.budget_bytes),
            buffered_to: position_seconds + lead_seconds,
            cache_hit_percent: engine
                .cache
                .and_then(|cache| cache.hit_rate())
                .map(|rate| 100.0 * rate),
            cached_ranges,
        }
    }
}

impl CallbackTotal {
    /// With what was counted since: the load is that of the time between.
    fn and(self, callbacks: &CallbackTelemetry, period: Duration) -> CallbackTotal {
        let micros = |(bound, count): (Duration, u64)| bound.as_secs_f64() * 1e6 * count as f64;
        let micros: f64 = callbacks.duration.buckets().map(micros).sum();
        let count = callbacks.duration.count();
        let available = count.saturating_sub(self.count) as f64 * period.as_secs_f64() * 1e6;
        let load_percent = match available {
            available if available > 0.0 => ((micros - self.micros) / available * 100.0).max(0.0),
            _ => self.load_percent,
        };
        CallbackTotal { count, micros, load_percent }
    }
}

fn note_clips(clips: &mut Vec<i32>, stems: &[Meter], buses: &[Meter]) {
    let clipped = |meter: &Meter| meter.peak.iter().any(|peak| *peak > 1.0);
    let of_stems = (0..).zip(stems).filter(|(_, meter)| clipped(meter)).map(|(place, _)| place);
    let of_buses = (0..).zip(buses).filter(|(_, meter)| clipped(meter)).map(|(bus, _)| -2 - bus);
    let of_master = buses.first().filter(|meter| clipped(meter)).map(|_| -1);
    for clip in of_stems.chain(of_master).chain(of_buses) {
        if !clips.contains(&clip) {
            clips.push(clip);
        }
    }
}

/// Peak left, right, RMS left, right in tenths of dB; −1000 is silence.
fn levels(meter: Meter) -> [i32; 4] {
    let tenths = |factor: f32| {
        let level = Gain(factor).to_decibels().0.max(Decibels::FLOOR.0);
        (level * 10.0).round() as i32
    };
    [meter.peak[0], meter.peak[1], meter.rms[0], meter.rms[1]].map(tenths)
}

fn mib(bytes: usize) -> f64 {
    (bytes as f64 / f64::from(1 << 20) * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests;
