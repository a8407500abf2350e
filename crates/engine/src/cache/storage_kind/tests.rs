//! What the system's own words mean.

use super::*;

const MOUNTS: &str = "\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
90 22 0:45 / /mnt/show rw - nfs4 server:/show rw
91 22 0:46 / /mnt/far rw,nosuid shared:9 master:1 - fuse.sshfs me@there:/ rw
92 22 0:47 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw";

#[test]
fn shares_are_remote_and_disks_are_not() {
    for (device, expected) in
        [("254:1", false), ("0:45", true), ("0:46", true), ("0:47", false), ("0:4", false)]
    {
        assert_eq!(is_remote(MOUNTS, device), expected, "{device}");
    }
}

#[cfg(unix)]
#[test]
fn sticks_are_removable_by_their_disk_or_by_their_bus() {
    let sys = tempfile::tempdir().unwrap();
    let links = sys.path().join("dev/block");
    std::fs::create_dir_all(&links).unwrap();
    let device = |folder: &str, minor: u32, removable: &str| {
        let folder = sys.path().join(folder);
        let part = folder.join("part1");
        std::fs::create_dir_all(&part).unwrap();
        std::fs::write(folder.join("removable"), removable).unwrap();
        std::os::unix::fs::symlink(part, links.join(format!("8:{minor}"))).unwrap();
    };
    device("devices/pci0/block/sda", 1, "0\n");
    device("devices/pci0/mmc/block/card", 2, "1\n");
    device("devices/pci0/usb2/2-1/block/sdb", 3, "0\n");
    let found = [1, 2, 3, 4].map(|minor| is_removable(sys.path(), 8, minor));
    assert_eq!(found, [false, true, true, false]);
}
