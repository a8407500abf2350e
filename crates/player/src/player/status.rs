//! The player's status, out of the engine's telemetry.

use attacca_engine::{
    BusChannels, BusId,
    control::{Meter, StemReport, Telemetry},
    loading::governor::MemoryStep,
    realtime::stats::HistogramSnapshot,
};
use attacca_session::name::printable;
use attacca_units::{FrameCount, FramePos, Gain, SampleRate};

use super::Player;
use crate::{
    ipc,
    ipc::{
        BusStatus, DurationStatus, IndexStatus, JumpStatus, LeadStatus, MachineMemoryStatus,
        MemoryStatus, Place, StemStatus, level_db,
    },
    notice::chain,
    output::OutputReport,
};

/// What changes all the time: cheap enough to be asked for at every frame of a display.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// What the transport does.
    pub state: ipc::State,
    /// True while a song that was started has not sounded yet, because it loads.
    pub is_loading: bool,
    /// Index of the song under the playhead.
    pub song: usize,
    /// The playhead, in seconds.
    pub position_seconds: f64,
    /// The song's length, in seconds; `None` before its files are open.
    pub length_seconds: Option<f64>,
    /// Where a seek goes that is not heard yet: the song's index, and seconds.
    pub seeking_to: Option<(usize, f64)>,
    /// The armed jump that the playhead comes to first.
    pub next_jump: Option<JumpStatus>,
    /// The main bus's greatest level since the last glance, left and right, in dBFS; `None` for
    /// silence.
    pub peak_dbfs: [Option<f32>; 2],
    /// Milliseconds ready beyond the playhead.
    pub lead_ms: f64,
    /// How well all goes but for the output.
    pub health: ipc::HealthStatus,
    /// Times that frames were needed which were not there.
    pub underruns: u64,
    /// Underruns and overruns that the device reported.
    pub xruns: u64,
    /// Frames beyond full scale.
    pub clipped_frames: u64,
}

impl Player {
    /// What changes all the time.
    pub fn glance(&mut self) -> Glance {
        let telemetry = self.engine.telemetry();
        let rate = self.engine.settings().engine_rate;
        let transport = telemetry.transport;
        let peak = self.engine.bus_meter(BusId::MAIN).peak;
        self.held_peak = louder(self.held_peak, peak);
        let place = |(song, at)| Some((self.index_of(song)?, rate.seconds_at(at)));
        Glance {
            state: transport.state.into(),
            is_loading: transport.is_loading,
            song: transport.song.and_then(|id| self.index_of(id)).unwrap_or(self.current()),
            position_seconds: rate.seconds_at(transport.playhead),
            length_seconds: transport.song_frames.map(|length| rate.seconds(length)),
            seeking_to: transport.seeking.and_then(place),
            next_jump: self.next_jump(&transport),
            peak_dbfs: levels(peak),
            lead_ms: lead_status(&telemetry, rate).playing,
            health: self.health_status(&telemetry.health),
            underruns: transport.underruns,
            xruns: telemetry.callbacks.xruns,
            clipped_frames: transport.clipped_frames,
        }
    }

    /// How the player is, with `output` as where the sound goes.
    ///
    /// Meters show the peaks since the last call.
    ///
    /// # Panics
    /// In an empty set.
    pub fn status(&mut self, output: &OutputReport) -> ipc::Status {
        let telemetry = self.engine.telemetry();
        let rate = self.engine.settings().engine_rate;
        let transport = telemetry.transport;
        let index = transport.song.and_then(|id| self.index_of(id)).unwrap_or(self.current());
        let report = self.engine.song(self.entries[index].id);
        let health = telemetry.health.clone().with_output(output.health.clone());
        let length = transport.song_frames.or(report.frame_count);
        ipc::Status {
            state: transport.state.into(),
            is_loading: transport.is_loading,
            song_number: index + 1,
            song_count: self.cursor.count(),
            song_title: self.entries[index].song.title().to_owned(),
            is_armed: report.is_armed,
            position_frames: transport.playhead.0,
            position_seconds: rate.seconds_at(transport.playhead),
            length_frames: length.map(|length| length.0),
            length_seconds: length.map(|length| rate.seconds(length)),
            seeking_to: transport.seeking.and_then(|(song, at)| self.place_status(song, at)),
            jumps: self.jump_statuses(),
            sample_rate_hz: rate.hz(),
            trim_db: level_db(self.engine.song_trim(self.entries[index].id)),
            stems: self.stem_statuses(index, &report.stems),
            buses: self.bus_statuses(transport.channel_count),
            lead_ms: lead_status(&telemetry, rate),
            health: self.health_status(&health),
            underruns: transport.underruns,
            underrun_frames: transport.underrun_frames,
            clipped_frames: transport.clipped_frames,
            unsynchronised_blocks: transport.unsynchronised_blocks,
            callbacks: telemetry.callbacks.callbacks,
            late_callbacks: telemetry.callbacks.late_callbacks,
            xruns: telemetry.callbacks.xruns,
            callback_us: duration_status(&telemetry.callbacks.duration),
            callback_interval_us: duration_status(&telemetry.callbacks.interval),
            decode_errors: telemetry.loader.decode_errors,
            loader_queued_jobs: telemetry.loader.queued_jobs,
            loader_running_jobs: telemetry.loader.running_jobs,
            indexes: IndexStatus {
                built: telemetry.indexes.built,
                loaded: telemetry.indexes.loaded,
            },
            memory_bytes: memory_status(&telemetry),
            output: output.name.clone(),
            output_state: output.state,
            output_channels: transport.channel_count,
        }
    }

