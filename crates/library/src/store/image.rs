//! Rows as bytes: what undoing puts back.

use rusqlite::{Connection, OptionalExtension, params_from_iter, types::Value};

use crate::store::table::Table;

/// All columns of a row, in order.
pub(crate) type Row = Vec<Value>;

/// The row, if there is one.
pub(crate) fn read(
    connection: &Connection,
    table: Table,
    id: i64,
) -> rusqlite::Result<Option<Row>> {
    let sql = format!("SELECT * FROM {} WHERE id = ?", table.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let column_count = statement.column_count();
    let row = statement.query_row([id], |row| (0..column_count).map(|i| row.get(i)).collect());
    row.optional()
}

/// Makes the row what `row` is: there, other, or gone.
pub(crate) fn write(
    connection: &Connection,
    table: Table,
    id: i64,
    row: Option<&Row>,
) -> rusqlite::Result<()> {
    let name = table.name();
    match row {
        None => connection
            .prepare_cached(&format!("DELETE FROM {name} WHERE id = ?"))?
            .execute([id])
            .map(drop),
        Some(row) => {
            let places = vec!["?"; row.len()].join(", ");
            connection
                .prepare_cached(&format!("INSERT OR REPLACE INTO {name} VALUES ({places})"))?
                .execute(params_from_iter(row))
                .map(drop)
        }
    }
}

/// The row that `row` belongs to.
pub(crate) fn parent(row: &Row) -> Option<i64> {
    match row.get(1) {
        Some(Value::Integer(parent)) => Some(*parent),
        _ => None,
    }
}

/// The bytes of a row.
///
/// Layout: for each column its kind (0 NULL, 1 integer, 2 real, 3 text, 4 blob); then 8 bytes of the number, low byte first, or
/// of the length, and as many bytes.
pub(crate) fn to_bytes(row: &Row) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in row {
        match value {
            Value::Null => bytes.push(0),
            Value::Integer(number) => put(&mut bytes, 1, &number.to_le_bytes()),
            Value::Real(number) => put(&mut bytes, 2, &number.to_le_bytes()),
            Value::Text(text) => put_long(&mut bytes, 3, text.as_bytes()),
            Value::Blob(blob) => put_long(&mut bytes, 4, blob),
        }
    }
    bytes
}

/// The row of these bytes; `None` when they are none.
pub(crate) fn from_bytes(mut bytes: &[u8]) -> Option<Row> {
    let mut row = Vec::new();
    while let Some((kind, rest)) = bytes.split_first() {
        bytes = rest;
        row.push(match kind {
            0 => Value::Null,
            1 => Value::Integer(i64::from_le_bytes(take(&mut bytes)?)),
            2 => Value::Real(f64::from_le_bytes(take(&mut bytes)?)),
            3 => Value::Text(String::from_utf8(take_long(&mut bytes)?.to_vec()).ok()?),
            4 => Value::Blob(take_long(&mut bytes)?.to_vec()),
            _ => return None,
        });
    }
    Some(row)
}

fn put(bytes: &mut Vec<u8>, kind: u8, number: &[u8; 8]) {
    bytes.push(kind);
    bytes.extend(number);
}

fn put_long(bytes: &mut Vec<u8>, kind: u8, content: &[u8]) {
    put(bytes, kind, &(content.len() as u64).to_le_bytes());
    bytes.extend(content);
}

fn take(bytes: &mut &[u8]) -> Option<[u8; 8]> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*number)
}

fn take_long<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u64::from_le_bytes(take(bytes)?)).ok()?;
    let (content, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(content)
}

#[cfg(test)]
mod tests;
