// Things that are carried from one place to another by pointer: mouse, pen or finger. The drag and drop of HTML does not work in a window
// that takes files from the system, so this follows pointer events.
// Contact points: Prepare's lists; CarryGhost.svelte shows what is carried. Keyboards have their own way in each list.

/** Where things may be put down. */
export interface Zone<T> {
  readonly element: HTMLElement;
  /** What is carried is above the place `y` (px, of the window). False when it may not be put down here. */
  over(what: T, y: number): boolean;
  /** It is elsewhere. */
  out(): void;
  drop(what: T): void;
}

// A hand that trembles by this much still clicks.
const THRESHOLD_PX = 5;
// So near to the edge of a list it scrolls, so far at each frame.
const EDGE_PX = 36;
const STEP_PX = 9;

export class Carry<T> {
  /** What is carried; null when nothing is. */
  what = $state.raw<T | null>(null);
  /** Whether it may be put down where it is. */
  isWelcome = $state(false);
  x = $state(0);
  y = $state(0);
  readonly #zones = new Set<Zone<T>>();
  #zone: Zone<T> | null = null;
  #end: (() => void) | null = null;

  /** A place to put down; ends with what is given back. */
  welcome(zone: Zone<T>): () => void {
    this.#zones.add(zone);
    return () => {
      if (this.#zone === zone) this.#leave();
      this.#zones.delete(zone);
    };
  }

  /** A pointer went down on something that can be carried; it is lifted when it moves. `take` says what it is then. */
  begin(event: PointerEvent, take: () => T | null): void {
    if (event.button !== 0 || this.#end) return;
    const { clientX, clientY, pointerId } = event;
    const ends = new AbortController();
    const options = { signal: ends.signal, capture: true };
    const mine = (act: (e: PointerEvent) => void) => (e: PointerEvent) => {
      if (e.pointerId === pointerId) act(e);
    };
    const move = mine((e) => {
      if (this.what === null) {
        if (Math.hypot(e.clientX - clientX, e.clientY - clientY) < THRESHOLD_PX) return;
        this.what = take();
        if (this.what === null) return end();
        this.#scroll();
      }
      this.#follow(e.clientX, e.clientY);
    });
    const end = (): void => {
      ends.abort();
      this.#end = null;
      this.#leave();
      this.what = null;
    };
    const drop = mine(() => {
      const [zone, what] = [this.isWelcome ? this.#zone : null, this.what];
      // The click that follows is the end of the way, not a press of what lies there.
      if (what !== null) window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => {
        window.removeEventListener("click", swallow, { capture: true });
      }, 0);
      if (zone && what !== null) zone.drop(what);
      end();
    });
    window.addEventListener("pointermove", move, options);
    window.addEventListener("pointerup", drop, options);
    window.addEventListener("pointercancel", mine(end), options);
    // The window's own: that of an element comes by here too when the press takes the focus from it.
    const lose = (e: FocusEvent): void => {
      if (e.target === window) end();
    };
    window.addEventListener("blur", lose, options);
    window.addEventListener(
      "keydown",
      (e) => {
        if (this.what === null || e.key !== "Escape") return;
        swallow(e);
        end();
      },
      options,
    );
    this.#end = end;
  }

  #follow(x: number, y: number): void {
    [this.x, this.y] = [x, y];
    const zone = [...this.#zones].find((z) => isInside(z.element, x, y)) ?? null;
    if (zone !== this.#zone) this.#leave();
    this.#zone = zone;
    this.isWelcome = zone !== null && this.what !== null && zone.over(this.what, y);
  }

  #leave(): void {
    this.#zone?.out();
    this.#zone = null;
    this.isWelcome = false;
  }

  /** Near its edges a list scrolls as long as something is carried there. */
  #scroll(): void {
    if (this.what === null) return;
    const element = this.#zone?.element;
    if (element) {
      const box = element.getBoundingClientRect();
      const way = this.y < box.top + EDGE_PX ? -STEP_PX : this.y > box.bottom - EDGE_PX ? STEP_PX : 0;
      if (way !== 0) {
        element.scrollBy({ top: way });
        this.#follow(this.x, this.y);
      }
    }
    requestAnimationFrame(() => {
      this.#scroll();
    });
  }
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function isInside(element: HTMLElement, x: number, y: number): boolean {
  const box = element.getBoundingClientRect();
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** The gap between `rows` that is nearest to `y`: 0 above the first. */
export function gapAt(rows: readonly Element[], y: number): number {
  const after = rows.findIndex((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return after === -1 ? rows.length : after;
}

/** Where a row that is taken out of place `from` lands when it is put into the gap `gap`. */
export const landing = (from: number, gap: number): number => (gap > from ? gap - 1 : gap);
