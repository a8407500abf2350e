//! Tests of the tables.

use super::*;
use crate::{
    contenders::Contender,
    figures::{Load, Steadiness},
    report::ServedResult,
    served::{Served, ServedCalls, ServedFigures},
    system::Machine,
};

fn figures(ms: f64, in_step: usize) -> Figures {
    let arrivals = Arrivals {
        calls: 4,
        arrived: 4,
        in_step,
        ms: Spread { n: 4, p50: ms, p95: 2.0 * ms, max: 3.0 * ms },
        silence_ms: Spread::default(),
        apart_ms: Spread::default(),
    };
    Figures {
        start_unopened: arrivals,
        start_prepared: arrivals,
        seek: Arrivals { arrived: 3, ..arrivals },
        seek_callbacks: Callbacks { ms: arrivals.ms, late: 1 },
        load: Load {
            cpu_percent: ms,
            memory_mib: Some(ms),
            callbacks: Callbacks { ms: arrivals.ms, late: 0 },
            is_realtime: true,
        },
        steadiness: Steadiness { holes: 1, out_of_step_percent: 0.5 },
    }
}

fn served(ms: f64) -> ServedFigures {
    let spread = figures(ms, 4).seek.ms;
    let calls = ServedCalls {
        calls: 4,
        arrived: 4,
        in_step: 3,
        begins_ms: spread,
        in_full_ms: spread,
        silence_ms: Spread::default(),
    };
    let steadiness = Steadiness { holes: 1, out_of_step_percent: 0.5 };
    let (cpu_percent, resident_mib) = (Some(ms), None);
    ServedFigures { start: calls, seek: calls, steadiness, cpu_percent, resident_mib }
}

fn report() -> Report {
    let program = |name: &str, outcome| ProgramResult { name: name.to_owned(), outcome };
    Report {
        date: "2026-11-21".to_owned(),
        machine: Machine { processor: "P".to_owned(), cores: 2, system: "S".to_owned() },
        command: "C".to_owned(),
        stems: 30,
        players: vec![
            PlayerResult { contender: Contender::Attacca, figures: Ok(figures(2.0, 4)) },
            PlayerResult { contender: Contender::Kira, figures: Ok(figures(5.0, 1)) },
            PlayerResult { contender: Contender::Creek, figures: Err("it hung".to_owned()) },
        ],
        mixes: vec![
            program("ours", Outcome::Mixed { seconds: 4.0, cpu_percent: Some(1.5) }),
            program("theirs", Outcome::Mixed { seconds: 10.0, cpu_percent: None }),
            program("broken", Outcome::Missing("ended with 1".to_owned())),
        ],
        playing: vec![
            program("ours", Outcome::Played { cpu_percent: Some(2.0) }),
            program("theirs", Outcome::Played { cpu_percent: Some(5.0) }),
            program("nobody", Outcome::Missing("not installed".to_owned())),
        ],
        served: vec![
            ServedResult { program: Served::Attacca, figures: Ok(served(2.0)) },
            ServedResult { program: Served::Mtrack, figures: Ok(served(7.0)) },
        ],
    }
}

fn lines_with(text: &str, beginning: &str) -> Vec<String> {
    text.lines().filter(|line| line.starts_with(beginning)).map(str::to_owned).collect()
}

#[test]
fn a_peer_is_shown_as_a_multiple_of_attacca() {
    let text = markdown(&report());
    assert_eq!(
        lines_with(&text, "| start, prepared"),
        ["| start, prepared, ms | 2 / 4 / 6 | 5 / 10 / 15 (2.5×) | – |"]
    );
    assert_eq!(
        lines_with(&text, "| theirs"),
        ["| theirs | 10 | 2.50 | – |", "| theirs | 5 | 2.50 |"]
    );
    let play = "| play, to the first frame, ms | 2 / 4 / 6 | 7 / 14 / 21 (3.5×) |";
    assert_eq!(lines_with(&text, "| play, to the first frame"), [play]);
}

#[test]
fn lost_steps_and_stems_that_never_came_are_told() {
    let text = markdown(&report());
    let seek = "| – all stems in step | 4 of 4, 1 never came | 1 of 4, 1 never came | – |";
    assert_eq!(lines_with(&text, "| – all stems in step")[2], seek);
}

#[test]
fn whoever_has_no_figures_is_named_with_the_reason() {
    let text = markdown(&report());
    assert_eq!(lines_with(&text, "creek"), ["creek 1.2.3: no figures, it hung."]);
    assert_eq!(lines_with(&text, "| nobody"), ["| nobody | not installed | |"]);
    let mut without_server = report();
    without_server.served[1].figures = Err("parec is not installed".to_owned());
    let text = markdown(&without_server);
    let reason = "mtrack 0.17.4: not measured, parec is not installed.";
    assert_eq!(lines_with(&text, "mtrack"), [reason]);
    assert_eq!(lines_with(&text, "| holes, playing"), ["| holes, playing | 1 | – |"]);
}

#[test]
fn every_row_of_a_table_has_as_many_cells_as_its_head() {
    let text = markdown(&report());
    for table in text.split("\n\n").filter(|part| part.starts_with('|')) {
        let cells: Vec<usize> = table.lines().map(|line| line.matches('|').count()).collect();
        let differing: Vec<&usize> = cells.iter().filter(|count| **count != cells[0]).collect();
        assert!(differing.is_empty(), "{table}");
    }
}
