//! The loop that plays a set.

use std::{
    thread,
    time::{Duration, Instant},
};

use attacca_engine::{EngineEvent, TransportState, output::OutputEvent};
use attacca_player::{
    Action, Command, Notice, Output, Player, Severity, Watch, command, output_notice,
};
use crossbeam_channel::{select, tick};
use crossterm::event::KeyEvent;

use super::{
    input::{self, Input},
    keys::{self, Wish},
    line_editor::{Edit, LineEditor},
    live_line::{Part, live_line, output_part, typed_line},
    screen::Screen,
};
use crate::failure::Failure;

/// How often the live line is drawn: 15 times a second looks alive and costs little.
const DRAW_INTERVAL: Duration = Duration::from_millis(66);

/// How often counters are looked at.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);

/// How long a first `q` is remembered while the set plays.
const QUIT_INTERVAL: Duration = Duration::from_secs(2);

/// How long the end waits for the sound to fade out.
const FADE_TIMEOUT: Duration = Duration::from_millis(300);

/// A set on its output, and the person in front of it.
pub(super) struct Show {
    player: Player,
    output: Output,
    screen: Screen,
    line: Option<LineEditor>,
    watch: Watch,
    quit_asked_at: Option<Instant>,
    /// True when nobody can type anything any more.
    is_unattended: bool,
}

/// Whether the set goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    GoOn,
    End,
}

impl Show {
    pub(super) fn new(player: Player, output: Output, screen: Screen) -> Show {
        Show {
            player,
            output,
            screen,
            line: None,
            watch: Watch::default(),
            quit_asked_at: None,
            is_unattended: false,
        }
    }

    /// Plays until the end is asked for, or until nothing can be asked for and nothing plays.
    ///
    /// # Errors
    /// When input can't be read.
    pub(super) fn run(mut self, plays_at_once: bool) -> Result<(), Failure> {
        let inputs = input::start(self.screen.has_keys())?;
        let (engine, output) = (self.player.events(), self.output.events());
        let (draw, watch) = (tick(DRAW_INTERVAL), tick(WATCH_INTERVAL));
        self.screen.tell(&self.welcome());
        if plays_at_once {
            self.act(&Action::Play);
        }
        loop {
            let then = select! {
                recv(inputs) -> input => self.take_input(input.unwrap_or(Input::End)),
                recv(engine) -> event => self.take_engine_event(event.ok()),
                recv(output) -> event => self.take_output_event(event.ok()),
                recv(draw) -> _ => self.draw(),
                recv(watch) -> _ => self.look_at_counters(),
            };
            let is_over = self.is_unattended && !self.player.wants_to_play();
            if then == Then::End || is_over {
                break;
            }
        }
        self.fade_out();
        // What happened until now is said, even if the end came at once.
        for event in engine.try_iter() {
            self.take_engine_event(Some(event));
        }
        Ok(())
    }

    fn welcome(&self) -> String {
        let songs = match self.player.songs().len() {
            1 => "1 song".to_owned(),
            count => format!("{count} songs"),
        };
        let help =
            if self.screen.has_keys() { "press ? for keys" } else { "type help for commands" };
        format!("{songs} on {}; {help}", attacca_player::printable(&self.output.name()))
    }

    fn take_input(&mut self, input: Input) -> Then {
        match input {
            Input::Line(line) => self.take_line(&line),
            Input::Key(key) => self.take_key(key),
            Input::Signal => Then::End,
            Input::End => {
                self.is_unattended = true;
                self.player.go_on_alone();
                Then::GoOn
            }
        }
    }

    fn take_key(&mut self, key: KeyEvent) -> Then {
        if let Some(line) = self.line.take() {
            return match line.press(key) {
                Edit::Going(line) => {
                    self.line = Some(line);
                    self.draw()
                }
                Edit::Done(line) => self.take_line(&line),
                Edit::Cancelled => self.draw(),
            };
        }
        match keys::wish_of(key) {
            None => {}
            Some(Wish::Act(action)) => self.act(&action),
            Some(Wish::Line(start)) => self.line = Some(LineEditor::new(start)),
            Some(Wish::Help) => self.screen.tell(keys::HELP),
            Some(Wish::Quit) => return self.quit_asked(),
            Some(Wish::QuitNow) => return Then::End,
        }
        self.draw()
    }

