//! Tests of how arguments are read.

use super::*;

fn parse(line: &str) -> Result<Task, Failure> {
    Task::parse(line.split_whitespace().map(OsString::from).collect())
}

#[test]
fn nothing_asks_for_help() {
    assert_eq!(parse("").unwrap(), Task::Help);
    assert_eq!(parse("--help").unwrap(), Task::Help);
}

#[test]
fn arguments_after_the_dashes_are_passed_on_as_they_are() {
    let expected = vec![OsString::from("--null"), "--".into(), "--from".into(), "1:30".into()];
    assert_eq!(
        parse("run --terminal -- --null -- --from 1:30").unwrap(),
        Task::Terminal { play_arguments: expected }
    );
}

#[test]
fn the_window_is_what_runs_unless_the_terminal_is_asked_for_first() {
    let expected = vec![OsString::from("--data"), "here".into()];
    assert_eq!(parse("run -- --data here").unwrap(), Task::Window { arguments: expected });
    let window = Task::Window { arguments: vec!["--terminal".into()] };
    assert_eq!(parse("run -- --terminal").unwrap(), window, "what follows the dashes is not ours");
    assert_eq!(parse("run --terminal").unwrap(), Task::Terminal { play_arguments: Vec::new() });
}

#[test]
fn pictures_are_taken_without_any_argument() {
    assert_eq!(parse("screenshots").unwrap(), Task::Screenshots);
    assert!(parse("screenshots stage").unwrap_err().to_string().contains("stage"));
}

#[test]
fn arguments_are_passed_on_without_the_dashes_too() {
    let expected = vec![OsString::from("--quick")];
    assert_eq!(parse("bench --quick").unwrap(), Task::Bench { bench_arguments: expected });
}

#[test]
fn fuzzing_takes_a_target_options_both_or_nothing() {
    let task = |target: Option<&str>, options: &[&str]| Task::Fuzz {
        target: target.map(OsString::from),
        options: options.iter().map(OsString::from).collect(),
    };
    assert_eq!(parse("fuzz").unwrap(), task(None, &[]));
    assert_eq!(parse("fuzz stem").unwrap(), task(Some("stem"), &[]));
    assert_eq!(parse("fuzz stem -- -runs=1").unwrap(), task(Some("stem"), &["-runs=1"]));
    assert_eq!(parse("fuzz -runs=1").unwrap(), task(None, &["-runs=1"]));
}

#[test]
fn a_quick_test_is_asked_for_by_name() {
    assert_eq!(parse("test").unwrap(), Task::Test { extent: Extent::Full });
    assert_eq!(parse("test --quick").unwrap(), Task::Test { extent: Extent::Quick });
}

#[test]
fn an_unknown_task_or_option_is_refused_by_name() {
    assert!(parse("tset").unwrap_err().to_string().contains("tset"));
    assert!(parse("test --slow").unwrap_err().to_string().contains("--quick"));
}

#[test]
fn peers_are_measured_with_a_song_of_ones_own_or_without() {
    let expected = PeersArguments { song: None, options: vec!["--quick".into()] };
    assert_eq!(parse("bench --peers --quick").unwrap(), Task::Peers(expected));
    let expected = PeersArguments { song: Some("song".into()), options: vec!["--json".into()] };
    assert_eq!(parse("bench -- song --json --peers").unwrap(), Task::Peers(expected));
}

#[test]
fn the_window_is_measured_without_options() {
    assert_eq!(parse("bench --window").unwrap(), Task::BenchWindow);
    assert!(parse("bench --window --quick").unwrap_err().to_string().contains("--quick"));
}

#[test]
fn peers_refuse_a_second_song_and_unknown_options() {
    for line in ["bench --peers one two", "bench --peers --slow"] {
        assert!(parse(line).unwrap_err().to_string().contains("--peers"), "{line}");
    }
}
