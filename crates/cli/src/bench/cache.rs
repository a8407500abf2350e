//! The page cache: which of the stems' bytes are in memory already.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Reads all files, so that they are in the page cache.
pub(crate) fn warm<'a>(paths: impl Iterator<Item = &'a Path>) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    for path in paths {
        let mut file = File::open(path)?;
        while file.read(&mut buffer)? > 0 {}
    }
    Ok(())
}

/// Drops all files from the page cache, as far as the system can: not on memory file systems.
#[cfg(target_os = "linux")]
pub(crate) fn drop_from<'a>(paths: impl Iterator<Item = &'a Path>) -> io::Result<()> {
    for path in paths {
        rustix::fs::fadvise(&File::open(path)?, 0, None, rustix::fs::Advice::DontNeed)?;
    }
    Ok(())
}

/// Elsewhere there is no way that needs no rights: "cold" figures are warm ones.
#[cfg(not(target_os = "linux"))]
pub(crate) fn drop_from<'a>(_paths: impl Iterator<Item = &'a Path>) -> io::Result<()> {
    Ok(())
}

/// Bytes that this process made the system read from storage; `None` when it doesn't say.
pub(crate) fn storage_bytes_read() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/io").ok()?;
    text.lines().find_map(|line| line.strip_prefix("read_bytes: ")?.parse().ok())
}