    pub(super) fn place_status(&self, song: attacca_engine::SongId, at: FramePos) -> Option<Place> {
        let rate = self.engine.settings().engine_rate;
        Some(Place {
            song_number: self.index_of(song)? + 1,
            position_frames: at.0,
            position_seconds: rate.seconds_at(at),
        })
    }

    fn stem_statuses(&self, song: usize, reports: &[StemReport]) -> Vec<StemStatus> {
        let meters = self.engine.stem_meters(self.entries[song].id);
        let stems = reports.iter().zip(meters).enumerate();
        stems.map(|(stem, (report, meter))| self.stem_status((song, stem), report, meter)).collect()
    }

    fn stem_status(
        &self,
        (song, index): (usize, usize),
        report: &StemReport,
        meter: Meter,
    ) -> StemStatus {
        let stem = &self.entries[song].song.stems()[index];
        let mix = self.engine.stem_mix(self.entries[song].id, index);
        let engine_rate = self.engine.settings().engine_rate;
        let file_rate = report.info.as_ref().map(|info| info.sample_rate);
        StemStatus {
            number: index + 1,
            name: stem.name.clone(),
            file: stem.path.file_name().unwrap_or_default().to_string_lossy().into(),
            track: stem.track.map(|track| track + 1),
            colour: stem.colour.map(|colour| colour.to_string()),
            resampled_from_hz: file_rate.filter(|rate| *rate != engine_rate).map(SampleRate::hz),
            gain_db: level_db(mix.gain),
            pan: mix.pan.0,
            bus: self.buses.name(mix.bus).to_owned(),
            is_muted: mix.is_muted,
            is_soloed: mix.is_soloed,
            is_solo_safe: mix.is_solo_safe,
            peak_dbfs: levels(meter.peak),
            rms_dbfs: levels(meter.rms),
            error: report.error.as_ref().map(|error| printable(&chain(&**error)).into_owned()),
        }
    }

    fn bus_statuses(&mut self, output_channels: usize) -> Vec<BusStatus> {
        let main_peak = std::mem::take(&mut self.held_peak);
        let status = |(bus, name): (BusId, &str)| {
            let (mix, meter) = (self.engine.bus_mix(bus), self.engine.bus_meter(bus));
            let held = if bus == BusId::MAIN { main_peak } else { [0.0; 2] };
            BusStatus {
                name: name.to_owned(),
                channels: mix.channels.iter().map(|channel| channel.number()).collect(),
                is_heard: mix.channels != BusChannels::Nowhere
                    && mix.channels.are_in(output_channels),
                gain_db: level_db(mix.gain),
                is_muted: mix.is_muted,
                peak_dbfs: levels(louder(held, meter.peak)),
                rms_dbfs: levels(meter.rms),
            }
        };
        self.buses.iter().map(status).collect()
    }
}

fn louder(one: [f32; 2], other: [f32; 2]) -> [f32; 2] {
    [one[0].max(other[0]), one[1].max(other[1])]
}

fn levels(factors: [f32; 2]) -> [Option<f32>; 2] {
    factors.map(|factor| level_db(Gain(factor)))
}

fn lead_status(telemetry: &Telemetry, rate: SampleRate) -> LeadStatus {
    let millis = |lead: FrameCount| (rate.seconds(lead) * 10_000.0).round() / 10.0;
    let leads = telemetry.transport.leads;
    LeadStatus {
        playing: millis(leads.playing),
        outgoing: leads.outgoing.map(millis),
        target: leads.target.map(millis),
    }
}

fn memory_status(telemetry: &Telemetry) -> MemoryStatus {
    let memory = telemetry.memory;
    MemoryStatus {
        windows: memory.window_bytes,
        heads: memory.head_bytes,
        spare: memory.spare_bytes,
        lanes: memory.lane_bytes,
        indexes: memory.index_bytes,
        other: memory.other_bytes,
        total: memory.total_bytes(),
        budget: memory.budget_bytes,
        done_without: (memory.step != MemoryStep::All).then(|| memory.step.to_string()),
        machine: memory.system.map(|system| MachineMemoryStatus {
            available: system.available_bytes,
            total: system.total_bytes,
        }),
    }
}

fn duration_status(histogram: &HistogramSnapshot) -> DurationStatus {
    let micros = |duration: std::time::Duration| duration.as_micros() as u64;
    DurationStatus {
        p50: micros(histogram.quantile(0.5)),
        p99: micros(histogram.quantile(0.99)),
        max: micros(histogram.max()),
    }
}
