//! What `attacca bench` prints for people: every figure with its goal.

use std::fmt::Write;

use super::{
    load::LoadReport,
    percentiles::Percentiles,
    report::{Report, SongReport},
    setlist::SetlistReport,
};

/// A bound on one of the five numbers.
struct Bound {
    name: &'static str,
    of: fn(&Percentiles) -> f64,
    at_most: f64,
}

const fn p50(at_most: f64) -> Bound {
    Bound { name: "p50", of: |figure| figure.p50, at_most }
}

const fn p95(at_most: f64) -> Bound {
    Bound { name: "p95", of: |figure| figure.p95, at_most }
}

const fn p99(at_most: f64) -> Bound {
    Bound { name: "p99", of: |figure| figure.p99, at_most }
}

/// The goals, for thirty stereo stems on two cores.
const START_ARMED: &[Bound] = &[p99(4.0)];
const START_INDEXED: &[Bound] = &[p95(12.0)];
const START_FIRST_TIME: &[Bound] = &[p95(25.0)];
const ANYWHERE: &[Bound] = &[p50(6.0), p99(15.0)];
const IN_WINDOW: &[Bound] = &[p99(4.0)];
const COLD: &[Bound] = &[p95(25.0)];
const BESIDE_HOGS: &[Bound] = &[p99(40.0)];
const CALLBACK: &[Bound] = &[p99(100.0)];
const CPU_PERCENT: f64 = 4.5;
const MEMORY_MIB: f64 = 40.0;
const SET_MEMORY_MIB: f64 = 256.0;
const STEMS_AT_ONCE: usize = 500;

/// The report as lines of text.
pub(crate) fn table(report: &Report) -> String {
    let mut out = Table::default();
    let SongReport { stems, seconds, sample_rate } = report.song;
    out.line(&format!("{stems} stems, {seconds:.0} s, {sample_rate} Hz"));
    let machine = &report.machine;
    let (processor, cores) = (&machine.processor, machine.cores);
    out.line(&format!("{processor}, {cores} cores, {}, {} build", machine.system, machine.build));
    out.line("");
    let latencies = &report.latencies;
    out.heading("ms, callbacks of 128 frames");
    out.row("start, armed", &latencies.start_armed_ms, START_ARMED);
    out.row("start, indexed", &latencies.start_indexed_ms, START_INDEXED);
    out.row("start, never seen", &latencies.start_first_time_ms, START_FIRST_TIME);
    out.row("seek anywhere", &latencies.seek_uncached_ms, ANYWHERE);
    out.row("seek in the window", &latencies.seek_in_window_ms, IN_WINDOW);
    out.row("jump to a song", &latencies.song_jump_ms, ANYWHERE);
    out.row("cold: start, indexed", &latencies.start_indexed_cold_ms, COLD);
    out.row("cold: seek anywhere", &latencies.seek_cold_ms, COLD);
    out.row("cold: jump to a song", &latencies.song_jump_cold_ms, COLD);
    out.count("underruns", latencies.latency_underruns, true);
    out.load("callbacks of 512 frames", &report.load, &[], true);
    let title = format!("the same beside {} busy loops", report.hogs.count);
    // Without real-time priority nobody can promise callbacks in time.
    let is_realtime = report.hogs.load.realtime == "granted";
    out.load(&title, &report.hogs.load, BESIDE_HOGS, is_realtime);
    out.set(report);
    out.text
}

#[derive(Default)]
struct Table {
    text: String,
}

impl Table {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn heading(&mut self, title: &str) {
        // Writing into a string can't fail; so below.
        let _ = writeln!(
            self.text,
            "{title:<28}{:>6}{:>9}{:>9}{:>9}{:>9}   goal",
            "n", "p50", "p95", "p99", "max"
        );
    }

    fn row(&mut self, name: &str, figure: &Percentiles, goals: &[Bound]) {
        let Percentiles { n, p50, p95, p99, max } = figure;
        let _ = write!(self.text, "  {name:<26}{n:>6}{p50:>9.2}{p95:>9.2}{p99:>9.2}{max:>9.2}  ");
        for goal in goals {
            let verdict = verdict((goal.of)(figure) <= goal.at_most);
            let _ = write!(self.text, " {} ≤ {} {verdict}", goal.name, goal.at_most);
        }
        self.text.push('\n');
    }

    /// A figure that should be zero, if `has_goal`.
    fn count(&mut self, name: &str, count: u64, has_goal: bool) {
        let goal = if has_goal { format!("0 {}", verdict(count == 0)) } else { String::new() };
        let _ = writeln!(self.text, "  {name:<26}{count:>6}{:36}   {goal}", "");
    }

    fn set(&mut self, report: &Report) {
        let set = &report.setlist_armed;
        self.line("");
        self.heading(&format!("a set of {} songs, armed", set.songs));
        self.row("start of any song, ms", &set.start_ms, &[]);
        self.count("later than next callback", later_starts(set), true);
        self.amount("anonymous memory, MiB", set.memory_mib, SET_MEMORY_MIB);
        self.line("");
        self.line("limits");
        self.count("frames off, gapless songs", report.seams.gapless_gap_frames, true);
        self.count("frames off, jumps", report.seams.jump_error_frames, true);
        self.count("jumps missed", report.seams.jumps_missed as u64, true);
        self.count("holes beside a stuck stem", report.stuck_stem.holes, true);
        let (stems, goal) = (report.max_stems, STEMS_AT_ONCE);
        let verdict = verdict(stems >= goal);
        let _ = writeln!(
            self.text,
            "  {:<26}{stems:>6}{:36}   ≥ {goal} {verdict}",
            "stems at once", ""
        );
    }

    /// A figure that should be at most `goal`.
    fn amount(&mut self, name: &str, amount: Option<f64>, goal: f64) {
        if let Some(amount) = amount {
            let verdict = verdict(amount <= goal);
            let _ = writeln!(self.text, "  {name:<26}{amount:>6.1}{:36}   ≤ {goal} {verdict}", "");
        }
    }

    fn load(&mut self, title: &str, load: &LoadReport, actions: &[Bound], late_goal: bool) {
        self.line("");
        self.heading(title);
        self.row("seek or jump, ms", &load.storm_action_ms, actions);
        self.row("callback, µs of processor", &load.callback_us, CALLBACK);
        self.count("underruns", load.underruns, true);
        self.count("late callbacks", load.late_callbacks, late_goal);
        self.count("unsynchronised blocks", load.unsynchronised_blocks, true);
        self.amount("% of a core, playing", load.cpu_percent_of_core, CPU_PERCENT);
        if let Some(cpu) = load.storm_cpu_percent_of_core {
            let _ = writeln!(self.text, "  {:<26}{cpu:>6.1}", "% of a core, seeking");
        }
        self.amount("anonymous memory, MiB", load.memory_anonymous_mib, MEMORY_MIB);
        let _ =
            writeln!(self.text, "  {:<26}{:>6.1}", "look-ahead at the end, s", load.window_seconds);
        self.line(&format!("  real-time priority        {}", load.realtime));
    }
}

fn later_starts(set: &SetlistReport) -> u64 {
    (set.start_ms.n - set.in_next_callback) as u64
}

pub(super) fn verdict(is_met: bool) -> &'static str {
    if is_met { "✓" } else { "✗" }
}

#[cfg(test)]
mod tests;
