//! What the system says of time and memory, and of the machine. Linux; elsewhere some figures are missing.

use std::{fs, thread, time::Duration};

use rustix::{
    param::clock_ticks_per_second,
    time::{ClockId, clock_gettime},
};
use serde::{Deserialize, Serialize};
use thread_priority::{
    RealtimeThreadSchedulePolicy, ThreadPriority, ThreadPriorityValue, ThreadSchedulePolicy,
    set_thread_priority_and_policy, thread_native_id,
};

/// As that of Attacca's own audio thread.
const FIFO_PRIORITY: u8 = 10;

/// What the figures were measured on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// The processor's name.
    pub(crate) processor: String,
    /// Cores that this process may use.
    pub(crate) cores: usize,
    /// The system and its version.
    pub(crate) system: String,
}

impl Machine {
    pub(crate) fn here() -> Machine {
        let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name"));
        let model = model.and_then(|line| line.split_once(": "));
        Machine {
            processor: model.map_or(std::env::consts::ARCH, |(_, name)| name).to_owned(),
            cores: thread::available_parallelism().map_or(1, |cores| cores.get()),
            system: format!("{} {}", std::env::consts::OS, release.trim()),
        }
    }
}

/// Processor time of all threads of this process.
pub(crate) fn process_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap_or_default()
}

/// Processor time of the calling thread.
pub(crate) fn thread_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

/// Lets the calling thread go before ordinary ones. False when the system refuses.
pub(crate) fn ask_for_realtime_priority() -> bool {
    let priority = ThreadPriorityValue::try_from(FIFO_PRIORITY)
        .map_or(ThreadPriority::Min, ThreadPriority::Crossplatform);
    let policy = ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::Fifo);
    set_thread_priority_and_policy(thread_native_id(), priority, policy).is_ok()
}

/// Memory of this process that no file backs (RssAnon), in bytes. Source: proc_pid_status(5).
pub(crate) fn anonymous_bytes() -> Option<u64> {
    status_bytes(&fs::read_to_string("/proc/self/status").ok()?, "RssAnon:")
}

/// Memory that a process has in use (VmRSS), its files' pages included, in bytes.
pub(crate) fn resident_bytes_of(id: u32) -> Option<u64> {
    status_bytes(&fs::read_to_string(format!("/proc/{id}/status")).ok()?, "VmRSS:")
}

/// The line of this name, as in `VmRSS:\t  1024 kB`.
fn status_bytes(status: &str, name: &str) -> Option<u64> {
    let kib = status.lines().find_map(|line| line.strip_prefix(name))?;
    kib.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

/// Processor time of a process, user and system, with that of its children that have ended.
pub(crate) fn time_of_process(id: u32) -> Option<Duration> {
    let times = process_times(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)?;
    Some(times.own + times.children)
}

/// Processor time of this process's children that have ended.
pub(crate) fn time_of_ended_children() -> Option<Duration> {
    Some(process_times(&fs::read_to_string("/proc/self/stat").ok()?)?.children)
}

/// User and system time.
#[derive(Debug, PartialEq, Eq)]
struct ProcessTimes {
    own: Duration,
    children: Duration,
}

/// Fields 14 to 17. The name, field 2, is in brackets and may hold anything. Source: proc_pid_stat(5).
fn process_times(stat: &str) -> Option<ProcessTimes> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_ascii_whitespace().skip(14 - 3);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    let (user, system, children_user, children_system) = (ticks()?, ticks()?, ticks()?, ticks()?);
    let time =
        |ticks: u64| Duration::from_secs_f64(ticks as f64 / clock_ticks_per_second().max(1) as f64);
    Some(ProcessTimes { own: time(user + system), children: time(children_user + children_system) })
}

#[cfg(test)]
mod tests;
