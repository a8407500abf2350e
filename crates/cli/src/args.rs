//! What can be typed on the command line.

mod cache;
mod values;

use std::path::PathBuf;

use attacca_demo::DemoSettings;
use attacca_engine::{CachePolicy, MemoryBudget};
use attacca_player::{Transition, bus::BusDefinition, command, export::WavFormat};
use attacca_units::{Decibels, SampleRate};
use clap::{ArgAction, Args, Parser, Subcommand};

pub(crate) use values::MemoryLook;

use crate::bench::BenchArgs;

pub(crate) use cache::{CacheArgs, CacheCommand, ClearArgs, FolderArgs, MoveArgs, WarmArgs};

const EXAMPLES: &str = "\
Examples:
  attacca demo ~/demo                  make a set of songs to try
  attacca play ~/demo                  play it; ? shows the keys
  attacca play song-a song-b --null    two songs, without sound
  attacca inspect --deep ~/show        read every stem to its end before the show
  attacca render song -o mix.wav --mute Click --gain Bass=-3

Exit codes:
  0  done
  1  something failed that none of the others names
  2  the command line is wrong
  3  nothing to play, or a file is damaged or can't be played
  4  the sound device can't be opened";

/// Plays folders of stems in step: any place of any song sounds at once.
///
/// A folder of audio files is a song, a folder of such folders is a set, a file is a song of
/// the stems in it. FLAC, WAV, AIFF, MP3, AAC and ALAC in M4A, Ogg Vorbis, Opus and stem files are
/// played, of any sample rates.
#[derive(Debug, Parser)]
#[command(name = "attacca", version, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) logging: LoggingArgs,
}

/// What is logged, and where to.
#[derive(Debug, Args)]
pub(crate) struct LoggingArgs {
    /// Log what happens on standard error; -vv logs more, -vvv everything
    #[arg(short, long, action = ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
    /// Log what FILTER lets through, as in attacca_engine=debug
    #[arg(long, value_name = "FILTER", global = true, conflicts_with = "verbose")]
    pub(crate) log: Option<String>,
    /// Log to FILE instead, by default what -v logs
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) log_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play songs
    Play(PlayArgs),
    /// Write a song's mix to a WAV file
    Render(RenderArgs),
    /// Show what is in audio files, and what is wrong with them
    Inspect(InspectArgs),
    /// Add songs to the library
    Import(ImportArgs),
    /// List sound devices
    Devices(DevicesArgs),
    /// Make songs to try it with
    Demo(DemoArgs),
    /// Look after the cache of decoded stems
    Cache(CacheArgs),
    /// Measure this machine
    Bench(BenchArgs),
    /// Print a script that completes this command's words in a shell
    #[command(after_help = "Example: attacca completions bash > \
                            ~/.local/share/bash-completion/completions/attacca")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const PLAY_HELP: &str = "\
Commands are read as lines from standard input, also from another program:
  play, pause, stop, seek 3:20.5, seek +5, song 2, next, prev, gain Bass -6,
  mute Click, solo Drums, safe Click, master -3, jump 1:00 at 0:45, jump 0 of Encore at end,
  loop 0:30 1:00, cancel, pan Keys L30, trim -2, bus click -3, route Click=click, status,
  help, quit
A stem is meant by its name, its file's name, its number, or the beginning of one name.
Answers to status (one line of JSON) and help go to standard output, all else to standard error.

In a terminal single keys work: space plays and pauses, arrows seek by 5 s, n and p step through
the set, 1 to 9 go to a song, : takes a command line, ? shows all of them.

After a song the next one waits for play, unless --transition says otherwise. When standard input has ended and is no terminal, nobody
can start it: then the set goes on by itself, and attacca ends with the last song, or at once
when nothing plays.

Examples:
  attacca play ~/show
  attacca play song-a song-b --from 1:20 --paused
  attacca play ~/show --transition gapless --bus click=3 --route Click=click
  echo 'mute Click' | attacca play song";

#[derive(Debug, Args)]
#[command(after_help = PLAY_HELP)]
pub(crate) struct PlayArgs {
    /// Songs (folders of stems, or single files) and sets (folders of songs), in this order
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Sound device, by the id that `attacca devices` shows
    #[arg(long, value_name = "ID", conflicts_with = "null")]
    pub(crate) device: Option<String>,
    /// Frames of a block; fewer react faster, more are safer
    #[arg(long, value_name = "FRAMES", value_parser = clap::value_parser!(u32).range(1..=16_384))]
    pub(crate) buffer: Option<u32>,
    /// Sample rate to play at, as in 44.1k or 48000; that of most stems if the device has it
    #[arg(long, value_name = "HZ", value_parser = values::rate)]
    pub(crate) rate: Option<SampleRate>,
    /// Play without sound, in the time it would take
    #[arg(long)]
    pub(crate) null: bool,
    /// Begin here in the first song, as in 1:20
    #[arg(long, value_name = "TIME", default_value = "0", value_parser = values::seconds)]
    pub(crate) from: f64,
    /// Wait for play
    #[arg(long)]
    pub(crate) paused: bool,
    /// At a song's end: stop (the next song waits for play), gapless, or crossfade:SECONDS
    #[arg(long, value_name = "HOW", default_value = "stop")]
    pub(crate) transition: Transition,
    /// A bus and the output channels it goes to, as in click=3 or cues=3,4; main goes to 1,2
    #[arg(long, value_name = "NAME=CH[,CH]")]
    pub(crate) bus: Vec<BusDefinition>,
    /// Send a stem to a bus, in every song that has it, as in Click=click
    #[arg(long, value_name = "STEM=BUS", value_parser = command::parse_route)]
    pub(crate) route: Vec<(String, String)>,
    /// Memory for everything that is kept of songs: MiB, as in 256, or a part of what is available, as
    /// in 25%. Unless said otherwise the smaller of these two
    #[arg(long, value_name = "MIB|PERCENT", value_parser = values::memory_budget)]
    pub(crate) budget: Option<MemoryBudget>,
    /// Seconds between looks at the machine's memory, some of which is given back when it runs short;
    /// or `off`
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = values::memory_look)]
    pub(crate) memory_look: MemoryLook,
    /// Seconds of decoded sound kept ahead; it grows by itself when storage is slow
    #[arg(long, value_name = "SECONDS", value_parser = values::window_seconds)]
    pub(crate) window: Option<f64>,
    /// Keep frame indexes here, and not among the user's caches
    #[arg(long, value_name = "FOLDER")]
    pub(crate) index_folder: Option<PathBuf>,
    /// Keep decoded stems here, and not among the user's caches
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    pub(crate) cache: Option<PathBuf>,
    /// Keep no decoded stems, and use none
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Room for decoded stems on disk, from 1 to 50 GB; 10 unless said otherwise
    #[arg(long, value_name = "GB", value_parser = values::cache_bytes)]
    pub(crate) cache_limit: Option<u64>,
    /// Which stems are kept: auto (dear, slow or on a stick), always (a minute of each)
    #[arg(long, value_name = "WHICH", value_parser = values::cache_policy)]
    pub(crate) cache_policy: Option<CachePolicy>,
}

