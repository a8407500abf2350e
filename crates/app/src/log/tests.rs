//! Claims about the log that the window shows.

use tracing_subscriber::layer::SubscriberExt;

use super::*;

fn logged(ring: &LogRing, write: impl FnOnce()) {
    let subscriber = tracing_subscriber::registry().with(ring.layer());
    tracing::subscriber::with_default(subscriber, write);
}

#[test]
fn lines_are_asked_for_by_level_and_number() {
    let ring = LogRing::default();
    logged(&ring, || {
        tracing::warn!(target: "attacca_engine", song = 2, at = "1:04", "underrun");
        tracing::debug!(target: "attacca_engine", "song armed");
        tracing::warn!(target: "another_crate", "not ours");
    });
    let texts = |level, after| -> Vec<String> {
        ring.lines(level, after).into_iter().map(|line| line.text).collect()
    };
    assert_eq!(texts(LogLevel::Warn, 0), ["underrun song=2 at=\"1:04\""]);
    assert_eq!(texts(LogLevel::Debug, 0).len(), 2);
    assert_eq!(texts(LogLevel::Trace, 1), ["song armed"]);
}

#[test]
fn traces_are_kept_while_they_are_asked_for() {
    let ring = LogRing::default();
    let trace = || tracing::trace!(target: "attacca_engine", "part");
    logged(&ring, || {
        trace();
        ring.take_traces(true);
        trace();
        ring.take_traces(false);
        trace();
    });
    assert_eq!(ring.lines(LogLevel::Trace, 0).len(), 1);
}

#[test]
fn the_oldest_lines_make_room() {
    let ring = LogRing::default();
    for number in 0..CAPACITY + 5 {
        ring.push(LogLevel::Info, "attacca", number.to_string());
    }
    let lines = ring.lines(LogLevel::Info, 0);
    assert_eq!((lines.len(), lines[0].number, lines[0].text.as_str()), (CAPACITY, 6, "5"));
}

#[test]
fn a_line_is_cut_at_its_limit() {
    let ring = LogRing::default();
    ring.push(LogLevel::Info, "attacca", "é".repeat(LINE_BYTES));
    assert!(ring.lines(LogLevel::Info, 0)[0].text.len() <= LINE_BYTES + "…".len());
}

#[test]
fn paths_lose_their_folders_and_nothing_else_is_lost() {
    for (text, expected) in [
        (
            "stem left out path=\"/home/ann/My Songs/01 Bass.wav\" at=\"0:01\"",
            "stem left out path=\"…/01 Bass.wav\" at=\"0:01\"",
        ),
        ("cannot open /home/ann/a b/x.wav: denied", "cannot open …/x.wav: denied"),
        (r#"path="C:\Users\ann\x.wav""#, r#"path="…\x.wav""#),
        ("song 1/5 ended", "song 1/5 ended"),
        ("plain", "plain"),
    ] {
        assert_eq!(without_folders(text), expected);
    }
}
