//! Which song or stem somebody means by what they typed.
//!
//! Tried in this order, always without regard to case: the name; the file's name, with or without
//! extension; the number, from 1; the only one whose name or file begins so. A name comes before
//! the number, so that a stem called "2" can be meant.

use crate::{Song, name::printable, song::file_name};

/// Why a text means no song or stem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// Nothing is called so. `names` lists what there is.
    #[error("no {kind} is called {query}; there are {}", numbered(names))]
    Unknown {
        /// "song" or "stem".
        kind: &'static str,
        /// What was typed, printable.
        query: String,
        /// All names, printable, in order.
        names: Vec<String>,
    },
    /// Several begin so: type more of the name, or the number.
    #[error("{query} may be {}; type more of the name", matches.join(" or "))]
    Ambiguous {
        /// What was typed, printable.
        query: String,
        /// Names that begin so, printable.
        matches: Vec<String>,
    },
}

/// The index of the stem that `query` means.
///
/// # Errors
/// When nothing or more than one is meant.
pub fn stem(song: &Song, query: &str) -> Result<usize, FindError> {
    let labels = song.stems().iter().map(|stem| Label::new(&stem.name, &stem.path)).collect();
    find("stem", labels, query)
}

/// The index of the song of a set that `query` means.
///
/// # Errors
/// When nothing or more than one is meant.
pub fn song<'a>(
    songs: impl IntoIterator<Item = &'a Song>,
    query: &str,
) -> Result<usize, FindError> {
    let labels = songs.into_iter().map(|song| Label::new(song.title(), song.folder()));
    find("song", labels.collect(), query)
}

/// What one thing is called.
struct Label<'a> {
    name: &'a str,
    file: String,
    file_without_extension: String,
}

impl<'a> Label<'a> {
    fn new(name: &'a str, path: &std::path::Path) -> Label<'a> {
        Label {
            name,
            file: file_name(path),
            file_without_extension: path.file_stem().unwrap_or_default().to_string_lossy().into(),
        }
    }

    fn is(&self, folded: &str) -> bool {
        [self.name, &self.file, &self.file_without_extension]
            .iter()
            .any(|text| text.to_lowercase() == folded)
    }

    fn begins_with(&self, folded: &str) -> bool {
        [self.name, &self.file].iter().any(|text| text.to_lowercase().starts_with(folded))
    }
}

fn find(kind: &'static str, labels: Vec<Label<'_>>, query: &str) -> Result<usize, FindError> {
    let folded = query.trim().to_lowercase();
    let by_name = |label: &Label<'_>| label.name.to_lowercase() == folded;
    if let Some(index) = labels.iter().position(by_name) {
        return Ok(index);
    }
    if let Some(index) = only(&labels, |label| label.is(&folded)) {
        return Ok(index);
    }
    if let Ok(number) = folded.parse::<usize>()
        && (1..=labels.len()).contains(&number)
    {
        return Ok(number - 1);
    }
    if let Some(index) = only(&labels, |label| label.begins_with(&folded)) {
        return Ok(index);
    }
    Err(explain(kind, &labels, query.trim(), &folded))
}

/// The index of the label that matches, when exactly one does.
fn only(labels: &[Label<'_>], matches: impl Fn(&Label<'_>) -> bool) -> Option<usize> {
    let mut indices = labels.iter().enumerate().filter(|(_, label)| matches(label));
    let (index, _) = indices.next()?;
    indices.next().is_none().then_some(index)
}

fn explain(kind: &'static str, labels: &[Label<'_>], query: &str, folded: &str) -> FindError {
    let names = |chosen: &dyn Fn(&Label<'_>) -> bool| -> Vec<String> {
        let chosen = labels.iter().filter(|label| chosen(label));
        chosen.map(|label| printable(label.name).into_owned()).collect()
    };
    let query = format!("\"{}\"", printable(query));
    let matches = names(&|label| label.begins_with(folded));
    if folded.is_empty() || matches.is_empty() {
        return FindError::Unknown { kind, query, names: names(&|_| true) };
    }
    FindError::Ambiguous { query, matches }
}

/// "1 Drums, 2 Bass, …": enough to choose from.
fn numbered(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut list: Vec<String> = names
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(index, name)| format!("{} {name}", index + 1))
        .collect();
    if names.len() > SHOWN {
        list.push(format!("… {} {}", names.len(), names[names.len() - 1]));
    }
    list.join(", ")
}

#[cfg(test)]
mod tests;
