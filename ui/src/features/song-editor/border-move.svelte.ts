// A border of a section on its way, by pointer or by a key that is held: what the sections will be is shown at once, and kept when it is let go.
// So one way is one step to undo, however long it was.
// Contact points: SectionWave.svelte.
import type { Section } from "$/ipc/bindings";
import { moveEnd, moveStart } from "./sections";

export type Border = "start" | "end";

export class BorderMove {
  /** What the sections will be; null while no border is on its way. */
  draft = $state.raw<Section[] | null>(null);
  readonly #kept: () => readonly Section[];
  readonly #length: () => number;
  readonly #keep: (sections: Section[]) => Promise<unknown>;

  /** `kept` and `length` are of the song, `keep` stores other sections. */
  constructor(kept: () => readonly Section[], length: () => number, keep: (sections: Section[]) => Promise<unknown>) {
    this.#kept = kept;
    this.#length = length;
    this.#keep = keep;
  }

  /** Follows the pointer that went down on a border, until it goes up; Escape calls it off. `secondsAt` is where the pointer is in the song. */
  grab(i: number, border: Border, event: PointerEvent, secondsAt: (event: PointerEvent) => number): void {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const ends = new AbortController();
    const on = (type: "pointermove" | "pointerup" | "pointercancel", act: (e: PointerEvent) => void): void => {
      handle.addEventListener(type, act, { signal: ends.signal });
    };
    const callOff = (): void => {
      ends.abort();
      this.draft = null;
    };
    on("pointermove", (e) => (this.draft = this.#moved(this.#kept(), i, border, secondsAt(e))));
    on("pointerup", () => {
      ends.abort();
      this.settle();
    });
    on("pointercancel", callOff);
    window.addEventListener(
      "keydown",
      (e) => {
        if (e.key !== "Escape") return;
        e.stopPropagation();
        callOff();
      },
      { signal: ends.signal, capture: true },
    );
  }

  /** Goes on by some seconds; kept when `settle` is called. */
  nudge(i: number, border: Border, by: number): void {
    const from = this.draft ?? this.#kept();
    const section = from[i];
    if (!section) return;
    const at = border === "start" ? section.startSeconds : section.endSeconds;
    this.draft = this.#moved(from, i, border, at + by);
  }

  /** Keeps what there is to keep. A way that came back to where it began is none. */
  settle(): void {
    const next = this.draft;
    if (next === null) return;
    if (areSame(next, this.#kept())) {
      this.draft = null;
      return;
    }
    void this.#keep(next).then(() => {
      // A newer way may have begun.
      if (this.draft === next) this.draft = null;
    });
  }

  #moved(from: readonly Section[], i: number, border: Border, at: number): Section[] {
    return border === "start" ? moveStart(from, i, at) : moveEnd(from, i, at, this.#length());
  }
}

const areSame = (a: readonly Section[], b: readonly Section[]): boolean =>
  a.every((section, i) => section.startSeconds === b[i]?.startSeconds && section.endSeconds === b[i]?.endSeconds);
