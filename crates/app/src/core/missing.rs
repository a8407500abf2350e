//! Files that are missing: told of once for a song, noticed when they are back, taken from elsewhere when somebody finds them.
//!
//! A look at a file hangs where reading it does: a thread looks, `missing-files`, of which there is one at a time.

use std::{
    collections::{BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};

use attacca_engine::error::OpenError;
use attacca_library::{Edit, Relink, SongId, StemFacts, StemId, StemRecord};
use attacca_player::EntryKey;
use crossbeam_channel::{Receiver, bounded};

use super::{Core, notices::saying};
use crate::ipc::{self, IpcError, Notice, NoticeAbout, NoticeAction, Severity};

/// How often missing files are looked for: soon enough for somebody who plugged a stick in and looks up.
const INTERVAL: Duration = Duration::from_secs(2);

/// What a look at a file showed; `None` when there was none.
type Look = Option<(u64, Option<SystemTime>)>;

/// What is known of a file that can't be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// There, perhaps: it can't be played as it is.
    Unlooked,
    /// As it was when it was looked at last.
    Looked(Look),
}

/// The files that can't be played, as they were.
#[derive(Debug, Default)]
pub(super) struct Absences {
    known: HashMap<PathBuf, Known>,
    asked: Option<Instant>,
    answer: Option<Receiver<Vec<(PathBuf, Look)>>>,
    /// Songs whose files are to be opened anew once they do not play.
    waiting: BTreeSet<SongId>,
    /// Songs of which it was said, or is to be said, that files are missing.
    said: BTreeSet<SongId>,
    unsaid: BTreeSet<SongId>,
}

/// A stem that is looked for, for [`App::find_file`](crate::App::find_file).
#[derive(Debug, Clone)]
pub(crate) struct Sought {
    pub(crate) stem: StemId,
    pub(crate) name: String,
    /// Where it was, or is.
    pub(crate) path: PathBuf,
    pub(crate) track: Option<usize>,
    /// What the library knows of its sound.
    pub(crate) facts: StemFacts,
    /// It can't be played.
    pub(crate) is_missing: bool,
}

impl Absences {
    /// A file could not be opened.
    pub(super) fn failed(&mut self, path: &Path, error: &OpenError) {
        let known = if is_absence(error) { Known::Looked(None) } else { Known::Unlooked };
        self.known.insert(path.to_owned(), known);
    }

    /// Takes looks in, and returns the files that are there and were not, or are others than they were.
    fn take_in(&mut self, looks: Vec<(PathBuf, Look)>) -> Vec<PathBuf> {
        let mut back = Vec::new();
        for (path, look) in looks {
            let before = self.known.insert(path.clone(), Known::Looked(look));
            if look.is_some() && matches!(before, Some(Known::Looked(seen)) if seen != look) {
                back.push(path);
            }
        }
        back
    }
}

impl Core {
    /// Looks now and then whether missing files of the set are back, and opens their songs anew.
    pub(super) fn look_for_missing(&mut self) {
        self.say_what_is_missing();
        self.take_in_looks();
        let is_due = self.absences.asked.is_none_or(|asked| asked.elapsed() >= INTERVAL);
        if is_due && self.absences.answer.is_none() {
            self.ask_for_missing();
        }
        if !self.absences.waiting.is_empty() && !self.plays() {
            let waiting = std::mem::take(&mut self.absences.waiting);
            self.reopen(waiting);
        }
    }

    /// Opens the files of a song of the set anew, now or when it does not play any more.
    pub(super) fn try_again(&mut self, song: SongId) -> Result<(), IpcError> {
        if !self.songs.contains_key(&song) {
            let text = "that song is not in the open set; its files are opened when it is in one";
            return Err(IpcError::not_found(text));
        }
        self.reopen([song].into());
        if self.absences.waiting.contains(&song) {
            let text = "the song plays: its missing files are tried again when it does not";
            self.notify(Severity::Hint, text.to_owned(), None, None);
        }
        Ok(())
    }

    /// The stem, and the others of its song.
    pub(super) fn sought_with(&self, stem: ipc::StemId) -> Result<Vec<Sought>, IpcError> {
        self.check_lock()?;
        let wanted = self.library.stem(StemId(stem.0))?;
        let song = self.library.song(wanted.song)?;
        let is_other = |stem: &&StemRecord| stem.id != wanted.id;
        let others = song.stems.iter().filter(is_other);
        let sought = |stem: &StemRecord| Sought {
            stem: stem.id,
            name: stem.name.clone(),
            path: stem.file.path.clone(),
            track: stem.file.track,
            facts: stem.facts.clone(),
            is_missing: stem.trouble.is_some(),
        };
        Ok([&wanted].into_iter().chain(others).map(sought).collect())
    }

    /// Takes stems of a song from files that somebody found: one step to undo.
    pub(super) fn relink(&mut self, stems: Vec<Relink>) -> Result<(), IpcError> {
        self.check_files(&stems)?;
        let ids: Vec<StemId> = stems.iter().map(|relink| relink.stem).collect();
        let applied = self.edit(Edit::RelinkStems { stems }, None)?;
        // What is in the set is opened before it is known to be whole, and not while it plays.
        if applied.songs.iter().all(|song| !self.songs.contains_key(song)) {
            let found: Vec<_> = ids.into_iter().map(|stem| (stem, None)).collect();
            self.library.note_trouble(&found)?;
        }
        for song in applied.songs {
            self.reread(song);
            self.absences.said.remove(&song);
        }
        Ok(())
    }

