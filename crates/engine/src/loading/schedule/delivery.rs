//! What goes to the audio thread, in order.

use crate::{
    control::EngineEvent,
    loading::schedule::Schedule,
    protocol::{SongId, ToAudio},
};

impl Schedule {
    /// Sends every window the slabs that are ready, in order.
    pub(super) fn deliver(&mut self) {
        let window_slabs = self.window_slabs();
        let delivered_slabs = window_slabs.min(self.settings.delivered_slabs());
        for (at, role) in self.active_windows() {
            let window = &mut self.windows[at];
            let song = &self.songs[window.song.0 as usize];
            // It was closed, and some of its slabs are still in use: they go out when it is open again.
            let Some(song_frames) = song.frame_count else { continue };
            let room = window.room(role, &self.snapshot, window_slabs);
            window.note_ready(room.end, |index| song.shelf.is_ready(index));
            let end = room.end.min(room.start + delivered_slabs);
            while window.next < end && self.outbox.is_empty() && self.link.messages.slots() > 0 {
                let Some(slab) = song.shelf.lend(window.next) else { break };
                let message = ToAudio::Deliver { window: window.id, slab, song_frames };
                // There is a slot, and nobody else pushes.
                let _ = self.link.messages.push(message);
                window.next += 1;
            }
        }
    }

    /// Fits the windows to what is known of their song now: a place beyond its end is its end, and
    /// for a song without a playable file nobody waits.
    pub(super) fn fit_windows(&mut self, id: SongId) {
        let song = self.song(id);
        if let Some(slab_count) = song.slab_count() {
            let of_song = self.windows.iter_mut().filter(|window| window.song == id);
            of_song.for_each(|window| window.fit(slab_count));
        } else if song.frame_count.is_some() {
            let is_visit = self.is_visit(id);
            let windows = self.windows.extract_if(.., |window| window.song == id);
            let abandoned: Vec<_> =
                windows.map(|window| ToAudio::Abandon { window: window.id }).collect();
            abandoned.into_iter().for_each(|message| self.send(message));
            if !is_visit {
                self.events.push(EngineEvent::SongFailed { song: id });
            }
        }
    }

    pub(super) fn send(&mut self, message: ToAudio) {
        self.outbox.push_back(message);
        self.flush();
    }

    pub(super) fn flush(&mut self) {
        while let Some(message) = self.outbox.pop_front() {
            if let Err(rtrb::PushError::Full(message)) = self.link.messages.push(message) {
                self.outbox.push_front(message);
                return;
            }
        }
    }
}
