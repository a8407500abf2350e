//! `attacca bench --formats`: starts, seeks and load of songs in every coding, at a rate that takes
//! resampling too.
//!
//! - [`kinds`]: what is measured, with its goals.
//! - [`files`]: makes the files, with the encoders that are installed.
//! - [`mod@measure`]: measures them.
//! - [`table`]: tells it to people.

mod files;
mod kinds;
mod measure;
mod table;

use std::io;

use serde::Serialize;

use super::{BenchArgs, BenchError, machine::Machine, material::Material, say};
use files::{FormatFiles, installed_encoders};
use kinds::KINDS;
use measure::{FormatReport, measure};

/// What `attacca bench --formats --json` prints: one object, whose keys stay.
#[derive(Debug, Serialize)]
struct FormatsReport {
    formats: Vec<FormatReport>,
    /// Formats that nothing here can make.
    missing: Vec<&'static str>,
    machine: Machine,
}

/// Measures all formats and prints.
///
/// # Errors
/// When the path holds no song that is long enough, files can't be made, or the engine fails.
pub(super) fn run(args: &BenchArgs) -> Result<(), BenchError> {
    let source = Material::open(&args.path)?;
    let encoders = installed_encoders()?;
    let (there, missing): (Vec<_>, Vec<_>) =
        KINDS.iter().partition(|kind| encoders.contains(kind.encoder));
    let mut formats = Vec::new();
    for kind in there {
        say(&format!("{}: making the files", kind.name));
        let files = FormatFiles::make(kind, &source, args.quick)?;
        say(&format!("{}: measuring", kind.name));
        formats.push(measure(kind, &files, args.quick)?);
    }
    let missing = missing.iter().map(|kind| kind.name).collect();
    let report = FormatsReport { formats, missing, machine: Machine::here() };
    if args.json {
        println!("{}", serde_json::to_string(&report).map_err(io::Error::from)?);
    } else {
        print!("{}", table::table(&report));
    }
    Ok(())
}
