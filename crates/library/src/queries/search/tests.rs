//! Claims about how songs are found: what SQLite does, as it tells itself.

use rusqlite::Connection;

use super::*;
use crate::store::schema::migrate;

const ORDERS: [SongOrder; 5] =
    [SongOrder::Title, SongOrder::Artist, SongOrder::Added, SongOrder::Tempo, SongOrder::Length];

const FILTERS: [SongFilter; 4] = [
    SongFilter::All,
    SongFilter::Missing,
    SongFilter::NotIn(SetlistId(1)),
    SongFilter::InNoSetlist,
];

/// The steps in which a statement is carried out, in words.
fn plan(connection: &Connection, sql: &str, values: &[Value]) -> Vec<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let values = rusqlite::params_from_iter(values);
    statement.query_map(values, |row| row.get(3)).unwrap().map(Result::unwrap).collect()
}

/// The values of a page's `?`.
fn of_page(wanted: &Wanted) -> Vec<Value> {
    let place = [Value::Integer(100), Value::Integer(0)];
    wanted.values.iter().cloned().chain(place).collect()
}

fn tables() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection).unwrap();
    connection
}

#[test]
fn the_first_page_of_every_order_is_read_from_an_index_and_of_titles_and_news_both_ways() {
    let connection = tables();
    let up = ORDERS.map(|order| (order, false));
    // What is unknown is last in the others, also downwards: they are sorted.
    let down = [(SongOrder::Title, true), (SongOrder::Added, true)];
    for (order, is_descending) in up.into_iter().chain(down) {
        for filter in [SongFilter::All, SongFilter::InNoSetlist] {
            let query = SongQuery { order, filter, is_descending, ..page() };
            let wanted = wanted(&query).unwrap();
            let plan = plan(&connection, &wanted.page, &of_page(&wanted));
            let uses_index = |step: &String| step.starts_with("SCAN song USING COVERING INDEX");
            assert!(plan.iter().any(uses_index), "{query:?}: {plan:#?}");
        }
    }
}

#[test]
fn no_search_looks_at_every_stem() {
    let connection = tables();
    for text in ["", "n", "northern li"] {
        for order in ORDERS {
            for filter in FILTERS {
                for is_descending in [false, true] {
                    let text = text.to_owned();
                    let query = SongQuery { text, order, filter, is_descending, ..page() };
                    let wanted = wanted(&query).unwrap();
                    let (count, page) = (wanted.values.clone(), of_page(&wanted));
                    for (sql, values) in [(&wanted.count, count), (&wanted.page, page)] {
                        let plan = plan(&connection, sql, &values);
                        let is_all = |step: &String| step.starts_with("SCAN stem");
                        assert!(!plan.iter().any(is_all), "{query:?}: {plan:#?}");
                    }
                }
            }
        }
    }
}

fn page() -> SongQuery {
    SongQuery { limit: 100, ..SongQuery::default() }
}
