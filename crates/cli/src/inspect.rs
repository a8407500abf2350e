//! `attacca inspect`: what is in audio files, and what is wrong with them.

mod table;

use attacca_player::{OfferedRates, Song, folder, inspect, ipc::FileReport};
use attacca_units::SampleRate;
use indicatif::ProgressBar;
use serde::Serialize;

use crate::{args::InspectArgs, failure::Failure, terminal};

/// Everything that was looked into.
#[derive(Debug, Serialize)]
struct Report {
    songs: Vec<SongReport>,
    /// Paths that give no songs, and why.
    problems: Vec<String>,
    /// The rate that the set is played at, by an output that has it; `null` when nothing can be
    /// played.
    sample_rate_hz: Option<u32>,
    /// The rates of the files that can be opened, the commonest first.
    rates: Vec<RateReport>,
}

#[derive(Debug, Serialize)]
struct RateReport {
    sample_rate_hz: u32,
    stem_count: usize,
}

#[derive(Debug, Serialize)]
struct SongReport {
    title: String,
    folder: String,
    stems: Vec<StemReport>,
}

#[derive(Debug, Serialize)]
struct StemReport {
    name: String,
    /// Which of the stems in its file it is, from 1; `null` when the file is one stem.
    track: Option<usize>,
    /// How its file marks it: `#009e73`; `null` when it does not.
    colour: Option<String>,
    /// It is silent until somebody asks for it, as a mix beside its stems.
    is_muted_at_first: bool,
    #[serde(flatten)]
    file: FileReport,
}

impl StemReport {
    fn is_good(&self) -> bool {
        self.file.error.is_none() && self.file.damage.iter().flatten().next().is_none()
    }
}

/// Looks into the files and prints what it found.
///
/// # Errors
/// When something is wrong with a file: printed by then.
pub(crate) fn run(args: &InspectArgs) -> Result<(), Failure> {
    let report = look(args);
    if args.json {
        let json = serde_json::to_string_pretty(&report).map_err(Failure::general)?;
        terminal::print(&format!("{json}\n"))?;
    } else {
        terminal::print(&table::table(&report))?;
    }
    for problem in &report.problems {
        terminal::complain(problem);
    }
    let mut stems = report.songs.iter().flat_map(|song| &song.stems);
    let is_good = report.problems.is_empty() && stems.all(StemReport::is_good);
    if is_good { Ok(()) } else { Err(Failure::input_as_shown()) }
}

fn look(args: &InspectArgs) -> Report {
    let found = folder::read_set(&args.paths);
    let count: usize = found.songs.iter().map(|song| song.stems().len()).sum();
    // Headers are read in no time; whole files are worth a bar. It hides where there is no terminal.
    let bar = if args.deep { ProgressBar::new(count as u64) } else { ProgressBar::hidden() };
    let mut songs: Vec<SongReport> =
        found.songs.iter().map(|song| look_into(song, args.deep, &bar)).collect();
    bar.finish_and_clear();
    let counts = inspect::rate_counts(files(&mut songs).map(|file| &*file));
    let engine_rate = (counts.total() > 0).then(|| counts.engine_rate(&OfferedRates::Any));
    if let Some(rate) = engine_rate {
        files(&mut songs).for_each(|file| inspect::note_rate(file, rate));
    }
    Report {
        songs,
        problems: found.problems.iter().map(|problem| attacca_player::chain(problem)).collect(),
        sample_rate_hz: engine_rate.map(SampleRate::hz),
        rates: counts.commonest_first().into_iter().map(RateReport::from).collect(),
    }
}

fn files(songs: &mut [SongReport]) -> impl Iterator<Item = &mut FileReport> {
    songs.iter_mut().flat_map(|song| &mut song.stems).map(|stem| &mut stem.file)
}

fn look_into(song: &Song, is_deep: bool, bar: &ProgressBar) -> SongReport {
    let stems = song.stems().iter().map(|stem| {
        let look = if is_deep { inspect::inspect_deeply } else { inspect::inspect };
        let file = look(stem);
        bar.inc(1);
        StemReport {
            name: stem.name.clone(),
            track: stem.track.map(|track| track + 1),
            colour: stem.colour.map(|colour| colour.to_string()),
            is_muted_at_first: stem.is_muted_at_first,
            file,
        }
    });
    SongReport {
        title: song.title().to_owned(),
        folder: song.folder().to_string_lossy().into(),
        stems: stems.collect(),
    }
}

impl From<(SampleRate, usize)> for RateReport {
    fn from((rate, stem_count): (SampleRate, usize)) -> RateReport {
        RateReport { sample_rate_hz: rate.hz(), stem_count }
    }
}
