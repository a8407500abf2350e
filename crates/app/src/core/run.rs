//! The loop of the app's thread.

use std::{
    sync::atomic::Ordering::Relaxed,
    time::{Duration, Instant},
};

use attacca_engine::TransportState;
use attacca_player::{ArmedJump, ArmedKind};
use crossbeam_channel::{Receiver, never, select_biased};

use super::{Core, Request};
use crate::ipc::command::dispatch_show;

/// How often it looks at what tells nothing by itself: health, the output's state, the place.
const TICK: Duration = Duration::from_millis(100);

/// How often it looks while it waits for the sound of an action, to measure the time.
const TIMING_TICK: Duration = Duration::from_millis(2);

/// For how long nothing has played when the engine may be made anew: who pauses plays on at once, perhaps.
const REST: Duration = Duration::from_secs(3);

impl Core {
    /// Takes one thing after the other until it is asked to quit, or nobody can ask any more.
    pub(crate) fn run(mut self, requests: &Receiver<Request>) {
        let mut next_tick = Instant::now() + TICK;
        loop {
            let (engine, output) = (self.player.events(), self.output.events());
            let import = self.import_events().unwrap_or_else(never);
            let waves = self.waves.events.clone();
            let wait = next_tick.saturating_duration_since(Instant::now());
            let wait = if self.timings.is_pending() { wait.min(TIMING_TICK) } else { wait };
            // Requests come first: somebody waits for them.
            select_biased! {
                recv(requests) -> request => match request {
                    Ok(Request::Quit) | Err(_) => break,
                    Ok(request) => self.answer(request),
                },
                recv(engine) -> event => if let Ok(event) = event { self.take_in(&event) },
                recv(output) -> event => if let Ok(event) = event { self.take_in_output(&event) },
                recv(import) -> event => self.take_in_import(event.ok()),
                recv(waves) -> event => if let Ok(event) = event { self.take_in_wave(event) },
                default(wait) => {}
            }
            self.look_at_timings();
            if Instant::now() >= next_tick {
                next_tick = Instant::now() + TICK;
                self.tick();
            }
        }
        self.end();
    }

    fn answer(&mut self, request: Request) {
        // Who does not wait for an answer any more needs none.
        match request {
            Request::Call { name, args, reply } => {
                self.store_faders_before(&name);
                let answer = dispatch_show(self, &name, args);
                self.publish();
                let _ = reply.send(answer);
            }
            Request::Import { paths, reply } => {
                let _ = reply.send(self.start_import(paths, None));
                self.publish();
            }
            Request::SetCacheFolder { folder, reply } => {
                let answer = self.set_cache_folder(folder);
                self.publish();
                let _ = reply.send(answer);
            }
            Request::FileOfStem { stem, reply } => {
                let _ = reply.send(self.file_of_stem(stem));
            }
            Request::Seek { stem, reply } => {
                let _ = reply.send(self.sought_with(stem));
            }
            Request::Relink { stems, reply } => {
                let answer = self.relink(stems);
                self.publish();
                let _ = reply.send(answer);
            }
            Request::Say { severity, text } => self.notify(severity, text, None, None),
            Request::Quit => {}
        }
    }

    fn tick(&mut self) {
        self.is_playing.store(self.plays(), Relaxed);
        self.note_rest();
        self.count_guests();
        for notice in self.watch.look(&self.player.telemetry(), Instant::now()) {
            self.say(&notice);
        }
        self.store_faders();
        self.flush_faders();
        if self.is_set_stale && !self.plays() {
            self.put_set_on();
        }
        if self.is_rate_stale && !self.is_locked && self.has_rested() {
            self.follow_rate();
        }
        self.look_for_missing();
        self.look_at_move();
        self.look_at_care();
        self.save_place_now_and_then();
        self.show_health();
        self.publish_import();
        self.publish_dragged();
        self.publish();
    }

    /// What measuring waves holds is taken from the engine's budget.
    fn count_guests(&mut self) {
        let bytes = self.waves.held_bytes();
        if bytes != self.guest_bytes {
            self.guest_bytes = bytes;
            self.player.engine().set_guest_bytes(bytes);
        }
    }

    fn end(&mut self) {
        self.store_faders();
        self.save_place_quietly();
        // Falls silent without a click before the output is closed.
        if self.plays() {
            let _ = self.player.act(&attacca_player::Action::Pause);
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn note_rest(&mut self) {
        let since = self.rested.take().unwrap_or_else(Instant::now);
        self.rested = (!self.plays()).then_some(since);
    }

    /// True when nothing was played for a while and nothing is armed by hand: the engine can be made anew.
    pub(super) fn has_rested(&self) -> bool {
        let is_long = self.rested.is_some_and(|since| since.elapsed() >= REST);
        let is_by_hand = |jump: &ArmedJump| jump.kind != ArmedKind::Transition;
        is_long && !self.plays() && !self.player.armed_jumps().iter().any(is_by_hand)
    }

    /// True when it plays, or will as soon as it can.
    pub(super) fn plays(&self) -> bool {
        self.player.wants_to_play()
            || self.player.telemetry().transport.state == TransportState::Playing
    }
}
