//! A song before it sounds: title, key, tempo, form and chords.

mod form;
mod harmony;

use attacca_units::SampleRate;

pub(crate) use form::{Section, SectionKind};
pub(crate) use harmony::{Chord, Key};

use crate::{DemoSettings, random::Random};

/// Beats in every bar.
pub(crate) const BEATS_PER_BAR: u64 = 4;
/// Steps of the rhythm grid in every bar.
pub(crate) const STEPS_PER_BAR: u64 = 16;
/// What rings on after the last bar.
const RING_OUT_SECONDS: f64 = 4.0;

const TITLES: [&str; 24] = [
    "Paper Lanterns",
    "Northern Line",
    "Slow Harbour",
    "Copper Sky",
    "Letters Home",
    "Second Summer",
    "Glass River",
    "Night Train",
    "Open Windows",
    "Violet Hour",
    "Winter Garden",
    "Signal Fires",
    "Low Tide",
    "Morning Market",
    "Satellites",
    "Carousel",
    "The Long Way Round",
    "Ember and Ash",
    "Kite Weather",
    "Silver Bridge",
    "Orchard Road",
    "Tidal",
    "Small Hours",
    "Lighthouse",
];

/// How a song moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feel {
    /// Straight eighths, back beat.
    Anthem,
    /// Slow, the snare on three.
    Ballad,
    /// Syncopated sixteenths.
    Groove,
    /// Four on the floor.
    Drive,
    /// Swung eighths.
    Shuffle,
}

impl Feel {
    const ALL: [Feel; 5] = [Feel::Anthem, Feel::Groove, Feel::Ballad, Feel::Drive, Feel::Shuffle];

    /// The slowest and the fastest tempo, in beats per minute.
    fn tempo_range(self) -> (usize, usize) {
        match self {
            Feel::Anthem => (112, 130),
            Feel::Ballad => (66, 78),
            Feel::Groove => (92, 106),
            Feel::Drive => (116, 126),
            Feel::Shuffle => (84, 98),
        }
    }

    /// How far the second of two steps is moved back, in steps.
    fn swing(self) -> f64 {
        match self {
            Feel::Shuffle => 0.55,
            Feel::Groove => 0.12,
            Feel::Anthem | Feel::Ballad | Feel::Drive => 0.0,
        }
    }
}

/// A song, planned from its first to its last frame.
#[derive(Debug, Clone)]
pub(crate) struct Song {
    pub(crate) title: String,
    pub(crate) key: Key,
    pub(crate) feel: Feel,
    /// Beats per minute.
    pub(crate) tempo: f64,
    pub(crate) sample_rate: SampleRate,
    /// Length of the song; the last bar ends before.
    pub(crate) frame_count: u64,
    pub(crate) sections: Vec<Section>,
    /// The chords of the halves of every bar.
    pub(crate) chords: Vec<[Chord; 2]>,
    pub(crate) random: Random,
}

impl Song {
    /// The songs of a set: neighbours differ in feel, key and tempo.
    pub(crate) fn set(settings: &DemoSettings) -> Vec<Song> {
        let random = Random::new(settings.seed);
        let mut titles = TITLES;
        random.about("titles", 0).shuffle(&mut titles);
        let mut tonics = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        random.about("keys", 0).shuffle(&mut tonics);
        let first_feel = random.about("feel", 0).below(Feel::ALL.len());
        (0..settings.songs)
            .map(|index| {
                let round = index / titles.len();
                let title = titles[index % titles.len()];
                let title =
                    if round == 0 { title.to_owned() } else { format!("{title} {}", round + 1) };
                let tonic = tonics[index % tonics.len()];
                let feel = Feel::ALL[(first_feel + index) % Feel::ALL.len()];
                Song::new(title, tonic, feel, settings, random.about("song", index as u64))
            })
            .collect()
    }

    fn new(title: String, tonic: i32, feel: Feel, settings: &DemoSettings, random: Random) -> Song {
        let mut dice = random.about("plan", 0);
        let (slowest, fastest) = feel.tempo_range();
        let tempo = (slowest + dice.below(fastest - slowest + 1)) as f64;
        let key = Key { tonic, is_minor: feel == Feel::Drive || dice.chance(0.35) };
        let seconds = settings.minutes * 60.0;
        let seconds_per_bar = BEATS_PER_BAR as f64 * 60.0 / tempo;
        // A song shorter than its ringing out is all bar.
        let ring_out = RING_OUT_SECONDS.min(seconds / 4.0);
        let bar_count = (((seconds - ring_out) / seconds_per_bar) as usize).max(1);
        let sections = form::sections(bar_count);
        let chords = harmony::chords(&sections, key, &mut dice);
        Song {
            title,
            key,
            feel,
            tempo,
            sample_rate: settings.sample_rate,
            frame_count: settings.sample_rate.frames_in(seconds).0,
            sections,
            chords,
            random,
        }
    }

    /// Bars of the song.
    pub(crate) fn bar_count(&self) -> usize {
        self.chords.len()
    }

    /// Frames in a step of the rhythm grid.
    pub(crate) fn frames_per_step(&self) -> f64 {
        f64::from(self.sample_rate.hz()) * 60.0 / self.tempo / 4.0
    }

    /// Where `step` steps after the start of `bar` is, swung; fractions of steps are as they are.
    pub(crate) fn frame_at(&self, bar: usize, step: f64) -> u64 {
        let pair = (step / 4.0).floor() * 4.0;
        let within = step - pair;
        // Swing holds the second eighth of each beat back, and what is between with it.
        let swung = match self.feel {
            Feel::Shuffle if within < 2.0 => within * (2.0 + self.feel.swing()) / 2.0,
            Feel::Shuffle => {
                let late = 2.0 + self.feel.swing();
                late + (within - 2.0) * (4.0 - late) / 2.0
            }
            _ if step % 2.0 == 1.0 => within + self.feel.swing(),
            _ => within,
        };
        let steps = bar as f64 * STEPS_PER_BAR as f64 + pair + swung;
        (steps * self.frames_per_step()).round() as u64
    }

    /// The chord at a step of a bar.
    pub(crate) fn chord_at(&self, bar: usize, step: u64) -> Chord {
        self.chords[bar][usize::from(step >= STEPS_PER_BAR / 2)]
    }

    /// Every bar with the section that it is in and its number there.
    pub(crate) fn bars(&self) -> impl Iterator<Item = (usize, &Section, usize)> {
        self.sections.iter().flat_map(|section| {
            (0..section.bar_count).map(move |index| (section.first_bar + index, section, index))
        })
    }
}

#[cfg(test)]
mod tests;
