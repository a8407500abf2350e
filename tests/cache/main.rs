//! The cache as an engine uses it: real files of every format, real faults, a program that is killed.

mod faults;
mod formats;
mod killed;
mod limits;
mod lost;
mod material;
mod reading;
mod rig;
mod upkeep;

#[global_allocator]
static ALLOCATOR: assert_no_alloc::AllocDisabler = assert_no_alloc::AllocDisabler;
