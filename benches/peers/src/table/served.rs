//! The table of programs that play to an audio server.

use std::fmt::Write;

use super::{multiple, shown, times};
use crate::{
    report::ServedResult,
    served::{ServedCalls, ServedFigures},
};

/// A row of the table.
struct Row {
    title: &'static str,
    cell: fn(&ServedFigures) -> String,
    /// What is compared; nothing where zero is the goal.
    value: Option<fn(&ServedFigures) -> Option<f64>>,
}

const ROWS: [Row; 10] = [
    Row {
        title: "play, to the first frame, ms",
        cell: |f| times(&f.start.begins_ms),
        value: Some(|f| Some(f.start.begins_ms.p50)),
    },
    Row { title: "– all stems in step", cell: |f| in_step(&f.start), value: None },
    Row {
        title: "seek, to the first frame there, ms",
        cell: |f| times(&f.seek.begins_ms),
        value: Some(|f| Some(f.seek.begins_ms.p50)),
    },
    Row {
        title: "– to that place alone, in full, ms",
        cell: |f| times(&f.seek.in_full_ms),
        value: Some(|f| Some(f.seek.in_full_ms.p50)),
    },
    Row { title: "– silence meanwhile, ms", cell: |f| times(&f.seek.silence_ms), value: None },
    Row { title: "– all stems in step", cell: |f| in_step(&f.seek), value: None },
    Row {
        title: "% of a core, playing",
        cell: |f| shown(f.cpu_percent),
        value: Some(|f| f.cpu_percent),
    },
    Row {
        title: "memory in use, MiB",
        cell: |f| shown(f.resident_mib),
        value: Some(|f| f.resident_mib),
    },
    Row { title: "holes, playing", cell: |f| f.steadiness.holes.to_string(), value: None },
    Row {
        title: "% out of step, playing",
        cell: |f| f.steadiness.out_of_step_percent.to_string(),
        value: None,
    },
];

/// Writes the table, and why a program has no column of figures.
pub(super) fn write(out: &mut String, results: &[ServedResult]) {
    let titles: Vec<&str> = results.iter().map(|result| result.program.title()).collect();
    // Writing into a string can't fail; so below.
    let _ = writeln!(out, "| to an audio server, p50 / p95 / max | {} |", titles.join(" | "));
    let _ = writeln!(out, "|---|{}", "--:|".repeat(results.len()));
    let ours = results.first().and_then(|result| result.figures.as_ref().ok());
    for row in &ROWS {
        let cells = results.iter().enumerate().map(|(index, result)| {
            let ours = if index == 0 { None } else { ours };
            result.figures.as_ref().map_or("–".to_owned(), |theirs| row.cell_of(theirs, ours))
        });
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(out, "| {} | {} |", row.title, cells.join(" | "));
    }
    for result in results {
        if let Err(reason) = &result.figures {
            let _ = writeln!(out, "\n{}: not measured, {reason}.", result.program.title());
        }
    }
}

impl Row {
    fn cell_of(&self, theirs: &ServedFigures, ours: Option<&ServedFigures>) -> String {
        let value = |figures: &ServedFigures| self.value.and_then(|value| value(figures));
        let multiple = match (value(theirs), ours.and_then(value)) {
            (Some(theirs), Some(ours)) => multiple(theirs, ours),
            _ => String::new(),
        };
        (self.cell)(theirs) + &multiple
    }
}

fn in_step(calls: &ServedCalls) -> String {
    super::in_step_of(calls.calls, calls.arrived, calls.in_step)
}
