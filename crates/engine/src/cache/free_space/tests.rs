//! The innermost disk counts, and both ways tell the same.

use std::path::PathBuf;

use super::*;

#[test]
fn of_disks_in_each_other_the_innermost_one_counts() {
    let mounts = [("/", 1), ("/music", 2), ("/music/set/stick", 3), ("/musical", 4)];
    let mounts = mounts.map(|(mount, bytes)| (PathBuf::from(mount), bytes));
    for (path, bytes) in
        [("/etc", 1), ("/music/set", 2), ("/music/set/stick/cache", 3), ("/music/sets", 2)]
    {
        assert_eq!(nearest(Path::new(path), &mounts), Some(bytes), "{path}");
    }
    assert_eq!(nearest(Path::new("/etc"), &mounts[1..]), None);
}

#[cfg(target_os = "linux")]
#[test]
fn the_list_of_disks_tells_what_the_system_tells_of_the_folder() {
    // Any listed disk does: machines that run tests mount their folders in strange ways.
    let disks = sysinfo::Disks::new_with_refreshed_list().unwrap();
    let listed = disks.iter().max_by_key(|disk| disk.total_space());
    let folder = listed.expect("the system lists a disk").mount_point();
    let (listed, told) = (free_bytes_by_list(folder).unwrap(), free_bytes(folder).unwrap());
    // Others write meanwhile.
    assert!(listed.abs_diff(told) < 1 << 30, "{folder:?}: {listed} and {told} bytes");
}
