//! The types that cross threads; nothing else crosses.

