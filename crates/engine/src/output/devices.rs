//! The output devices of this machine.

use std::time::Duration;

use cpal::{
    DeviceId,
    traits::{DeviceTrait, HostTrait},
};

use super::{
    DeviceFormat, DeviceSettings, OutputError, alsa_messages,
    choice::{self, Offer},
    helper,
};

/// How long a device may take to say what it offers. Servers that must be started first take a
/// second.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// ALSA's device that discards everything at once: it is not paced, so time would fly. Our own
/// null device is.
const UNPACED: &str = "alsa:null";

/// An output device that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Names it for ever, to open it again: `alsa:hw:CARD=PCH,DEV=0`.
    pub id: String,
    /// Its name, for people.
    pub name: String,
    /// What it is reached through: `ALSA`, `CoreAudio`, `WASAPI`.
    pub host: String,
    /// True for the device that is opened when none is named.
    pub is_default: bool,
    /// How many channels it can be opened with.
    pub channel_counts: Vec<u16>,
    /// Ranges of sample rates, both ends included, in Hz.
    pub rates: Vec<(u32, u32)>,
    /// Number formats that we play to, the best one first.
    pub formats: Vec<DeviceFormat>,
    /// Shortest and longest block, in frames, if the device says.
    pub buffer_frames: Option<(u32, u32)>,
}

/// The devices that can be opened, in the system's order.
///
/// A device in use by another program is missing on some systems.
///
/// # Errors
///
/// When the system's sound does not answer at all.
pub fn devices() -> Result<Vec<DeviceInfo>, OutputError> {
    alsa_messages::logged(list)
}

fn list() -> Result<Vec<DeviceInfo>, OutputError> {
    let default = cpal::default_host().default_output_device().and_then(|device| device.id().ok());
    let mut devices = Vec::new();
    for host_id in cpal::available_hosts() {
        let host = cpal::host_from_id(host_id).map_err(|e| OutputError::List(Box::new(e)))?;
        let listed = host.devices().map_err(|e| OutputError::List(Box::new(e)))?;
        devices.extend(listed.filter_map(|device| info_of(&device, default.as_ref())));
    }
    Ok(devices)
}

/// The ranges of sample rates at which the device of `settings` can be opened with the channels that
/// they need, or with all it has; both ends included, in Hz.
///
/// # Errors
///
/// When there is no such device, or it does not say within five seconds.
pub fn device_rates(settings: &DeviceSettings) -> Result<Vec<(u32, u32)>, OutputError> {
    let id = settings.device.clone();
    let silent = || OutputError::Unresponsive {
        device: id.clone().unwrap_or_else(|| "the default device".to_owned()),
    };
    let (settings, channels) = (settings.clone(), settings.least_channels.unwrap_or(2));
    let ask = move || alsa_messages::logged(|| rates_of(&settings, channels));
    helper::ask(ask)?.recv_timeout(ANSWER_TIMEOUT).map_err(|_| silent())?
}

fn rates_of(
    settings: &DeviceSettings,
    least_channels: u16,
) -> Result<Vec<(u32, u32)>, OutputError> {
    let device = find(settings.host.as_deref(), settings.device.as_deref())?;
    let offers = offers_of(&device).map_err(|error| OutputError::List(Box::new(error)))?;
    Ok(choice::rates_with(&offers, least_channels))
}

/// The device called `id`, or the default one of the host.
pub(crate) fn find(host: Option<&str>, id: Option<&str>) -> Result<cpal::Device, OutputError> {
    let Some(id) = id else {
        let host = host.map_or_else(|| Ok(cpal::default_host()), host_of)?;
        return host.default_output_device().ok_or(OutputError::NoDevice);
    };
    let no_id = || OutputError::NoDeviceId { id: id.to_owned() };
    let device_id: DeviceId = id.parse().map_err(|_| no_id())?;
    let host = cpal::host_from_id(device_id.host()).map_err(|_| no_id())?;
    let unknown = || OutputError::UnknownDevice { device: id.to_owned() };
    host.device_by_id(&device_id).ok_or_else(unknown)
}

/// What [`DeviceInfo::host`] calls the interface that has this name in any letters, or the device of this
/// id; `None` when there is none.
pub fn host_name(name_or_id: &str) -> Option<String> {
    let name = name_or_id.split(':').next()?;
    let mut names = cpal::available_hosts().into_iter().map(|id| id.name());
    names.find(|known| known.eq_ignore_ascii_case(name)).map(str::to_owned)
}

/// The host of this name.
fn host_of(name: &str) -> Result<cpal::Host, OutputError> {
    let no_id = || OutputError::NoDeviceId { id: name.to_owned() };
    let is_it = |id: &cpal::HostId| id.name().eq_ignore_ascii_case(name);
    let id = cpal::available_hosts().into_iter().find(is_it).ok_or_else(no_id)?;
    cpal::host_from_id(id).map_err(|_| no_id())
}

/// What `device` can do of what we ask for.
pub(crate) fn offers_of(device: &cpal::Device) -> Result<Vec<Offer>, cpal::Error> {
    Ok(device.supported_output_configs()?.filter_map(|range| Offer::of(&range)).collect())
}

/// `None` for a device that does not answer or that we can't play to.
fn info_of(device: &cpal::Device, default: Option<&DeviceId>) -> Option<DeviceInfo> {
    let id = device.id().ok().filter(|id| id.to_string() != UNPACED)?;
    let offers = offers_of(device).ok().filter(|offers| !offers.is_empty())?;
    Some(DeviceInfo {
        name: device.to_string(),
        host: id.host().name().to_owned(),
        is_default: Some(&id) == default,
        id: id.to_string(),
        channel_counts: each_once(offers.iter().map(|offer| offer.channel_count)),
        rates: each_once(offers.iter().map(|offer| offer.rates)),
        formats: each_once(offers.iter().map(|offer| offer.format)),
        buffer_frames: widest(offers.iter().filter_map(|offer| offer.buffer_frames)),
    })
}

fn each_once<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort();
    values.dedup();
    values
}

fn widest(ranges: impl Iterator<Item = (u32, u32)>) -> Option<(u32, u32)> {
    ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
