//! Gives libFuzzer's bytes to [`attacca_fuzz_targets::cache_metadata`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attacca_fuzz_targets::cache_metadata(bytes));
