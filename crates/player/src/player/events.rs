//! What the engine reports, put into words and acted on.

use std::{path::Path, time::Instant};

use attacca_engine::{
    BusChannels, BusId, EngineEvent, SongId, TransportState,
    control::{FileChange, QuarantineReason},
};
use attacca_session::Song;
use attacca_units::{FrameCount, FramePos, format_seconds};

use super::Player;
use crate::notice::{
    Notice,
    Severity::{Error, Info, Status, Warning},
    chain,
};

/// Kinds of trouble that may come in bursts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Trouble {
    Damage(SongId, usize),
    LeftOut(SongId, usize),
    Back(SongId, usize),
    Underrun,
    LowLead,
}

impl Player {
    /// Takes in what the engine reports: steps on at a song's end, and says what the user must
    /// know.
    pub fn take_in(&mut self, event: &EngineEvent, now: Instant) -> Option<Notice> {
        match event {
            EngineEvent::Ended { song } => self.ended(*song),
            EngineEvent::Located { song, .. } => self.located(*song),
            EngineEvent::SongOpened { song, .. } | EngineEvent::SongLengthened { song, .. } => {
                self.song_opened(*song)
            }
            EngineEvent::SongFailed { song } => self.failed(*song),
            EngineEvent::JumpHappened { .. }
            | EngineEvent::JumpMissed { .. }
            | EngineEvent::JumpCancelled { .. } => self.jump_event(event),
            EngineEvent::TransportChanged { state, at, .. } => self.transport_changed(*state, *at),
            EngineEvent::BusUnheard { bus, channel_count } => {
                Some(self.bus_unheard(*bus, *channel_count))
            }
            _ => self.trouble(event, now),
        }
    }

    fn bus_unheard(&self, bus: BusId, channel_count: usize) -> Notice {
        let text = format!(
            "bus {} goes to {}, and the output has {}: what is meant for the others is not heard; \
             choose an output with more channels, or other channels",
            self.buses.name(bus),
            channel_words(self.engine.bus_mix(bus).channels),
            match channel_count {
                1 => "one channel".to_owned(),
                count => format!("{count} channels"),
            }
        );
        Notice::new(Warning, text)
    }

    fn transport_changed(&mut self, state: TransportState, at: FramePos) -> Option<Notice> {
        if std::mem::replace(&mut self.announced_state, state) == state {
            return None;
        }
        let verb = match state {
            TransportState::Playing => "playing from",
            TransportState::Paused => "paused at",
            TransportState::Stopped => "stopped at",
        };
        Some(Notice::new(Status, format!("{verb} {}", self.time(at))))
    }

    /// Steps on to the next song, which waits for play; after the last one stays where it is.
    fn ended(&mut self, song: SongId) -> Option<Notice> {
        self.announced_state = TransportState::Stopped;
        let Some(index) = self.index_of(song) else { return self.removed_ended() };
        if index != self.current() {
            // Another song was asked for in the meantime.
            return None;
        }
        self.wants_to_play &= self.goes_on_after(index);
        let ended = format!("{} has ended", self.label(index));
        let Some(next) = self.go_on() else {
            return Some(Notice::new(Status, format!("{ended}, and with it the set")));
        };
        if self.wants_to_play {
            return Some(Notice::new(Status, ended));
        }
        Some(Notice::new(Status, format!("{ended}; play starts {}", self.label(next))))
    }

    /// A song that was taken out of the set while it played has ended: the set waits at its place.
    fn removed_ended(&mut self) -> Option<Notice> {
        if self.last_target.is_none_or(|target| self.has_come_to(target.action)) {
            self.wants_to_play = false;
            self.go_to(self.current(), FramePos::ZERO);
        }
        None
    }

    /// Goes to the next song that can be played, and plays it if it is to play; without one it stays
    /// and does not play.
    fn go_on(&mut self) -> Option<usize> {
        let next = self.next_playable();
        match next {
            Some(next) if self.wants_to_play => self.play_from(next, FramePos::ZERO),
            Some(next) => self.go_to(next, FramePos::ZERO),
            None => self.wants_to_play = false,
        }
        next
    }

