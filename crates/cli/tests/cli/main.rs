//! The `attacca` command as a user sees it: the real program, its output and its exit codes.

mod attacca;
mod cache;
mod every_file;
mod import;
mod indexes;
mod inspect;
mod material;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(unix)]
mod open_files;
mod play;
mod rates;
mod refusals;
mod render;
mod stem_files;
#[cfg(unix)]
mod terminal;
