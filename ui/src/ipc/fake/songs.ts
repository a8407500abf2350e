// Songs out of nothing: titles, sections, stems and how loud they are at each moment.
// Contact points: world.ts; deterministic by seed and number, so that ten thousand of them need not be kept.
import type { Role, Section, SongDetail, SongSummary, Stem, Wave } from "../bindings";
import { STEM_PALETTE } from "../../units/colours";
import { hash, pick } from "./random";

const TITLES = [
  "Harbour Lights",
  "Copper Sky",
  "Half a Mile",
  "Winter Keys",
  "Tin Roof",
  "Small Hours",
  "Glass Garden",
  "Low Tide",
  "Marching On",
  "Paper Moon Radio",
  "The Long Way Round",
  "Leave a Light On",
];
const FIRST = [
  "Silver",
  "Broken",
  "Quiet",
  "Golden",
  "Distant",
  "Electric",
  "Crooked",
  "Hollow",
  "Northern",
  "Velvet",
  "Burning",
  "Second",
  "Falling",
  "Open",
  "Lonely",
  "Summer",
];
const SECOND = [
  "River",
  "Signal",
  "Window",
  "Street",
  "Engine",
  "Morning",
  "Letter",
  "Mountain",
  "Ocean",
  "Circle",
  "Shadow",
  "Station",
  "Season",
  "Machine",
  "Mirror",
  "Road",
];
const ARTISTS = ["The Night Shift", "Ada Marlow", "Kite Season", "Brass & Bone", "Holm"];
const KEYS = ["Gm", "C♯m", "Em", "A", "Dm", "F♯m", "B♭", "Cm", "Bm", "E", "G", "D"];

const FORM = [
  "Intro",
  "Verse 1",
  "Pre",
  "Chorus 1",
  "Verse 2",
  "Chorus 2",
  "Bridge",
  "Breakdown",
  "Build",
  "Chorus 3",
  "Outro",
] as const;
const BARS = [4, 16, 4, 16, 16, 16, 8, 8, 4, 16, 8] as const;
const LOUDNESS: Record<string, number> = {
  Intro: 0.2,
  Verse: 0.45,
  Pre: 0.55,
  Chorus: 0.92,
  Bridge: 0.62,
  Breakdown: 0.22,
  Build: 0.6,
  Outro: 0.34,
};

interface StemModel {
  readonly name: string;
  readonly role: Role;
  readonly colour: keyof typeof STEM_PALETTE;
  readonly bus: string;
  readonly levelDb: number;
  readonly pan: number;
}
const stem = (
  name: string,
  role: Role,
  colour: keyof typeof STEM_PALETTE,
  levelDb = 0,
  pan = 0,
  bus = "main",
): StemModel => ({
  name,
  role,
  colour,
  levelDb,
  pan,
  bus,
});
const STEMS: readonly StemModel[] = [
  stem("Kick In", "drums", "drums", -4.5),
  stem("Kick Sub", "drums", "drums", -0.5),
  stem("Snare Top", "drums", "drums"),
  stem("Snare Bottom", "drums", "drums"),
  stem("Toms", "drums", "drums", 1.5),
  stem("Overheads", "drums", "drums", -3),
  stem("Room", "drums", "drums", -4.5),
  stem("Shaker", "percussion", "perc", -6, 0.3),
  stem("Tambourine", "percussion", "perc", -3, -0.3),
  stem("Bass DI", "bass", "bass", -1.5),
  stem("Bass Amp", "bass", "bass", -8),
  stem("Sub Drop", "effects", "bass", -4.5),
  stem("Gtr Clean L", "guitar", "guitar", 1.5, -0.8),
  stem("Gtr Clean R", "guitar", "guitar", -6, 0.8),
  stem("Gtr Drive L", "guitar", "guitar", 1.5, -0.6),
  stem("Gtr Drive R", "guitar", "guitar", -6, 0.6),
  stem("Acoustic", "guitar", "guitar", -4.5),
  stem("Piano", "keys", "keys", -1.5),
  stem("Rhodes", "keys", "keys", 1.5),
  stem("Organ", "keys", "keys", -2),
  stem("Pad Warm", "pads", "pads", -1.5),
  stem("Pad Air", "pads", "pads", -0.5),
  stem("Strings Hi", "strings", "strings", -3, -0.2),
  stem("Strings Lo", "strings", "strings", -2, 0.2),
  stem("Horn Stabs", "brass", "brass", -2),
  stem("Lead Vox", "vocals", "lead", -4.5),
  stem("BVox L", "backingVocals", "bvox", -4.5, -0.7),
  stem("BVox R", "backingVocals", "bvox", -6, 0.7),
  stem("Click", "click", "click", -2, 0, "click"),
  stem("Guide", "guide", "guide", -2, 0, "click"),
];

