//! Finding songs.

use rusqlite::{ToSql, types::Value};

use crate::{Library, LibraryError, SetlistId, SongRecord, queries::rows, store::words};

/// Which songs are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SongQuery {
    /// Words that all begin words of the title, the artist, the notes or the stems' names, without regard to case and accents;
    /// empty means every song.
    pub text: String,
    /// What is first.
    pub order: SongOrder,
    /// The other way round.
    pub is_descending: bool,
    /// Which of them are left out.
    pub filter: SongFilter,
    /// How many of the first ones are left out.
    pub offset: usize,
    /// How many are returned at most.
    pub limit: usize,
}

/// The order of songs; those that are alike in it follow by title.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SongOrder {
    /// By title, as people sort.
    #[default]
    Title,
    /// By artist; songs without one are last.
    Artist,
    /// The first imported first.
    Added,
    /// The slowest first; songs without a tempo are last.
    Tempo,
    /// The shortest first.
    Length,
}

/// Which songs are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SongFilter {
    /// None.
    #[default]
    All,
    /// Those whose stems are all there.
    Missing,
    /// Those that the setlist has.
    NotIn(SetlistId),
    /// Those that any setlist has.
    InNoSetlist,
}

/// Songs that were found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SongPage {
    /// How many there are, offset and limit left aside.
    pub total: usize,
    /// Those from the offset on.
    pub songs: Vec<SongRecord>,
}

impl Library {
    /// Finds songs.
    ///
    /// # Errors
    /// When the library can't be read.
    pub fn search(&self, query: &SongQuery) -> Result<SongPage, LibraryError> {
        let Some(wanted) = wanted(query) else { return Ok(SongPage::default()) };
        let values: Vec<&dyn ToSql> = wanted.values.iter().map(|value| value as _).collect();
        let mut statement = self.connection().prepare_cached(&wanted.count)?;
        let total = statement.query_row(&*values, |row| row.get(0))?;
        let (limit, offset) = (to_sql(query.limit), to_sql(query.offset));
        let values = [&*values, &[&limit, &offset]].concat();
        let mut statement = self.connection().prepare_cached(&wanted.page)?;
        let songs = statement.query_map(&*values, rows::song)?;
        Ok(SongPage { total, songs: songs.collect::<rusqlite::Result<_>>()? })
    }
}

/// What a query is in SQL.
struct Wanted {
    /// Counts what is found.
    count: String,
    /// Reads the page.
    page: String,
    /// Of the `?` in both; those of the page's limit and offset follow.
    values: Vec<Value>,
}

/// `None` when the text holds no word at all.
fn wanted(query: &SongQuery) -> Option<Wanted> {
    let (filter, setlist) = filter(query.filter);
    let order = order(query);
    let (mut found, mut values) = (filter.replace("{id}", "id"), Vec::new());
    let mut count = format!("SELECT count(*) FROM song WHERE {found}");
    if !query.text.trim().is_empty() {
        values.push(Value::Text(words::query(&query.text)?));
        // Songs need not be looked at to be counted: the index of words has each once.
        let filter = filter.replace("{id}", "rowid");
        count = format!("SELECT count(*) FROM song_words WHERE song_words MATCH ? AND {filter}");
        let matching = "id IN (SELECT rowid FROM song_words WHERE song_words MATCH ?)";
        found = format!("{matching} AND {found}");
    }
    values.extend(setlist.map(|setlist| Value::Integer(setlist.0)));
    // What is shown of a song is read for those of the page alone.
    let page = format!(
        "SELECT {} FROM song WHERE id IN (
            SELECT id FROM song WHERE {found} ORDER BY {order} LIMIT ? OFFSET ?
        ) ORDER BY {order}",
        rows::SONG
    );
    Some(Wanted { count, page, values })
}

/// The condition that a song's `{id}` fulfils, and the value of its `?`.
fn filter(filter: SongFilter) -> (&'static str, Option<SetlistId>) {
    match filter {
        SongFilter::All => ("TRUE", None),
        // CROSS says where to begin: there are few troubles and many stems.
        SongFilter::Missing => (
            "{id} IN (SELECT stem.song FROM trouble CROSS JOIN stem ON stem.id = trouble.stem)",
            None,
        ),
        SongFilter::NotIn(setlist) => {
            ("{id} NOT IN (SELECT song FROM entry WHERE setlist = ?)", Some(setlist))
        }
        SongFilter::InNoSetlist => ("{id} NOT IN (SELECT song FROM entry)", None),
    }
}

/// What is unknown is last, whichever way is asked for. Each order has an index of these columns.
fn order(query: &SongQuery) -> String {
    let way = if query.is_descending { "DESC" } else { "ASC" };
    let first = match query.order {
        SongOrder::Title => return format!("title_order {way}, id {way}"),
        SongOrder::Added => return format!("added_at {way}, id {way}"),
        SongOrder::Artist => format!("artist_order = '', artist_order {way}"),
        SongOrder::Tempo => format!("tempo_bpm IS NULL, tempo_bpm {way}"),
        SongOrder::Length => format!("length_seconds {way}"),
    };
    format!("{first}, title_order, id")
}

fn to_sql(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
