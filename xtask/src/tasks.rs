//! What `cargo xtask` can do, a file for each task.

pub(crate) mod bench;
pub(crate) mod bench_window;
pub(crate) mod bundle;
pub(crate) mod fuzz;
pub(crate) mod peers;
pub(crate) mod screenshots;
pub(crate) mod terminal;
pub(crate) mod test;
pub(crate) mod window;

use std::process::Command;

use crate::{
    place::Place,
    shell::{self, Failure},
};

/// Builds the `attacca` command as users get it.
fn build_attacca(place: &Place) -> Result<(), Failure> {
    shell::run(
        shell::cargo()
            .args(["build", "--release", "--package", "attacca-cli", "--bin", "attacca"])
            .current_dir(&place.root),
    )
}

/// Becomes the program, so that keys, Ctrl-C and the exit code are the program's alone.
#[cfg(unix)]
fn become_command(command: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;

    let line = shell::line_of(command);
    println!("$ {line}");
    let error = command.exec();
    Err(Failure::new(format!("cannot start `{line}`: {error}")))
}

#[cfg(not(unix))]
fn become_command(command: &mut Command) -> Result<(), Failure> {
    shell::run(command)
}
