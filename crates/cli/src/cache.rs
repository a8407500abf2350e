//! `attacca cache`: looks after the cache of decoded stems.

mod warm;

use std::path::PathBuf;

use attacca_engine::cache::{
    CacheFolder,
    upkeep::{self, KeptSong, MoveError, UpkeepProgress},
};
use attacca_player::{cache_folder, chain};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::{
    args::{CacheArgs, CacheCommand, ClearArgs, FolderArgs, MoveArgs},
    failure::Failure,
    terminal,
};

/// Does as told.
///
/// # Errors
/// When the folder can't be used, or what is in it is damaged: printed by then.
pub(crate) fn run(args: &CacheArgs) -> Result<(), Failure> {
    match &args.command {
        CacheCommand::Status(args) => status(&args.folder),
        CacheCommand::Clear(args) => clear(args),
        CacheCommand::Warm(args) => warm::run(args),
        CacheCommand::Verify(args) => verify(&args.folder),
        CacheCommand::Move(args) => move_to(args),
    }
}

/// The folder that is meant.
fn path(args: &FolderArgs) -> Result<PathBuf, Failure> {
    let path = args.cache.clone().or_else(cache_folder);
    path.ok_or_else(|| Failure::usage("you have no folder of caches; name one with --cache"))
}

/// The folder, to write in.
fn open(args: &FolderArgs) -> Result<CacheFolder, Failure> {
    let path = path(args)?;
    let opened = CacheFolder::open(&path).if_writable();
    opened.map_err(|refusal| {
        Failure::general_text(format!("{}: {}", path.display(), chain(&refusal)))
    })
}

fn print_json(value: &Value) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(Failure::general)?;
    terminal::print(&format!("{json}\n"))
}

fn status(args: &FolderArgs) -> Result<(), Failure> {
    let path = path(args)?;
    let songs = upkeep::songs(&CacheFolder::to_read(&path)).map_err(Failure::general)?;
    let bytes: u64 = songs.iter().map(|song| song.byte_count).sum();
    if args.json {
        let songs: Vec<Value> = songs.iter().map(song_json).collect();
        return print_json(&json!({ "folder": path, "bytes": bytes, "songs": songs }));
    }
    let mut text = format!("{}: {} in {}\n", path.display(), megabytes(bytes), count(songs.len()));
    for song in &songs {
        text.push_str(&song_line(song));
    }
    terminal::print(&text)
}

fn song_json(song: &KeptSong) -> Value {
    json!({
        "song": song.folder,
        "name": song.name,
        "stems": song.stem_paths,
        "sample_rate_hz": song.sample_rate,
        "cached_chunks": song.cached_chunks,
        "chunks": song.chunk_count,
        "bytes": song.byte_count,
    })
}

fn song_line(song: &KeptSong) -> String {
    let percent = 100 * song.cached_chunks / song.chunk_count.max(1);
    let rate = song.sample_rate.map_or_else(String::new, |hz| format!(", {hz} Hz"));
    let (stems, size) = (song.stem_paths.len(), megabytes(song.byte_count));
    let name = &song.folder;
    format!("  {name}: {stems} stems, {percent} % of them{rate}, {size}\n")
}

fn clear(args: &ClearArgs) -> Result<(), Failure> {
    let folder = open(&args.folder)?;
    let songs = upkeep::songs(&folder).map_err(Failure::general)?;
    let mut bytes = 0;
    if args.all {
        bytes = upkeep::clear(&folder, None).map_err(Failure::general)?;
    }
    for asked in &args.songs {
        let song = the_song(&songs, asked)?;
        bytes += upkeep::clear(&folder, Some(&song.folder)).map_err(Failure::general)?;
    }
    if args.folder.json {
        return print_json(&json!({ "folder": folder.path(), "removed_bytes": bytes }));
    }
    terminal::print(&format!("{} removed\n", megabytes(bytes)))
}

/// The song that is called so, by its folder's name or the part of it that people read.
fn the_song<'a>(songs: &'a [KeptSong], asked: &str) -> Result<&'a KeptSong, Failure> {
    let by_folder = songs.iter().find(|song| song.folder == asked);
    let mut by_name = songs.iter().filter(|song| song.name == asked);
    match (by_folder, by_name.next(), by_name.next()) {
        (Some(song), ..) | (None, Some(song), None) => Ok(song),
        (None, None, _) => Err(Failure::usage(format!("no song in the cache is called {asked:?}"))),
        (None, Some(_), Some(_)) => {
            Err(Failure::usage(format!("several songs are called {asked:?}; write a whole name")))
        }
    }
}

fn verify(args: &FolderArgs) -> Result<(), Failure> {
    let folder = CacheFolder::open_if_there(&path(args)?);
    let bar = progress_bar(args.json);
    let verified = upkeep::verify(&folder, |progress| show(&bar, progress));
    bar.finish_and_clear();
    let verified = verified.map_err(Failure::general)?;
    let bad: Vec<&PathBuf> = verified.bad_chunks.iter().chain(&verified.bad_stems).collect();
    let is_kept = folder.refusal().map(chain_of);
    if args.json {
        print_json(&json!({
            "folder": folder.path(),
            "sound_chunks": verified.sound_chunks,
            "bad": bad,
            "removed": is_kept.is_none(),
        }))?;
    } else {
        bad.iter().for_each(|path| terminal::complain(&format!("{}: damaged", path.display())));
        let what = match &is_kept {
            None => "removed, and written anew when it is needed".to_owned(),
            Some(reason) => format!("left where they are: {reason}"),
        };
        let (sound, count) = (verified.sound_chunks, bad.len());
        let damaged = match count {
            0 => "none damaged".to_owned(),
            count => format!("{count} damaged, {what}"),
        };
        terminal::print(&format!("{sound} chunks are what was written, {damaged}\n"))?;
    }
    if bad.is_empty() { Ok(()) } else { Err(Failure::input_as_shown()) }
}

fn move_to(args: &MoveArgs) -> Result<(), Failure> {
    let folder = open(&args.folder)?;
    let bar = progress_bar(args.folder.json);
    let moved = upkeep::move_to(folder, &args.to, |progress| show(&bar, progress));
    bar.finish_and_clear();
    let bytes = moved.map_err(|error: MoveError| Failure::general(error))?;
    if args.folder.json {
        return print_json(&json!({ "folder": args.to, "moved_bytes": bytes }));
    }
    let to = args.to.display();
    terminal::print(&format!("{} moved; play with --cache {to}\n", megabytes(bytes)))
}

fn chain_of(refusal: &attacca_engine::cache::CacheRefusal) -> String {
    chain(refusal)
}

/// A bar of bytes; none where nobody would see it.
fn progress_bar(is_json: bool) -> ProgressBar {
    if is_json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {percent:>3} %  {eta} left");
    // It hides where there is no terminal.
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show(bar: &ProgressBar, progress: UpkeepProgress) {
    bar.set_length(progress.total);
    bar.set_position(progress.done);
}

fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

fn count(songs: usize) -> String {
    match songs {
        1 => "1 song".to_owned(),
        songs => format!("{songs} songs"),
    }
}
