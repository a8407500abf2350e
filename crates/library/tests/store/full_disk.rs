//! Claims about a disk that is full.

use std::io::{BufRead, BufReader};

use attacca_test_support::files::TestFolder;

use crate::{
    killed::{acknowledged, dump_after, start_writer, write_one},
    material::{open, wait_for_care},
};

#[test]
fn a_full_disk_refuses_edits_and_keeps_all_that_were_acknowledged() {
    for blocks in [700, 1000, 2000] {
        let folder = TestFolder::new();
        // No file may grow beyond so many blocks of 512 bytes: what a full disk answers, without filling one.
        let limits = format!("trap '' XFSZ; ulimit -f {blocks};");
        let mut writer = start_writer(folder.root(), &limits);
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
        let (count, failure) = acknowledged(lines);
        writer.wait().unwrap();
        let failure = failure.expect("the disk was full at last");
        assert!(failure.contains("Full") || failure.contains("Storage"), "{failure}");
        assert!(count > 0, "some fitted in {blocks} blocks");

        let mut library = open(folder.root());
        assert_eq!(library.dump().unwrap(), dump_after(count), "{blocks} blocks");
        // There is room again: it goes on where it was.
        write_one(&mut library, count).unwrap();
        assert_eq!(library.dump().unwrap(), dump_after(count + 1), "{blocks} blocks");
        wait_for_care(&mut library);
    }
}
