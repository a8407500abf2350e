//! Headless real-time player of many stems in step.

pub mod error;
pub mod loading;
mod protocol;
