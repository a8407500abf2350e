//! The machine's memory, beside what the kernel tells everybody.

use super::*;

#[cfg(target_os = "linux")]
#[test]
fn the_probe_says_what_the_kernel_says() {
    let of_kernel = |key: &str| -> u64 {
        let text = std::fs::read_to_string("/proc/meminfo").expect("the kernel tells it");
        let line = text.lines().find_map(|line| line.strip_prefix(key)).expect("the line is there");
        let kib = line.trim().trim_end_matches(" kB").parse::<u64>().expect("it is a number");
        kib * 1024
    };
    let seen = SystemProbe::default().look().expect("the system tells it");
    assert_eq!(seen.total_bytes, of_kernel("MemTotal:"));
    // Other programs come and go meanwhile.
    let apart = seen.available_bytes.abs_diff(of_kernel("MemAvailable:"));
    assert!(apart < seen.total_bytes / 4, "{seen:?}");
}

#[test]
fn a_part_is_one_of_all() {
    let memory = SystemMemory { total_bytes: 8 << 30, available_bytes: 2 << 30 };
    assert_eq!(memory.available_percent(), 25.0);
}
