//! What has to be known of the display before the first window.

use crate::failure::Failure;

/// Finds a display, and avoids what is known to show nothing on it.
///
/// # Errors
///
/// There is no display.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> Result<(), Failure> {
    use std::{env, path::Path};

    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    if !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") {
        return Err(Failure::Display);
    }
    let has_nvidia = Path::new("/proc/driver/nvidia/version").exists();
    if (has_nvidia || !has_graphics_card()) && env::var_os(WITHOUT_DMABUF).is_none() {
        start_again_without_dmabuf();
    }
    Ok(())
}

/// Windows and macOS always have one.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> Result<(), Failure> {
    Ok(())
}

/// True when something else than the processor can draw: the kernel has a node for it.
///
/// Source: Documentation/gpu/drm-uapi.rst, "Render nodes".
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    nodes.into_iter().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

/// WebKitGTK's switch. With NVIDIA's driver, buffers that are shared by DMA show blank or slow windows.
/// Without a graphics card the processor would copy the whole window for each of them, where without
/// them it draws what has changed: 65 % of a core for the stage instead of 10 %.
#[cfg(target_os = "linux")]
const WITHOUT_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Becomes the same program with the switch set: a program's own environment is not changed while it runs.
/// If that fails, the window may yet be shown.
#[cfg(target_os = "linux")]
fn start_again_without_dmabuf() {
    use std::{env, os::unix::process::CommandExt, process::Command};

    if let Ok(program) = env::current_exe() {
        let error =
            Command::new(program).args(env::args_os().skip(1)).env(WITHOUT_DMABUF, "1").exec();
        tracing::warn!("cannot start again with {WITHOUT_DMABUF}=1: {error}");
    }
}
