//! Claims about the store as other programs, full disks and damage meet it.

mod damage;
mod edits;
#[cfg(unix)]
mod full_disk;
mod killed;
mod material;
mod processes;
mod undo;
