//! What became of a file since it was opened. Pure.

use std::io;

use crate::loading::source::FileState;

/// What became of a file since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileChange {
    /// Nothing is at its path any more. What is open plays on.
    Vanished,
    /// Another file is at its path. What is open plays on; the new file plays when the song is
    /// opened next.
    Replaced,
    /// It has lost its end. The stem is silent until the file is open anew.
    Shrunk,
    /// It was written to. The stem is silent until the file is open anew.
    Rewritten,
}

impl FileChange {
    /// What the state of a file `now` at its path says of the one that was `opened`; `None` when
    /// it is as it was, or when that can't be told now.
    pub(crate) fn between(
        opened: FileState,
        now: io::Result<Option<FileState>>,
    ) -> Option<FileChange> {
        match now {
            Ok(Some(now)) if now.number != opened.number => Some(FileChange::Replaced),
            Ok(Some(now)) if now.identity.byte_count < opened.identity.byte_count => {
                Some(FileChange::Shrunk)
            }
            Ok(Some(now)) => (now.identity != opened.identity).then_some(FileChange::Rewritten),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(FileChange::Vanished),
            // Reads tell what a file gives that can't even be looked at.
            Ok(None) | Err(_) => None,
        }
    }

    /// True when the bytes of the open file itself are other ones.
    pub(crate) fn is_in_place(self) -> bool {
        matches!(self, FileChange::Shrunk | FileChange::Rewritten)
    }
}

#[cfg(test)]
mod tests;
