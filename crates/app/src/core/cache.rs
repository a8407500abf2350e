//! The cache as the page sees it. Here the streaming cache is joined to the app: until the engine
//! has one, this says so.

use attacca_library::SongId;

use super::Core;
use crate::ipc::{CacheStatus, ErrorCode, IpcError};

/// Bytes of a GB as disks are sold.
const GB: f64 = 1e9;

const REASON: &str = "this version plays from the songs' own files and keeps no cache yet";

impl Core {
    pub(super) fn cache(&self) -> CacheStatus {
        let settings = &self.settings.cache;
        CacheStatus {
            is_available: false,
            reason: Some(REASON.to_owned()),
            bytes: 0,
            limit_bytes: (settings.limit_gb * GB) as u64,
            free_bytes: 0,
            songs: Vec::new(),
            hits: 0,
            misses: 0,
            evictions: 0,
            folder: settings.folder.clone().unwrap_or_default(),
        }
    }

    pub(super) fn empty_cache(&mut self, song: Option<SongId>) -> Result<CacheStatus, IpcError> {
        song.map(|song| self.library.song(song)).transpose()?;
        Err(IpcError::new(ErrorCode::Engine, REASON))
    }

    pub(super) fn pin(&mut self, song: SongId, _is_pinned: bool) -> Result<CacheStatus, IpcError> {
        self.library.song(song)?;
        Err(IpcError::new(ErrorCode::Engine, REASON))
    }
}
