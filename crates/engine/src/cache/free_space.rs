//! How many bytes a disk has for us.
//!
//! Runs on: the cache's thread.

use std::{io, path::Path};

/// Bytes that the disk of the folder at `path` has for us.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub(super) fn free_bytes(path: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Bytes that the disk of the folder at `path` has for us.
///
/// # Errors
/// What the system says, or that it knows no disk there.
#[cfg(not(unix))]
pub(super) fn free_bytes(path: &Path) -> io::Result<u64> {
    free_bytes_by_list(path)
}

/// The same by the system's list of disks, which takes milliseconds.
#[cfg(any(not(unix), test))]
fn free_bytes_by_list(path: &Path) -> io::Result<u64> {
    let storage = sysinfo::DiskRefreshKind::nothing().with_storage();
    let disks = sysinfo::Disks::new_with_refreshed_list_specifics(storage);
    let disks = disks.map_err(|_| io::Error::from(io::ErrorKind::Unsupported))?;
    // As the list has it: whole, and on Windows with what precedes long paths.
    let path = path.canonicalize()?;
    let mounts: Vec<_> = disks
        .iter()
        .map(|disk| {
            let mount = disk.mount_point();
            let whole = mount.canonicalize().unwrap_or_else(|_| mount.to_owned());
            (whole, disk.available_space())
        })
        .collect();
    nearest(&path, &mounts).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
}

/// The bytes of the mount that `path` is in: the innermost one of those that hold it.
#[cfg(any(not(unix), test))]
fn nearest(path: &Path, mounts: &[(std::path::PathBuf, u64)]) -> Option<u64> {
    let holding = mounts.iter().filter(|(mount, _)| path.starts_with(mount));
    holding.max_by_key(|(mount, _)| mount.components().count()).map(|(_, bytes)| *bytes)
}

#[cfg(test)]
mod tests;
