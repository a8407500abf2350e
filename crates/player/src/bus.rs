//! Buses by their names. Pure.

use std::str::FromStr;

use attacca_engine::{BusChannels, BusId, OutputChannel};
use attacca_session::name::printable;

/// What the bus is called that every stem goes to at first.
pub const MAIN_BUS: &str = "main";

/// A bus's name and the channels of the output that it goes to: `click=3`, `cues=3,4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusDefinition {
    /// What it is called; not empty.
    pub name: String,
    /// Where it goes.
    pub channels: BusChannels,
}

/// Why a text defines no bus.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseBusError {
    /// It has no `=`, or nothing before it. Write a name first.
    #[error("{0} is no bus: write NAME=CHANNEL or NAME=LEFT,RIGHT, as in click=3 or cues=3,4")]
    NoName(String),
    /// What follows is no channel, or the same one twice. Channels are numbered from 1.
    #[error("{0} is no channel or pair of channels: write 3 or 3,4; channels are 1 to 255")]
    Channels(String),
}

impl FromStr for BusDefinition {
    type Err = ParseBusError;

    /// A name, `=`, and one channel or two different ones. The name may hold `=`.
    ///
    /// # Errors
    /// When the text has another form.
    fn from_str(text: &str) -> Result<BusDefinition, ParseBusError> {
        let no_name = || ParseBusError::NoName(printable(text).into_owned());
        let (name, channels) = text.rsplit_once('=').ok_or_else(no_name)?;
        let name = name.trim();
        if name.is_empty() {
            return Err(no_name());
        }
        Ok(BusDefinition { name: name.to_owned(), channels: channels_in(channels)? })
    }
}

/// Channels that an output must have for all of these buses to be heard beside the main one, which
/// goes to 1 and 2 unless it is among them; at least 2.
pub fn channel_count(buses: &[BusDefinition]) -> usize {
    let channels = buses.iter().flat_map(|bus| bus.channels.iter());
    channels.map(|channel| channel.number()).fold(2, usize::max)
}

fn channels_in(text: &str) -> Result<BusChannels, ParseBusError> {
    let wrong = || ParseBusError::Channels(printable(text.trim()).into_owned());
    let channel = |number: &str| {
        let is_number = number.trim().bytes().all(|byte| byte.is_ascii_digit());
        let number = number.trim().parse().ok().filter(|_| is_number);
        number.and_then(OutputChannel::new).ok_or_else(wrong)
    };
    match text.split_once(',') {
        None => Ok(BusChannels::Mono(channel(text)?)),
        Some((left, right)) => match (channel(left)?, channel(right)?) {
            (left, right) if left == right => Err(wrong()),
            (left, right) => Ok(BusChannels::Pair(left, right)),
        },
    }
}

/// The buses that have a name, [`MAIN_BUS`] first. Names are the same in whatever case.
///
/// Invariant: the bus of `names[i]` has the index `i`; there are no more names than buses; a name that
/// was forgotten is empty.
#[derive(Debug)]
pub(crate) struct NamedBuses {
    names: Vec<String>,
}

impl NamedBuses {
    /// Only [`MAIN_BUS`].
    pub(crate) fn new() -> NamedBuses {
        NamedBuses { names: vec![MAIN_BUS.to_owned()] }
    }

    /// The bus of this name.
    pub(crate) fn find(&self, name: &str) -> Option<BusId> {
        let folded = name.trim().to_lowercase();
        if folded.is_empty() {
            return None;
        }
        BusId::new(self.names.iter().position(|name| name.to_lowercase() == folded)?)
    }

    /// The bus of this name, which is a new one if there is none; `None` when all are named.
    pub(crate) fn find_or_add(&mut self, name: &str) -> Option<BusId> {
        if let Some(bus) = self.find(name) {
            return Some(bus);
        }
        let free = self.names.iter().position(String::is_empty).unwrap_or(self.names.len());
        let bus = BusId::new(free)?;
        if free == self.names.len() {
            self.names.push(String::new());
        }
        self.names[free] = name.trim().to_owned();
        Some(bus)
    }

    /// Takes a bus's name away.
    pub(crate) fn forget(&mut self, bus: BusId) {
        if let Some(name) = self.names.get_mut(bus.index()) {
            name.clear();
        }
    }

    /// What a bus is called; only named ones are used.
    pub(crate) fn name(&self, bus: BusId) -> &str {
        self.names.get(bus.index()).map_or("", String::as_str)
    }

    /// Every bus that has a name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (BusId, &str)> {
        let all = BusId::all().zip(self.names.iter().map(String::as_str));
        all.filter(|(_, name)| !name.is_empty())
    }
}

#[cfg(test)]
mod tests;
