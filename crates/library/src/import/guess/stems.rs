//! Names of stems: what is left of a file's name when what programs put around it is gone, and the role it tells.

use std::collections::HashSet;

use crate::{
    Role,
    import::guess::{roles, tokens::tokens},
};

/// What the name of a stem tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// What it is in the arrangement.
    pub role: Role,
    /// Its name, cleaned.
    pub name: String,
}

/// Words that programs put behind a stem's name.
const BEHIND: [&str; 22] = [
    "stem",
    "stems",
    "bounce",
    "bounced",
    "bip",
    "consolidated",
    "export",
    "exported",
    "render",
    "rendered",
    "print",
    "printed",
    "freeze",
    "frozen",
    "audio",
    "wav",
    "16bit",
    "24bit",
    "32bit",
    "bit",
    "khz",
    "commit",
];

/// Words that programs put before a stem's name, with or without a number.
const BEFORE: [&str; 6] = ["track", "trk", "audio", "stem", "stems", "spur"];

/// Guesses from a stem's name.
pub fn guess_stem(name: &str) -> Guess {
    let cleaned = clean(name);
    Guess { role: roles::role(&tokens(&cleaned)), name: cleaned }
}

/// Guesses from the names of all stems of a song: what all names begin with is no part of them. Names that would be the same stay as
/// they are.
pub fn guess_stems(names: &[&str]) -> Vec<Guess> {
    let common = common_beginning(names);
    let mut guesses: Vec<Guess> = names.iter().map(|name| guess_stem(&name[common..])).collect();
    let mut seen = HashSet::new();
    let unique = |name: &str, seen: &mut HashSet<String>| seen.insert(name.to_lowercase());
    let is_unique = guesses.iter().all(|guess| unique(&guess.name, &mut seen));
    if !is_unique {
        for (guess, name) in guesses.iter_mut().zip(names) {
            let rest = name[common..].trim_matches(is_separator);
            rest_or(name, rest).clone_into(&mut guess.name);
        }
    }
    guesses
}

/// What all names begin with, ended where a word ends: its length in bytes. None of the names may end there.
pub(crate) fn common_beginning(names: &[&str]) -> usize {
    let Some((first, others)) = names.split_first().filter(|(_, others)| !others.is_empty()) else {
        return 0;
    };
    let common = others.iter().fold(first.len(), |length, name| {
        let same = first.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        length.min(same)
    });
    // Only behind a separator that more than a word stands before.
    let boundary = first[..first.floor_char_boundary(common)].rfind(is_separator);
    let length = boundary.map_or(0, |at| at + first[at..].chars().next().map_or(0, char::len_utf8));
    let leaves_something = |name: &&str| name[length..].chars().any(char::is_alphanumeric);
    let is_meaningful = roles::role(&tokens(&first[..length])) == Role::Other;
    if names.iter().all(leaves_something) && is_meaningful { length } else { 0 }
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '–' | '_' | '.' | '/' | '|' | ',')
}

/// A name without what programs put around it.
fn clean(name: &str) -> String {
    let mut rest = name.trim();
    rest = without_brackets(rest);
    rest = without_before(rest);
    rest = without_behind(rest);
    let spaced = rest.replace('_', " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let cleaned = words.join(" ");
    rest_or(name, cleaned.trim_matches(is_separator)).to_owned()
}

/// `rest`, or all of `name` when nothing of it is left that tells anything.
fn rest_or<'a>(name: &'a str, rest: &'a str) -> &'a str {
    if rest.chars().any(char::is_alphanumeric) { rest } else { name.trim() }
}

/// Without brackets at the end that hold dates, numbers and words of programs only: `Drums [2024-05-01 120301]`, `Kick (Bounced)`.
fn without_brackets(name: &str) -> &str {
    let mut rest = name;
    loop {
        let closed = rest.trim_end();
        let open = match closed.chars().last() {
            Some(']') => '[',
            Some(')') => '(',
            _ => return rest,
        };
        let Some(at) = closed.rfind(open).filter(|at| *at > 0) else { return rest };
        let is_noise = |token: &String| {
            token.chars().all(|c| c.is_ascii_digit()) || BEHIND.contains(&&**token)
        };
        if !tokens(&closed[at..]).iter().all(is_noise) {
            return rest;
        }
        rest = closed[..at].trim_end();
    }
}

/// Without a number or a word of programs with a number at the beginning: `01 - Kick`, `Track 03_Kick`, `Audio 2-Kick`.
fn without_before(name: &str) -> &str {
    let lower = name.to_ascii_lowercase();
    let word = BEFORE.iter().filter(|word| lower.starts_with(*word)).map(|word| word.len()).max();
    let behind = &name[word.unwrap_or(0)..];
    let behind = behind.trim_start_matches(is_separator);
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_number = rest.len() < behind.len();
    let rest_without = rest.trim_start_matches(is_separator).trim_start_matches([')', ':', ' ']);
    let is_separated = rest_without.len() < rest.len();
    let has_text = rest_without.chars().any(char::is_alphabetic);
    if has_number && is_separated && has_text { rest_without } else { name }
}

/// Without words of programs and takes at the end: `Kick_bip`, `Kick-consolidated`, `Kick_24bit_48k`, `Kick_01`.
fn without_behind(name: &str) -> &str {
    let mut rest = name;
    loop {
        let trimmed = rest.trim_end_matches(is_separator);
        let Some(at) = trimmed.rfind(is_separator) else { return trimmed };
        let last = trimmed[at..].trim_start_matches(is_separator).to_lowercase();
        let before = trimmed[..at].trim_end_matches(is_separator);
        let separator = trimmed[before.len()..].chars().next();
        let is_all =
            !before.chars().any(char::is_alphabetic) || BEFORE.contains(&&*before.to_lowercase());
        if is_all || !is_behind(&last, separator) {
            return trimmed;
        }
        rest = before;
    }
}

fn is_behind(word: &str, separator: Option<char>) -> bool {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &word[number.len()..];
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_format = is_number && matches!(unit, "bit" | "bits" | "k" | "khz" | "hz");
    // A take of a recorder is two digits or more behind a line, or with a zero: "Gtr_12", "Gtr 02", but "Gtr 2".
    let is_long = number.len() >= 2 && (separator != Some(' ') || number.starts_with('0'));
    let is_take = is_number && unit.is_empty() && is_long;
    BEHIND.contains(&word) || is_format || is_take
}
