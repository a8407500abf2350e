//! What the player does when it is told to.

use std::fmt;

use attacca_engine::{ActionId, BusMix, JumpError, StemMix, settings::MAX_BUSES};
use attacca_session::{
    find::{self, FindError},
    name::printable,
};
use attacca_units::{Decibels, FrameCount, FramePos, Pan, format_seconds};

use super::Player;
use crate::{
    bus::MAIN_BUS,
    command::{Action, JumpPlan, LoopPlan, SeekTo},
};

/// What an action changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The transport: its status shows it.
    Transport,
    /// How a stem is mixed.
    Stem {
        /// Its name.
        name: String,
        /// How it is mixed now.
        mix: StemMix,
    },
    /// The level of the whole: that of the main bus.
    Master(Decibels),
    /// The level of all stems of the current song.
    Trim(Decibels),
    /// How a bus is mixed, and where it goes.
    Bus {
        /// Its name.
        name: String,
        /// How it is mixed now.
        mix: BusMix,
    },
    /// Where the stems of a name go.
    Route {
        /// Their name.
        stem: String,
        /// The bus's name.
        bus: String,
    },
    /// A jump is armed.
    Jump(JumpPlan),
    /// A loop is armed.
    Loop(LoopPlan),
    /// What the user armed is not any more.
    Cancelled,
}

/// Why an action was not carried out. Everything is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlayerError {
    /// No song or stem is meant by the name.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The last song has no next one.
    #[error("this is the last song")]
    LastSong,
    /// The first song has none before it.
    #[error("this is the first song")]
    FirstSong,
    /// None of the song's files can be played. Mend them and start again.
    #[error("{title} can't be played: none of its files can")]
    SongFailed {
        /// Its title, printable.
        title: String,
    },
    /// There is no song in the set. Put one into it.
    #[error("the set has no song")]
    EmptySet,
    /// The set has fewer songs.
    #[error("the set has {count} songs")]
    NoSuchSong {
        /// How many it has.
        count: usize,
    },
    /// The jump can't be armed.
    #[error(transparent)]
    Jump(#[from] JumpError),
    /// There is nothing to cancel.
    #[error("no jump is armed")]
    NoJump,
    /// No bus is called so. Define it first.
    #[error("no bus is called \"{name}\"; there are {}", names.join(", "))]
    NoSuchBus {
        /// What was asked for, printable.
        name: String,
        /// All names, printable.
        names: Vec<String>,
    },
    /// Every bus has a name. Use one of them.
    #[error("there are {MAX_BUSES} buses, and all of them are defined")]
    NoBusLeft,
    /// The place is behind the song's end.
    #[error("the song ends at {}", format_seconds(*length_tenths as f64 / 10.0))]
    PastEnd {
        /// The song's length, in tenths of a second.
        length_tenths: u64,
    },
}

/// Where an action goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub(super) action: ActionId,
    pub(super) at: FramePos,
}

impl Player {
    /// Carries out an action. Returns at once; what it leads to comes as events.
    ///
    /// # Errors
    /// When the action makes no sense here; nothing changes then.
    pub fn act(&mut self, action: &Action) -> Result<Change, PlayerError> {
        match action {
            Action::Play => self.play_on()?,
            Action::Pause => self.pause(),
            Action::TogglePlay if self.wants_to_play => self.pause(),
            Action::TogglePlay => self.play_on()?,
            Action::Stop => {
                self.wants_to_play = false;
                self.last_target = None;
                self.last_action = self.engine.stop();
                self.arm_transition(FramePos::ZERO);
            }
            Action::Seek(to) => self.seek(*to)?,
            Action::Song(query) => {
                let index = find::song(self.songs(), query)?;
                self.go_to_song(index)?;
            }
            Action::SongNumber(number) => {
                let index = number.wrapping_sub(1);
                if index >= self.cursor.count() {
                    return Err(PlayerError::NoSuchSong { count: self.cursor.count() });
                }
                self.go_to_song(index)?;
            }
            Action::Next => {
                let next = self.cursor.next().ok_or(PlayerError::LastSong)?;
                self.go_to_song(next)?;
            }
            Action::Previous => {
                let previous = self.cursor.previous().ok_or(PlayerError::FirstSong)?;
                self.go_to_song(previous)?;
            }
            Action::Gain { stem, level } => {
                return self.remix(stem, |mix| mix.gain = level.to_gain());
            }
            Action::Mute { stem } => return self.remix(stem, |mix| mix.is_muted ^= true),
            Action::Solo { stem } => return self.remix(stem, |mix| mix.is_soloed ^= true),
            Action::SoloSafe { stem } => return self.remix(stem, |mix| mix.is_solo_safe ^= true),
            Action::Pan { stem, pan } => return self.remix(stem, |mix| mix.pan = *pan),
            Action::Trim(level) => {
                self.engine.set_song_trim(self.current_entry()?.id, level.to_gain());
                return Ok(Change::Trim(*level));
            }
            Action::BusLevel { bus, level } => return self.set_bus_level(bus, *level),
            Action::BusMute { bus } => return self.mute_bus(bus),
            Action::Route { stem, bus } => return self.route(stem, bus),
            Action::Jump(plan) => {
                self.arm_jump(plan)?;
                return Ok(Change::Jump(plan.clone()));
            }
            Action::Loop(plan) => {
                self.arm_loop(*plan)?;
                return Ok(Change::Loop(*plan));
            }
            Action::Cancel => {
                self.cancel_jumps()?;
                return Ok(Change::Cancelled);
            }
            Action::Master(level) => {
                self.set_bus_level(MAIN_BUS, *level)?;
                return Ok(Change::Master(*level));
            }
        }
        Ok(Change::Transport)
    }

