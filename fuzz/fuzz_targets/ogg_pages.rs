//! Gives libFuzzer's bytes to [`attacca_fuzz_targets::ogg_pages`].

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attacca_fuzz_targets::ogg_pages(bytes));
