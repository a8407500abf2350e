//! Bursts are thinned out, xruns counted.

use std::sync::atomic::Ordering::Relaxed;

use assert_no_alloc::assert_no_alloc;
use crossbeam_channel::bounded;

use super::*;

fn error(kind: cpal::ErrorKind) -> cpal::Error {
    cpal::Error::with_message(kind, "snd_pcm_avail_delay: I/O error")
}

#[test]
fn a_burst_is_reported_once_a_second_with_the_count_of_the_others() {
    let mut gate = FaultGate::default();
    let start = Instant::now();
    let reports: Vec<(u64, u64)> = (0..2_500)
        .filter_map(|ms| {
            let now = start + Duration::from_millis(ms);
            let fault = gate.admit(error(cpal::ErrorKind::BackendError), now)?;
            Some((ms, fault.suppressed))
        })
        .collect();
    assert_eq!(reports, [(0, 0), (1_000, 999), (2_000, 999)]);
}

#[test]
fn a_burst_of_one_kind_does_not_hide_another() {
    let mut gate = FaultGate::default();
    let now = Instant::now();
    for (kind, reported) in [
        (cpal::ErrorKind::BackendError, Some(DeviceFaultKind::Other)),
        (cpal::ErrorKind::BackendError, None),
        (cpal::ErrorKind::DeviceNotAvailable, Some(DeviceFaultKind::Lost)),
        (cpal::ErrorKind::DeviceChanged, Some(DeviceFaultKind::Rerouted)),
        (cpal::ErrorKind::StreamInvalidated, Some(DeviceFaultKind::Invalidated)),
        (cpal::ErrorKind::Other, None),
    ] {
        let fault = gate.admit(error(kind), now);
        assert_eq!(fault.map(|fault| fault.kind), reported, "{kind:?}");
    }
}

#[test]
fn a_fault_says_how_many_were_left_out() {
    let mut gate = FaultGate::default();
    let start = Instant::now();
    let first = gate.admit(error(cpal::ErrorKind::BackendError), start).expect("the first");
    assert_eq!(first.to_string(), "snd_pcm_avail_delay: I/O error");
    gate.admit(error(cpal::ErrorKind::BackendError), start);
    let next = gate
        .admit(error(cpal::ErrorKind::BackendError), start + MIN_INTERVAL)
        .expect("a second has passed");
    assert_eq!(
        next.to_string(),
        "snd_pcm_avail_delay: I/O error (and 1 more since the last report)"
    );
}

#[test]
fn xruns_are_counted_and_other_faults_are_events() {
    let (events_sender, events) = bounded(4);
    let stats = Arc::new(CallbackStats::default());
    let state = Arc::new(StreamState::default());
    let mut faults = Faults::new(Arc::clone(&stats), state, events_sender);
    let now = Instant::now();
    for _ in 0..3 {
        assert_no_alloc(|| faults.report(cpal::ErrorKind::Xrun.into(), now));
        assert_no_alloc(|| faults.report(cpal::ErrorKind::DeviceNotAvailable.into(), now));
    }
    assert_eq!(stats.xruns.load(Relaxed), 3);
    assert_eq!(events.len(), 1, "a burst is one event");
}