    fn go_to_song(&mut self, index: usize) -> Result<(), PlayerError> {
        self.check_song(index)?;
        self.go_to(index, FramePos::ZERO);
        Ok(())
    }

    /// Refuses a song that can't be played.
    pub(super) fn check_song(&self, index: usize) -> Result<(), PlayerError> {
        if self.has_failed(index) {
            let title = printable(self.entries[index].song.title()).into_owned();
            return Err(PlayerError::SongFailed { title });
        }
        Ok(())
    }

    /// Goes to `at` of the song at `index`; what plays goes on playing.
    pub(super) fn go_to(&mut self, index: usize, at: FramePos) {
        let Some(entry) = self.entries.get(index) else { return };
        self.cursor.select(index);
        let action = self.engine.locate(entry.id, at);
        self.last_action = Some(action);
        self.last_target = Some(Target { action, at });
        self.arm_transition(at);
    }

    /// As [`Player::go_to`], and plays.
    pub(super) fn play_from(&mut self, index: usize, at: FramePos) {
        self.go_to(index, at);
        self.play();
    }

    fn play_on(&mut self) -> Result<(), PlayerError> {
        self.current_entry()?;
        self.play();
        Ok(())
    }

    fn play(&mut self) {
        self.wants_to_play = true;
        self.last_action = self.engine.play();
    }

    fn pause(&mut self) {
        self.wants_to_play = false;
        self.last_action = Some(self.engine.pause());
    }

    fn seek(&mut self, to: SeekTo) -> Result<(), PlayerError> {
        let rate = self.engine.settings().engine_rate;
        let at = match to {
            SeekTo::Position(seconds) => rate.position_at(seconds),
            SeekTo::Offset(seconds) => {
                let span = rate.frames_in(seconds.abs());
                if seconds < 0.0 { self.place().saturating_back(span) } else { self.place() + span }
            }
        };
        self.current_entry()?;
        self.check_place(self.current(), at)?;
        self.go_to(self.current(), at);
        Ok(())
    }

    /// Refuses a place behind the end of the song at `index`.
    pub(super) fn check_place(&self, index: usize, at: FramePos) -> Result<(), PlayerError> {
        if let Some(length) = self.engine.song_glance(self.entries[index].id).frame_count
            && at >= length.from_start()
            && at > FramePos::ZERO
        {
            return Err(PlayerError::PastEnd { length_tenths: self.tenths(length) });
        }
        Ok(())
    }

    /// Where the current song is, or will be when the last seek is heard.
    pub(super) fn place(&self) -> FramePos {
        let transport = self.engine.telemetry().transport;
        match self.last_target {
            Some(target) if transport.action < target.action => target.at,
            _ => transport.playhead,
        }
    }

    pub(super) fn has_come_to(&self, action: ActionId) -> bool {
        self.engine.telemetry().transport.action >= action
    }

    fn tenths(&self, length: FrameCount) -> u64 {
        (self.engine.settings().engine_rate.seconds(length) * 10.0) as u64
    }

    pub(super) fn remix(
        &mut self,
        query: &str,
        change: impl FnOnce(&mut StemMix),
    ) -> Result<Change, PlayerError> {
        let entry = self.current_entry()?;
        let stem = find::stem(&entry.song, query)?;
        let mut mix = self.engine.stem_mix(entry.id, stem);
        change(&mut mix);
        self.engine.set_stem_mix(entry.id, stem, mix);
        Ok(Change::Stem { name: entry.song.stems()[stem].name.clone(), mix })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Transport => Ok(()),
            Change::Master(level) => write!(f, "master: {level}"),
            Change::Trim(level) => write!(f, "trim: {level}"),
            Change::Bus { name, mix } => {
                let muted = if mix.is_muted { ", muted" } else { "" };
                let (name, level) = (printable(name), mix.gain.to_decibels());
                write!(f, "bus {name}: {level} on {}{muted}", mix.channels)
            }
            Change::Route { stem, bus } => {
                write!(f, "{} goes to bus {}", printable(stem), printable(bus))
            }
            Change::Jump(plan) => write!(f, "armed: {plan}"),
            Change::Loop(plan) => write!(f, "armed: {plan}"),
            Change::Cancelled => f.write_str("nothing is armed"),
            Change::Stem { name, mix } => {
                write!(f, "{}: {}", printable(name), mix.gain.to_decibels())?;
                if mix.pan != Pan::CENTRE {
                    write!(f, ", {}", mix.pan)?;
                }
                let states = [
                    (mix.is_muted, "muted"),
                    (mix.is_soloed, "soloed"),
                    (mix.is_solo_safe, "solo-safe"),
                ];
                for (_, state) in states.iter().filter(|(is_on, _)| *is_on) {
                    write!(f, ", {state}")?;
                }
                Ok(())
            }
        }
    }
}
