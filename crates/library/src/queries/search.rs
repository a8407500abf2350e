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
        let Some((condition, value)) = condition(query) else { return Ok(SongPage::default()) };
        let value: Vec<&dyn ToSql> = value.iter().map(|value| value as &dyn ToSql).collect();
        let connection = self.connection();
        let sql = format!("SELECT count(*) FROM song WHERE {condition}");
        let total = connection.prepare_cached(&sql)?.query_row(&*value, |row| row.get(0))?;

        // What is shown of a song is read for those of the page alone.
        let order = order(query);
        let (offset, limit) = (to_sql(query.offset), to_sql(query.limit));
        let sql = format!(
            "SELECT {} FROM song WHERE id IN (
                SELECT id FROM song WHERE {condition} ORDER BY {order} LIMIT {limit} OFFSET {offset}
            ) ORDER BY {order}",
            rows::SONG
        );
        let mut statement = connection.prepare(&sql)?;
        let songs = statement.query_map(&*value, rows::song)?;
        Ok(SongPage { total, songs: songs.collect::<rusqlite::Result<_>>()? })
    }
}

/// Which songs are meant, with the values of the condition's `?`; `None` when the text holds no word at all.
fn condition(query: &SongQuery) -> Option<(String, Vec<Value>)> {
    let mut conditions = Vec::new();
    let mut values = Vec::new();
    if !query.text.trim().is_empty() {
        let found = "id IN (SELECT rowid FROM song_words WHERE song_words MATCH ?)";
        conditions.push(found.to_owned());
        values.push(Value::Text(words::query(&query.text)?));
    }
    match query.filter {
        SongFilter::All => {}
        SongFilter::Missing => conditions.push(
            "id IN (SELECT stem.song FROM trouble JOIN stem ON stem.id = trouble.stem)".to_owned(),
        ),
        SongFilter::NotIn(setlist) => {
            conditions.push("id NOT IN (SELECT song FROM entry WHERE setlist = ?)".to_owned());
            values.push(Value::Integer(setlist.0));
        }
        SongFilter::InNoSetlist => {
            conditions.push("id NOT IN (SELECT song FROM entry)".to_owned());
        }
    }
    conditions.push("TRUE".to_owned());
    Some((conditions.join(" AND "), values))
}

/// What is unknown is last, whichever way is asked for.
fn order(query: &SongQuery) -> String {
    let way = if query.is_descending { "DESC" } else { "ASC" };
    let first = match query.order {
        SongOrder::Title => return format!("title_order {way}, id {way}"),
        SongOrder::Artist => format!("artist_order = '', artist_order {way}"),
        SongOrder::Added => format!("added_at {way}, id {way}"),
        SongOrder::Tempo => format!("tempo_bpm {way} NULLS LAST"),
        SongOrder::Length => format!("length_seconds {way}"),
    };
    format!("{first}, title_order, id")
}

fn to_sql(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