    pub(super) fn located(&mut self, song: SongId) -> Option<Notice> {
        let index = self.index_of(song)?;
        if self.announced.replace(index) == Some(index) {
            return None;
        }
        let length =
            self.engine.song(song).frame_count.map_or_else(String::new, |length| {
                format!(" ({})", self.time(length.from_start()))
            });
        Some(Notice::new(Status, format!("song {}{length}", self.label(index))))
    }

    /// Goes on when the song that was asked for can't be played: alone to the next one, else back to
    /// the one that is heard.
    fn failed(&mut self, song: SongId) -> Option<Notice> {
        let index = self.index_of(song)?;
        if index == self.current() {
            let heard = self.engine.telemetry().transport.song.and_then(|id| self.index_of(id));
            match heard {
                Some(heard) if !self.goes_on_alone => {
                    self.cursor.select(heard);
                    self.last_target = None;
                    self.arm_transition(self.place());
                }
                _ => {
                    self.go_on();
                }
            }
        }
        let text = format!(
            "{} can't be played: none of its files can; put audio files into {}",
            self.label(index),
            self.song_at(index).folder().display()
        );
        Some(Notice::new(Error, text))
    }

    fn trouble(&mut self, event: &EngineEvent, now: Instant) -> Option<Notice> {
        let kind = match event {
            EngineEvent::DecodeFailed { song, stem, .. } => Trouble::Damage(*song, *stem),
            EngineEvent::StemLeftOut { song, stem, .. } => Trouble::LeftOut(*song, *stem),
            EngineEvent::StemBack { song, stem, .. } => Trouble::Back(*song, *stem),
            EngineEvent::UnderrunBegan { .. } => Trouble::Underrun,
            EngineEvent::LowLead { .. } => Trouble::LowLead,
            _ => return self.stem_notice(event),
        };
        let suppressed = self.repeats.admit(kind, now)?;
        let mut text = self.trouble_text(event)?;
        if suppressed > 0 {
            text.push_str(&format!(" (and {suppressed} times more since the last report)"));
        }
        let is_over = matches!(event, EngineEvent::StemBack { .. });
        Some(Notice::new(if is_over { Info } else { Warning }, text))
    }

    fn trouble_text(&self, event: &EngineEvent) -> Option<String> {
        Some(match event {
            EngineEvent::DecodeFailed { path, at, error, .. } => format!(
                "{} is silent for a while from {} on: {}; restore the file",
                path.display(),
                self.time(*at),
                chain(&**error)
            ),
            EngineEvent::StemLeftOut { song, stem, path, at, reason } => format!(
                "{} is silent from {} on: {} {}; it is tried again and again",
                self.stem_label(*song, *stem)?,
                self.time(*at),
                file_name(path),
                reason_text(reason)
            ),
            EngineEvent::StemBack { song, stem, at, .. } => {
                format!("{} is back at {}", self.stem_label(*song, *stem)?, self.time(*at))
            }
            EngineEvent::UnderrunBegan { at, .. } => format!(
                "underrun at {}: the disk or the machine was too slow, and the sound comes back in \
                 step",
                self.time(*at)
            ),
            EngineEvent::LowLead { lead_seconds } => format!(
                "only {:.0} ms are ready ahead: the disk or the machine is slow",
                lead_seconds * 1000.0
            ),
            _ => return None,
        })
    }

