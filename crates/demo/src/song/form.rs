//! From a number of bars to intro, verses, choruses, bridge and outro.

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SectionKind {
    Intro,
    Verse,
    Chorus,
    Bridge,
    /// A verse without singing: the lead plays.
    Solo,
    Outro,
}

/// A stretch of bars of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) kind: SectionKind,
    pub(crate) first_bar: usize,
    pub(crate) bar_count: usize,
}

/// Bars that form a phrase; sections are one or two of them.
const PHRASE_BARS: usize = 4;

/// What comes between intro and outro, in phrases; a longer song goes round again.
const MIDDLE: [(SectionKind, usize); 8] = [
    (SectionKind::Verse, 2),
    (SectionKind::Chorus, 2),
    (SectionKind::Verse, 2),
    (SectionKind::Chorus, 2),
    (SectionKind::Bridge, 2),
    (SectionKind::Chorus, 2),
    (SectionKind::Solo, 2),
    (SectionKind::Chorus, 2),
];

/// The sections of a song of `bar_count` bars; they follow each other without a gap.
pub(crate) fn sections(bar_count: usize) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut push = |kind, bar_count| {
        let first_bar = sections.last().map_or(0, |s: &Section| s.first_bar + s.bar_count);
        sections.push(Section { kind, first_bar, bar_count });
    };
    let phrases = bar_count / PHRASE_BARS;
    if phrases < 3 {
        // Too short for a form: the best of it.
        push(SectionKind::Chorus, bar_count);
        return sections;
    }
    push(SectionKind::Intro, PHRASE_BARS);
    let mut left = phrases - 2;
    for (kind, length) in MIDDLE.iter().copied().cycle() {
        if left == 0 {
            break;
        }
        let length = length.min(left);
        push(kind, length * PHRASE_BARS);
        left -= length;
    }
    push(SectionKind::Outro, PHRASE_BARS + bar_count % PHRASE_BARS);
    sections
}
