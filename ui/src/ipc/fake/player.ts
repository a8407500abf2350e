// The transport of the in-memory backend: a position that follows the clock, jumps, transitions, and targets that take a while.
// Contact points: world.ts; commands in transport.ts.
import type { Entry, EntryId, JumpView, Show } from "../bindings";
import type { RawEntry, World } from "./world";

type State = Show["transport"];
interface Pending {
  readonly kind: "loading" | "seeking";
  readonly entry: EntryId;
  readonly seconds: number;
  readonly untilMs: number;
  readonly then: State;
}

export class Transport {
  entry: EntryId | null = null;
  state: State = "stopped";
  jumps: JumpView[] = [];
  #seconds = 0;
  #anchorMs = 0;
  #pending: Pending | null = null;
  readonly #played = new Set<EntryId>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.entry = this.#entries()[0]?.id ?? null;
  }

  // ---- reading

  position(): number {
    const ran = this.state === "playing" ? (this.#world.settings.now() - this.#anchorMs) / 1000 : 0;
    return Math.min(this.length(), this.#seconds + ran);
  }

  length(): number {
    const raw = this.#raw(this.entry);
    return raw ? this.#world.summary(raw.song).lengthSeconds : 0;
  }

  /** What follows the current song: an armed one, or the next in the list. */
  next(): EntryId | null {
    const armed = this.jumps.find((j) => j.kind === "jump" && j.toEntry !== null && j.toEntry !== this.entry);
    if (armed) return armed.toEntry;
    const entries = this.#entries();
    return entries[entries.findIndex((e) => e.id === this.entry) + 1]?.id ?? null;
  }

  stateOf(entry: EntryId): Entry["state"] {
    if (entry === this.entry) return "playing";
    if (entry === this.next()) return "armed";
    return this.#played.has(entry) ? "played" : "queued";
  }

  view(): Omit<Show, "setlist" | "isLocked"> {
    const pending = this.#pending;
    return {
      current: this.entry,
      next: this.next(),
      transport: this.state,
      pending: pending?.kind ?? "none",
      pendingEntry: pending?.entry ?? null,
      pendingSeconds: pending?.seconds ?? null,
      jumps: this.jumps,
      lengthSeconds: this.length(),
    };
  }

  // ---- commands

  play(): void {
    if (this.entry === null || this.state === "playing") return;
    if (this.position() >= this.length()) this.#seconds = 0;
    this.#anchorMs = this.#world.settings.now();
    this.state = "playing";
    this.#world.tellShow();
  }

  /** Holds the place, or goes back to the beginning. */
  halt(state: "paused" | "stopped"): void {
    this.#seconds = state === "paused" ? this.position() : 0;
    this.state = state;
    if (state === "stopped") this.jumps = [];
    this.#pending = null;
    this.#world.tellShow();
  }

  seek(seconds: number): void {
    if (this.entry === null) return;
    this.#request(
      this.entry,
      Math.max(0, Math.min(this.length() - 0.1, seconds)),
      this.state === "stopped" ? "paused" : this.state,
    );
  }

  goTo(entry: EntryId, thenPlay: boolean): void {
    this.#request(entry, 0, thenPlay ? "playing" : "stopped");
  }

  /** Goes there `delayMs` later; what sounds goes on until then. */
  #request(entry: EntryId, seconds: number, then: State): void {
    const { delayMs, now } = this.#world.settings;
    this.#pending = {
      kind: entry === this.entry ? "seeking" : "loading",
      entry,
      seconds,
      untilMs: now() + delayMs,
      then,
    };
    if (delayMs <= 0) this.advance();
    this.#world.tellShow();
  }

  /** Is there, at once. */
  land(entry: EntryId, seconds: number, state: State): void {
    const isOther = entry !== this.entry;
    if (isOther && this.entry !== null && this.state === "playing") this.#played.add(this.entry);
    this.entry = entry;
    this.#played.delete(entry);
    this.#seconds = seconds;
    this.#anchorMs = this.#world.settings.now();
    this.state = state;
    this.#pending = null;
    if (isOther) this.jumps = [];
    this.#world.tellShow();
    if (isOther) this.#world.tellSong();
  }

  // ---- time

  advance(): void {
    const pending = this.#pending;
    if (pending && this.#world.settings.now() >= pending.untilMs)
      this.land(pending.entry, pending.seconds, pending.then);
    if (this.state !== "playing" || this.entry === null) return;
    const jump = this.jumps.find((j) => this.position() >= j.atSeconds);
    if (jump) this.#take(jump);
    else if (this.position() >= this.length()) this.#end();
  }

  #take(jump: JumpView): void {
    if (jump.kind !== "loop") this.jumps = this.jumps.filter((j) => j !== jump);
    this.land(jump.toEntry ?? this.entry ?? 0, jump.toSeconds, "playing");
  }

  #end(): void {
    const next = this.next();
    const goesOn = this.#raw(this.entry)?.transition.kind !== "stop";
    if (next === null) {
      if (this.entry !== null) this.#played.add(this.entry);
      return this.halt("stopped");
    }
    this.land(next, 0, goesOn ? "playing" : "stopped");
  }

  #entries(): readonly RawEntry[] {
    return this.#world.rawSetlist()?.entries ?? [];
  }

  #raw(entry: EntryId | null): RawEntry | undefined {
    return this.#entries().find((e) => e.id === entry);
  }
}
