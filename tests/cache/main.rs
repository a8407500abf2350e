//! The cache as an engine uses it: real files of every format, real faults, a program that is killed.

mod faults;
mod formats;
mod hanging;
mod killed;
mod limit_walk;
mod limits;
mod lost;
mod material;
mod reading;
mod rig;
mod upkeep;
mod visits;

#[global_allocator]
static ALLOCATOR: assert_no_alloc::AllocDisabler = assert_no_alloc::AllocDisabler;
