//! The engine as an output and a player see it: real files, real loader threads, every block under
//! the callback's rules (an allocation in a callback aborts the test).

mod budget;
mod buses;
mod changed_files;
mod clicks;
mod faults;
mod formats;
mod governor;
mod indexes;
mod jumps;
mod late_stems;
mod look_ahead;
mod marked;
mod mix;
mod pan;
mod pressure;
mod quarantine;
mod random_walk;
mod rates;
mod settings;
mod stage;
mod transport;

#[global_allocator]
static ALLOCATOR: assert_no_alloc::AllocDisabler = assert_no_alloc::AllocDisabler;
