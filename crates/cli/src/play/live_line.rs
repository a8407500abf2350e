//! The live line: the player's status in one row of the terminal. Pure.
//!
//! `▶ 2/5 Northern Lights  1:23.4 / 3:45.0  ▕██████▌ ▏▕██████  ▏ -12.3 dBFS  ahead 1480 ms`
//!
//! When the row is short, the parts at its end go first, then the title is cut. What is wrong
//! (the health, underruns, clipping, xruns) comes before the meters and so stays longer.

use attacca_engine::output::OutputState;
use attacca_player::{
    Glance,
    ipc::{HealthWord, State},
    printable,
};
use attacca_units::format_seconds;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the title that are kept before other parts are shown.
const TITLE_COLUMNS: usize = 16;

/// Cells of a meter, 6 dB each.
const METER_CELLS: usize = 8;

/// The lowest level that a meter shows: 8 cells of 6 dB.
const METER_FLOOR_DBFS: f32 = -48.0;

/// Above this level a meter warns: what is 1 dB louder in the next chorus still does not clip.
const METER_CAUTION_DBFS: f32 = -1.0;

/// Eighths of a cell, from nothing to all of it.
const EIGHTHS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// A stretch of the row in one colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) colour: Colour,
}

/// Colours by what they mean; a terminal's own theme says how they look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    /// As all text.
    Plain,
    /// All is well.
    Good,
    /// It waits, or is near its limit.
    Caution,
    /// The sound suffers.
    Bad,
}

/// The glance in at most `columns` columns, with `title` as that of the song under the playhead and
/// `song_count` songs in the set.
pub(super) fn live_line(
    glance: &Glance,
    title: &str,
    song_count: usize,
    columns: usize,
) -> Vec<Part> {
    let mark = mark(glance);
    let number = plain(format!(" {}/{song_count} ", glance.song + 1));
    let time = plain(format!("  {}", times(glance)));
    let title = printable(title);
    let fixed = mark.width() + number.width() + time.width();
    let mut room = columns.saturating_sub(fixed + title.width().min(TITLE_COLUMNS));
    let mut tail = Vec::new();
    let health = health(glance).into_iter();
    let wrong = health.chain(troubles(glance));
    for part in wrong.chain(armed(glance)).chain([meters(glance), lead(glance)]) {
        let Some(left) = room.checked_sub(part.width()) else { break };
        room = left;
        tail.push(part);
    }
    let tail_columns: usize = tail.iter().map(Part::width).sum();
    let title = plain(cut(&title, columns.saturating_sub(fixed + tail_columns)));
    let parts: Vec<Part> = [mark, number, title, time].into_iter().chain(tail).collect();
    fit(parts, columns)
}

/// What stands before all else when nothing is heard; nothing while the output runs.
pub(super) fn output_part(state: &OutputState) -> Option<Part> {
    let text = match state {
        OutputState::Lost { .. } => "NO DEVICE  ",
        OutputState::Reopening { .. } => "device comes back  ",
        OutputState::Stuck { .. } => "DEVICE HANGS  ",
        _ => return None,
    };
    Some(Part { text: text.to_owned(), colour: Colour::Bad })
}

/// What is being typed, in at most `columns` columns: its end, where the typing is.
pub(super) fn typed_line(text: &str, columns: usize) -> Vec<Part> {
    let text = printable(text);
    let mut room = columns.saturating_sub(1);
    let tail: Vec<char> = text
        .chars()
        .rev()
        .take_while(|c| {
            let left = room.checked_sub(c.width().unwrap_or(0));
            room = left.unwrap_or(0);
            left.is_some()
        })
        .collect();
    vec![plain(std::iter::once(':').chain(tail.into_iter().rev()).collect())]
}

impl Part {
    /// Columns that it takes.
    pub(super) fn width(&self) -> usize {
        self.text.width()
    }
}

fn plain(text: String) -> Part {
    Part { text, colour: Colour::Plain }
}

/// The parts as far as there is room.
fn fit(parts: Vec<Part>, columns: usize) -> Vec<Part> {
    let mut room = columns;
    parts
        .into_iter()
        .map(|part| {
            let text = cut(&part.text, room);
            room -= text.width();
            Part { text, ..part }
        })
        .collect()
}

