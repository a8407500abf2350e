//! The report as people read it. Pure.

use attacca_player::{
    ipc::{DamageReport, OpenFileReport},
    printable,
};
use attacca_units::{SampleRate, format_seconds};
use unicode_width::UnicodeWidthStr;

use super::{Report, SongReport, StemReport};

/// Columns of a stem's name; longer ones push their row to the right.
const NAME_COLUMNS: usize = 24;

/// Stretches of damage that are listed of one file.
const MAX_DAMAGE_SHOWN: usize = 5;

/// The report, one stem to a line, and a line for the rates of all.
pub(super) fn table(report: &Report) -> String {
    let songs = report.songs.iter().map(song_lines);
    songs.chain(rates_line(report)).collect::<Vec<String>>().join("\n")
}

/// `commonest rate 44.1 kHz: 27 of 30 stems; the others are resampled to it`; nothing when no file
/// can be opened.
fn rates_line(report: &Report) -> Option<String> {
    let commonest = report.rates.first()?;
    let (rate, count) = (commonest.sample_rate_hz, commonest.stem_count);
    let total: usize = report.rates.iter().map(|rate| rate.stem_count).sum();
    let rest = match report.sample_rate_hz {
        Some(played) if played != rate => format!("; all are played at {}", kilohertz(played)),
        _ if count < total => "; the others are resampled to it".to_owned(),
        _ => String::new(),
    };
    Some(format!("commonest rate {}: {count} of {total} stems{rest}\n", kilohertz(rate)))
}

fn kilohertz(hz: u32) -> String {
    SampleRate::new(hz).map_or_else(|| "0 kHz".to_owned(), |rate| rate.in_kilohertz().to_string())
}

fn song_lines(song: &SongReport) -> String {
    let seconds =
        song.stems.iter().filter_map(|stem| Some(stem.file.file.as_ref()?.length_seconds));
    let length = format_seconds(seconds.fold(0.0, f64::max));
    let count = match song.stems.len() {
        1 => "1 stem".to_owned(),
        count => format!("{count} stems"),
    };
    let mut lines = format!("{} ({count}, {length})\n", printable(&song.title));
    for (index, stem) in song.stems.iter().enumerate() {
        lines.push_str(&stem_line(index + 1, stem));
    }
    lines
}

fn stem_line(number: usize, stem: &StemReport) -> String {
    let name = padded(&printable(&stem.name), NAME_COLUMNS);
    let what = stem.file.file.as_ref().map(describe);
    let problem = stem.file.error.as_ref().map(|error| format!("can't be played: {error}"));
    let all: Vec<String> = what.into_iter().chain(marks(stem)).chain(problem).collect();
    let mut line = format!("{number:>4}  {name}  {}\n", printable(&all.join("; ")));
    let damage = stem.file.damage.as_deref().unwrap_or_default();
    for stretch in damage.iter().take(MAX_DAMAGE_SHOWN) {
        line.push_str(&damage_line(stretch));
    }
    if damage.len() > MAX_DAMAGE_SHOWN {
        line.push_str(&format!("      … and {} more\n", damage.len() - MAX_DAMAGE_SHOWN));
    }
    line
}

/// What tells a track of a file of several stems from the others.
fn marks(stem: &StemReport) -> Option<String> {
    let track = stem.track.map(|track| format!("track {track}"));
    let muted = stem.is_muted_at_first.then(|| "muted at first".to_owned());
    let marks: Vec<String> = track.into_iter().chain(stem.colour.clone()).chain(muted).collect();
    (!marks.is_empty()).then(|| marks.join(", "))
}

fn describe(file: &OpenFileReport) -> String {
    let number = if file.is_float { "-bit float" } else { "-bit" };
    let channels = match file.channel_count {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        count => format!("{count} channels, mixed down to stereo"),
    };
    let resampled = file
        .resampled_to_hz
        .map_or_else(String::new, |hz| format!(" resampled to {}", kilohertz(hz)));
    format!(
        "{}, {}{number}, {}{resampled}, {channels}, {}",
        file.format,
        file.bits,
        kilohertz(file.sample_rate_hz),
        format_seconds(file.length_seconds)
    )
}

fn damage_line(stretch: &DamageReport) -> String {
    format!(
        "      damaged at {} for {:.3} s: {}; restore the file or export it again\n",
        format_seconds(stretch.position_seconds),
        stretch.length_seconds,
        printable(&stretch.error)
    )
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests;
