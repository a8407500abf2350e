//! The report as Markdown tables, with every figure of a peer as a multiple of Attacca's.

mod served;

use std::fmt::Write;

use crate::{
    figures::{Arrivals, Callbacks, Figures},
    programs::{Outcome, ProgramResult},
    report::{PlayerResult, Report},
    spread::Spread,
};

/// The report for people.
pub(crate) fn markdown(report: &Report) -> String {
    let Report { date, machine, command, stems, players, mixes, playing, served } = report;
    let mut out = String::new();
    let (processor, cores, system) = (&machine.processor, machine.cores, &machine.system);
    // Writing into a string can't fail; so below.
    let _ =
        writeln!(out, "{date}; {processor}, {cores} cores, {system}; {stems} stems; `{command}`\n");
    write_players(&mut out, players);
    let _ = writeln!(out, "\n×: of Attacca's median; of its longest, for callbacks.");
    let _ = writeln!(out, "\n| mix to a WAV file | seconds | × Attacca | % of a core, if played |");
    let _ = writeln!(out, "|---|--:|--:|--:|");
    write_programs(&mut out, mixes, "| | |");
    let _ = writeln!(out, "\n| playing in real time | % of a core | × Attacca |");
    let _ = writeln!(out, "|---|--:|--:|");
    write_programs(&mut out, playing, "| |");
    out.push('\n');
    served::write(&mut out, served);
    out
}

/// A row of the players' table.
struct Row {
    title: &'static str,
    cell: fn(&Figures) -> String,
    /// What is compared; nothing where zero is the goal.
    value: Option<fn(&Figures) -> f64>,
}

const ROWS: [Row; 15] = [
    Row {
        title: "start, files not opened, ms",
        cell: |f| times(&f.start_unopened.ms),
        value: Some(|f| f.start_unopened.ms.p50),
    },
    Row { title: "– all stems in step", cell: |f| in_step(&f.start_unopened), value: None },
    Row {
        title: "start, prepared, ms",
        cell: |f| times(&f.start_prepared.ms),
        value: Some(|f| f.start_prepared.ms.p50),
    },
    Row { title: "– all stems in step", cell: |f| in_step(&f.start_prepared), value: None },
    Row { title: "seek, ms", cell: |f| times(&f.seek.ms), value: Some(|f| f.seek.ms.p50) },
    Row { title: "– silence meanwhile, ms", cell: |f| times(&f.seek.silence_ms), value: None },
    Row { title: "– stems apart meanwhile, ms", cell: |f| times(&f.seek.apart_ms), value: None },
    Row { title: "– all stems in step", cell: |f| in_step(&f.seek), value: None },
    Row {
        title: "% of a core, playing",
        cell: |f| f.load.cpu_percent.to_string(),
        value: Some(|f| f.load.cpu_percent),
    },
    Row {
        title: "anonymous memory added, MiB",
        cell: |f| f.load.memory_mib.map_or("–".to_owned(), |mib| mib.to_string()),
        value: Some(|f| f.load.memory_mib.unwrap_or_default()),
    },
    Row {
        title: "callback of 10.7 ms, ms of processor time",
        cell: |f| times(&f.load.callbacks.ms),
        value: Some(|f| f.load.callbacks.ms.max),
    },
    Row { title: "– late", cell: |f| late(&f.load.callbacks), value: None },
    Row {
        title: "callback of 2.7 ms, while seeking",
        cell: |f| times(&f.seek_callbacks.ms),
        value: Some(|f| f.seek_callbacks.ms.max),
    },
    Row { title: "– late", cell: |f| late(&f.seek_callbacks), value: None },
    Row {
        title: "holes; % out of step",
        cell: |f| format!("{}; {}", f.steadiness.holes, f.steadiness.out_of_step_percent),
        value: None,
    },
];

fn write_players(out: &mut String, players: &[PlayerResult]) {
    let titles: Vec<&str> = players.iter().map(|player| player.contender.title()).collect();
    let _ = writeln!(out, "| p50 / p95 / max | {} |", titles.join(" | "));
    let _ = writeln!(out, "|---|{}", "--:|".repeat(players.len()));
    let ours = players.first().and_then(|player| player.figures.as_ref().ok());
    for row in &ROWS {
        let _ = write!(out, "| {} |", row.title);
        for (index, player) in players.iter().enumerate() {
            let Ok(figures) = &player.figures else {
                let _ = write!(out, " – |");
                continue;
            };
            let _ = write!(out, " {}", (row.cell)(figures));
            if let (Some(value), Some(ours), 1..) = (row.value, ours, index) {
                let _ = write!(out, "{}", multiple(value(figures), value(ours)));
            }
            let _ = write!(out, " |");
        }
        out.push('\n');
    }
    for player in players {
        if let Err(reason) = &player.figures {
            let _ = writeln!(out, "\n{}: no figures, {reason}.", player.contender.title());
        }
    }
}

fn late(callbacks: &Callbacks) -> String {
    format!("{} of {}", callbacks.late, callbacks.ms.n)
}

fn times(spread: &Spread) -> String {
    if spread.max == 0.0 {
        return "0".to_owned();
    }
    format!("{} / {} / {}", spread.p50, spread.p95, spread.max)
}

fn in_step(arrivals: &Arrivals) -> String {
    in_step_of(arrivals.calls, arrivals.arrived, arrivals.in_step)
}

fn in_step_of(calls: usize, arrived: usize, in_step: usize) -> String {
    if arrived == calls {
        format!("{in_step} of {calls}")
    } else {
        format!("{in_step} of {calls}, {} never came", calls - arrived)
    }
}

/// In brackets, how many times as much a peer takes; nothing when there is nothing to compare with.
fn multiple(theirs: f64, ours: f64) -> String {
    if ours > 0.0 && theirs > 0.0 { format!(" ({:.1}×)", theirs / ours) } else { String::new() }
}

/// A line for each program. One without figures has its reason in the first cell, then `empty_cells`.
fn write_programs(out: &mut String, results: &[ProgramResult], empty_cells: &str) {
    let ours = results.first().map(|result| &result.outcome);
    for ProgramResult { name, outcome } in results {
        let _ = match (outcome, ours) {
            (Outcome::Mixed { seconds, cpu_percent }, ours) => {
                let ratio = match ours {
                    Some(Outcome::Mixed { seconds: ours, .. }) => ratio(*seconds, *ours),
                    _ => "–".to_owned(),
                };
                writeln!(out, "| {name} | {seconds} | {ratio} | {} |", shown(*cpu_percent))
            }
            (Outcome::Played { cpu_percent }, ours) => {
                let ratio = match (cpu_percent, ours) {
                    (Some(percent), Some(Outcome::Played { cpu_percent: Some(ours) })) => {
                        ratio(*percent, *ours)
                    }
                    _ => "–".to_owned(),
                };
                writeln!(out, "| {name} | {} | {ratio} |", shown(*cpu_percent))
            }
            (Outcome::Missing(reason), _) => writeln!(out, "| {name} | {reason} {empty_cells}"),
        };
    }
}

fn ratio(theirs: f64, ours: f64) -> String {
    if ours > 0.0 { format!("{:.2}", theirs / ours) } else { "–".to_owned() }
}

fn shown(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests;
