//! The stems that a song can have, the most important first.

use crate::{
    parts::{BassStyle, ChordStyle, Drum, MelodyRole, Part, Plays},
    patches as p,
    song::SectionKind::{self, Bridge, Chorus, Intro, Outro, Solo, Verse},
    synth::{Sound, Space},
};

/// A stem before it is part of a song.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StemKind {
    pub(crate) name: &'static str,
    pub(crate) desk: Desk,
    pub(crate) part: Part,
    pub(crate) sound: Sound,
    /// Of the stem while it plays, in dB against the others.
    pub(crate) level_db: f64,
    /// -1 left to 1 right.
    pub(crate) pan: f32,
    pub(crate) space: Space,
    pub(crate) plays: Plays,
}

/// Where a stem stands on the mixing desk: the order of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Desk {
    Drums,
    Percussion,
    Bass,
    Guitars,
    Keys,
    Synths,
    Orchestra,
    Voices,
    Effects,
    Click,
    Guide,
}

const EVERYWHERE: &[SectionKind] = &[Intro, Verse, Chorus, Bridge, Solo, Outro];
const BAND: &[SectionKind] = &[Intro, Verse, Chorus, Solo, Outro];
const FULL: &[SectionKind] = &[Verse, Chorus, Solo];
const LOUD: &[SectionKind] = &[Chorus, Solo];
const CHORUS: &[SectionKind] = &[Chorus];
const TUNE: &[SectionKind] = &[Verse, Chorus, Bridge];
const SOFT: &[SectionKind] = &[Intro, Chorus, Bridge, Outro];
const QUIET: &[SectionKind] = &[Intro, Verse, Bridge, Outro];
const LATE: &[SectionKind] = &[Chorus, Bridge, Solo, Outro];

const DRY: Space = Space { room: 0.0, room_seconds: 1.0, echo: 0.0, has_chorus: false };
const BOOTH: Space = Space { room: 0.12, room_seconds: 0.5, ..DRY };
const STUDIO: Space = Space { room: 0.16, room_seconds: 1.1, ..DRY };
const HALL: Space = Space { room: 0.35, room_seconds: 2.4, ..DRY };
const WIDE: Space = Space { room: 0.2, room_seconds: 1.8, echo: 0.0, has_chorus: true };
const ECHOES: Space = Space { room: 0.22, room_seconds: 1.6, echo: 0.3, has_chorus: false };

