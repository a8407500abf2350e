//! Claims about importing real files from real folders, hostile ones among them.

mod folders;
#[cfg(unix)]
mod hostile;
mod material;
mod waves;
