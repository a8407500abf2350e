//! The keys of the JSON object.

use super::*;
use crate::bench::percentiles::Percentiles;

/// Every time the same, and thirty stems at 48 kHz.
pub(crate) fn report_of(time: f64) -> Report {
    let figure = Percentiles { n: 200, p50: time, p95: time, p99: time, max: time };
    let load = || LoadReport {
        underruns: 0,
        late_callbacks: 0,
        xruns: 0,
        unsynchronised_blocks: 0,
        cpu_percent_of_core: Some(4.0),
        storm_cpu_percent_of_core: Some(12.0),
        memory_anonymous_mib: Some(39.0),
        window_seconds: 1.5,
        memory_peak_mib: Some(60.0),
        callback_us: figure,
        storm_action_ms: figure,
        storm_seconds: 600,
        realtime: "granted".to_owned(),
    };
    Report {
        song: SongReport { stems: 30, seconds: 360.0, sample_rate: 48_000 },
        latencies: Latencies {
            start_first_time_ms: figure,
            start_indexed_ms: figure,
            start_armed_ms: figure,
            seek_uncached_ms: figure,
            seek_in_window_ms: figure,
            song_jump_ms: figure,
            start_indexed_cold_ms: figure,
            seek_cold_ms: figure,
            song_jump_cold_ms: figure,
            cold_read_mib: Some(5000.0),
            latency_underruns: 0,
        },
        load: load(),
        hogs: HogsReport { count: 2, load: load().without_shared_figures() },
        setlist_armed: SetlistReport {
            songs: 20,
            memory_mib: Some(150.0),
            engine_memory_mib: 120.0,
            start_ms: figure,
            in_next_callback: 200,
        },
        stuck_stem: StuckReport { seconds: 20, holes: 0 },
        seams: SeamsReport {
            gapless_gap_frames: 0,
            gapless_changes: 11,
            jump_error_frames: 0,
            jumps: 100,
            jumps_missed: 0,
        },
        max_stems: 500,
        machine: Machine::here(),
    }
}

#[test]
fn the_object_has_every_documented_key() {
    let json = serde_json::to_value(report_of(3.0)).expect("it can be serialised");
    for key in [
        "stems",
        "seconds",
        "sample_rate",
        "underruns",
        "late_callbacks",
        "window_seconds",
        "machine",
    ] {
        assert!(json.get(key).is_some(), "{key} is missing");
    }
    for key in
        ["unsynchronised_blocks", "cpu_percent_of_core", "memory_anonymous_mib", "memory_peak_mib"]
    {
        assert!(json[key].is_number(), "{key} is missing");
        let is_told_of_hogs = json["hogs"][key].is_number();
        assert_eq!(is_told_of_hogs, key == "unsynchronised_blocks", "{key} beside hogs");
    }
    for key in [
        "start_first_time_ms",
        "start_indexed_ms",
        "start_armed_ms",
        "seek_uncached_ms",
        "seek_in_window_ms",
        "seek_cold_ms",
        "song_jump_ms",
        "callback_us",
    ] {
        for number in ["n", "p50", "p95", "p99", "max"] {
            assert!(json[key][number].is_number(), "{key}.{number} is missing");
        }
    }
    for key in ["gapless_gap_frames", "jump_error_frames", "jumps_missed"] {
        assert_eq!(json[key], 0, "{key}");
    }
    assert_eq!(json["max_stems"], 500);
    assert_eq!(json["stuck_stem"]["holes"], 0);
    for key in ["songs", "memory_mib", "engine_memory_mib", "in_next_callback"] {
        assert!(json["setlist_armed"][key].is_number(), "{key} of the set is missing");
    }
    assert_eq!(json["setlist_armed"]["start_ms"]["p99"], 3.0);
    assert_eq!(json["hogs"]["count"], 2);
    assert_eq!(json["hogs"]["storm_action_ms"]["p99"], 3.0);
}
