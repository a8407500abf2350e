//! `cargo xtask bench --peers`: the figures of other players beside ours.

use std::process::Command;

use super::bench;
use crate::{
    arguments::PeersArguments,
    needs,
    place::Place,
    prerequisites,
    shell::{self, Failure},
    tasks, tools,
};

/// Builds `benches/peers`, which is a workspace of its own, and lets it measure everybody.
///
/// # Errors
///
/// Something does not build, or the material cannot be made. A player that is missing or fails is named
/// in the table.
pub(crate) fn peers(place: &Place, arguments: &PeersArguments) -> Result<(), Failure> {
    prerequisites::check(place)?;
    needs::ensure(&[needs::BUILD])?;
    if let Err(failure) = needs::ensure(&[needs::PEERS, needs::AUDIO_SERVER]) {
        println!("The table will do without some peers: {failure}");
    }
    let mtrack = tools::mtrack(place);
    if let Err(failure) = &mtrack {
        println!("The table will do without mtrack: {failure}");
    }
    tasks::build_attacca(place)?;
    // What reads the sounds has to be right, before figures are believed.
    shell::run(&mut cargo(place, "test"))?;
    let song = match &arguments.song {
        Some(song) => song.clone(),
        None => bench::song(place)?,
    };
    let is_json = arguments.options.iter().any(|option| option == "--json");
    let figures = place.target.join(if is_json { "bench/peers.json" } else { "bench/peers.md" });
    let mut compare = cargo(place, "run");
    compare.args(["--", "compare"]).arg(song).arg("--attacca").arg(place.attacca());
    match mtrack {
        Ok(program) => compare.arg("--mtrack").arg(program),
        Err(failure) => compare.arg("--no-mtrack").arg(one_line(&failure)),
    };
    compare.arg("--work").arg(place.target.join("bench-peers")).args(&arguments.options);
    bench::run_into(&mut compare, &figures)?;
    println!("\nfigures: {}", figures.display());
    Ok(())
}

/// A reason that fits into a sentence: the rest was shown before.
fn one_line(failure: &Failure) -> String {
    let text = failure.to_string();
    text.lines().next().unwrap_or_default().trim_end_matches([':', '.']).to_owned()
}

fn cargo(place: &Place, subcommand: &str) -> Command {
    let mut command = shell::cargo();
    // Not `--locked`: its Cargo.lock follows what the engine uses, and the peers' versions are exact.
    command.args([subcommand, "--release", "--quiet", "--manifest-path"]);
    command.arg(place.root.join("benches/peers/Cargo.toml"));
    // Beside what the workspace builds: the settings of its packages differ.
    command.arg("--target-dir").arg(place.target.join("peers"));
    command
}
