//! Where things are: the work tree, and the folder for what is built.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::shell::Failure;

/// The two folders that every task works in.
pub(crate) struct Place {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the user's settings put it.
    pub(crate) target: PathBuf,
}

impl Place {
    /// Finds both from where this program was built.
    ///
    /// # Errors
    ///
    /// The program was moved out of the folder that cargo built it in.
    pub(crate) fn find() -> Result<Place, Failure> {
        let moved = || Failure::new("start this with `cargo xtask`, not by itself");
        // Cargo builds it as `target/debug/xtask`; asking itself spares a parser of cargo's settings.
        let program = env::current_exe().map_err(|_| moved())?;
        let target = program.parent().and_then(Path::parent).ok_or_else(moved)?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or_else(moved)?;
        Ok(Place { root: root.to_owned(), target: target.to_owned() })
    }

    /// Where `cargo build --release` puts the `attacca` command.
    pub(crate) fn attacca(&self) -> PathBuf {
        self.program("release", "attacca")
    }

    /// Where cargo puts a program of ours that it builds with the profile.
    pub(crate) fn program(&self, profile_folder: &str, name: &str) -> PathBuf {
        self.target.join(profile_folder).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// The folder of the page's package.json.
    pub(crate) fn page(&self) -> PathBuf {
        self.root.join("ui")
    }
}
