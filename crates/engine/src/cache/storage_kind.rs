//! What kind of storage a file is on: whether it may be pulled out or lies on another machine.

use std::path::Path;

/// What kind of storage a file is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum StorageKind {
    /// A disk that stays; also what is not known.
    #[default]
    Local,
    /// A stick, a card, a disk on a cable.
    Removable,
    /// Another machine's.
    Remote,
}

/// The kind of what holds the file at `path`; [`StorageKind::Local`] when that can't be told. May wait
/// for the storage.
#[cfg(target_os = "linux")]
pub(super) fn storage_kind(path: &Path) -> StorageKind {
    use std::os::unix::fs::MetadataExt;
    let Ok(metadata) = std::fs::metadata(path) else { return StorageKind::default() };
    let device = metadata.dev();
    let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    if is_remote(&mounts, &format!("{major}:{minor}")) {
        return StorageKind::Remote;
    }
    match is_removable(Path::new("/sys"), major, minor) {
        true => StorageKind::Removable,
        false => StorageKind::Local,
    }
}

/// Other systems are judged by how long their reads take.
#[cfg(not(target_os = "linux"))]
pub(super) fn storage_kind(_path: &Path) -> StorageKind {
    StorageKind::default()
}

/// File systems of other machines, as the system calls them; those of FUSE by their second name.
#[cfg(any(target_os = "linux", test))]
const REMOTE: [&str; 14] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "sshfs",
    "rclone",
    "davfs",
    "gvfsd-fuse",
];

/// True when `mounts`, the system's list, says that `device` is a remote file system.
#[cfg(any(target_os = "linux", test))]
fn is_remote(mounts: &str, device: &str) -> bool {
    // Source: proc(5), mountinfo: number, parent, device, …, a hyphen, the file system's kind.
    mounts.lines().any(|line| {
        let is_meant = line.split(' ').nth(2) == Some(device);
        let kind = line.split_once(" - ").and_then(|(_, rest)| rest.split(' ').next());
        let kind = kind.unwrap_or_default();
        is_meant && REMOTE.contains(&kind.strip_prefix("fuse.").unwrap_or(kind))
    })
}

/// True when the block device is removable, or is on USB.
#[cfg(any(target_os = "linux", test))]
fn is_removable(sys: &Path, major: u32, minor: u32) -> bool {
    let link = sys.join(format!("dev/block/{major}:{minor}"));
    let Ok(device) = std::fs::canonicalize(link) else { return false };
    let is_on_usb = device
        .components()
        .any(|part| part.as_os_str().to_str().is_some_and(|name| name.starts_with("usb")));
    // Of a partition, the disk's folder is the one above.
    let says = |folder: &Path| {
        std::fs::read_to_string(folder.join("removable")).is_ok_and(|text| text.trim() == "1")
    };
    is_on_usb || says(&device) || device.parent().is_some_and(says)
}

#[cfg(test)]
mod tests;
