//! What the page must know: sent when it is different from what was sent.

use std::collections::HashSet;

use attacca_engine::TransportState;
use attacca_library::{SetlistId, SongId};
use attacca_player::{ArmedKind, ipc::HealthWord};

use super::{Core, transport::entry_of, views};
use crate::ipc::{
    self, AppEvent, EntryId, HealthState, ImportProgress, JumpKind, JumpView, Pending, Show,
    Snapshot, Transport,
};

/// What was sent last, and what is to be sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    show: Option<Show>,
    mixer: Option<ipc::Mixer>,
    output: Option<ipc::Output>,
    settings: Option<ipc::Settings>,
    setlist_summaries: Option<Vec<ipc::SetlistSummary>>,
    undo: Option<ipc::UndoState>,
    current: Option<EntryId>,
    pub(super) import: Option<ImportProgress>,
    /// Songs that changed.
    pub(super) songs: HashSet<SongId>,
    /// Setlists that changed.
    pub(super) setlists: HashSet<SetlistId>,
    /// Counts changes of the library.
    revision: u64,
    is_library_changed: bool,
    is_undo_changed: bool,
}

/// Songs that are sent after one edit: more are asked for when they are looked at.
const SONGS_SENT: usize = 20;

impl Sent {
    /// Lists may be others now.
    pub(super) fn library_changed(&mut self) {
        self.revision += 1;
        self.is_library_changed = true;
        self.is_undo_changed = true;
    }

    pub(super) fn undo_changed(&mut self) {
        self.is_undo_changed = true;
    }
}

/// Sends `new` if it is not what was sent.
macro_rules! send_new {
    ($core:ident, $sent:ident, $new:expr, $event:expr) => {{
        let new = $new;
        if $core.sent.$sent.as_ref() != Some(&new) {
            $core.sent.$sent = Some(new.clone());
            $core.send($event(new));
        }
    }};
}

impl Core {
    /// Sends all that is different.
    pub(super) fn publish(&mut self) {
        if std::mem::take(&mut self.sent.is_library_changed) {
            self.send(AppEvent::Library { revision: self.sent.revision });
            send_new!(self, setlist_summaries, self.setlist_summaries(), |setlists| {
                AppEvent::Setlists { setlists }
            });
        }
        for setlist in std::mem::take(&mut self.sent.setlists) {
            if let Ok(record) = self.library.setlist(setlist) {
                self.send(AppEvent::Setlist { setlist: self.setlist_view(&record) });
            }
        }
        send_new!(self, show, self.show_view(), |show| AppEvent::Show { show });
        self.publish_songs();
        send_new!(self, mixer, self.mixer_view(), |mixer| AppEvent::Mixer { mixer });
        send_new!(self, output, self.output_view(), |output| AppEvent::Output { output });
        send_new!(self, settings, self.settings.clone(), |settings| {
            AppEvent::Settings { settings }
        });
        if std::mem::take(&mut self.sent.is_undo_changed) {
            send_new!(self, undo, self.undo_view(), |undo| AppEvent::Undo { undo });
        }
    }

    /// Shows those who ask for telemetry how well all goes.
    pub(super) fn show_health(&mut self) {
        let health = self.player.telemetry().health;
        let health = match self.output.report() {
            Some(report) => health.with_output(report.health),
            None => health,
        };
        let status = self.player.health_status(&health);
        let mut view = self.shown.view();
        view.health_reasons = status.reasons;
        view.health = match status.state {
            HealthWord::Ok => HealthState::Ok,
            HealthWord::Recovering => HealthState::Recovering,
            HealthWord::Degraded => HealthState::Degraded,
        };
    }

