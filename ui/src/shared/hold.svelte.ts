// A press that must be held to act. What comes after it (the click of letting go, the repeats of the key) does nothing.
// Contact points: Key.svelte, the lock of the top bar.

/** How long, ms; the same as `--t-hold`. */
export const HOLD_MS = 600;

export class Hold {
  /** Whether it is being held now: the key fills. */
  isHolding = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasActed = false;

  /** A pointer or key went down; `act` follows if it stays down long enough. Other buttons and keys are left alone. */
  begin(event: PointerEvent | KeyboardEvent, act: () => void): void {
    const isKey = event instanceof KeyboardEvent;
    if (isKey ? !["Enter", " "].includes(event.key) || event.repeat : event.button !== 0) return;
    this.#hasActed = false;
    this.isHolding = true;
    this.#timer = setTimeout(() => {
      this.end();
      this.#hasActed = true;
      act();
    }, HOLD_MS);
  }

  /** It was let go. */
  end(): void {
    clearTimeout(this.#timer);
    this.isHolding = false;
  }

  /** A new press begins without a hold. */
  forget(event: PointerEvent | KeyboardEvent): void {
    if (!(event instanceof KeyboardEvent && event.repeat)) this.#hasActed = false;
  }

  /** Whether a click is only the end of a hold that has acted. */
  get hasActed(): boolean {
    return this.#hasActed;
  }
}
