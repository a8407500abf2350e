//! What each command does: a few lines, or a chapter of its own.

use std::path::PathBuf;

use attacca_engine::OutputChannel;
use attacca_library::{self as library, Edit, SongOrder};
use attacca_player::{Action, command::SeekTo};

use super::{
    Core,
    arguments::{
        MANY, check_count, entry_id, new_setlist, section_record, setlist_id, song_id, stem_id,
        wave_view,
    },
    views,
};
use crate::ipc::{
    Backup, BusChange, CacheStatus, Diagnostics, EntryId, ErrorCode, IpcError, Section, Setlist,
    SetlistId, SetlistSummary, Settings, SettingsChange, SettingsPart, Snapshot, SongChange,
    SongDetail, SongFilter, SongId, SongPage, SongQuery, SongSort, StemChange, StemId,
    StemMixChange, Transition, UndoState, Wave, command::ShowCommands,
};

impl ShowCommands for Core {
    fn snapshot(&mut self) -> Result<Snapshot, IpcError> {
        Ok(self.snapshot_view())
    }

    fn play(&mut self) -> Result<(), IpcError> {
        self.act(&Action::Play)
    }

    fn pause(&mut self) -> Result<(), IpcError> {
        self.act(&Action::Pause)
    }

    fn toggle_play(&mut self) -> Result<(), IpcError> {
        self.act(&Action::TogglePlay)
    }

    fn stop(&mut self) -> Result<(), IpcError> {
        self.act(&Action::Stop)
    }

    fn seek_to(&mut self, seconds: f64) -> Result<(), IpcError> {
        self.seek(SeekTo::Position(seconds))
    }

    fn seek_by(&mut self, seconds: f64) -> Result<(), IpcError> {
        self.seek(SeekTo::Offset(seconds))
    }

    fn go_to_entry(&mut self, entry: EntryId, then_play: bool) -> Result<(), IpcError> {
        self.go_to(entry, then_play)
    }

    fn next_song(&mut self) -> Result<(), IpcError> {
        self.act(&Action::Next)
    }

    fn previous_song(&mut self) -> Result<(), IpcError> {
        self.act(&Action::Previous)
    }

    fn arm_jump(
        &mut self,
        entry: Option<EntryId>,
        to_seconds: f64,
        at_seconds: Option<f64>,
        crossfade_seconds: f64,
    ) -> Result<(), IpcError> {
        self.arm(entry, to_seconds, at_seconds, crossfade_seconds)
    }

    fn arm_loop(&mut self, from: f64, to: f64, crossfade_seconds: f64) -> Result<(), IpcError> {
        self.arm_a_loop(from, to, crossfade_seconds)
    }

    fn cancel_jumps(&mut self) -> Result<(), IpcError> {
        self.act(&Action::Cancel)
    }

    fn set_show_lock(&mut self, is_locked: bool) -> Result<(), IpcError> {
        self.is_locked = is_locked;
        self.save_place_soon();
        Ok(())
    }

    fn set_stem_mix(
        &mut self,
        stem: StemId,
        change: StemMixChange,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        self.change_mix(stem, change, gesture)
    }

    fn set_stem_solo(&mut self, stem: StemId, is_soloed: bool) -> Result<(), IpcError> {
        self.solo(stem, is_soloed)
    }

    fn clear_solos(&mut self) -> Result<(), IpcError> {
        self.end_solos();
        Ok(())
    }

    fn set_song_trim(
        &mut self,
        song: SongId,
        trim_db: f64,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        self.change_trim(song_id(song), trim_db, gesture)
    }

    fn set_master(
        &mut self,
        level_db: Option<f64>,
        is_muted: Option<bool>,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        let main = attacca_player::bus::MAIN_BUS;
        self.change_bus(main, BusChange { level_db, is_muted, channels: None }, gesture)
    }

    fn set_bus(
        &mut self,
        bus: String,
        change: BusChange,
        gesture: Option<u64>,
    ) -> Result<(), IpcError> {
        self.change_bus(&bus, change, gesture)
    }

    fn add_bus(&mut self, bus: String) -> Result<(), IpcError> {
        self.add_a_bus(&bus)
    }

    fn remove_bus(&mut self, bus: String) -> Result<(), IpcError> {
        self.remove_a_bus(&bus)
    }

    fn clear_clips(&mut self, clip: Option<i32>) -> Result<(), IpcError> {
        self.shown.clear_clips(clip);
        Ok(())
    }

