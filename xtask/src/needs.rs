//! What the system has to provide, how to tell whether it does, and the Debian packages that bring it.
//!
//! A need is probed by its effect (a program runs, a header is found), not by the name of a package, so
//! that other systems are not asked for what they have.

mod install;
mod probe;

use std::{fs, path::PathBuf, process::Command};

use crate::shell::Failure;

use probe::Probe;

/// Something outside of the Rust world.
pub(crate) struct Need {
    /// The package of Debian that brings it; Ubuntu calls one otherwise: see [`Need::package_on`].
    package: &'static str,
    /// What it is for, to be read after "needed:".
    purpose: &'static str,
    probe: Probe,
}

/// What a build needs. Windows and macOS have all of it built in.
#[cfg(target_os = "linux")]
pub(crate) const BUILD: &[Need] = &[
    Need {
        package: "pkg-config",
        purpose: "lets cargo find the two libraries below",
        probe: Probe::Program("pkg-config"),
    },
    Need {
        package: "libasound2-dev",
        purpose: "sound output through ALSA",
        probe: Probe::Header("alsa"),
    },
    Need {
        package: "libdbus-1-dev",
        purpose: "asks the system for real-time priority",
        probe: Probe::Header("dbus-1"),
    },
    Need {
        package: "build-essential",
        purpose: "compiles the decoder of Opus",
        probe: Probe::Program("cc"),
    },
    Need {
        package: "cmake",
        purpose: "builds the decoder of Opus",
        probe: Probe::Program("cmake"),
    },
];
#[cfg(not(target_os = "linux"))]
pub(crate) const BUILD: &[Need] = &[];

/// What the window needs beside [`BUILD`]. Windows and macOS have their web views built in.
#[cfg(target_os = "linux")]
pub(crate) const WINDOW: &[Need] = &[
    Need {
        package: "libwebkit2gtk-4.1-dev",
        purpose: "shows the page in the window",
        probe: Probe::Header("webkit2gtk-4.1"),
    },
    Need {
        package: "libgtk-3-dev",
        purpose: "the window, its menus and dialogs",
        probe: Probe::Header("gtk+-3.0"),
    },
    Need {
        package: "fonts-dejavu-core",
        purpose: "letters, where the system has none",
        probe: Probe::AnyFont,
    },
];
#[cfg(not(target_os = "linux"))]
pub(crate) const WINDOW: &[Need] = &[];

/// What the tests of the page and of the real window need beside [`WINDOW`].
#[cfg(target_os = "linux")]
pub(crate) const WINDOW_TESTS: &[Need] = &[
    Need { package: "chromium", purpose: "shows the page in its own tests", probe: Probe::Browser },
    Need {
        package: "xvfb",
        purpose: "a display without a screen, for tests of the window",
        probe: Probe::Program("Xvfb"),
    },
    Need {
        package: "webkit2gtk-driver",
        purpose: "steers the window in its tests",
        probe: Probe::Program("WebKitWebDriver"),
    },
    Need {
        package: "dbus",
        purpose: "a session for the tests of the window",
        probe: Probe::Program("dbus-run-session"),
    },
];
#[cfg(not(target_os = "linux"))]
pub(crate) const WINDOW_TESTS: &[Need] = &[];

/// What the tests compare with.
pub(crate) const REFERENCES: &[Need] = &[
    Need {
        package: "flac",
        purpose: "reference decoder and encoder of the tests",
        probe: Probe::Program("flac"),
    },
    Need {
        package: "ffmpeg",
        purpose: "reference mixes of the tests",
        probe: Probe::Program("ffmpeg"),
    },
    Need { package: "sox", purpose: "reference files of the tests", probe: Probe::Program("sox") },
    Need { package: "lame", purpose: "MP3 files of the tests", probe: Probe::Program("lame") },
    Need {
        package: "mpg123",
        purpose: "reference decoder of MP3 of the tests",
        probe: Probe::Program("mpg123"),
    },
    Need {
        package: "vorbis-tools",
        purpose: "reference encoder and decoder of the tests",
        probe: Probe::Program("oggdec"),
    },
    Need {
        package: "opus-tools",
        purpose: "reference encoder and decoder of the tests",
        probe: Probe::Program("opusdec"),
    },
    Need {
        package: "python3-numpy",
        purpose: "reference arithmetic of the tests",
        probe: Probe::PythonWithNumpy,
    },
];

