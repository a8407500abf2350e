//! Drums and percussion: patterns of sixteen steps, fills at the ends of sections.

use super::{GridNote, PartWriter};
use crate::{
    random::Random,
    song::{Feel, Section, SectionKind},
};

/// A drum or a group of drums on one stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drum {
    Kick,
    Snare,
    Hats,
    OpenHats,
    Toms,
    Crash,
    Ride,
    Shaker,
    Tambourine,
    Claps,
    Rim,
    Congas,
    Bongos,
    Cowbell,
    Snaps,
    Triangle,
}

/// `X` accent, `x` hit, `o` softer, `-` ghost, `.` nothing.
type Pattern = &'static str;

fn velocity_of(mark: char) -> Option<f32> {
    match mark {
        'X' => Some(1.0),
        'x' => Some(0.8),
        'o' => Some(0.55),
        '-' => Some(0.25),
        _ => None,
    }
}

pub(super) fn write(writer: &mut PartWriter, drum: Drum) {
    let song = writer.song;
    for (bar, section, index) in song.bars() {
        if !writer.plays.is_in(section.kind) {
            continue;
        }
        let is_last = index + 1 == section.bar_count;
        if bar + 1 == song.bar_count() {
            write_end(writer, drum, bar);
            continue;
        }
        match drum {
            Drum::Crash => write_crash(writer, bar, index),
            Drum::Toms => write_toms(writer, bar, is_last),
            Drum::Snare if is_last && section.bar_count >= 4 => write_snare_fill(writer, bar),
            _ => write_pattern(writer, drum, bar, section, index),
        }
    }
}

/// The song ends on one stroke.
fn write_end(writer: &mut PartWriter, drum: Drum, bar: usize) {
    if matches!(drum, Drum::Kick | Drum::Crash | Drum::Toms) {
        writer.play(GridNote { bar, step: 0.0, steps: 16.0, pitch: 0.0, velocity: 0.9 });
    }
}

fn write_pattern(writer: &mut PartWriter, drum: Drum, bar: usize, section: &Section, index: usize) {
    // The intro comes in by halves.
    let is_waiting = section.kind == SectionKind::Intro && index < section.bar_count / 2;
    if is_waiting && !matches!(drum, Drum::Hats | Drum::Shaker | Drum::Triangle) {
        return;
    }
    let is_full = matches!(section.kind, SectionKind::Chorus | SectionKind::Solo);
    let pattern = pattern(drum, writer.song.feel, is_full, index);
    for (step, mark) in pattern.chars().enumerate() {
        let Some(velocity) = velocity_of(mark) else { continue };
        let pitch = match drum {
            // Two heads, high and low.
            Drum::Congas | Drum::Bongos if step % 4 == 3 || mark == 'X' => -5.0,
            _ => 0.0,
        };
        let velocity = if is_full { velocity } else { velocity * 0.82 };
        writer.play(GridNote { bar, step: step as f64, steps: 1.0, pitch, velocity });
    }
}

