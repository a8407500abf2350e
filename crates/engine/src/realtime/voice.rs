//! A song's window with its playhead.
#[derive(Debug)]
pub(crate) struct Voice {}
