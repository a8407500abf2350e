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
    if is_root {
        println!("Missing, to be installed now:\n{}", listed(needs));
        return install_with(&AS_WE_ARE, needs);
    }
    if shell::is_on_path("sudo") {
        println!(
            "Missing, to be installed now; sudo may ask for your password:\n{}",
            listed(needs)
        );
        return install_with(&WITH_SUDO, needs);
    }
    let names: Vec<&str> = needs.iter().map(|need| need.package()).collect();
    Err(Failure::new(format!(
        "these packages are missing:\n{}as root, install them: apt-get install {}",
        listed(needs),
        names.join(" ")
    )))
}

/// Updates the lists of packages only when those here do not lead to the packages.
fn install_with(apt_get: &AptGet, needs: &[&Need]) -> Result<(), Failure> {
    // To pretend needs no rights.
    let lists_are_present = shell::succeeds(AS_WE_ARE.install(needs).arg("--simulate"));
    if lists_are_present && shell::run(&mut apt_get.install(needs)).is_ok() {
        return Ok(());
    }
    shell::run(&mut apt_get.update())?;
    if shell::run(&mut apt_get.install(needs)).is_ok() {
        return Ok(());
    }
    one_by_one(needs, |need| shell::run(&mut apt_get.install(&[need])));
    Ok(())
}

/// What one system does not have, or can't install, keeps no other package away. What is missing in the end
/// is probed by who asked.
fn one_by_one(needs: &[&Need], mut install: impl FnMut(&Need) -> Result<(), Failure>) {
    for need in needs {
        if let Err(failure) = install(need) {
            println!("{}: {failure}", need.package());
        }
    }
}

/// apt-get, which asks no questions, and the words before it.
struct AptGet(&'static [&'static str]);

// `env` sets the variable on the far side of sudo, which lets few through.
const AS_WE_ARE: AptGet = AptGet(&["env", "DEBIAN_FRONTEND=noninteractive"]);
const WITH_SUDO: AptGet = AptGet(&["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]);

impl AptGet {
    fn update(&self) -> Command {
        self.command("update")
    }

    fn install(&self, needs: &[&Need]) -> Command {
        let mut command = self.command("install");
        command.args(["--yes", "--no-install-recommends"]);
        command.args(needs.iter().map(|need| need.package()));
        command
    }

    fn command(&self, operation: &str) -> Command {
        let mut command = Command::new(self.0[0]);
        command.args(&self.0[1..]).arg(APT_GET).arg(operation);
        command
    }
}

#[cfg(test)]
mod tests;
