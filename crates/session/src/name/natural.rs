//! The order in which people sort names: "2 Bass" before "10 Keys".

use std::cmp::Ordering;

/// Compares by runs: digits by their value, all else by its lower-case letters; names that are
/// equal so are ordered by their bytes, so that only equal names compare as equal.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    compare_runs(a, b).then_with(|| a.cmp(b))
}

fn compare_runs(mut a: &str, mut b: &str) -> Ordering {
    loop {
        let (run_a, rest_a) = split_run(a);
        let (run_b, rest_b) = split_run(b);
        let order = match (starts_with_digit(run_a), starts_with_digit(run_b)) {
            (true, true) => compare_numbers(run_a, run_b),
            _ => compare_letters(run_a, run_b),
        };
        if order.is_ne() || (rest_a.is_empty() && rest_b.is_empty()) {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

/// The longest start of `text` that is all digits or has none, and what follows.
fn split_run(text: &str) -> (&str, &str) {
    let is_number = starts_with_digit(text);
    let end = text.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(text.len());
    text.split_at(end)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// By value, of any length: without leading zeros the longer number is greater.
fn compare_numbers(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn compare_letters(a: &str, b: &str) -> Ordering {
    a.chars().flat_map(char::to_lowercase).cmp(b.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests;
