//! The formats' figures for people, each with its goal.

use std::fmt::Write;

use super::{
    FormatsReport,
    kinds::{CPU_GOAL, SEEK_P50_GOAL_MS},
    measure::FormatReport,
};
use crate::bench::table::verdict;

/// The report as lines of text.
pub(super) fn table(report: &FormatsReport) -> String {
    let mut text = String::new();
    let machine = &report.machine;
    // Writing into a string can't fail; so below.
    let _ = writeln!(
        text,
        "{}, {} cores, {}, {} build; callbacks of 128 frames\n",
        machine.processor, machine.cores, machine.system, machine.build
    );
    let _ = writeln!(
        text,
        "{:<16}{:>6}{:>7}{:>20}{:>24}{:>8}{:>8}{:>6}{:>22}",
        "",
        "stems",
        "s",
        "first start, p95",
        "seek, p50 / p99",
        "holes",
        "unsync",
        "late",
        "CPU % / decoding"
    );
    report.formats.iter().for_each(|format| row(&mut text, format));
    for format in &report.missing {
        let _ = writeln!(text, "{format:<16}not measured: ffmpeg has no encoder for it here");
    }
    text
}

fn row(text: &mut String, format: &FormatReport) {
    let goals = format.goals;
    let start = format.start_first_time_ms.p95;
    let seek = format.seek_indexed_ms;
    let is_seek_met = seek.p50 <= SEEK_P50_GOAL_MS && seek.p99 <= goals.seek_goal_ms;
    let (cpu, decoding) = (format.cpu_percent_of_core, format.decoding_percent_of_core);
    let _ = writeln!(
        text,
        "{:<16}{:>6}{:>7.0}{:>14.1} ≤{:<2} {}{:>11.1} / {:>4.1} ≤{:<2} {}{:>6} {}{:>6} {}{:>6}{:>11.1} / {:>4.1} {}",
        format.format,
        format.stems,
        format.seconds,
        start,
        goals.start_goal_ms,
        verdict(start <= goals.start_goal_ms),
        seek.p50,
        seek.p99,
        goals.seek_goal_ms,
        verdict(is_seek_met),
        format.underruns,
        verdict(format.underruns == 0),
        format.unsynchronised_blocks,
        verdict(format.unsynchronised_blocks == 0),
        format.late_callbacks,
        cpu,
        decoding,
        verdict(cpu <= CPU_GOAL * decoding),
    );
}
