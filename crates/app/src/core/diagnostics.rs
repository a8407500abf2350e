//! Figures of the engine, for the panel and as text.

use std::fmt::Write;

use attacca_engine::control::Telemetry;

use super::Core;
use crate::{
    ipc::{CacheStatus, Diagnostics, LogLevel, MemoryUse, Timing, WindowLead},
    log::without_folders,
};

/// Lines of the log that are given away with the figures.
const LOG_LINES: usize = 300;

impl Core {
    pub(super) fn figures(&self) -> Diagnostics {
        let telemetry = self.player.telemetry();
        let duration = &telemetry.callbacks.duration;
        let micros = |quantile| duration.quantile(quantile).as_secs_f64() * 1e6;
        let (bounds, counts) =
            duration.buckets().map(|(bound, count)| (bound.as_micros() as u64, count)).unzip();
        Diagnostics {
            windows: self.windows(&telemetry),
            queued_jobs: telemetry.loader.queued_jobs as u32,
            loaders: telemetry.loader.threads as u32,
            stuck_loaders: telemetry.loader.stuck_loaders as u32,
            callback_micros: counts,
            callback_bounds: bounds,
            callback_p50: micros(0.5),
            callback_p99: micros(0.99),
            callbacks: telemetry.callbacks.callbacks,
            late_callbacks: telemetry.callbacks.late_callbacks,
            xruns: telemetry.callbacks.xruns,
            memory: memory(&telemetry),
            budget_bytes: telemetry.memory.budget_bytes as u64,
            starts: self.timings.starts.timing(),
            seeks: self.timings.seeks.timing(),
            song_changes: self.timings.song_changes.timing(),
            index_built: telemetry.indexes.built,
            index_loaded: telemetry.indexes.loaded,
            cache: CacheStatus { history: Vec::new(), ..self.cache() },
            decode_errors: telemetry.loader.decode_errors,
            underruns: telemetry.transport.underruns,
        }
    }

    /// All that a helper needs, without titles of songs and without folders.
    pub(super) fn figures_as_text(&self) -> String {
        let figures = self.figures();
        let output = self.output_view();
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = writeln!(text, "Attacca {}", env!("CARGO_PKG_VERSION"));
        let _ = writeln!(text, "system: {} {}", std::env::consts::OS, std::env::consts::ARCH);
        let _ = writeln!(
            text,
            "output: {:?}, {} {}, {} Hz (engine {} Hz), {} channels, {} frames, latency {:?} ms, \
             real-time {:?}, problem {:?}",
            output.state,
            output.host,
            output.device,
            output.rate_hz,
            output.engine_rate_hz,
            output.channels,
            output.block_frames,
            output.latency_ms,
            output.is_realtime,
            output.problem,
        );
        let _ = writeln!(text, "playback: {:?}", self.settings.playback);
        let _ = writeln!(text, "debug: {:?}", self.settings.debug);
        for (name, timing) in [
            ("starts", figures.starts),
            ("seeks", figures.seeks),
            ("song changes", figures.song_changes),
        ] {
            let Timing { count, mean_ms, p95_ms } = timing;
            let _ = writeln!(text, "{name}: {count}, mean {mean_ms:.1} ms, p95 {p95_ms:.1} ms");
        }
        let _ = writeln!(
            text,
            "callbacks: {}, {} late, {} xruns, p50 {:.0} µs, p99 {:.0} µs; underruns: {}; decode \
             errors: {}",
            figures.callbacks,
            figures.late_callbacks,
            figures.xruns,
            figures.callback_p50,
            figures.callback_p99,
            figures.underruns,
            figures.decode_errors,
        );
        for MemoryUse { purpose, bytes } in &figures.memory {
            let _ = writeln!(text, "memory of {purpose}: {bytes} bytes");
        }
        text.push_str("log:\n");
        let lines = self.log().lines(LogLevel::Debug, 0);
        for line in &lines[lines.len().saturating_sub(LOG_LINES)..] {
            let words = without_folders(&line.text);
            let _ = writeln!(text, "{} {:?} {}: {words}", line.at, line.level, line.target);
        }
        text
    }

    fn windows(&self, telemetry: &Telemetry) -> Vec<WindowLead> {
        let rate = self.player.engine().settings().engine_rate;
        let leads = telemetry.transport.leads;
        let windows = [
            ("playing", Some(leads.playing)),
            ("outgoing", leads.outgoing),
            ("target", leads.target),
        ];
        let lead = |(name, lead): (&str, Option<_>)| {
            Some(WindowLead { name: name.to_owned(), lead_seconds: rate.seconds(lead?) })
        };
        windows.into_iter().filter_map(lead).collect()
    }
}

fn memory(telemetry: &Telemetry) -> Vec<MemoryUse> {
    let memory = telemetry.memory;
    let uses = [
        ("windows", memory.window_bytes),
        ("heads", memory.head_bytes),
        ("spare", memory.spare_bytes),
        ("decoders", memory.lane_bytes),
        ("indexes", memory.index_bytes),
        ("others", memory.other_bytes),
    ];
    uses.map(|(purpose, bytes)| MemoryUse { purpose: purpose.to_owned(), bytes: bytes as u64 })
        .into()
}
