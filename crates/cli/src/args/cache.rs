//! What can be typed behind `attacca cache`.

use std::path::PathBuf;

use attacca_units::SampleRate;
use clap::{Args, Subcommand};

use super::values;

const CACHE_HELP: &str = "\
The cache holds stems that are dear to decode, slow to reach or apt to vanish, as FLAC files ready to
play. attacca play fills it by itself; everything in it can be made again.

Examples:
  attacca cache status
  attacca cache warm ~/show               write all of a set before the show
  attacca cache verify
  attacca cache clear --all
  attacca cache move /mnt/fast/attacca";

#[derive(Debug, Args)]
#[command(after_help = CACHE_HELP)]
pub(crate) struct CacheArgs {
    #[command(subcommand)]
    pub(crate) command: CacheCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CacheCommand {
    /// Show the songs in it
    Status(StatusArgs),
    /// Remove songs
    Clear(ClearArgs),
    /// Write the stems of a set
    Warm(WarmArgs),
    /// Decode everything in it, and remove what is damaged
    Verify(VerifyArgs),
    /// Move it to another folder
    Move(MoveArgs),
}

/// Which cache, and how it is told.
#[derive(Debug, Args)]
pub(crate) struct FolderArgs {
    /// The cache's folder, if it is not among the user's caches
    #[arg(long, value_name = "FOLDER")]
    pub(crate) cache: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ClearArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Songs, by the names that status shows
    #[arg(required_unless_present = "all", value_name = "SONG")]
    pub(crate) songs: Vec<String>,
    /// All songs
    #[arg(long, conflicts_with = "songs")]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct WarmArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Songs (folders of stems, or single files) and sets (folders of songs)
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Write every stem whole, also those that are cheap to decode
    #[arg(long)]
    pub(crate) all: bool,
    /// Sample rate of the chunks, as in 44.1k or 48000; that of most stems
    #[arg(long, value_name = "HZ", value_parser = values::rate)]
    pub(crate) rate: Option<SampleRate>,
    /// Room for the cache, from 1 to 50 GB; 10 unless said otherwise
    #[arg(long, value_name = "GB", value_parser = values::cache_bytes)]
    pub(crate) cache_limit: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct MoveArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// The new folder, which is made if it is not there
    #[arg(value_name = "TO")]
    pub(crate) to: PathBuf,
}
