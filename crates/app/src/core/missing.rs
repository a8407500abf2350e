//! Files that are missing: told of once for a song, noticed when they are back, taken from elsewhere when somebody
//! finds them.

mod looks;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use attacca_engine::error::OpenError;
use attacca_library::{
    Edit, Relink, SongDetail, SongId, StemFacts, StemId, StemRecord, import::read_file,
};
use attacca_player::EntryKey;
use crossbeam_channel::{Receiver, bounded};

use self::looks::Looks;
use super::{Core, notices::saying};
use crate::ipc::{self, IpcError, Notice, NoticeAbout, NoticeAction, Severity};

/// How long it waits for the rest of a song when a file fails whose song is open already.
const PATIENCE: Duration = Duration::from_secs(1);

/// The files that can't be played, and what was said of them.
#[derive(Debug, Default)]
pub(super) struct Absences {
    looks: Looks,
    /// Songs of the engine with files that failed, which is not written down yet, and since when.
    unnoted: BTreeMap<attacca_engine::SongId, Instant>,
    /// Songs whose files are to be opened anew once they do not play.
    waiting: BTreeSet<SongId>,
    /// Songs that are opened beside, to see which stems can be, before they are opened anew in the engine.
    tried: HashMap<SongId, Receiver<BTreeSet<StemId>>>,
    /// How many stems are missing of songs of which it was said.
    said: HashMap<SongId, usize>,
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
    /// A file of a song of the engine could not be opened.
    pub(super) fn failed(&mut self, song: attacca_engine::SongId, path: &Path, error: &OpenError) {
        self.looks.failed(path, error);
        self.unnoted.entry(song).or_insert_with(Instant::now);
    }

    /// What failed of a song is written down now.
    pub(super) fn is_noted(&mut self, song: attacca_engine::SongId) {
        self.unnoted.remove(&song);
    }
}

impl Core {
    /// Looks now and then whether missing files of the set are back, and opens their songs anew.
    pub(super) fn look_for_missing(&mut self) {
        self.note_late_failures();
        self.take_in_looks();
        self.take_in_tried();
        if self.absences.looks.is_due() {
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

    /// Says that files of a song are missing: once, and again when there are more.
    pub(super) fn say_what_is_missing(&mut self, song: SongId) {
        let Some(detail) = self.songs.get(&song) else { return };
        let count = missing(detail).count();
        let Some(notice) = missing_notice(detail) else { return };
        if self.absences.said.get(&song).is_none_or(|said| *said < count) {
            self.absences.said.insert(song, count);
            self.put(notice);
        }
    }

    /// Files of a song were opened: says so when they were missing.
    pub(super) fn miss_no_more(&mut self, song: SongId) {
        let Some(detail) = self.songs.get(&song) else { return };
        let is_whole = missing(detail).next().is_none();
        if is_whole && self.absences.said.remove(&song).is_some() {
            let text = format!("all files of {} are back", detail.song.title);
            self.notify(Severity::Hint, text, None, None);
        }
    }

    /// Writes down what failed of songs that were open before.
    fn note_late_failures(&mut self) {
        let unnoted = self.absences.unnoted.iter();
        let late = unnoted.filter(|(_, since)| since.elapsed() >= PATIENCE).map(|(song, _)| *song);
        for song in late.collect::<Vec<_>>() {
            self.note_song(song);
        }
    }

    /// Opens songs anew whose files are back, once none of them is written to any more.
    fn take_in_looks(&mut self) {
        let looks = &mut self.absences.looks;
        looks.take_in();
        let (mut songs, mut awaited) = (BTreeSet::new(), BTreeSet::new());
        for song in self.songs.values() {
            let back = missing(song).map(|stem| &stem.file.path);
            let back: Vec<_> = back.filter(|path| looks.back.contains(*path)).collect();
            if back.is_empty() {
                continue;
            }
            if missing(song).any(|stem| looks.arrives(&stem.file.path)) {
                awaited.extend(back.into_iter().cloned());
            } else {
                songs.insert(song.song.id);
            }
        }
        looks.back = awaited;
        self.reopen(songs);
    }

    fn ask_for_missing(&mut self) {
        let stems = self.songs.values().flat_map(missing);
        self.absences.looks.ask(stems.map(|stem| stem.file.path.clone()).collect());
    }

    /// Opens the files of these songs anew; the one that plays, and what it leads to, wait until it does not. The
    /// current one is opened beside first.
    fn reopen(&mut self, songs: BTreeSet<SongId>) {
        for song in songs {
            let is_current = self.current_entry().is_some_and(|entry| entry.song.id == song);
            if is_current && !self.plays() && self.is_partly_whole(song) {
                self.try_beside(song);
            } else {
                self.reopen_now(song);
            }
        }
    }

    fn reopen_now(&mut self, song: SongId) {
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

    fn is_partly_whole(&self, song: SongId) -> bool {
        let is_whole = |stem: &StemRecord| stem.trouble.is_none();
        self.songs.get(&song).is_some_and(|song| song.stems.iter().any(is_whole))
    }

    /// Has it seen which files of a song can be opened, which may hang.
    fn try_beside(&mut self, song: SongId) {
        let Some(detail) = self.songs.get(&song) else { return };
        if self.absences.tried.contains_key(&song) {
            return;
        }
        let files = detail.stems.iter().map(|stem| (stem.id, stem.file.clone()));
        let files: Vec<_> = files.collect();
        let (sender, answer) = bounded(1);
        let open = move || {
            let can_be =
                |file: &attacca_library::StemFile| read_file(&file.path, file.track).is_ok();
            let opened = files.into_iter().filter(|(_, file)| can_be(file)).map(|(stem, _)| stem);
            // Who asked may have ended.
            let _ = sender.send(opened.collect());
        };
        if let Err(error) = thread::Builder::new().name("missing-files".to_owned()).spawn(open) {
            tracing::warn!(%error, "files that are back are not opened");
        }
        self.absences.tried.insert(song, answer);
    }

    /// Opens songs anew of which no stem is lost by that, and some are won.
    fn take_in_tried(&mut self) {
        let mut opened: Vec<(SongId, BTreeSet<StemId>)> = Vec::new();
        self.absences.tried.retain(|song, answer| match answer.try_recv() {
            Ok(stems) => {
                opened.push((*song, stems));
                false
            }
            Err(error) => error.is_empty(),
        });
        for (song, opened) in opened {
            let Some(detail) = self.songs.get(&song) else { continue };
            let can_be = |stem: &StemRecord| opened.contains(&stem.id);
            let loses = detail.stems.iter().any(|stem| stem.trouble.is_none() && !can_be(stem));
            if !loses && missing(detail).any(can_be) {
                self.reopen_now(song);
            }
        }
    }
}

/// The stems of a song that can't be played.
fn missing(song: &SongDetail) -> impl Iterator<Item = &StemRecord> {
    song.stems.iter().filter(|stem| stem.trouble.is_some())
}

/// What is said of a song whose files are missing; `None` when none is.
fn missing_notice(song: &SongDetail) -> Option<Notice> {
    let missing: Vec<&StemRecord> = missing(song).collect();
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
