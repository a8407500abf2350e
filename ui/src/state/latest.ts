// One call per control in flight: while it runs only the latest value waits, so that a drag never queues behind itself.
// Contact points: faders of ./mixer.svelte.ts.

type Call<T> = () => Promise<T>;

interface Lane {
  waiting: Call<unknown> | null;
  /** Ends when nothing of the control is under way. */
  done: Promise<void>;
}

/** Calls by control. */
export class Latest {
  readonly #lanes = new Map<string, Lane>();

  /** Runs `call` at once, or after the one in flight in place of any that waits. Ends when nothing of the control is left. */
  run(control: string, call: Call<unknown>): Promise<void> {
    const busy = this.#lanes.get(control);
    if (busy) {
      busy.waiting = call;
      return busy.done;
    }
    const lane: Lane = { waiting: call, done: Promise.resolve() };
    this.#lanes.set(control, lane);
    lane.done = this.#drain(control, lane);
    return lane.done;
  }

  async #drain(control: string, lane: Lane): Promise<void> {
    try {
      while (lane.waiting) {
        const call = lane.waiting;
        lane.waiting = null;
        await call();
      }
    } finally {
      this.#lanes.delete(control);
    }
  }
}