    fn search_songs(&mut self, query: SongQuery) -> Result<SongPage, IpcError> {
        let filter = match (query.filter, &self.set) {
            (SongFilter::All, _) | (SongFilter::NotInSet, None) => library::SongFilter::All,
            (SongFilter::Missing, _) => library::SongFilter::Missing,
            (SongFilter::NotInSet, Some(set)) => library::SongFilter::NotIn(set.id),
        };
        let order = match query.sort {
            SongSort::Title => SongOrder::Title,
            SongSort::Artist => SongOrder::Artist,
            SongSort::Added => SongOrder::Added,
            SongSort::Tempo => SongOrder::Tempo,
            SongSort::Length => SongOrder::Length,
        };
        let page = self.library.search(&library::SongQuery {
            text: query.text,
            order,
            is_descending: query.is_descending,
            filter,
            offset: query.offset as usize,
            limit: (query.limit as usize).min(MANY),
        })?;
        Ok(SongPage {
            total: page.total as u32,
            songs: page.songs.iter().map(views::summary).collect(),
            revision: self.revision(),
        })
    }

    fn song_detail(&mut self, song: SongId) -> Result<SongDetail, IpcError> {
        Ok(self.song_view(&self.library.song(song_id(song))?))
    }

    fn song_wave(&mut self, song: SongId) -> Result<Option<Wave>, IpcError> {
        let song = self.library.song(song_id(song))?;
        let wave = self.waves.of_song(&song);
        if wave.is_none() {
            self.waves.want(&song);
        }
        Ok(wave.map(wave_view))
    }

    fn stem_wave(&mut self, stem: StemId) -> Result<Option<Wave>, IpcError> {
        let stem = self.library.stem(stem_id(stem))?;
        let wave = self.waves.of_stem(&stem.file);
        if wave.is_none() {
            self.waves.want(&self.library.song(stem.song)?);
        }
        Ok(wave.map(wave_view))
    }

    fn update_song(&mut self, song: SongId, change: SongChange) -> Result<(), IpcError> {
        let colour =
            change.colour.map(|colour| colour.map(|text| views::colour(&text)).transpose());
        let change = library::SongChange {
            title: change.title,
            artist: change.artist,
            key: change.key,
            tempo_bpm: change.tempo_bpm,
            time_signature: change.time_signature,
            colour: colour.transpose()?,
            notes: change.notes,
            trim_db: None,
        };
        self.edit(Edit::ChangeSong { song: song_id(song), change }, None).map(|_| ())
    }

    fn update_stem(&mut self, stem: StemId, change: StemChange) -> Result<(), IpcError> {
        let change = library::StemChange {
            name: change.name,
            role: change.role.map(views::library_role),
            colour: change.colour.map(|text| views::colour(&text)).transpose()?,
        };
        self.edit(Edit::ChangeStem { stem: stem_id(stem), change }, None).map(|_| ())
    }

    fn move_stem(&mut self, stem: StemId, to: u32) -> Result<(), IpcError> {
        self.edit(Edit::MoveStem { stem: stem_id(stem), to: to as usize }, None).map(|_| ())
    }

    fn remove_stem(&mut self, stem: StemId) -> Result<(), IpcError> {
        self.edit(Edit::RemoveStem { stem: stem_id(stem) }, None).map(|_| ())
    }

    fn set_sections(&mut self, song: SongId, sections: Vec<Section>) -> Result<(), IpcError> {
        check_count(sections.len())?;
        let sections: Result<Vec<_>, _> = sections.into_iter().map(section_record).collect();
        let edit = Edit::SetSections { song: song_id(song), sections: sections? };
        self.edit(edit, None).map(|_| ())
    }

    fn remove_songs(&mut self, songs: Vec<SongId>) -> Result<(), IpcError> {
        let songs = songs.into_iter().map(song_id).collect();
        self.edit(Edit::RemoveSongs { songs }, None).map(|_| ())
    }

    fn try_files_again(&mut self, song: SongId) -> Result<(), IpcError> {
        self.try_again(song_id(song))
    }

    fn undo(&mut self) -> Result<UndoState, IpcError> {
        self.take_back()
    }

    fn redo(&mut self) -> Result<UndoState, IpcError> {
        self.do_again()
    }

    fn cancel_import(&mut self) -> Result<(), IpcError> {
        self.stop_import()
    }

    fn setlists(&mut self) -> Result<Vec<SetlistSummary>, IpcError> {
        Ok(self.library.setlists()?.iter().map(views::setlist_summary).collect())
    }

    fn setlist_detail(&mut self, setlist: SetlistId) -> Result<Setlist, IpcError> {
        Ok(self.setlist_view(&self.library.setlist(setlist_id(setlist))?))
    }

    fn create_setlist(&mut self, name: String) -> Result<SetlistId, IpcError> {
        new_setlist(self.edit(Edit::CreateSetlist { name }, None)?)
    }