/// All kinds, so that the first few make a whole band.
pub(crate) static STEM_KINDS: [StemKind; 64] = [
    comped("Electric Piano", Desk::Keys, 60, p::ELECTRIC_PIANO).at(-9.0, -0.15).in_a(WIDE),
    bass("Bass", BassStyle::Groove, p::BASS).at(-6.0, 0.0),
    drum("Kick", Drum::Kick, p::KICK).at(-2.5, 0.0).playing(BAND),
    drum("Snare", Drum::Snare, p::SNARE).at(-5.0, 0.05).in_a(STUDIO).playing(FULL),
    drum("Hats", Drum::Hats, p::HATS).at(-17.0, 0.3),
    melody("Lead", MelodyRole::Lead, 72, p::LEAD).at(-7.0, 0.0).in_a(ECHOES).playing(TUNE),
    held("Pad", Desk::Synths, 4, 60, p::PAD).at(-14.0, 0.0).in_a(WIDE),
    plucked("Acoustic Guitar", ChordStyle::Strummed, 57, p::STEEL_GUITAR).at(-11.0, 0.4),
    held("Strings", Desk::Orchestra, 4, 67, p::STRINGS).at(-13.0, -0.2).in_a(HALL).playing(LATE),
    held("Oohs", Desk::Voices, 3, 65, p::OOHS).at(-14.0, 0.0).in_a(WIDE).playing(LOUD),
    cue("Click", Part::Click, Desk::Click, p::CLICK).at(-12.0, 0.0),
    cue("Guide", Part::Guide, Desk::Guide, p::GUIDE).at(-12.0, 0.0),
    arpeggio("Arp", 2, 69, p::SYNTH_PLUCK).at(-15.0, 0.35).in_a(ECHOES),
    drum("Shaker", Drum::Shaker, p::SHAKER).at(-20.0, -0.4).playing(FULL),
    drum("Toms", Drum::Toms, p::TOMS).at(-7.0, 0.0).in_a(STUDIO).playing(BAND),
    drum("Crash", Drum::Crash, p::CRASH).at(-15.0, -0.3).in_a(STUDIO),
    percussion("Congas", Drum::Congas, p::CONGAS).at(-14.0, 0.45).in_a(STUDIO).playing(FULL),
    comped("Piano", Desk::Keys, 64, p::PIANO).at(-12.0, 0.2).in_a(STUDIO).playing(LATE),
    bass("Sub Bass", BassStyle::Sub, p::SUB).at(-9.0, 0.0).playing(LOUD),
    plucked("Muted Guitar", ChordStyle::Broken(2, 3), 57, p::MUTED_GUITAR).at(-14.0, -0.55),
    percussion("Claps", Drum::Claps, p::CLAPS).at(-13.0, 0.1).in_a(STUDIO).playing(LOUD),
    percussion("Tambourine", Drum::Tambourine, p::TAMBOURINE).at(-21.0, 0.5).playing(LOUD),
    held("Organ", Desk::Keys, 4, 62, p::ORGAN).at(-16.0, 0.3).in_a(WIDE).playing(LOUD),
    bells("Bells", 84, p::BELLS).at(-19.0, -0.35).in_a(HALL).playing(SOFT),
    held("Aahs", Desk::Voices, 4, 67, p::AAHS).at(-15.0, 0.0).in_a(HALL).playing(CHORUS),
    held("Brass", Desk::Orchestra, 3, 62, p::BRASS).at(-14.0, 0.25).in_a(STUDIO).playing(CHORUS),
    melody("Lead Harmony", MelodyRole::Parallel(2), 72, p::LEAD).at(-12.0, 0.35).playing(CHORUS),
    held("High Strings", Desk::Orchestra, 2, 81, p::STRINGS)
        .at(-18.0, 0.3)
        .in_a(HALL)
        .playing(LOUD),
    drum("Ride", Drum::Ride, p::RIDE).at(-20.0, 0.35).playing(LOUD),
    riser("Riser").at(-17.0, 0.0).in_a(HALL).playing(LOUD),
    melody("Counter Melody", MelodyRole::Counter, 67, p::SOFT_LEAD).at(-14.0, -0.4).in_a(HALL),
    percussion("Rim", Drum::Rim, p::RIM).at(-16.0, -0.2).in_a(STUDIO).playing(QUIET),
    plucked("Nylon Guitar", ChordStyle::Broken(2, 5), 62, p::NYLON_GUITAR).at(-13.0, 0.5),
    melody("Flute", MelodyRole::Parallel(7), 72, p::SOFT_LEAD).at(-17.0, 0.3).in_a(HALL),
    mallets("Marimba", 2, 67, p::MARIMBA).at(-16.0, -0.5).in_a(STUDIO).playing(FULL),
    mallets("Kalimba", 4, 76, p::KALIMBA).at(-18.0, 0.55).in_a(ECHOES).playing(QUIET),
    stabs("Synth Stabs", 67, p::STABS).at(-17.0, -0.3).in_a(ECHOES).playing(LOUD),
    plucked("Harp", ChordStyle::Rolled, 67, p::HARP).at(-16.0, -0.6).in_a(HALL).playing(SOFT),
    drum("Open Hats", Drum::OpenHats, p::OPEN_HATS).at(-19.0, 0.3).playing(LOUD),
    percussion("Bongos", Drum::Bongos, p::BONGOS).at(-18.0, -0.5).in_a(STUDIO).playing(LOUD),
    player("Cello", 0, 52, p::SOLO_STRINGS).at(-16.0, 0.35).in_a(HALL).playing(LATE),
    player("Viola", 1, 60, p::SOLO_STRINGS).at(-18.0, -0.35).in_a(HALL).playing(LATE),
    melody("Violin", MelodyRole::Counter, 79, p::SOLO_STRINGS).at(-17.0, -0.5).in_a(HALL),
    player("Horn", 0, 57, p::BRASS).at(-17.0, -0.2).in_a(HALL).playing(LOUD),
    player("Clarinet", 2, 64, p::REED).at(-18.0, 0.25).in_a(HALL).playing(QUIET),
    held("Accordion", Desk::Keys, 3, 64, p::REED).at(-19.0, -0.45).in_a(STUDIO).playing(CHORUS),
    mallets("Vibraphone", 4, 72, p::VIBRAPHONE).at(-17.0, 0.4).in_a(WIDE).playing(QUIET),
    bells("Glockenspiel", 84, p::GLOCKENSPIEL).at(-22.0, 0.3).in_a(HALL).playing(CHORUS),
    plucked("Mandolin", ChordStyle::Strummed, 69, p::MANDOLIN).at(-18.0, -0.6).playing(LOUD),
    player("Oohs Low", 0, 55, p::OOHS).at(-17.0, -0.4).in_a(STUDIO).playing(LOUD),
    player("Oohs High", 2, 70, p::OOHS).at(-18.0, 0.4).in_a(STUDIO).playing(LOUD),
    held("Choir", Desk::Voices, 5, 62, p::AAHS).at(-18.0, 0.0).in_a(HALL).playing(LATE),
    melody("Whistle", MelodyRole::Parallel(7), 74, p::SOFT_LEAD).at(-20.0, 0.0).in_a(ECHOES),
    arpeggio("Arp Low", 2, 57, p::SQUARE_PLUCK).at(-18.0, -0.4).playing(FULL),
    arpeggio("Arp High", 1, 76, p::SYNTH_PLUCK).at(-22.0, 0.6).in_a(ECHOES),
    bass("Upright Bass", BassStyle::Long, p::UPRIGHT_BASS).at(-15.0, 0.1).playing(QUIET),
    drum("Kick Sub", Drum::Kick, p::KICK_SUB).at(-10.0, 0.0).playing(LOUD),
    drum("Snare Room", Drum::Snare, p::SNARE_ROOM).at(-15.0, 0.0).in_a(HALL).playing(FULL),
    percussion("Snaps", Drum::Snaps, p::SNAPS).at(-19.0, -0.3).in_a(STUDIO).playing(QUIET),
    percussion("Cowbell", Drum::Cowbell, p::COWBELL).at(-23.0, 0.4).playing(CHORUS),
    percussion("Triangle", Drum::Triangle, p::TRIANGLE).at(-26.0, -0.5).playing(SOFT),
    held("Pad High", Desk::Synths, 3, 76, p::PAD).at(-20.0, 0.0).in_a(HALL).playing(SOFT),
    melody("Lead Octave", MelodyRole::Parallel(-7), 72, p::REED).at(-15.0, -0.2).playing(LOUD),
    melody("Trumpet", MelodyRole::Lead, 74, p::BRASS).at(-15.0, 0.2).in_a(STUDIO).playing(LOUD),
];

