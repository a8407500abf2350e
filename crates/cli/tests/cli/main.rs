//! The `attacca` command as a user sees it: the real program, its output and its exit codes.

mod attacca;
mod indexes;
mod inspect;
mod material;
#[cfg(unix)]
mod open_files;
mod play;
mod rates;
mod refusals;
mod render;
#[cfg(unix)]
mod terminal;
