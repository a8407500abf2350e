//! What `cargo xtask` can do, a file for each task.

pub(crate) mod bench;
pub(crate) mod fuzz;
pub(crate) mod peers;
pub(crate) mod run;
pub(crate) mod test;

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
