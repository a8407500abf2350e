// Numbers that look random and are the same at every start.
// Contact points: the rest of this folder.

/** A generator of numbers in 0…1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same number in 0…1 for the same integers. */
export const hash = (a: number, b: number): number => randomFrom(a * 7919 + b * 104_729)();

/** The element that `x` in 0…1 falls on; the list may not be empty. */
export function pick<T>(list: readonly T[], x: number): T {
  const found = list[Math.min(list.length - 1, Math.floor(x * list.length))];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
}

/** A `Set` of listeners with an end for each. */
export class Listeners<T> {
  readonly #all = new Set<(message: T) => void>();

  add(listener: (message: T) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  send(message: T): void {
    for (const listener of this.#all) listener(message);
  }
}