const RENDER_HELP: &str = "\
The stretch is cut exactly: it equals the same stretch of the whole song.

16 bits are written undithered when that loses nothing: when no stem sounds, or one does that is
stereo, has at most 16 bits, is not resampled and is at 0 dB. Otherwise triangular (TPDF) dither is
added, the same each time. 24 bits are rounded, 32f is all that the engine renders. What is beyond
full scale is cut off in integers and counted.

The file appears when it is complete; until then it has another name beside it.

Examples:
  attacca render song -o mix.wav
  attacca render song -o minus-one.wav --mute 'Lead Vox' --bits 16 --rate 44.1k
  attacca render song -o bridge.wav --from 2:10 --to 2:40 --gain Bass=-3 --gain Keys=+1.5";

#[derive(Debug, Args)]
#[command(after_help = RENDER_HELP)]
pub(crate) struct RenderArgs {
    /// The song: a folder of stems, or a single file
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,
    /// The WAV file to write
    #[arg(short, long, value_name = "OUT.wav")]
    pub(crate) out: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Begin here, as in 1:20
    #[arg(long, value_name = "TIME", default_value = "0", value_parser = values::seconds)]
    pub(crate) from: f64,
    /// End here instead of at the song's end
    #[arg(long, value_name = "TIME", value_parser = values::seconds)]
    pub(crate) to: Option<f64>,
    /// A stem's level, from -inf to +12 dB
    #[arg(long, value_name = "STEM=DB", value_parser = values::stem_level)]
    pub(crate) gain: Vec<(String, Decibels)>,
    /// Leave a stem out
    #[arg(long, value_name = "STEM")]
    pub(crate) mute: Vec<String>,
    /// Take only this stem, and other soloed ones
    #[arg(long, value_name = "STEM")]
    pub(crate) solo: Vec<String>,
    /// Sample rate of the file, as in 44.1k or 48000; that of most stems
    #[arg(long, value_name = "HZ", value_parser = values::rate)]
    pub(crate) rate: Option<SampleRate>,
    /// How samples are written: 16, 24 or 32f
    #[arg(long, value_name = "BITS", default_value = "24", value_parser = values::wav_format)]
    pub(crate) bits: WavFormat,
}

const INSPECT_HELP: &str = "\
The exit code is 3 when a file can't be played or is damaged, so that a script can check a show.

Examples:
  attacca inspect ~/show
  attacca inspect --deep ~/show
  attacca inspect --json ~/show | jq '.songs[].stems[] | select(.error)'";

#[derive(Debug, Args)]
#[command(after_help = INSPECT_HELP)]
pub(crate) struct InspectArgs {
    /// Songs (folders of stems, or single files) and sets (folders of songs)
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Decode every file to its end, to find damage
    #[arg(long)]
    pub(crate) deep: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

const IMPORT_HELP: &str = "\
Every folder with audio files directly in it is a song, also deep inside; a .stem.mp4 file is one, and
files that are named alone are a song each, or one together when they are called like stems. Files are linked, never
changed. What the library has already stays as it is; only new files are added.

Names tell title, artist, tempo and key, and what each stem is. Click and guide go to buses of their own.

The exit code is 3 when a file can't be read; the rest is imported. Ctrl-C keeps the songs that are imported by then.

Examples:
  attacca import ~/Music/Stems
  attacca import ~/show --data /media/stick/attacca
  attacca import --json ~/show | jq '.failures[]'";

#[derive(Debug, Args)]
#[command(after_help = IMPORT_HELP)]
pub(crate) struct ImportArgs {
    /// Folders and files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The library's folder, in the place of the user's own
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DevicesArgs {
    /// Print one JSON array
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The folder to write songs to; it is made if it is not there
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// How many songs
    #[arg(long, value_name = "N", default_value_t = DemoSettings::default().songs)]
    pub(crate) songs: usize,
    /// How many stems in each song
    #[arg(long, value_name = "N", default_value_t = DemoSettings::default().stems_per_song)]
    pub(crate) stems: usize,
    /// About how many minutes each song lasts
    #[arg(long, value_name = "M", default_value_t = DemoSettings::default().minutes)]
    pub(crate) minutes: f64,
    /// Another number makes other songs; the same number makes the same bytes
    #[arg(long, value_name = "S", default_value_t = DemoSettings::default().seed)]
    pub(crate) seed: u64,
}

#[cfg(test)]
mod tests;