    pub(super) fn snapshot_view(&self) -> Snapshot {
        let folder = &self.options.data_folder;
        Snapshot {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_folder: attacca_player::printable(&folder.to_string_lossy()).into_owned(),
            show: self.show_view(),
            song: self.current_song().map(|song| self.song_view(song)),
            setlists: self.setlist_summaries(),
            mixer: self.mixer_view(),
            settings: self.settings.clone(),
            output: self.output_view(),
            undo: self.undo_view(),
            import: self.import_progress.clone(),
            notices: self.notices.iter().cloned().collect(),
            library_revision: self.sent.revision,
            song_count: self.library.song_count().unwrap_or(0) as u32,
        }
    }

    pub(super) fn revision(&self) -> u64 {
        self.sent.revision
    }

    pub(super) fn setlist_summaries(&self) -> Vec<ipc::SetlistSummary> {
        let setlists = self.library.setlists().unwrap_or_default();
        setlists.iter().map(views::setlist_summary).collect()
    }

    pub(super) fn send(&self, event: AppEvent) {
        // Nobody listens any more when the handle is gone.
        let _ = self.events.send(event);
    }

    /// The current song when it is another one, and songs that were edited.
    fn publish_songs(&mut self) {
        let current = self.current_entry().map(|entry| EntryId(entry.id.0));
        if self.sent.current != current {
            self.sent.current = current;
            self.sent.songs.extend(self.current_entry().map(|entry| entry.song.id));
        }
        let current_song = self.current_entry().map(|entry| entry.song.id);
        let mut songs: Vec<SongId> = std::mem::take(&mut self.sent.songs).into_iter().collect();
        songs.sort_by_key(|song| Some(*song) != current_song);
        for song in songs.into_iter().take(SONGS_SENT) {
            let read = || self.library.song(song).ok();
            if let Some(detail) = self.songs.get(&song).cloned().or_else(read) {
                self.send(AppEvent::Song { song: self.song_view(&detail) });
            }
        }
    }

    fn show_view(&self) -> Show {
        let engine = self.player.engine();
        let transport = engine.telemetry().transport;
        let rate = engine.settings().engine_rate;
        let entry = |song| self.player.key_of(song).map(entry_of).map(|entry| EntryId(entry.0));
        let (pending, place) = match transport.seeking {
            Some(place) => (Pending::Seeking, Some(place)),
            None if transport.is_loading => {
                (Pending::Loading, transport.song.map(|song| (song, transport.playhead)))
            }
            None => (Pending::None, None),
        };
        let current = self.player.current_key();
        let known_length = self.current_entry().map_or(0.0, |entry| entry.song.length_seconds);
        let length =
            current.and_then(|key| engine.song_glance(self.player.song_of(key)?).frame_count);
        Show {
            setlist: self.set.as_ref().map(|set| self.setlist_view(set)),
            current: current.map(entry_of).map(|entry| EntryId(entry.0)),
            next: self.player.next_key().map(entry_of).map(|entry| EntryId(entry.0)),
            transport: match transport.state {
                TransportState::Stopped => Transport::Stopped,
                TransportState::Playing => Transport::Playing,
                TransportState::Paused => Transport::Paused,
            },
            pending,
            pending_entry: place.and_then(|(song, _)| entry(song)),
            pending_seconds: place.map(|(_, at)| rate.seconds_at(at)),
            is_locked: self.is_locked,
            jumps: self.jump_views(),
            length_seconds: length.map_or(known_length, |length| rate.seconds(length)),
        }
    }

    fn jump_views(&self) -> Vec<JumpView> {
        let keys: Vec<_> = self.player.keys().collect();
        let view = |jump: attacca_player::ArmedJump| JumpView {
            kind: match jump.kind {
                ArmedKind::Jump => JumpKind::Jump,
                ArmedKind::Loop => JumpKind::Loop,
                ArmedKind::Transition => JumpKind::Transition,
            },
            is_ready: jump.is_ready,
            at_seconds: jump.at_seconds,
            to_entry: keys.get(jump.to_index).map(|key| EntryId(entry_of(*key).0)),
            to_seconds: jump.to_seconds,
            crossfade_seconds: jump.crossfade_seconds,
        };
        self.player.armed_jumps().into_iter().map(view).collect()
    }
}