    /// Ends at the second time, or when nothing plays: a key hit by accident must not end a show.
    fn quit_asked(&mut self) -> Then {
        let now = Instant::now();
        let is_second =
            self.quit_asked_at.is_some_and(|asked| now.duration_since(asked) < QUIT_INTERVAL);
        if is_second || !self.player.wants_to_play() {
            return Then::End;
        }
        self.quit_asked_at = Some(now);
        self.screen.tell("press q again to end while it plays");
        Then::GoOn
    }

    fn take_line(&mut self, line: &str) -> Then {
        match command::parse(line) {
            Ok(None) => {}
            Ok(Some(Command::Action(action))) => self.act(&action),
            Ok(Some(Command::Status)) => self.answer_status(),
            Ok(Some(Command::Help)) => self.screen.answer(command::HELP),
            Ok(Some(Command::Quit)) => return Then::End,
            Err(error) => self.screen.say(&Notice::new(Severity::Error, error.to_string())),
        }
        self.draw()
    }

    fn act(&mut self, action: &Action) {
        match self.player.act(action) {
            Ok(change) => {
                let text = change.to_string();
                if !text.is_empty() {
                    self.screen.say(&Notice::new(Severity::Info, text));
                }
            }
            Err(error) => self.screen.say(&Notice::new(Severity::Error, error.to_string())),
        }
    }

    fn answer_status(&mut self) {
        match serde_json::to_string(&self.player.status(&self.output.report())) {
            Ok(json) => self.screen.answer(&json),
            Err(error) => self.screen.say(&Notice::new(Severity::Error, error.to_string())),
        }
    }

    fn take_engine_event(&mut self, event: Option<EngineEvent>) -> Then {
        // The engine lives as long as the player, so its events don't end before.
        let Some(event) = event else { return Then::End };
        if let Some(notice) = self.player.take_in(&event, Instant::now()) {
            self.screen.say(&notice);
        }
        Then::GoOn
    }

    fn take_output_event(&mut self, event: Option<OutputEvent>) -> Then {
        let Some(event) = event else { return Then::End };
        if let Some(notice) = output_notice(&event) {
            self.screen.say(&notice);
        }
        Then::GoOn
    }

    fn draw(&mut self) -> Then {
        if self.screen.has_live_line() {
            let columns = self.screen.columns();
            let parts = match &self.line {
                Some(line) => typed_line(line.text(), columns),
                None => self.live_line(columns),
            };
            self.screen.draw(&parts);
        }
        Then::GoOn
    }

    fn live_line(&mut self, columns: usize) -> Vec<Part> {
        let glance = self.player.glance();
        let mut songs = self.player.songs();
        let count = songs.len();
        let title = songs.nth(glance.song).map_or("", |song| song.title());
        let mut parts: Vec<Part> = output_part(&self.output.state()).into_iter().collect();
        let columns = columns.saturating_sub(parts.iter().map(Part::width).sum());
        parts.extend(live_line(&glance, title, count, columns));
        parts
    }

    fn look_at_counters(&mut self) -> Then {
        for notice in self.watch.look(&self.player.telemetry(), Instant::now()) {
            self.screen.say(&notice);
        }
        Then::GoOn
    }

    /// Falls silent without a click before the output is closed.
    fn fade_out(&mut self) {
        if !self.player.wants_to_play() {
            return;
        }
        self.act(&Action::Pause);
        let began = Instant::now();
        while self.player.telemetry().transport.state == TransportState::Playing
            && began.elapsed() < FADE_TIMEOUT
        {
            thread::sleep(Duration::from_millis(2));
        }
    }
}
