//! Gives libFuzzer's bytes to [`attacca_fuzz_targets::command_line`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attacca_fuzz_targets::command_line(bytes));
