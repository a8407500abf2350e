//! The index of words: what a search finds songs by.

use rusqlite::{Connection, params};

use crate::LibraryError;

/// Indexes the words of a song anew, or forgets them when it is gone.
pub(crate) fn index_song(connection: &Connection, song: i64) -> Result<(), LibraryError> {
    connection.prepare_cached("DELETE FROM song_words WHERE rowid = ?")?.execute([song])?;
    connection
        .prepare_cached(
            "INSERT INTO song_words (rowid, title, artist, notes, stems)
             SELECT id, title, artist, notes,
                (SELECT coalesce(group_concat(name, char(10)), '') FROM stem WHERE song = song.id)
             FROM song WHERE id = ?",
        )?
        .execute([song])?;
    Ok(())
}

/// Indexes the words of all songs anew.
pub(crate) fn index_all(connection: &Connection) -> Result<(), LibraryError> {
    connection.execute("INSERT INTO song_words (song_words) VALUES ('delete-all')", params![])?;
    connection.execute(
        "INSERT INTO song_words (rowid, title, artist, notes, stems)
         SELECT id, title, artist, notes,
            (SELECT coalesce(group_concat(name, char(10)), '') FROM stem WHERE song = song.id)
         FROM song",
        params![],
    )?;
    Ok(())
}

/// What the index is asked for `text`: words that all of its words are the beginnings of. `None` when there are none.
pub(crate) fn query(text: &str) -> Option<String> {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    // In quotes nothing is an operator; the index itself splits and folds what is in them.
    let words: Vec<String> =
        words.map(|word| format!("\"{}\"*", word.replace('"', "\"\""))).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests;
