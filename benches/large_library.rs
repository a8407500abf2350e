//! Makes the library of `large` in the folder that is named, to open a window with.

mod large;

use std::{env, fs, path::PathBuf};

fn main() {
    let folder = env::args_os().nth(1).map(PathBuf::from).expect("a folder is named");
    fs::create_dir_all(&folder).expect("the folder can be made");
    large::fill(&folder);
}
