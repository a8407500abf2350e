// The mixer of the in-memory backend, and the telemetry it would send: levels made from the sections and roles of the song.
// Contact points: world.ts; commands in mix.ts.
import type { Bus, Mixer, SongDetail, Stem, StemId, Telemetry } from "../bindings";
import { budgetMebibytes } from "./defaults";
import { hash } from "./random";
import { loudness } from "./songs";
import type { World } from "./world";

const SILENT = -1000;
const SHARP = new Set<Stem["role"]>(["drums", "percussion", "click"]);

/** What of the mixer is undone as edits are. */
export interface Routing {
  readonly buses: readonly Bus[];
  readonly masterDb: number;
  readonly isMasterMuted: boolean;
}
export const firstRouting: Routing = {
  buses: [
    { name: "main", levelDb: 0, isMuted: false, channels: [1, 2], isHeard: true },
    { name: "click", levelDb: -4, isMuted: false, channels: [3, 4], isHeard: true },
  ],
  masterDb: 0,
  isMasterMuted: false,
};

export class Desk {
  readonly solos = new Set<StemId>();
  /** Stems that clipped since the last message; a test adds to it. */
  clips: number[] = [];
  underruns = 0;
  readonly #world: World;
  #audible: { song: SongDetail; at: number } | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  get buses(): readonly Bus[] {
    return this.#world.material.routing.buses;
  }

  get masterDb(): number {
    return this.#world.material.routing.masterDb;
  }

  get isMasterMuted(): boolean {
    return this.#world.material.routing.isMasterMuted;
  }

  mixer(): Mixer {
    const song = this.#world.currentSong();
    return {
      buses: [...this.buses],
      masterDb: this.masterDb,
      isMasterMuted: this.isMasterMuted,
      hasSolo: this.solos.size > 0,
      warnings: song ? this.warnings(song) : [],
    };
  }

  warnings(song: SongDetail): string[] {
    const heard = song.stems.find((s) => (s.role === "click" || s.role === "guide") && s.bus === "main" && !s.isMuted);
    return heard ? [`${heard.name} reaches the main output.`] : [];
  }

  telemetry(): Telemetry {
    const { transport, settings } = this.#world;
    const now = settings.now();
    const seconds = transport.position();
    const isPlaying = transport.state === "playing";
    const song = this.#song();
    const stems =
      song && isPlaying
        ? song.stems.map((s, i) => this.#stemDb(song, s, i, seconds))
        : (song?.stems.map(() => -100) ?? []);
    const buses = this.buses.map(
      (bus) => sum(stems.filter((_, i) => song?.stems[i]?.bus === bus.name)) + (bus.isMuted ? -200 : bus.levelDb),
    );
    const master = sum(buses.slice(0, 1)) + (this.isMasterMuted ? -200 : this.masterDb);
    const clips = this.clips;
    this.clips = [];
    const length = Math.max(1, transport.length());
    return {
      frame: Math.round(seconds * 48_000),
      rateHz: 48_000,
      atMs: now,
      sentMs: now,
      isPlaying,
      entry: transport.entry,
      positionSeconds: seconds,
      master: pair(master, 0.9),
      buses: buses.flatMap((db) => pair(db, 0.6)),
      stems: stems.flatMap((db, i) => pair(db, song?.stems[i]?.pan ?? 0)),
      clips,
      leadSeconds: 2.14,
      underruns: this.underruns,
      loadPercent: isPlaying ? 4 : 1,
      health: this.underruns > 0 ? "recovering" : "ok",
      healthReasons: this.underruns > 0 ? ["The disk was too slow for a moment."] : [],
      memoryMib: 143,
      budgetMib: budgetMebibytes(this.#world.preferences.playback.budget),
      bufferedTo: Math.min(length, seconds + 18),
      cacheHitPercent: 97,
      cachedRanges: [[0, length * 0.86]],
    };
  }

  /** The song that plays; looked up again only when it or the mix changed. */
  #song(): SongDetail | null {
    const at = this.#world.transport.entry ?? -1;
    if (this.#audible?.at !== at) {
      const song = this.#world.currentSong();
      this.#audible = song ? { song, at } : null;
    }
    return this.#audible?.song ?? null;
  }

  /** Forgets what it looked up: the mix changed. */
  refresh(): void {
    this.#audible = null;
  }

  #stemDb(song: SongDetail, stem: Stem, index: number, seconds: number): number {
    const isHeard =
      !stem.isMuted && stem.trouble === null && (this.solos.size === 0 || this.solos.has(stem.id) || stem.isSoloSafe);
    if (!isHeard) return -100;
    const beat = ((seconds * (song.summary.tempoBpm ?? 120)) / 60) % 1;
    const shape = SHARP.has(stem.role)
      ? Math.exp(-3.2 * ((beat + hash(index, 3) * 0.5) % 1))
      : 0.75 + 0.25 * Math.sin(seconds * (1 + hash(index, 4)) + index);
    const level = loudness(song, seconds) * shape * (0.35 + 0.65 * hash(index, 5));
    return 20 * Math.log10(Math.max(1e-5, level)) - 14 + stem.levelDb + song.trimDb;
  }
}

/** The level of uncorrelated signals together, dB. */
function sum(levels: readonly number[]): number {
  const power = levels.reduce((total, db) => total + 10 ** (db / 10), 0);
  return power > 0 ? 10 * Math.log10(power) : -100;
}

/** Peak left and right, RMS left and right, in tenths of dB. */
function pair(db: number, tilt: number): [number, number, number, number] {
  const level = (x: number) => (x <= -100 ? SILENT : Math.round(Math.min(60, x * 10)));
  const right = db - Math.abs(tilt);
  return [level(db), level(right), level(db - 4.5), level(right - 4.5)];
}