/// `  0:45.0 ↷ 1:00.0`: what is armed next, in caution while it is not ready.
fn armed(glance: &Glance) -> Option<Part> {
    let jump = glance.next_jump?;
    let at = jump.at_seconds.map_or_else(|| "end".to_owned(), format_seconds);
    let arrow = if jump.is_loop { '↻' } else { '↷' };
    let to = format_seconds(jump.to.position_seconds);
    let song = match jump.to.song_number {
        same if same == glance.song + 1 => String::new(),
        other => format!("{other}: "),
    };
    let colour = if jump.is_ready { Colour::Good } else { Colour::Caution };
    Some(Part { text: format!("  {at} {arrow} {song}{to}"), colour })
}

fn mark(glance: &Glance) -> Part {
    let (mark, colour) = match glance.state {
        State::Playing if glance.is_loading => ("…", Colour::Caution),
        State::Playing => ("▶", Colour::Good),
        State::Paused => ("‖", Colour::Caution),
        State::Stopped => ("■", Colour::Plain),
    };
    Part { text: mark.to_owned(), colour }
}

fn times(glance: &Glance) -> String {
    let position = format_seconds(glance.position_seconds);
    let length = glance.length_seconds.map_or_else(|| "–".to_owned(), format_seconds);
    match glance.seeking_to {
        Some((song, seconds)) if song == glance.song => {
            format!("{position} → {} / {length}", format_seconds(seconds))
        }
        Some((song, _)) => format!("{position} / {length} → song {}", song + 1),
        None => format!("{position} / {length}"),
    }
}

/// How well all goes, in a word and for the worst reason; nothing when all is well.
fn health(glance: &Glance) -> Option<Part> {
    let (word, colour) = match glance.health.state {
        HealthWord::Ok => return None,
        HealthWord::Recovering => ("recovering", Colour::Caution),
        HealthWord::Degraded => ("degraded", Colour::Bad),
    };
    let reason = glance.health.reasons.first().map_or("", |reason| reason);
    Some(Part { text: format!("  {word}: {}", printable(reason)), colour })
}

/// What went wrong since the start; nothing when all is well.
fn troubles(glance: &Glance) -> Vec<Part> {
    let troubles = [
        (glance.underruns, "underruns"),
        (glance.xruns, "xruns"),
        (glance.clipped_frames, "clipped"),
    ];
    let troubles = troubles.into_iter().filter(|(count, _)| *count > 0);
    troubles
        .map(|(count, name)| Part { text: format!("  {count} {name}"), colour: Colour::Bad })
        .collect()
}

fn meters(glance: &Glance) -> Part {
    let [left, right] = glance.peak_dbfs;
    let peak = [left, right].into_iter().flatten().reduce(f32::max);
    let number = peak.map_or_else(|| "   −∞".to_owned(), |peak| format!("{peak:5.1}"));
    let colour = match peak {
        Some(peak) if peak > 0.0 => Colour::Bad,
        Some(peak) if peak > METER_CAUTION_DBFS => Colour::Caution,
        _ => Colour::Good,
    };
    Part { text: format!("  ▕{}▏▕{}▏ {number} dBFS", meter(left), meter(right)), colour }
}

fn meter(peak_dbfs: Option<f32>) -> String {
    let full = (METER_CELLS * 8) as f32;
    let eighths = peak_dbfs.map_or(0.0, |peak| (1.0 - peak / METER_FLOOR_DBFS) * full);
    let eighths = eighths.clamp(0.0, full) as usize;
    (0..METER_CELLS).map(|cell| EIGHTHS[eighths.saturating_sub(cell * 8).min(8)]).collect()
}

fn lead(glance: &Glance) -> Part {
    plain(format!("  ahead {:.0} ms", glance.lead_ms))
}

/// `text` in at most `columns` columns; what is cut off shows as `…`.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let mut kept: String = text
        .chars()
        .take_while(|c| match room.checked_sub(c.width().unwrap_or(0)) {
            Some(left) => {
                room = left;
                true
            }
            None => false,
        })
        .collect();
    if columns > 0 {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests;
