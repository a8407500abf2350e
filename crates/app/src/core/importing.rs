//! Imports, and the demo songs that an empty library begins with.

use std::path::PathBuf;

use attacca_library::{
    Edit, NewSong, SongId, Transition,
    import::{self, Import, ImportEvent, ImportSettings},
};
use crossbeam_channel::Receiver;

use super::{Core, views};
use crate::{
    clock,
    ipc::{
        self, AppEvent, ErrorCode, ImportPhase, ImportProgress, IpcError, NoticeAction, Severity,
    },
};

/// Numbers that tell the steps of imports from gestures of the page, which count from 0.
const FIRST_GESTURE: u64 = 1 << 48;

/// Failures that are listed; more are counted by the files that were read.
const LISTED_FAILURES: usize = 1000;

/// What the demo songs' setlist is called.
const DEMO_SET: &str = "Demo set";

/// An import under way.
#[derive(Debug)]
pub(super) struct Running {
    import: Import,
    gesture: u64,
    songs: Vec<SongId>,
    /// The setlist that is made of its songs at the end.
    setlist: Option<&'static str>,
}

impl Core {
    /// Begins an import, whose songs become a setlist of this name if there is one.
    pub(super) fn start_import(
        &mut self,
        paths: Vec<PathBuf>,
        setlist: Option<&'static str>,
    ) -> Result<(), IpcError> {
        self.check_lock()?;
        if self.import.is_some() {
            return Err(IpcError::new(ErrorCode::Busy, "an import is under way; wait or stop it"));
        }
        let settings = ImportSettings { paths, now: clock::now_seconds(), threads: None };
        let import = import::start(settings)?;
        self.import_count += 1;
        let gesture = FIRST_GESTURE + self.import_count;
        self.import = Some(Running { import, gesture, songs: Vec::new(), setlist });
        self.import_progress = Some(just_begun(self.import_count));
        self.publish_import();
        Ok(())
    }

    /// Imports the demo songs into an empty library.
    pub(super) fn begin_with_demo(&mut self) {
        let is_empty = self.library.song_count().is_ok_and(|count| count == 0);
        let Some(demo) = self.options.demo.clone().filter(|_| is_empty) else { return };
        if let Err(error) = self.start_import(vec![demo], Some(DEMO_SET)) {
            self.notify(Severity::Warning, error.message, None, None);
        }
    }

    pub(super) fn import_events(&self) -> Option<Receiver<ImportEvent>> {
        self.import.as_ref().map(|running| running.import.events.clone())
    }

    pub(super) fn stop_import(&mut self) -> Result<(), IpcError> {
        let none = || IpcError::not_found("no import is under way");
        self.import.as_ref().ok_or_else(none)?.import.cancel();
        Ok(())
    }

    /// Takes in what an import tells; `None` when it has fallen silent.
    pub(super) fn take_in_import(&mut self, event: Option<ImportEvent>) {
        let Some(progress) = &mut self.import_progress else { return };
        match event {
            Some(ImportEvent::Looking { files_found }) => {
                progress.files_found = files_found as u32;
            }
            Some(ImportEvent::Found { files_found }) => {
                progress.files_found = files_found as u32;
                progress.phase = ImportPhase::Reading;
            }
            Some(ImportEvent::Read { path }) => {
                progress.files_read += 1;
                progress.current = Some(views::file_name(&path));
            }
            Some(ImportEvent::Failed(failure)) => {
                note_failure(progress, &failure.path.to_string_lossy(), failure.reason);
            }
            Some(ImportEvent::Song(song)) => self.add_song(*song),
            Some(ImportEvent::Ended { is_cancelled }) => self.end_import(is_cancelled),
            None => self.end_import(true),
        }
    }

    /// Sends how far the import is, when that has changed.
    pub(super) fn publish_import(&mut self) {
        if self.import_progress != self.sent.import
            && let Some(progress) = &self.import_progress
        {
            self.sent.import = Some(progress.clone());
            self.send(AppEvent::Import { progress: progress.clone() });
        }
    }

    fn add_song(&mut self, mut song: NewSong) {
        self.store_faders();
        for stem in &mut song.stems {
            if let Some(bus) = self.settings.audio.role_buses.get(&views::role(stem.role)) {
                stem.bus.clone_from(bus);
            }
        }
        let Some(running) = &mut self.import else { return };
        let Some(progress) = &mut self.import_progress else { return };
        let title = song.title.clone();
        match self.library.add_found(song, running.gesture) {
            Ok(added) => {
                progress.songs_added += u32::from(added.is_new_song);
                progress.stems_added += added.stems_added as u32;
                let Some(id) = added.song else { return };
                running.songs.push(id);
                self.sent.songs.insert(id);
                self.sent.library_changed();
                if self.songs.contains_key(&id) {
                    self.put_set_on();
                }
                if let Ok(detail) = self.library.song(id) {
                    self.waves.want_later(&detail);
                }
            }
            Err(error) => note_failure(progress, &title, attacca_player::chain(&error)),
        }
    }

    fn end_import(&mut self, is_cancelled: bool) {
        let Some(running) = self.import.take() else { return };
        if let Some(progress) = &mut self.import_progress {
            progress.phase = if is_cancelled { ImportPhase::Cancelled } else { ImportPhase::Done };
            progress.current = None;
        }
        self.publish_import();
        self.say_failures();
        if let Some(name) = running.setlist {
            self.make_set(name, running.songs);
        }
        self.publish();
    }

    fn say_failures(&mut self) {
        let count = self.import_progress.as_ref().map_or(0, |progress| progress.failures.len());
        if count > 0 {
            let text = match count {
                1 => "one file could not be imported".to_owned(),
                count => format!("{count} files could not be imported"),
            };
            self.notify(Severity::Warning, text, None, Some(NoticeAction::ShowImport));
        }
    }

    /// Makes a setlist of songs, in the order of their titles, and opens it if no show is under way.
    fn make_set(&mut self, name: &str, songs: Vec<SongId>) {
        if songs.is_empty() {
            return;
        }
        let made = self.edit(Edit::CreateSetlist { name: name.to_owned() }, None);
        let Some(setlist) = made.ok().and_then(|applied| applied.new_setlist) else { return };
        let mut records = self.library.songs(&songs).unwrap_or_default();
        records.sort_by(|a, b| a.folder.cmp(&b.folder));
        let songs = records.iter().map(|song| song.id).collect();
        let transition = Transition::Stop;
        let filled = self.edit(Edit::AddEntries { setlist, songs, at: None, transition }, None);
        if filled.is_ok() && self.set.is_none() && self.open_set(Some(setlist)).is_ok() {
            self.save_place_quietly();
        }
    }
}

fn just_begun(id: u64) -> ImportProgress {
    ImportProgress {
        id,
        phase: ImportPhase::Looking,
        files_found: 0,
        files_read: 0,
        songs_added: 0,
        stems_added: 0,
        current: None,
        failures: Vec::new(),
    }
}

/// Lists what can't be imported: a file by its path, or a song by its title.
fn note_failure(progress: &mut ImportProgress, what: &str, reason: String) {
    if progress.failures.len() < LISTED_FAILURES {
        let path = attacca_player::printable(what).into_owned();
        progress.failures.push(ipc::ImportFailure { path, reason });
    }
}

#[cfg(test)]
mod tests;
