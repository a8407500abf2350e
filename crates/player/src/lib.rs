//! Attacca without a window: finds songs in folders, puts them on and steps through a set.
//!
//! [`folder::read_set`] makes a set of the paths somebody named; [`Player`] holds the engine for
//! it and carries out [`Action`]s, which [`command::parse`] reads from text. What happens comes
//! back as [`Notice`]s in words, and [`ipc`] holds the types that leave the process. An [`Output`]
//! makes it heard; [`export`] writes it to a file instead; [`inspect`] looks into files.
//!
//! The player belongs to one thread, which passes it actions and engine events in turn; all that
//! takes time is done by the engine's own threads.
//!
//! ```
//! use attacca_player::{Action, Command, command};
//! use attacca_units::Decibels;
//!
//! let action = Action::Gain { stem: "Bass DI".to_owned(), level: Decibels(-6.0) };
//! assert_eq!(command::parse("gain Bass DI -6")?, Some(Command::Action(action)));
//! # Ok::<(), command::CommandError>(())
//! ```

pub mod bus;
pub mod command;
mod cursor;
pub mod export;
pub mod folder;
pub mod inspect;
pub mod ipc;
mod notice;
mod output;
mod places;
mod player;
mod rate;
mod transition;
mod watch;

pub use attacca_session::{
    Colour, MaterialError, Setlist, Song, Stem,
    find::{self, FindError},
    name::printable,
};
pub use command::{Action, Command};
pub use notice::{Notice, Severity, chain};
pub use output::{Output, OutputChoice, OutputReport, SwitchFailure, output_notice};
pub use places::{cache_folder, index_folder};
pub use player::{
    ArmedJump, ArmedKind, Change, EntryKey, Glance, Player, PlayerError, SetEntry, first_mix,
    location_of,
};
pub use rate::{ENGINE_RATES_HZ, NothingPlayable, OfferedRates, RateCounts, read_rates};
pub use transition::Transition;
pub use watch::Watch;
