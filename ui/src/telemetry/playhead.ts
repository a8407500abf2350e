// Where the music is now: between two telemetry messages the playhead goes on by the clock of the page.
// Contact points: state/player feeds it, the frame loop reads it. Pure: time is passed in (ms of `performance.now()`).
import type { EntryId, Telemetry } from "$/ipc/bindings";

// A playhead that gets no news stands still after this: a stalled engine must be seen, not covered up.
const TRUST_MS = 250;
// News that differ by less move the playhead on softly instead of jumping back under the eye. Larger ones are seeks.
const SLEW_SECONDS = 0.06;

export class Playhead {
  #anchorSeconds = 0;
  #anchorMs = 0;
  #isPlaying = false;
  #entry: EntryId | null = null;
  // Clock of the page minus clock of the shell; the smallest seen, since a message can be late but never early.
  #offsetMs = Infinity;

  /** Takes a message that arrived at `nowMs`. */
  take(telemetry: Telemetry, nowMs: number): void {
    const offset = nowMs - telemetry.sentMs;
    // The smallest may grow by 1 ms a message, so that two drifting clocks do not part for ever.
    this.#offsetMs = Math.min(offset, this.#offsetMs + 1);
    const anchorMs = telemetry.atMs + this.#offsetMs;
    const shown = this.at(nowMs);
    const told = telemetry.positionSeconds + (telemetry.isPlaying ? (nowMs - anchorMs) / 1000 : 0);
    const isSameRun = telemetry.entry === this.#entry && telemetry.isPlaying && this.#isPlaying;
    const isSmallStepBack = isSameRun && told < shown && shown - told < SLEW_SECONDS;
    this.#anchorSeconds = isSmallStepBack ? told + (shown - told) * 0.8 : told;
    this.#anchorMs = nowMs;
    this.#isPlaying = telemetry.isPlaying;
    this.#entry = telemetry.entry;
  }

  /** Seconds into the song at `nowMs`. */
  at(nowMs: number): number {
    if (!this.#isPlaying) return this.#anchorSeconds;
    return this.#anchorSeconds + Math.min(TRUST_MS, Math.max(0, nowMs - this.#anchorMs)) / 1000;
  }
}
