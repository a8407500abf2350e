//! `attacca devices`: the sound devices of this machine.

use std::fmt::Display;

use attacca_engine::output::{DeviceInfo, devices};
use attacca_player::printable;
use serde::Serialize;

use crate::{args::DevicesArgs, failure::Failure, terminal};

/// A device, as JSON.
#[derive(Debug, Serialize)]
struct DeviceReport {
    id: String,
    name: String,
    host: String,
    is_default: bool,
    channel_counts: Vec<u16>,
    /// Lowest and highest of each range.
    sample_rates_hz: Vec<(u32, u32)>,
    formats: Vec<String>,
    /// Shortest and longest; `null` when the device does not say.
    buffer_frames: Option<(u32, u32)>,
}

/// Lists the devices.
///
/// # Errors
/// When the system's sound does not answer.
pub(crate) fn run(args: &DevicesArgs) -> Result<(), Failure> {
    let devices = devices().map_err(Failure::device)?;
    if args.json {
        let reports: Vec<DeviceReport> = devices.into_iter().map(DeviceReport::from).collect();
        let json = serde_json::to_string_pretty(&reports).map_err(Failure::general)?;
        return terminal::print(&format!("{json}\n"));
    }
    if devices.is_empty() {
        return terminal::print(
            "No sound device was found. Connect one, or start the system's audio server;\n\
             until then `attacca play` plays without sound.\n",
        );
    }
    let lines: Vec<String> = devices.iter().map(lines_of).collect();
    terminal::print(&lines.join(""))
}

impl From<DeviceInfo> for DeviceReport {
    fn from(info: DeviceInfo) -> DeviceReport {
        DeviceReport {
            id: info.id,
            name: info.name,
            host: info.host,
            is_default: info.is_default,
            channel_counts: info.channel_counts,
            sample_rates_hz: info.rates,
            formats: info.formats.iter().map(ToString::to_string).collect(),
            buffer_frames: info.buffer_frames,
        }
    }
}

/// A device in two lines: what to type, and what it can do.
fn lines_of(info: &DeviceInfo) -> String {
    let default = if info.is_default { " (default)" } else { "" };
    let formats: Vec<String> = info.formats.iter().map(ToString::to_string).collect();
    let counts = runs(&info.channel_counts);
    let counts: Vec<String> = counts.iter().map(|(low, high)| span(*low, *high)).collect();
    let rates: Vec<String> = info.rates.iter().map(|(low, high)| span(*low, *high)).collect();
    let buffers = info.buffer_frames.map_or_else(String::new, |(shortest, longest)| {
        format!("; blocks of {} frames", span(shortest, longest))
    });
    format!(
        "{}\n    {}{default}; {} channels; {} Hz; {}{buffers}\n",
        printable(&info.id),
        printable(&info.name),
        counts.join(", "),
        rates.join(", "),
        formats.join(", "),
    )
}

/// Numbers in rising order as ranges of neighbours: 1, 2, 3, 8 are (1, 3) and (8, 8).
fn runs(numbers: &[u16]) -> Vec<(u16, u16)> {
    numbers.chunk_by(|a, b| a + 1 == *b).map(|run| (run[0], run[run.len() - 1])).collect()
}

fn span<T: PartialEq + Display>(low: T, high: T) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

#[cfg(test)]
mod tests;