/// Programs whose figures stand beside ours. None is linked; a figure that is missing is named.
pub(crate) const PEERS: &[Need] = &[
    Need {
        package: "ecasound",
        purpose: "peer of the benches: mixes and plays",
        probe: Probe::Program("ecasound"),
    },
    Need {
        package: "ffmpeg",
        purpose: "peer of the benches: mixes",
        probe: Probe::Program("ffmpeg"),
    },
    Need { package: "mpv", purpose: "peer of the benches: plays", probe: Probe::Program("mpv") },
    Need { package: "sox", purpose: "peer of the benches: mixes", probe: Probe::Program("sox") },
];

/// What mtrack needs to be built, beside what we need.
pub(crate) const MTRACK: &[Need] = &[
    Need {
        package: "protobuf-compiler",
        purpose: "peer of the benches: builds mtrack",
        probe: Probe::Program("protoc"),
    },
    Need {
        package: "libprotobuf-dev",
        purpose: "peer of the benches: definitions that mtrack is built with",
        probe: Probe::Header("protobuf"),
    },
];

/// What the test and the bench need that play to a real audio server and record what is heard.
#[cfg(target_os = "linux")]
pub(crate) const AUDIO_SERVER: &[Need] = &[
    Need {
        package: "dbus",
        purpose: "a session for the audio server of the tests",
        probe: Probe::Program("dbus-run-session"),
    },
    Need {
        package: "pipewire",
        purpose: "audio server of the tests",
        probe: Probe::Program("pipewire"),
    },
    Need {
        package: "wireplumber",
        purpose: "connects players to the audio server",
        probe: Probe::Program("wireplumber"),
    },
    Need {
        package: "pipewire-pulse",
        purpose: "lets the tests make a sink and record it",
        probe: Probe::Program("pipewire-pulse"),
    },
    Need {
        package: "pulseaudio-utils",
        purpose: "makes the sink (pactl) and records it (parec)",
        probe: Probe::Program("parec"),
    },
    Need {
        package: "libasound2-plugins",
        purpose: "leads ALSA to the audio server",
        probe: Probe::AlsaPlugIn("libasound_module_pcm_pulse.so"),
    },
];
#[cfg(not(target_os = "linux"))]
pub(crate) const AUDIO_SERVER: &[Need] = &[];

/// Sees to it that everything in `lists` is there, installing what is not.
///
/// # Errors
///
/// Something is missing and cannot be installed from here; the message lists it all.
pub(crate) fn ensure(lists: &[&'static [Need]]) -> Result<(), Failure> {
    let missing = missing(lists);
    if missing.is_empty() {
        return Ok(());
    }
    install::install(&missing)?;
    let still_missing: Vec<&Need> =
        missing.into_iter().filter(|need| !need.probe.holds()).collect();
    if still_missing.is_empty() {
        return Ok(());
    }
    let message = format!("still missing after the installation:\n{}", listed(&still_missing));
    Err(Failure::new(message))
}

impl Need {
    /// The package that brings it on the system with this `/etc/os-release`.
    fn package_on(&self, os_release: &str) -> &'static str {
        let is_ubuntu = os_release.lines().any(|line| line == "ID=ubuntu");
        match self.package {
            // Ubuntu's brings the snap.
            "chromium" if is_ubuntu => "chromium-browser",
            package => package,
        }
    }

    /// The package that brings it here.
    fn package(&self) -> &'static str {
        self.package_on(&fs::read_to_string("/etc/os-release").unwrap_or_default())
    }
}

/// Tells a script of the page which browser is here: see `ATTACCA_CHROMIUM` in `ui/playwright.config.ts`.
pub(crate) fn with_browser(script: &mut Command) -> &mut Command {
    match probe::browser() {
        Some(browser) => script.env("ATTACCA_CHROMIUM", browser),
        None => script,
    }
}

/// The Python that the tests have to use for NumPy: see `ATTACCA_PYTHON` in CONTRIBUTING.md.
pub(crate) fn python_with_numpy() -> Option<PathBuf> {
    probe::python_with_numpy()
}

fn missing(lists: &[&'static [Need]]) -> Vec<&'static Need> {
    lists.iter().copied().flatten().filter(|need| !need.probe.holds()).collect()
}

/// One line for each need: the package and what it is for.
fn listed(needs: &[&Need]) -> String {
    let line = |need: &&Need| format!("  {:<20}{}\n", need.package(), need.purpose);
    needs.iter().map(line).collect()
}

#[cfg(test)]
mod tests;