impl StemKind {
    const fn new(name: &'static str, desk: Desk, part: Part, sound: Sound) -> StemKind {
        let plays = Plays(EVERYWHERE);
        StemKind { name, desk, part, sound, level_db: -12.0, pan: 0.0, space: BOOTH, plays }
    }

    const fn at(self, level_db: f64, pan: f32) -> StemKind {
        StemKind { level_db, pan, ..self }
    }

    const fn in_a(self, space: Space) -> StemKind {
        StemKind { space, ..self }
    }

    const fn playing(self, sections: &'static [SectionKind]) -> StemKind {
        StemKind { plays: Plays(sections), ..self }
    }

    /// True for what the audience does not hear.
    pub(crate) fn is_cue(&self) -> bool {
        matches!(self.desk, Desk::Click | Desk::Guide)
    }
}

const fn drum(name: &'static str, drum: Drum, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Drums, Part::Drum(drum), sound)
}

const fn percussion(name: &'static str, drum: Drum, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Percussion, Part::Drum(drum), sound)
}

const fn bass(name: &'static str, style: BassStyle, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Bass, Part::Bass(style), sound)
}

const fn comped(name: &'static str, desk: Desk, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(name, desk, Part::Chords(ChordStyle::Comped, centre), sound)
}

const fn held(
    name: &'static str,
    desk: Desk,
    voices: usize,
    centre: i32,
    sound: Sound,
) -> StemKind {
    StemKind::new(name, desk, Part::Chords(ChordStyle::Held(voices), centre), sound)
}

/// A single player of the orchestra: one voice of the chords.
const fn player(name: &'static str, voice: usize, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Orchestra, Part::Chords(ChordStyle::Voice(voice), centre), sound)
}

const fn plucked(name: &'static str, style: ChordStyle, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Guitars, Part::Chords(style, centre), sound)
}

const fn arpeggio(name: &'static str, spacing: u64, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Synths, Part::Chords(ChordStyle::Broken(spacing, 5), centre), sound)
}

const fn mallets(name: &'static str, spacing: u64, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(
        name,
        Desk::Percussion,
        Part::Chords(ChordStyle::Broken(spacing, 4), centre),
        sound,
    )
}

const fn stabs(name: &'static str, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Synths, Part::Chords(ChordStyle::Stabs, centre), sound)
}

const fn bells(name: &'static str, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Percussion, Part::Chords(ChordStyle::Rolled, centre), sound)
}

const fn melody(name: &'static str, role: MelodyRole, centre: i32, sound: Sound) -> StemKind {
    StemKind::new(name, Desk::Synths, Part::Melody(role, centre), sound)
}

const fn riser(name: &'static str) -> StemKind {
    StemKind::new(name, Desk::Effects, Part::Riser, p::RISER)
}

const fn cue(name: &'static str, part: Part, desk: Desk, sound: Sound) -> StemKind {
    StemKind::new(name, desk, part, sound).in_a(DRY)
}

/// A stem of a song: a kind, and which of several of that kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StemPlan {
    pub(crate) kind: &'static StemKind,
    /// 1, or more where a song has more stems than there are kinds.
    pub(crate) take: usize,
}

impl StemPlan {
    /// What the file is called after its number.
    pub(crate) fn name(&self) -> String {
        match self.take {
            1 => self.kind.name.to_owned(),
            take => format!("{} {take}", self.kind.name),
        }
    }
}

/// The stems of a song, in the order of the mixing desk.
pub(crate) fn plan(count: usize) -> Vec<StemPlan> {
    // Nobody needs a second click.
    let doubled = STEM_KINDS.iter().filter(|kind| !kind.is_cue());
    let further = (2..).flat_map(|take| doubled.clone().map(move |kind| StemPlan { kind, take }));
    let first = STEM_KINDS.iter().map(|kind| StemPlan { kind, take: 1 });
    let mut stems: Vec<StemPlan> = first.chain(further).take(count).collect();
    // Stable: within a group the more important come first.
    stems.sort_by_key(|stem| stem.kind.desk);
    stems
}

#[cfg(test)]
mod tests;