export const SECONDS_PER_BIN = 0.1;
const stemId = (song: number, index: number): number => song * 1000 + index;

export function makeSummary(id: number, stemCount: number, seed: number): SongSummary {
  const r = (n: number) => hash(seed + id, n);
  const tempoBpm = 72 + Math.floor(r(1) * 76);
  const bars = BARS.reduce<number>((sum, n) => sum + n, 0);
  const title = TITLES[id - 1] ?? `${pick(FIRST, r(2))} ${pick(SECOND, r(3))}${id > 200 ? ` ${String(id)}` : ""}`;
  return {
    id,
    title,
    artist: pick(ARTISTS, r(4)),
    key: pick(KEYS, r(5)),
    tempoBpm,
    timeSignature: "4/4",
    colour: null,
    lengthSeconds: Math.round(((bars * 240) / tempoBpm) * 1000) / 1000,
    stemCount,
    missingStems: id % 41 === 9 ? 2 : 0,
    addedAt: `2026-0${String(1 + (id % 9))}-1${String(id % 10)}`,
  };
}

export const makeNotes = (song: number): string =>
  song % 3 === 1 ? "Guitar: capo 3. Band out in the breakdown, watch the drums for the build." : "";

export function makeDetail(summary: SongSummary, seed: number): SongDetail {
  return {
    summary,
    notes: makeNotes(summary.id),
    trimDb: 0,
    sections: makeSections(summary),
    stems: Array.from({ length: summary.stemCount }, (_, i) => makeStem(summary, i, seed)),
    warnings: [],
  };
}

function makeSections(summary: SongSummary): Section[] {
  const barSeconds = 240 / (summary.tempoBpm ?? 120);
  let bar = 0;
  return FORM.map((name, i) => {
    const startSeconds = bar * barSeconds;
    bar += BARS[i] ?? 8;
    return { name, startSeconds, endSeconds: Math.min(summary.lengthSeconds, bar * barSeconds), colour: null };
  });
}

function makeStem(summary: SongSummary, index: number, seed: number): Stem {
  // Click and guide are the last two, however many there are.
  const fromEnd = summary.stemCount - index;
  const model = pick(
    STEMS,
    fromEnd <= 2 ? (STEMS.length - fromEnd) / STEMS.length + 1e-6 : (index % (STEMS.length - 2)) / STEMS.length + 1e-6,
  );
  const round = Math.floor(index / (STEMS.length - 2));
  const name = fromEnd > 2 && round > 0 ? `${model.name} ${String(round + 1)}` : model.name;
  const isMissing = index >= 3 && index < 3 + summary.missingStems;
  return {
    id: stemId(summary.id, index),
    name,
    role: model.role,
    colour: STEM_PALETTE[model.colour],
    fileName: `${String(index + 1).padStart(2, "0")} ${name}.flac`,
    folder: `Music/${summary.title}`,
    lengthSeconds: summary.lengthSeconds,
    format: hash(seed, index) > 0.1 ? "FLAC 48 kHz 24 bit stereo" : "WAV 44.1 kHz 16 bit mono",
    levelDb: model.levelDb,
    pan: model.pan,
    isMuted: false,
    isSoloed: false,
    isSoloSafe: model.role === "click" || model.role === "guide",
    bus: model.bus,
    trouble: isMissing ? "The file is missing. The other stems play." : null,
  };
}

/** How loud the song is at `seconds`, 0…1: by section, with its beat. */
export function loudness(song: SongDetail, seconds: number): number {
  const section = song.sections.find((s) => seconds >= s.startSeconds && seconds < s.endSeconds);
  if (!section) return 0.05;
  const base = LOUDNESS[section.name.split(" ")[0] ?? ""] ?? 0.5;
  const beat = ((((seconds * (song.summary.tempoBpm ?? 120)) / 60) % 1) + 1) % 1;
  const through = (seconds - section.startSeconds) / (section.endSeconds - section.startSeconds);
  const swell = section.name === "Build" ? 0.5 + 0.5 * through : section.name === "Outro" ? 1 - 0.85 * through : 1;
  return base * swell * (0.78 + 0.22 * Math.exp(-4 * beat));
}

/** The wave of the mix, or of one stem of it. */
export function makeWave(song: SongDetail, seed: number): Wave {
  const bins = Math.ceil(song.summary.lengthSeconds / SECONDS_PER_BIN);
  const peak: number[] = [];
  const rms: number[] = [];
  for (let i = 0; i < bins; i++) {
    const top = Math.min(1, loudness(song, i * SECONDS_PER_BIN) * (0.68 + 0.36 * hash(seed, i)));
    peak.push(Math.round(255 * top));
    rms.push(Math.round(255 * top * (0.4 + 0.16 * hash(seed, i + 1_000_000))));
  }
  return { secondsPerBin: SECONDS_PER_BIN, peak, rms };
}