    fn update_setlist(
        &mut self,
        setlist: SetlistId,
        name: Option<String>,
        notes: Option<String>,
    ) -> Result<(), IpcError> {
        let setlist = setlist_id(setlist);
        self.edit(Edit::ChangeSetlist { setlist, name, notes }, None).map(|_| ())
    }

    fn duplicate_setlist(&mut self, setlist: SetlistId) -> Result<SetlistId, IpcError> {
        let setlist = setlist_id(setlist);
        new_setlist(self.edit(Edit::DuplicateSetlist { setlist, name: None }, None)?)
    }

    fn delete_setlist(&mut self, setlist: SetlistId) -> Result<(), IpcError> {
        self.edit(Edit::DeleteSetlist { setlist: setlist_id(setlist) }, None).map(|_| ())
    }

    fn open_setlist(&mut self, setlist: SetlistId) -> Result<(), IpcError> {
        self.check_lock()?;
        self.check_playing(true)?;
        self.open_set(Some(setlist_id(setlist)))?;
        self.save_place()
    }

    fn add_entries(
        &mut self,
        setlist: SetlistId,
        songs: Vec<SongId>,
        at: Option<u32>,
    ) -> Result<Vec<EntryId>, IpcError> {
        check_count(songs.len())?;
        let applied = self.edit(
            Edit::AddEntries {
                setlist: setlist_id(setlist),
                songs: songs.into_iter().map(song_id).collect(),
                at: at.map(|at| at as usize),
                transition: views::library_transition(self.settings.playback.default_transition),
            },
            None,
        )?;
        Ok(applied.new_entries.into_iter().map(|entry| EntryId(entry.0)).collect())
    }

    fn remove_entries(&mut self, entries: Vec<EntryId>) -> Result<(), IpcError> {
        let entries = entries.into_iter().map(entry_id).collect();
        self.edit(Edit::RemoveEntries { entries }, None).map(|_| ())
    }

    fn move_entry(&mut self, entry: EntryId, to: u32) -> Result<(), IpcError> {
        self.edit(Edit::MoveEntry { entry: entry_id(entry), to: to as usize }, None).map(|_| ())
    }

    fn update_entry(
        &mut self,
        entry: EntryId,
        notes: Option<String>,
        transition: Option<Transition>,
    ) -> Result<(), IpcError> {
        let transition = transition.map(views::library_transition);
        self.edit(Edit::ChangeEntry { entry: entry_id(entry), notes, transition }, None).map(|_| ())
    }

    fn set_settings(&mut self, change: SettingsChange) -> Result<Settings, IpcError> {
        self.change_settings(change)
    }

    fn reset_settings(&mut self, part: SettingsPart) -> Result<Settings, IpcError> {
        self.reset(part)
    }

    fn test_tone(&mut self, channel: u32) -> Result<(), IpcError> {
        if self.plays() {
            return Err(IpcError::new(ErrorCode::Busy, "a song plays; pause it first"));
        }
        let engine = self.player.engine();
        let has = engine.telemetry().transport.channel_count;
        let channel = OutputChannel::new(channel as usize).filter(|one| one.number() <= has);
        let none = || IpcError::invalid(format!("the output has {has} channels"));
        engine.play_tone(channel.ok_or_else(none)?);
        Ok(())
    }

    fn cache_status(&mut self) -> Result<CacheStatus, IpcError> {
        Ok(self.cache())
    }

    fn clear_cache(&mut self, song: Option<SongId>) -> Result<CacheStatus, IpcError> {
        self.empty_cache(song.map(song_id))
    }

    fn pin_in_cache(&mut self, song: SongId, is_pinned: bool) -> Result<CacheStatus, IpcError> {
        self.pin(song_id(song), is_pinned)
    }

    fn backups(&mut self) -> Result<Vec<Backup>, IpcError> {
        self.backup_views()
    }

    fn restore_backup(&mut self, name: String) -> Result<(), IpcError> {
        self.restore(&name)
    }

    fn decline_restore(&mut self) -> Result<(), IpcError> {
        Ok(self.library.decline_restore()?)
    }

    fn diagnostics(&mut self) -> Result<Diagnostics, IpcError> {
        Ok(self.figures())
    }

    fn diagnostics_text(&mut self) -> Result<String, IpcError> {
        Ok(self.figures_as_text())
    }

    fn save_place(&mut self) -> Result<(), IpcError> {
        Core::save_place(self)
    }
}

impl Core {
    pub(super) fn file_of_stem(&self, stem: StemId) -> Result<PathBuf, IpcError> {
        Ok(self.library.stem(stem_id(stem))?.file.path)
    }
}
