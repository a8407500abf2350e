//! The live line: the player's status in one row of the terminal. Pure.
//!
//! `▶ 2/5 Northern Lights  1:23.4 / 3:45.0  ▕██████▌ ▏▕██████  ▏ -12.3 dBFS  ahead 1480 ms`
//!
//! When the row is short, the parts at its end go first, then the title is cut. What is wrong
//! (underruns, clipping, xruns) comes before the meters and so stays longer.

use attacca_player::{Glance, ipc::State, printable};
use attacca_units::format_seconds;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the title that are kept before other parts are shown.
const TITLE_COLUMNS: usize = 16;

/// Cells of a meter, 6 dB each.
const METER_CELLS: usize = 8;

/// The lowest level that a meter shows: 8 cells of 6 dB.
const METER_FLOOR_DBFS: f32 = -48.0;

/// Eighths of a cell, from nothing to all of it.
const EIGHTHS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// The status in at most `columns` columns, with `title` as that of the song under the playhead and
/// `song_count` songs in the set.
pub(super) fn live_line(glance: &Glance, title: &str, song_count: usize, columns: usize) -> String {
    let head = format!("{} {}/{song_count} ", mark(glance), glance.song + 1);
    let time = format!("  {}", times(glance));
    let title = printable(title);
    let fixed = head.width() + time.width();
    let mut room = columns.saturating_sub(fixed + title.width().min(TITLE_COLUMNS));
    let mut tail = String::new();
    for part in troubles(glance).into_iter().chain([meters(glance), lead(glance)]) {
        let Some(left) = room.checked_sub(part.width()) else { break };
        room = left;
        tail.push_str(&part);
    }
    let title = cut(&title, columns.saturating_sub(fixed + tail.width()));
    cut(&format!("{head}{title}{time}{tail}"), columns)
}

fn mark(glance: &Glance) -> char {
    match glance.state {
        State::Playing if glance.is_loading => '…',
        State::Playing => '▶',
        State::Paused => '‖',
        State::Stopped => '■',
    }
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

/// What went wrong since the start; nothing when all is well.
fn troubles(glance: &Glance) -> Vec<String> {
    let troubles = [
        (glance.underruns, "underruns"),
        (glance.xruns, "xruns"),
        (glance.clipped_frames, "clipped"),
    ];
    let troubles = troubles.into_iter().filter(|(count, _)| *count > 0);
    troubles.map(|(count, name)| format!("  {count} {name}")).collect()
}

fn meters(glance: &Glance) -> String {
    let [left, right] = glance.peak_dbfs;
    let peak = [left, right].into_iter().flatten().reduce(f32::max);
    let number = peak.map_or_else(|| "   −∞".to_owned(), |peak| format!("{peak:5.1}"));
    format!("  ▕{}▏▕{}▏{number} dBFS", meter(left), meter(right))
}

fn meter(peak_dbfs: Option<f32>) -> String {
    let full = (METER_CELLS * 8) as f32;
    let eighths = peak_dbfs.map_or(0.0, |peak| (1.0 - peak / METER_FLOOR_DBFS) * full);
    let eighths = eighths.clamp(0.0, full) as usize;
    (0..METER_CELLS).map(|cell| EIGHTHS[eighths.saturating_sub(cell * 8).min(8)]).collect()
}

fn lead(glance: &Glance) -> String {
    format!("  ahead {:.0} ms", glance.lead_ms)
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
