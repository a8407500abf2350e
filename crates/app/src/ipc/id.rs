//! Numbers that name rows of the library. They are never used twice for different things.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )+};
}

ids! {
    /// A song of the library.
    SongId;
    /// A stem of a song.
    StemId;
    /// A setlist.
    SetlistId;
    /// A song's place in a setlist; a song may be in it several times.
    EntryId;
}
