//! What is done on the thread `cache-move`: copying, and emptying.
//!
//! It comes after everything else, and rests while a song plays or the show is locked.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{
            AtomicBool,
            Ordering::{Acquire, Relaxed, Release},
        },
    },
    thread,
    time::Duration,
};

use attacca_engine::cache::{
    CacheFolder, CacheRefusal,
    upkeep::{self, CacheCopy, MoveError, UpkeepProgress},
};
use attacca_player::chain;
use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, unbounded};

/// How often, and how far apart, the old folder is asked for: ten seconds in all.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(200);

/// How often it looks, while it rests, whether it may go on.
const REST: Duration = Duration::from_millis(50);

/// What the thread tells.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    Progress(UpkeepProgress),
    /// All that the old folder had is in the new one, this many times.
    Copied,
    Emptied,
    Failed(String),
}

/// What the thread looks at. Relaxed, but for the first: what was cancelled is read once it is stopped.
#[derive(Debug, Default)]
struct Flags {
    is_stopped: AtomicBool,
    is_cancelled: AtomicBool,
    rests: AtomicBool,
}

/// The thread's end that the app holds. Dropping it stops the thread at the next chunk.
#[derive(Debug)]
pub(super) struct Work {
    steps: Receiver<Step>,
    again: Sender<()>,
    flags: Arc<Flags>,
}

impl Work {
    /// Copies the cache in `from` to `to`, once, and once more whenever it is asked [again](Work::again).
    pub(super) fn copy(from: PathBuf, to: PathBuf, rests: bool) -> io::Result<Work> {
        Work::start(rests, move |thread| thread.copy(&from, &to))
    }

    /// Empties the folder.
    pub(super) fn empty(folder: PathBuf, rests: bool) -> io::Result<Work> {
        Work::start(rests, move |thread| thread.empty(&folder))
    }

    fn start(rests: bool, work: impl FnOnce(&Thread) + Send + 'static) -> io::Result<Work> {
        let (sender, steps) = unbounded();
        let (again, asked) = bounded(1);
        let flags = Arc::new(Flags { rests: rests.into(), ..Flags::default() });
        let own = Thread { steps: sender, asked, flags: Arc::clone(&flags) };
        let work = move || {
            upkeep::come_last();
            work(&own);
        };
        thread::Builder::new().name("cache-move".to_owned()).spawn(work)?;
        Ok(Work { steps, again, flags })
    }

    /// The last thing that the thread told since it was asked last. One that ended without a word has failed.
    pub(super) fn last_step(&self) -> Option<Step> {
        let mut last = None;
        loop {
            match self.steps.try_recv() {
                Ok(step) => last = Some(step),
                Err(TryRecvError::Empty) => return last,
                Err(TryRecvError::Disconnected) => {
                    let is_over = |step: &Step| !matches!(step, Step::Progress(_));
                    let failed = || Step::Failed("the copy ended too early".to_owned());
                    return Some(last.filter(is_over).unwrap_or_else(failed));
                }
            }
        }
    }

    /// Has it copied what was written since.
    pub(super) fn again(&self) {
        // It was asked already, or has ended, which is seen by its steps.
        let _ = self.again.try_send(());
    }

    /// Whether it is to wait.
    pub(super) fn rest(&self, rests: bool) {
        self.flags.rests.store(rests, Relaxed);
    }

    /// Stops it, and has it removed what it copied.
    pub(super) fn cancel(self) {
        self.flags.is_cancelled.store(true, Relaxed);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.flags.is_stopped.store(true, Release);
    }
}

/// The thread's own end.
struct Thread {
    steps: Sender<Step>,
    asked: Receiver<()>,
    flags: Arc<Flags>,
}

impl Thread {
    /// Waits while it is to rest; false when it is to end.
    fn goes_on(&self) -> bool {
        while self.flags.rests.load(Relaxed) && !self.flags.is_stopped.load(Acquire) {
            thread::sleep(REST);
        }
        !self.flags.is_stopped.load(Acquire)
    }

    fn tell(&self, step: Step) {
        // Who does not listen any more has ended.
        let _ = self.steps.send(step);
    }

    fn goes_on_from(&self, progress: UpkeepProgress) -> bool {
        self.tell(Step::Progress(progress));
        self.goes_on()
    }

    fn copy(&self, old: &Path, new: &Path) {
        let mut copy = CacheCopy::new(old, new);
        let mut tries = 0..TRIES;
        loop {
            match copy.run(|progress| self.goes_on_from(progress)) {
                Ok(Some(_)) => self.tell(Step::Copied),
                Ok(None) => break,
                // A copy that was stopped is ending.
                Err(MoveError::Refused { source: CacheRefusal::InUse, .. })
                    if tries.next().is_some() && self.goes_on() =>
                {
                    thread::sleep(PAUSE);
                    continue;
                }
                Err(error) => {
                    copy.take_back();
                    return self.tell(Step::Failed(chain(&error)));
                }
            }
            if self.asked.recv().is_err() {
                break;
            }
        }
        if self.flags.is_cancelled.load(Relaxed) {
            copy.take_back();
        }
    }

    fn empty(&self, folder: &Path) {
        if !folder.exists() {
            return self.tell(Step::Emptied);
        }
        let try_once = || CacheFolder::open(folder).if_writable();
        let mut opened = try_once();
        // The engine that used it is ending.
        for _ in 0..TRIES {
            if opened.is_ok() || !self.goes_on() {
                break;
            }
            thread::sleep(PAUSE);
            opened = try_once();
        }
        let goes_on = |progress| self.goes_on_from(progress);
        let emptied = opened.map(|folder| upkeep::clear_while(&folder, goes_on));
        let step = match emptied {
            Ok(Ok(true)) => Step::Emptied,
            Ok(Ok(false)) => return,
            Ok(Err(error)) => Step::Failed(chain(&error)),
            Err(error) => Step::Failed(chain(&error)),
        };
        self.tell(step);
    }
}

#[cfg(test)]
mod tests;
