//! The application as the page sees it: JSON in, JSON out, on real files, a real library and the
//! real engine, whose output is paced and silent.

mod cache;
mod care;
mod edits;
mod hostile;
mod import;
mod mixing;
mod restart;
mod rig;
mod settings;
mod shell;
mod show;
mod table;
