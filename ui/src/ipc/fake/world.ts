// What the in-memory backend knows: the material (with undo), the show under way, the mixer, the settings, the output.
// Contact points: the command files of this folder change it; it sends the events that the real application sends.
import type {
  AppEvent,
  Entry,
  ErrorCode,
  ImportProgress,
  IpcError,
  Notice,
  Setlist,
  SetlistSummary,
  Settings,
  SetlistId,
  Show,
  Snapshot,
  SongDetail,
  SongId,
  SongSummary,
  Telemetry,
  Transition,
  UndoState,
} from "../bindings";
import { Desk, firstRouting, type Routing } from "./desk";
import { Listeners } from "./random";
import { defaultOutput, defaultSettings } from "./defaults";
import { makeDetail, makeSummary } from "./songs";
import { Transport } from "./player";

export interface FakeSettings {
  readonly songCount: number;
  readonly stemCount: number;
  readonly seed: number;
  /** How long a seek or a song takes to be ready, ms. */
  readonly delayMs: number;
  /** Monotonic time, ms. */
  readonly now: () => number;
}
export const defaultFakeSettings: FakeSettings = { songCount: 12, stemCount: 30, seed: 7, delayMs: 180, now: () => 0 };

export interface RawEntry {
  readonly id: number;
  readonly song: SongId;
  readonly notes: string;
  readonly transition: Transition;
}
export interface RawSetlist {
  readonly id: SetlistId;
  readonly name: string;
  readonly notes: string;
  readonly entries: readonly RawEntry[];
}
/** All that undo covers. Never changed in place. */
export interface Material {
  readonly songs: readonly SongSummary[];
  /** Songs that somebody edited; the rest is made anew when asked for. */
  readonly details: ReadonlyMap<SongId, SongDetail>;
  readonly setlists: readonly RawSetlist[];
  readonly routing: Routing;
}
interface Step {
  readonly label: string;
  readonly before: Material;
  readonly gesture: number | null;
}

/** Refuses a command, as the real one would. */
export function refuse(code: ErrorCode, message: string): never {
  const error: IpcError = { code, message, detail: null };
  throw error;
}

export class World {
  readonly settings: FakeSettings;
  readonly events = new Listeners<AppEvent>();
  readonly telemetry = new Listeners<Telemetry>();
  readonly transport: Transport;
  readonly desk: Desk;
  material: Material;
  preferences: Settings = defaultSettings();
  output = defaultOutput();
  import: ImportProgress | null = null;
  /** Why there is no cache; null when there is one. */
  cacheProblem: string | null = null;
  setlist: SetlistId | null = 1;
  isLocked = false;
  revision = 1;
  notices: Notice[] = [];
  #nextId = 1_000_000;
  #undo: Step[] = [];
  #redo: Step[] = [];

  constructor(settings: FakeSettings) {
    this.settings = settings;
    const songs = Array.from({ length: settings.songCount }, (_, i) =>
      makeSummary(i + 1, settings.stemCount, settings.seed),
    );
    this.material = { songs, details: new Map(), setlists: firstSetlists(songs), routing: firstRouting };
    this.desk = new Desk(this);
    this.transport = new Transport(this);
  }

  newId(): number {
    return this.#nextId++;
  }

  tick(): void {
    this.transport.advance();
    this.telemetry.send(this.desk.telemetry());
  }

  /** Goes to the n-th song of the set at once. */
  goTo(index: number, seconds: number, thenPlay: boolean): void {
    const entry = this.rawSetlist()?.entries[index];
    if (entry) this.transport.land(entry.id, seconds, thenPlay ? "playing" : "stopped");
  }

  // ---- reading

  rawSetlist(id: SetlistId | null = this.setlist): RawSetlist | undefined {
    return this.material.setlists.find((s) => s.id === id);
  }

  summary(id: SongId): SongSummary {
    const edited = this.material.details.get(id)?.summary;
    return edited ?? this.material.songs.find((s) => s.id === id) ?? refuse("notFound", "this song is gone");
  }

  detail(id: SongId): SongDetail {
    const detail = this.material.details.get(id) ?? makeDetail(this.summary(id), this.settings.seed);
    return {
      ...detail,
      stems: detail.stems.map((s) => ({ ...s, isSoloed: this.desk.solos.has(s.id) })),
      warnings: this.desk.warnings(detail),
    };
  }

  setlistView(id: SetlistId): Setlist {
    const raw = this.rawSetlist(id) ?? refuse("notFound", "this setlist is gone");
    const entries = raw.entries.map((e): Entry => this.#entryView(e, raw.id === this.setlist));
    return {
      id,
      name: raw.name,
      notes: raw.notes,
      entries,
      totalSeconds: entries.reduce((sum, e) => sum + e.song.lengthSeconds, 0),
    };
  }

  #entryView(raw: RawEntry, isShow: boolean): Entry {
    const song = this.summary(raw.song);
    const trouble = song.missingStems > 0 ? `${String(song.missingStems)} stems missing` : null;
    const state = isShow ? this.transport.stateOf(raw.id) : "queued";
    return {
      id: raw.id,
      song,
      notes: raw.notes,
      transition: raw.transition,
      state: trouble && state === "queued" ? "missing" : state,
      trouble,
    };
  }

