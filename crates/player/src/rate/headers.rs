//! Reads the rates of a set's stems out of their files' headers, many at a time.
//!
//! A file that does not answer does not hold the start up for ever: the set gets its rate from those
//! that have answered, and the engine finds out what is wrong with it. Behind as many dead files as there
//! are readers nobody is asked any more.
//!
//! Runs on: the caller waits for threads of a pool of its own, `header-reader-0…`, which ends when
//! all files have answered.

use std::{path::PathBuf, sync::Arc, time::Duration};

use attacca_engine::{
    EngineSettings, StemLocation,
    error::OpenError,
    loading::{index::IndexCatalog, source::SourceOpener, stem::OpenStem},
};
use attacca_session::Setlist;
use attacca_units::SampleRate;
use crossbeam_channel::{Receiver, Sender, unbounded};
use rayon::ThreadPoolBuilder;

use super::RateCounts;
use crate::player::location_of;

/// Files read at a time. They wait for storage most of the time, so this is not bound to cores.
const READERS: usize = 8;

/// How long the first answer may take: a disk that sleeps needs some seconds to get up to speed.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// How long any further answer may take. A disk finds a file in a fiftieth of a second, a slow
/// network in a tenth.
const NEXT_ANSWER: Duration = Duration::from_secs(2);

/// No stem of a set can be opened: there is nothing to play.
#[derive(Debug, thiserror::Error)]
#[error("none of the files can be played")]
pub struct NothingPlayable {
    /// Why, for each file.
    pub failures: Vec<(PathBuf, OpenError)>,
}

/// What a file said.
type Answer = (PathBuf, Result<SampleRate, OpenError>);

/// The rates of all stems of all songs that can be opened: the headers of their files are read.
///
/// # Errors
/// When every file has answered that it can't be opened.
pub fn read_rates(setlist: &Setlist) -> Result<RateCounts, NothingPlayable> {
    let stems = setlist.songs().iter().flat_map(|song| song.stems());
    let locations: Vec<StemLocation> = stems.map(location_of).collect();
    let count = locations.len();
    // Any rate will do: nothing is played with it.
    let opener = EngineSettings::new(SampleRate::HZ_48000).opener;
    let answers = gather(&ask(locations, opener), count, (FIRST_ANSWER, NEXT_ANSWER));
    rates_among(answers, count)
}

/// Has the headers of the files at `locations` read. Without threads to be had, nobody answers.
fn ask(locations: Vec<StemLocation>, opener: Arc<dyn SourceOpener>) -> Receiver<Answer> {
    let (sender, answers) = unbounded();
    let pool = ThreadPoolBuilder::new()
        .num_threads(READERS.min(locations.len()))
        .thread_name(|number| format!("header-reader-{number}"))
        // Without it, the pool ends the program.
        .panic_handler(|_| tracing::error!("reading a header failed"))
        .build()
        .inspect_err(|error| tracing::warn!(%error, "no threads to read headers"));
    let Ok(pool) = pool else { return answers };
    for location in locations {
        let (sender, opener): (Sender<Answer>, _) = (sender.clone(), Arc::clone(&opener));
        pool.spawn(move || {
            let path = location.path.clone();
            let rate = rate_of(location, &*opener);
            // Nobody may wait for it any more.
            let _ = sender.send((path, rate));
        });
    }
    // What was given to the pool is still done when it is dropped.
    answers
}

/// The first `count` answers, or those until there is none for too long: `first` until the first
/// one, `next` from one to the next.
fn gather(
    answers: &Receiver<Answer>,
    count: usize,
    (first, next): (Duration, Duration),
) -> Vec<Answer> {
    let mut gathered = Vec::new();
    while gathered.len() < count {
        let patience = if gathered.is_empty() { first } else { next };
        let Ok(answer) = answers.recv_timeout(patience) else {
            tracing::warn!("{} files don't say what they hold", count - gathered.len());
            break;
        };
        gathered.push(answer);
    }
    gathered
}

fn rates_among(answers: Vec<Answer>, count: usize) -> Result<RateCounts, NothingPlayable> {
    let have_all_answered = answers.len() == count;
    let (mut rates, mut failures) = (Vec::new(), Vec::new());
    for (path, answer) in answers {
        match answer {
            Ok(rate) => rates.push(rate),
            Err(error) => failures.push((path, error)),
        }
    }
    if rates.is_empty() && have_all_answered {
        // In the order of their names, not in that of the answers.
        failures.sort_by(|(a, _), (b, _)| a.cmp(b));
        return Err(NothingPlayable { failures });
    }
    Ok(rates.into_iter().collect())
}

fn rate_of(location: StemLocation, opener: &dyn SourceOpener) -> Result<SampleRate, OpenError> {
    let stem = OpenStem::open(location, opener, &IndexCatalog::default())?;
    Ok(stem.info().sample_rate)
}

#[cfg(test)]
mod tests;
