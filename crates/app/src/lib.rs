//! Attacca as an application without a window: library, player and output under one closed set of
//! commands.

pub mod ipc;
