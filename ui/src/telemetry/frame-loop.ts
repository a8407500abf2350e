// The one animation-frame loop. Painters write what moves (playhead, clocks, meters) straight to the page; components never
// render again for it. A view that is not mounted has no painter and costs nothing.
// Contact points: components add a painter in `onMount` and return what `add` gives back.
import type { Telemetry } from "$/ipc/bindings";
import { Playhead } from "./playhead";

/** What a painter gets, as often as something can have changed. */
export interface Frame {
  /** `performance.now()` of this frame. */
  readonly nowMs: number;
  /** Seconds into the song that are heard now. */
  readonly seconds: number;
  /** The newest message; null before the first. */
  readonly telemetry: Telemetry | null;
  /** Whether `telemetry` is another one than in the last frame. */
  readonly isFresh: boolean;
}

// Meters have fallen and everything is written this long after the music stopped: from then on the page is still, and a frame is drawn
// only when something was told that is new, or a few times a second.
const SETTLE_MS = 4000;
const STILL_PERIOD_MS = 250;

/**
 * In which frame after a message a painter is called. Without a graphics card a browser paints anew the one rectangle around all that
 * changed: what lies far apart, as a desk's meters and the level in the dock, is painted in two frames, so that what is between is not.
 */
export type Turn = "first" | "second";

export type Painter = (frame: Frame) => void;

export class FrameLoop {
  readonly playhead = new Playhead();
  readonly #painters = new Map<Painter, Turn>();
  readonly #clips = new Set<(indices: readonly number[]) => void>();
  #newest: Telemetry | null = null;
  #isFresh = false;
  #isFreshInTurn = false;
  #turn: Turn = "first";
  #request = 0;
  #movedMs = 0;
  #paintedMs = 0;

  /** The newest message; null before the first. */
  get newest(): Telemetry | null {
    return this.#newest;
  }

  /** Takes a message; it is painted with the next frame. */
  take(telemetry: Telemetry): void {
    const nowMs = performance.now();
    const before = this.#newest;
    const hasMoved =
      telemetry.isPlaying || telemetry.positionSeconds !== before?.positionSeconds || telemetry.entry !== before.entry;
    if (hasMoved) this.#movedMs = nowMs;
    this.#newest = telemetry;
    this.#isFresh = true;
    this.playhead.take(telemetry, nowMs);
    const isSettling = nowMs - this.#movedMs < SETTLE_MS;
    if (isSettling || nowMs - this.#paintedMs > STILL_PERIOD_MS) this.#wake();
    if (telemetry.clips.length > 0) for (const heard of this.#clips) heard(telemetry.clips);
  }

  /** Calls `painter` while there is something to show, until the returned function is called. */
  add(painter: Painter, turn: Turn = "first"): () => void {
    this.#painters.set(painter, turn);
    this.#movedMs = performance.now();
    this.#wake();
    return () => this.#painters.delete(painter);
  }

  /** Hears of every clip, also of those between two frames: indices as in `Telemetry.clips`. */
  onClips(heard: (indices: readonly number[]) => void): () => void {
    this.#clips.add(heard);
    return () => this.#clips.delete(heard);
  }

  #wake(): void {
    if (this.#request === 0 && this.#painters.size > 0) this.#request = requestAnimationFrame(this.#run);
  }

  readonly #run = (): void => {
    const nowMs = performance.now();
    this.#request = 0;
    this.#paintedMs = nowMs;
    const turn = this.#turn;
    if (turn === "first") [this.#isFreshInTurn, this.#isFresh] = [this.#isFresh, false];
    const isFresh = this.#isFreshInTurn;
    const frame: Frame = { nowMs, seconds: this.playhead.at(nowMs), telemetry: this.#newest, isFresh };
    for (const [painter, its] of this.#painters) if (its === turn) painter(frame);
    const hasSecond = [...this.#painters.values()].includes("second");
    this.#turn = turn === "first" && hasSecond ? "second" : "first";
    // What came between two turns has its own.
    if (this.#turn === "second" || this.#isFresh) this.#wake();
  };
}