    fn stem_notice(&self, event: &EngineEvent) -> Option<Notice> {
        Some(match event {
            EngineEvent::StemFailed { song, stem, path, error } => Notice::new(
                Warning,
                format!(
                    "{} is silent: {}: {}",
                    self.stem_label(*song, *stem)?,
                    path.display(),
                    chain(&**error)
                ),
            ),
            EngineEvent::StemFileChanged { song, stem, path, at, change } => Notice::new(
                Warning,
                format!(
                    "{} at {}: {} {}",
                    self.stem_label(*song, *stem)?,
                    self.time(*at),
                    file_name(path),
                    change_text(*change)
                ),
            ),
            EngineEvent::StemMixedDown { song, stem, path, source_channels } => Notice::new(
                Info,
                format!(
                    "{} is mixed down to stereo: {} has {source_channels} channels",
                    self.stem_label(*song, *stem)?,
                    file_name(path)
                ),
            ),
            // Another Attacca fills it.
            EngineEvent::CacheFailed { error, .. }
                if error.kind() == std::io::ErrorKind::WouldBlock =>
            {
                return None;
            }
            EngineEvent::CacheFailed { path, error } => Notice::new(
                Info,
                format!(
                    "the cache in {} is not written to: {}; songs play from their own files",
                    path.display(),
                    chain(&**error)
                ),
            ),
            EngineEvent::SourceLost { song, stem, path, cached, frame_count } => {
                let label = self.stem_label(*song, *stem)?;
                let file = file_name(path);
                match frame_count.0.saturating_sub(cached.0) {
                    0 => Notice::new(
                        Info,
                        format!("{label} plays from the cache: {file} can't be reached"),
                    ),
                    _ => Notice::new(
                        Warning,
                        format!(
                            "{label} is incomplete: {file} can't be reached, and {} of {} are \
                             cached; put the disk back",
                            self.time(cached.from_start()),
                            self.time(frame_count.from_start())
                        ),
                    ),
                }
            }
            EngineEvent::IndexFolderFailed { path, error } => Notice::new(
                Info,
                format!(
                    "{} keeps no frame indexes: {}; everything plays, and each start of Attacca \
                     reads the files of its songs again",
                    path.display(),
                    chain(&**error)
                ),
            ),
            EngineEvent::UnderrunEnded { frames, at, .. } => Notice::new(
                Status,
                format!("sound again at {} after {}", self.time(*at), self.millis(*frames)),
            ),
            _ => return self.look_ahead_notice(event),
        })
    }

    /// `2/5 Title`.
    pub(super) fn label(&self, index: usize) -> String {
        format!("{}/{} {}", index + 1, self.cursor.count(), self.song_at(index).title())
    }

    /// `Bass DI of 2/5 Title`.
    fn stem_label(&self, song: SongId, stem: usize) -> Option<String> {
        let index = self.index_of(song)?;
        let name = &self.song_at(index).stems().get(stem)?.name;
        Some(format!("{name} of {}", self.label(index)))
    }

    fn song_at(&self, index: usize) -> &Song {
        &self.entries[index].song
    }

    pub(super) fn time(&self, at: FramePos) -> String {
        format_seconds(self.engine.settings().engine_rate.seconds_at(at))
    }

    fn millis(&self, span: FrameCount) -> String {
        format!("{:.0} ms", self.engine.settings().engine_rate.seconds(span) * 1000.0)
    }
}

/// `channel 3`, `channels 3 and 4`.
fn channel_words(channels: BusChannels) -> String {
    let numbers: Vec<String> =
        channels.iter().map(|channel| channel.number().to_string()).collect();
    let plural = if numbers.len() == 1 { "" } else { "s" };
    format!("channel{plural} {}", numbers.join(" and "))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into()
}

/// Why a stem is left out, after the name of its file.
fn reason_text(reason: &QuarantineReason) -> String {
    match reason {
        QuarantineReason::ReadFailed(error) => format!("can't be read ({})", chain(&**error)),
        QuarantineReason::Changed(change) => change_text(*change).to_owned(),
        _ => "does not answer (check its disk or network)".to_owned(),
    }
}

/// What became of a file, after its name.
fn change_text(change: FileChange) -> &'static str {
    match change {
        FileChange::Vanished => "was deleted or moved; what is open plays on, restore it",
        FileChange::Replaced => "was replaced; the new one plays when the song is opened next",
        FileChange::Shrunk => "was cut off; it is opened anew",
        _ => "was written to; it is opened anew",
    }
}