fn pattern(drum: Drum, feel: Feel, is_full: bool, index: usize) -> Pattern {
    let is_second = index % 2 == 1;
    match (drum, feel) {
        (Drum::Kick, Feel::Anthem) if is_full => {
            pick(is_second, "X.....x.x.x.....", "X.....x.x.....x.")
        }
        (Drum::Kick, Feel::Anthem) => pick(is_second, "X.......x.x.....", "X.......x......."),
        (Drum::Kick, Feel::Ballad) => pick(is_second, "X.........x.....", "X......x..x....."),
        (Drum::Kick, Feel::Groove) => pick(is_second, "X..x..x...x..x..", "X..x..x...x....."),
        (Drum::Kick, Feel::Drive) => "X...x...X...x...",
        (Drum::Kick, Feel::Shuffle) => pick(is_second, "X.....x.x.......", "X.....x.x.x....."),
        (Drum::Snare, Feel::Ballad) => pick(is_second, "........X.......", "........X.....-."),
        (Drum::Snare, Feel::Groove) => pick(is_second, "....X..-.-..X..-", "....X..-.-..X-.-"),
        (Drum::Snare, _) => pick(is_second, "....X.......X...", "....X.......X..-"),
        (Drum::Hats, Feel::Groove) => "x-o-x-o-x-o-x-oo",
        (Drum::Hats, Feel::Drive) => "..x...x...x...x.",
        (Drum::Hats, _) if is_full => "x.x.x.x.x.x.x.x.",
        (Drum::Hats, _) => "x.o.x.o.x.o.x.o.",
        (Drum::OpenHats, _) => pick(is_second, "..............o.", "......o.......x."),
        (Drum::Ride, Feel::Shuffle) => "x...x.o.x...x.o.",
        (Drum::Ride, _) => "x.o.x.o.x.o.x.o.",
        (Drum::Shaker, Feel::Ballad) => "o.-.o.-.o.-.o.-.",
        (Drum::Shaker, _) => "o-x-o-x-o-x-o-x-",
        (Drum::Tambourine, _) => "..o.x.o...o.x.o.",
        (Drum::Claps, Feel::Ballad) => "........x.......",
        (Drum::Claps, _) => "....x.......x...",
        (Drum::Rim, _) => pick(is_second, "..x...x....x....", "..x...x.....x..x"),
        (Drum::Congas, _) => pick(is_second, "o.-xo..Xo.-xo.XX", "o.-xo..Xo.-x..X."),
        (Drum::Bongos, _) => "x-o-x-o-x-oXx-oo",
        (Drum::Cowbell, _) => "x...o...x...o...",
        (Drum::Snaps, _) => "....x.......x...",
        (Drum::Triangle, _) => pick(is_second, "x...............", "........x......."),
        (Drum::Toms | Drum::Crash, _) => "................",
    }
}

fn pick(is_second: bool, first: Pattern, second: Pattern) -> Pattern {
    if is_second { second } else { first }
}

fn write_crash(writer: &mut PartWriter, bar: usize, index: usize) {
    let velocity = match index {
        0 => 0.9,
        index if index % 8 == 4 => 0.5,
        _ => return,
    };
    writer.play(GridNote { bar, step: 0.0, steps: 16.0, pitch: 0.0, velocity });
}

const TOM_FILLS: [Pattern; 4] =
    ["..........xxxxXX", "........x.xxx.xX", "............xxxX", "......x..x..xxXX"];
const SNARE_FILLS: [Pattern; 3] = ["....X...x.......", "....X.......X.xx", "....X......xX.xX"];

/// The same fill for all who play one in this bar.
fn fill(writer: &PartWriter, fills: &[Pattern], bar: usize) -> Pattern {
    let mut dice: Random = writer.song.random.about("fill", bar as u64);
    dice.pick(fills)
}

fn write_snare_fill(writer: &mut PartWriter, bar: usize) {
    write_marks(writer, bar, fill(writer, &SNARE_FILLS, bar), |_| 0.0);
}

fn write_toms(writer: &mut PartWriter, bar: usize, is_last: bool) {
    if is_last {
        // From high to low.
        let downwards = |step: usize| 7.0 - 12.0 * (step as f32 - 6.0).max(0.0) / 9.0;
        write_marks(writer, bar, fill(writer, &TOM_FILLS, bar), downwards);
    } else if bar % 4 == 3 {
        write_marks(writer, bar, "..............xx", |step| if step == 14 { 5.0 } else { -2.0 });
    }
}

fn write_marks(
    writer: &mut PartWriter,
    bar: usize,
    pattern: Pattern,
    pitch_of: impl Fn(usize) -> f32,
) {
    for (step, mark) in pattern.chars().enumerate() {
        let Some(velocity) = velocity_of(mark) else { continue };
        let pitch = pitch_of(step);
        writer.play(GridNote { bar, step: step as f64, steps: 1.0, pitch, velocity });
    }
}
