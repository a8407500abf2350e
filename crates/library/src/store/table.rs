//! The tables whose rows edits change.

/// A table whose rows edits change. Its first column is `id`, its second one, but for songs, setlists and settings, the row
/// that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    Song = 1,
    Stem = 2,
    Section = 3,
    Setlist = 4,
    Entry = 5,
    Setting = 6,
}

/// Which lists show a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Song(i64),
    Setlist(i64),
    /// Of the application.
    Settings,
}

impl Table {
    pub(crate) const ALL: [Table; 6] =
        [Table::Song, Table::Stem, Table::Section, Table::Setlist, Table::Entry, Table::Setting];

    /// The table of this number.
    pub(crate) fn of_number(number: i64) -> Option<Table> {
        Table::ALL.into_iter().find(|table| *table as i64 == number)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Table::Song => "song",
            Table::Stem => "stem",
            Table::Section => "section",
            Table::Setlist => "setlist",
            Table::Entry => "entry",
            Table::Setting => "setting",
        }
    }

    /// Whose a row is that has this id and belongs to the row `parent`.
    pub(crate) fn owner(self, id: i64, parent: Option<i64>) -> Option<Owner> {
        match self {
            Table::Song => Some(Owner::Song(id)),
            Table::Setlist => Some(Owner::Setlist(id)),
            Table::Stem | Table::Section => parent.map(Owner::Song),
            Table::Entry => parent.map(Owner::Setlist),
            Table::Setting => Some(Owner::Settings),
        }
    }
}
