//! Installs Debian packages, after saying which and why.

use std::{path::Path, process::Command};

use super::{Need, listed};
use crate::shell::{self, Failure};

const APT_GET: &str = "/usr/bin/apt-get";

/// Installs the packages of `needs`.
///
/// # Errors
///
/// This is no Debian, nobody may install here, or apt-get fails. The message lists the packages.
pub(super) fn install(needs: &[&Need]) -> Result<(), Failure> {
    if !Path::new(APT_GET).exists() {
        return Err(Failure::new(format!(
            "this machine lacks what the packages below bring on Debian; install their like:\n{}",
            listed(needs)
        )));
    }
    let is_root = shell::read(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if !is_root && !shell::is_on_path("sudo") {
        let names: Vec<&str> = needs.iter().map(|need| need.package).collect();
        return Err(Failure::new(format!(
            "these packages are missing:\n{}as root, install them: apt-get install {}",
            listed(needs),
            names.join(" ")
        )));
    }
    let manner = if is_root { "" } else { " with sudo, which may ask for your password" };
    println!("Missing, to be installed now{manner}:\n{}", listed(needs));
    install_with_apt(needs, is_root)
}

/// Updates the lists of packages only when those here do not lead to the packages.
fn install_with_apt(needs: &[&Need], is_root: bool) -> Result<(), Failure> {
    let lists_are_present = shell::succeeds(install_command(needs, is_root).arg("--simulate"));
    if lists_are_present && shell::run(&mut install_command(needs, is_root)).is_ok() {
        return Ok(());
    }
    shell::run(apt_get(is_root).arg("update"))?;
    shell::run(&mut install_command(needs, is_root))
}

fn install_command(needs: &[&Need], is_root: bool) -> Command {
    let mut command = apt_get(is_root);
    command.args(["install", "--yes", "--no-install-recommends"]);
    command.args(needs.iter().map(|need| need.package));
    command
}

fn apt_get(is_root: bool) -> Command {
    // `env` sets the variable on the far side of sudo, which keeps it from passing through.
    let mut command = Command::new(if is_root { "env" } else { "sudo" });
    if !is_root {
        command.arg("env");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", APT_GET]);
    command
}
