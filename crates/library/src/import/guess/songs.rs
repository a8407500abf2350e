//! Names of songs: title, artist, key and tempo.

/// What the name of a song tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SongWords {
    /// The title.
    pub title: String,
    /// Who plays it; may be empty.
    pub artist: String,
    /// The key; may be empty.
    pub key: String,
    /// Beats per minute.
    pub tempo_bpm: Option<f64>,
    /// "6/8"; may be empty.
    pub time_signature: String,
}

/// Words that tell what a folder is, and nothing of the song.
const NOISE: [&str; 16] = [
    "stem",
    "stems",
    "multitrack",
    "multitracks",
    "multi",
    "track",
    "tracks",
    "backing",
    "wav",
    "flac",
    "in",
    "key",
    "of",
    "at",
    "audio",
    "bpm",
];

/// What may follow a dash and is no artist.
const VERSIONS: [&str; 20] = [
    "live",
    "version",
    "remix",
    "mix",
    "edit",
    "acoustic",
    "demo",
    "intro",
    "outro",
    "reprise",
    "part",
    "pt",
    "medley",
    "instrumental",
    "unplugged",
    "remastered",
    "extended",
    "radio",
    "short",
    "v",
];

/// Guesses from the name of a song's folder, without a leading number: "Title - Artist (Am 120bpm)".
///
/// A key is believed in brackets, or on its own behind a dash when it can't be a word; a tempo when "bpm" stands by it.
pub fn guess_song(name: &str) -> SongWords {
    let mut words = SongWords::default();
    let spaced = name.replace('_', " ");
    let rest = take_brackets(&spaced, &mut words);
    let rest = take_tempo(&rest, &mut words);
    let mut parts: Vec<&str> = rest.split(" - ").flat_map(|part| part.split(" – ")).collect();
    parts = parts
        .iter()
        .map(|part| part.trim_matches([' ', '-', '–']))
        .filter(|part| !part.is_empty())
        .collect();
    while parts.len() > 1 && is_fact(parts[parts.len() - 1], &mut words) {
        parts.pop();
    }
    match parts[..] {
        [title, artist] if !is_version(artist) => {
            words.title = title.to_owned();
            words.artist = artist.to_owned();
        }
        _ => words.title = parts.join(" - "),
    }
    if words.title.is_empty() {
        words.title = name.trim().to_owned();
    }
    words
}

/// Takes out brackets that hold facts only.
fn take_brackets(name: &str, words: &mut SongWords) -> String {
    let mut rest = String::new();
    let mut left = name;
    while let Some(at) = left.find(['(', '[']) {
        let close = if left[at..].starts_with('(') { ')' } else { ']' };
        let Some(end) = left[at..].find(close).map(|end| at + end) else { break };
        let inside = &left[at + 1..end];
        let mut found = words.clone();
        if is_facts(inside, &mut found) {
            *words = found;
            rest.push_str(left[..at].trim_end());
            rest.push(' ');
        } else {
            rest.push_str(&left[..=end]);
        }
        left = &left[end + 1..];
    }
    rest.push_str(left);
    rest.trim().to_owned()
}

/// True when `text` tells key, tempo and such and nothing else; notes them.
fn is_facts(text: &str, words: &mut SongWords) -> bool {
    let spaced = text.replace([',', ';', '|', '-', '–'], " ");
    let parts: Vec<&str> = spaced.split_whitespace().collect();
    let mut index = 0;
    while index < parts.len() {
        let two = parts.get(index + 1).map(|next| format!("{} {next}", parts[index]));
        if two.as_deref().is_some_and(|two| is_fact(two, words)) {
            index += 2;
        } else if is_fact(parts[index], words)
            || is_plain_key(parts[index], words)
            || is_noise(parts[index])
        {
            index += 1;
        } else {
            return false;
        }
    }
    !parts.is_empty()
}

fn is_noise(word: &str) -> bool {
    NOISE.contains(&&*word.to_lowercase())
}

/// True when `text` is a tempo, a key that can't be a word, or a time signature; notes it.
fn is_fact(text: &str, words: &mut SongWords) -> bool {
    if let Some(tempo) = tempo(text) {
        words.tempo_bpm = Some(tempo);
    } else if let Some(key) = key(text).filter(|key| key.len() > 1) {
        words.key = key;
    } else if is_time_signature(text) {
        words.time_signature = text.to_owned();
    } else {
        return text.split_whitespace().all(is_noise);
    }
    true
}

/// As [`is_fact`], of a key that is one letter.
fn is_plain_key(text: &str, words: &mut SongWords) -> bool {
    key(text).is_some_and(|key| {
        words.key = key;
        true
    })
}

/// Takes out "120 bpm" wherever it stands.
fn take_tempo(name: &str, words: &mut SongWords) -> String {
    let parts: Vec<&str> = name.split(' ').collect();
    for (index, part) in parts.iter().enumerate() {
        let two = parts.get(index + 1).map(|next| format!("{part} {next}"));
        let (found, length) = match (tempo(part), two.as_deref().and_then(tempo)) {
            (Some(found), _) => (found, 1),
            (None, Some(found)) => (found, 2),
            (None, None) => continue,
        };
        words.tempo_bpm = Some(found);
        let rest = [&parts[..index], &parts[index + length..]].concat().join(" ");
        let rest = rest.trim().trim_end_matches(['-', '–', '@', ',']).trim();
        if rest.chars().any(char::is_alphanumeric) {
            return rest.to_owned();
        }
    }
    name.to_owned()
}

/// 20 to 400 beats per minute, with the word: "120bpm", "92.5 BPM", "bpm 120".
fn tempo(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    let lower = lower.trim_matches(['(', ')', '[', ']']);
    let number = lower.strip_suffix("bpm").or_else(|| lower.strip_prefix("bpm"))?;
    let number = number.trim_matches([' ', '-', '=', ':']);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    let tempo: f64 = number.replace(',', ".").parse().ok().filter(|_| is_number)?;
    (20.0..=400.0).contains(&tempo).then_some(tempo)
}

fn is_time_signature(text: &str) -> bool {
    let Some((beats, unit)) = text.split_once('/') else { return false };
    let is_count = beats.parse::<u32>().is_ok_and(|beats| (1..=32).contains(&beats));
    is_count && matches!(unit, "2" | "4" | "8" | "16")
}

/// A key in usual writing: "F#m" and "f# minor" are "F♯m", "Bb" is "B♭", "C" is "C".
fn key(text: &str) -> Option<String> {
    let mut letters = text.trim().chars();
    let tonic = letters.next().filter(|c| ('A'..='G').contains(c))?;
    let rest = letters.as_str();
    let (accidental, rest) = match rest.chars().next() {
        Some('#' | '♯') => ("♯", &rest[rest.chars().next()?.len_utf8()..]),
        Some('♭') => ("♭", &rest['♭'.len_utf8()..]),
        Some('b') => ("♭", &rest[1..]),
        _ => ("", rest),
    };
    let mode = match rest.trim() {
        "" | "maj" | "major" | "Maj" | "Major" | "dur" | "Dur" | "-Dur" | "M" => "",
        "m" | "min" | "minor" | "Min" | "Minor" | "moll" | "Moll" | "-Moll" => "m",
        _ => return None,
    };
    Some(format!("{tonic}{accidental}{mode}"))
}

fn is_version(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| VERSIONS.contains(&word) || word.chars().all(|c| c.is_ascii_digit()))
}
