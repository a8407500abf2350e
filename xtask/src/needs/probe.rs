//! Tells whether the system has something.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::shell;

/// A question about the system that has a quick answer.
pub(crate) enum Probe {
    /// A program of this name is on the `PATH`.
    Program(&'static str),
    /// pkg-config knows the library and its headers.
    Header(&'static str),
    /// ALSA can load this plug-in.
    AlsaPlugIn(&'static str),
    /// The system has some font.
    AnyFont,
    /// A browser of Chromium's kind is there.
    Browser,
    /// Some Python can import NumPy.
    PythonWithNumpy,
}

impl Probe {
    /// The answer.
    pub(crate) fn holds(&self) -> bool {
        match self {
            Probe::Program(name) => shell::is_on_path(name),
            Probe::Header(library) => {
                shell::succeeds(Command::new("pkg-config").args(["--exists", library]))
            }
            Probe::AlsaPlugIn(file) => alsa_folders().any(|folder| folder.join(file).exists()),
            Probe::AnyFont => has_fonts(),
            Probe::Browser => browser().is_some(),
            Probe::PythonWithNumpy => python_with_numpy().is_some(),
        }
    }
}

/// The first Python that can import NumPy.
///
/// A Python of the user's own often comes first on the `PATH` and does not see the system's packages,
/// so the system's is tried as well.
pub(crate) fn python_with_numpy() -> Option<PathBuf> {
    let chosen = env::var_os("ATTACCA_PYTHON");
    let usual = ["python3", "/usr/bin/python3", "python"].map(OsString::from);
    let mut candidates = chosen.into_iter().chain(usual);
    let imports =
        |python: &OsString| shell::succeeds(Command::new(python).args(["-c", "import numpy"]));
    candidates.find(imports).map(PathBuf::from)
}

/// The browser that `ATTACCA_CHROMIUM` names, or the first of Chromium's kind that is installed.
pub(super) fn browser() -> Option<PathBuf> {
    let folders = env::split_paths(&env::var_os("PATH").unwrap_or_default())
        // Snaps are not on the PATH of every service.
        .chain(["/usr/bin", "/snap/bin", "/usr/local/bin"].map(PathBuf::from))
        .collect::<Vec<_>>();
    let chosen = env::var_os("ATTACCA_CHROMIUM").map(PathBuf::from);
    chosen.filter(|program| program.is_file()).or_else(|| browser_in(&folders))
}

/// What distributions and Google call it, the one that the tests are written for first.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

fn browser_in(folders: &[PathBuf]) -> Option<PathBuf> {
    let places = BROWSERS.iter().flat_map(|name| folders.iter().map(move |it| it.join(name)));
    places.into_iter().find(|program| program.is_file())
}

/// `alsa-lib` below the library folders that distributions use, such as `/usr/lib/x86_64-linux-gnu`.
fn alsa_folders() -> impl Iterator<Item = PathBuf> {
    let below_lib = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let roots = ["/usr/lib", "/usr/lib64"].map(PathBuf::from).into_iter();
    roots.chain(below_lib.map(|entry| entry.path())).map(|folder: PathBuf| folder.join("alsa-lib"))
}

/// Whether there is a font below the folders that fontconfig looks into.
fn has_fonts() -> bool {
    let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let folders = [
        PathBuf::from("/usr/share/fonts"),
        PathBuf::from("/usr/local/share/fonts"),
        home.join(".local/share/fonts"),
    ];
    folders.iter().any(|folder| holds_a_font(folder, FONT_FOLDERS))
}

/// How deep distributions put fonts: `truetype/dejavu/DejaVuSans.ttf` is in the third.
const FONT_FOLDERS: usize = 4;

fn holds_a_font(folder: &Path, depth: usize) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| match path.extension() {
        Some(extension) => ["ttf", "otf", "ttc"].iter().any(|known| extension == *known),
        None => depth > 1 && holds_a_font(&path, depth - 1),
    })
}

#[cfg(test)]
mod tests;