    /// Refuses files that other stems of the same song have: a click that is heard as drums reaches the audience.
    fn check_files(&self, stems: &[Relink]) -> Result<(), IpcError> {
        let mut taken = BTreeSet::new();
        for relink in stems {
            let song = self.library.song(self.library.stem(relink.stem)?.song)?;
            let is_it = |stem: &&StemRecord| {
                (&stem.file.path, stem.file.track) == (&relink.file.path, relink.file.track)
                    && stems.iter().all(|other| other.stem != stem.id)
            };
            let other = song.stems.iter().find(is_it).map(|stem| stem.name.as_str());
            if other.is_some() || !taken.insert((&relink.file.path, relink.file.track)) {
                let other = other.unwrap_or("another stem");
                let text = format!("{other} has that file already; choose another file");
                return Err(IpcError::invalid(text));
            }
        }
        Ok(())
    }

    /// Has it said soon that files of a song are missing, once until they are back.
    pub(super) fn miss(&mut self, song: SongId) {
        if !self.absences.said.contains(&song) {
            self.absences.unsaid.insert(song);
        }
    }

    /// Files of a song were opened: says so when they were missing.
    pub(super) fn miss_no_more(&mut self, song: SongId) {
        let Some(detail) = self.songs.get(&song) else { return };
        let is_whole = detail.stems.iter().all(|stem| stem.trouble.is_none());
        if is_whole && self.absences.said.remove(&song) {
            let text = format!("all files of {} are back", detail.song.title);
            self.notify(Severity::Hint, text, None, None);
        }
    }

    fn say_what_is_missing(&mut self) {
        for song in std::mem::take(&mut self.absences.unsaid) {
            let Some(notice) = self.songs.get(&song).and_then(missing_notice) else { continue };
            self.absences.said.insert(song);
            self.put(notice);
        }
    }

    fn take_in_looks(&mut self) {
        let Some(answer) = &self.absences.answer else { return };
        let looks = match answer.try_recv() {
            Ok(looks) => looks,
            Err(error) if error.is_empty() => return,
            // The system gave no thread.
            Err(_) => Vec::new(),
        };
        self.absences.answer = None;
        let back = self.absences.take_in(looks);
        let is_back = |stem: &StemRecord| stem.trouble.is_some() && back.contains(&stem.file.path);
        let songs = self.songs.values().filter(|song| song.stems.iter().any(is_back));
        let songs: BTreeSet<SongId> = songs.map(|song| song.song.id).collect();
        self.reopen(songs);
    }

    fn ask_for_missing(&mut self) {
        self.absences.asked = Some(Instant::now());
        let stems = self.songs.values().flat_map(|song| &song.stems);
        let missing = stems.filter(|stem| stem.trouble.is_some());
        let paths: BTreeSet<PathBuf> = missing.map(|stem| stem.file.path.clone()).collect();
        if paths.is_empty() {
            return;
        }
        let (sender, answer) = bounded(1);
        let look = move || {
            let looks = paths.into_iter().map(|path| (path.clone(), look_at(&path)));
            // Who asked may have ended.
            let _ = sender.send(looks.collect());
        };
        if let Err(error) = thread::Builder::new().name("missing-files".to_owned()).spawn(look) {
            tracing::warn!(%error, "missing files are not looked for");
        }
        self.absences.answer = Some(answer);
    }

    /// Opens the files of these songs anew; the one that plays waits until it does not.
    fn reopen(&mut self, songs: BTreeSet<SongId>) {
        for song in songs {
            let keys: Vec<EntryKey> = self.keys_of(song);
            let opened = self.player.reopen(&keys);
            if opened.len() < keys.len() {
                self.absences.waiting.insert(song);
            }
            if !opened.is_empty() {
                self.mix_song(song);
                self.put_pins_on();
                self.show_entries();
            }
        }
    }
}

/// What is said of a song whose files are missing; `None` when none is.
fn missing_notice(song: &attacca_library::SongDetail) -> Option<Notice> {
    let missing: Vec<&StemRecord> = song.stems.iter().filter(|s| s.trouble.is_some()).collect();
    let reason = missing.first()?.trouble.as_deref().unwrap_or_default();
    let (title, all) = (&song.song.title, song.stems.len());
    let text = match missing.len() {
        count if count == all => {
            format!("{title} can't be played: none of its files can: {reason}")
        }
        1 => format!("{} of {title} is silent: {reason}", missing[0].name),
        count => format!("{count} of {all} stems of {title} are silent: {reason}"),
    };
    let id = ipc::SongId(song.song.id.0);
    Some(Notice {
        severity: if missing.len() == all { Severity::Error } else { Severity::Warning },
        remedy: Some("plug their disk in, or find the files in the song".to_owned()),
        action: Some(NoticeAction::OpenSong { song: id }),
        about: Some(NoticeAbout::MissingFiles { song: id }),
        ..saying(text)
    })
}

/// True when a file could not be opened because it is not there.
fn is_absence(error: &OpenError) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    let cause = match error {
        OpenError::Open(cause) | OpenError::ReadHeader(cause) => cause,
        _ => return false,
    };
    matches!(cause.kind(), NotFound | NotADirectory)
}

fn look_at(path: &Path) -> Look {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((metadata.len(), metadata.modified().ok()))
}

#[cfg(test)]
mod tests;