  setlistSummaries(): SetlistSummary[] {
    return this.material.setlists.map((s) => ({
      id: s.id,
      name: s.name,
      entryCount: s.entries.length,
      totalSeconds: s.entries.reduce((sum, e) => sum + this.summary(e.song).lengthSeconds, 0),
    }));
  }

  show(): Show {
    return {
      setlist: this.setlist === null ? null : this.setlistView(this.setlist),
      isLocked: this.isLocked,
      ...this.transport.view(),
    };
  }

  currentSong(): SongDetail | null {
    const entry = this.rawSetlist()?.entries.find((e) => e.id === this.transport.entry);
    return entry ? this.detail(entry.song) : null;
  }

  undoState(): UndoState {
    return { undo: this.#undo.at(-1)?.label ?? null, redo: this.#redo.at(-1)?.label ?? null };
  }

  snapshot(): Snapshot {
    return {
      version: "0.2.0",
      dataFolder: "(in memory)",
      show: this.show(),
      song: this.currentSong(),
      setlists: this.setlistSummaries(),
      mixer: this.desk.mixer(),
      settings: this.preferences,
      output: this.output,
      undo: this.undoState(),
      import: this.import,
      notices: this.notices,
      libraryRevision: this.revision,
      songCount: this.material.songs.length,
    };
  }

  // ---- changing

  /** One undoable edit of the material. The same `gesture` goes on with the step it began. */
  edit(label: string, change: (material: Material) => Material, gesture: number | null = null): void {
    if (this.isLocked && gesture === null) refuse("locked", "show mode protects the set: leave it to edit");
    const last = this.#undo.at(-1);
    const goesOn = gesture !== null && last?.gesture === gesture;
    if (!goesOn) this.#undo.push({ label, before: this.material, gesture });
    this.material = change(this.material);
    this.#redo = [];
    if (!goesOn) this.events.send({ kind: "undo", undo: this.undoState() });
  }

  editSong(label: string, id: SongId, change: (song: SongDetail) => SongDetail, gesture: number | null = null): void {
    const detail = change(this.detail(id));
    this.edit(
      label,
      (m) => ({
        ...m,
        details: new Map(m.details).set(id, detail),
        songs: m.songs.map((s) => (s.id === id ? detail.summary : s)),
      }),
      gesture,
    );
    this.events.send({ kind: "song", song: this.detail(id) });
  }

  stepBack(): void {
    this.#step(this.#undo, this.#redo);
  }

  stepForward(): void {
    this.#step(this.#redo, this.#undo);
  }

  #step(from: Step[], to: Step[]): void {
    const step = from.pop();
    if (!step) return;
    to.push({ ...step, before: this.material });
    this.material = step.before;
    this.tellAll();
  }

  /** Sends everything that an undo can have changed. */
  tellAll(): void {
    this.tellLists();
    const song = this.currentSong();
    if (song) this.events.send({ kind: "song", song });
    this.events.send({ kind: "mixer", mixer: this.desk.mixer() });
    this.events.send({ kind: "undo", undo: this.undoState() });
  }

  tellLists(): void {
    this.revision++;
    this.events.send({ kind: "library", revision: this.revision });
    this.events.send({ kind: "setlists", setlists: this.setlistSummaries() });
    for (const s of this.material.setlists) this.events.send({ kind: "setlist", setlist: this.setlistView(s.id) });
    this.tellShow();
  }

  tellShow(): void {
    this.events.send({ kind: "show", show: this.show() });
  }

  tellSong(): void {
    const song = this.currentSong();
    if (song) this.events.send({ kind: "song", song });
  }

  /** Says something in the line. */
  notify(notice: Omit<Notice, "number" | "at">): void {
    const full: Notice = { ...notice, number: this.newId(), at: "21:04:05" };
    this.notices.push(full);
    this.events.send({ kind: "notice", notice: full });
  }

  /** The interface is pulled out: what the page must survive. */
  loseOutput(): void {
    this.output = {
      ...this.output,
      state: "lost",
      problem: `${this.output.device} was unplugged.`,
      remedy: "The song keeps its place and sounds again as soon as it is back.",
    };
    this.events.send({ kind: "output", output: this.output });
    this.notify({
      severity: "error",
      text: `${this.output.device} was unplugged.`,
      remedy: "The song keeps its place and sounds again as soon as it is back.",
      action: { kind: "openSettings", page: "audio" },
      about: { kind: "outputLost" },
    });
  }

  returnOutput(): void {
    this.output = defaultOutput();
    this.events.send({ kind: "output", output: this.output });
  }
}

function firstSetlists(songs: readonly SongSummary[]): RawSetlist[] {
  const transitions: Transition[] = [
    { kind: "stop" },
    { kind: "stop" },
    { kind: "crossfade", seconds: 4 },
    { kind: "stop" },
    { kind: "gapless" },
  ];
  const entry =
    (list: number) =>
    (song: SongSummary, i: number): RawEntry => ({
      id: list * 1000 + i + 1,
      song: song.id,
      notes: i === 1 ? "Talk to the crowd first." : "",
      transition: transitions[i % transitions.length] ?? { kind: "stop" },
    });
  return [
    { id: 1, name: "Spring tour, night 4", notes: "", entries: songs.slice(0, 10).map(entry(1)) },
    { id: 2, name: "Rehearsal", notes: "New songs first.", entries: songs.slice(7, 12).map(entry(2)) },
  ];
}
