// Ballistics of a meter: a bar that rises at once and falls slowly, and a line that holds the last peak.
// Contact points: shared/meter-paint and the meter components. Pure: time is passed in (ms).
import { SILENCE_DB } from "$/units/db";

// IEC 60268-10 type I falls 20 dB in 1.7 s; peaks are followed closer here, since the RMS bar beside them is slow already.
const FALL_DB_PER_SECOND = 24;
/** How long the hold line stays, ms. */
export const HOLD_MS = 1500;

/** Levels of the contract: tenths of dB as integers. */
export const tenths = (level: number | undefined): number => (level === undefined ? SILENCE_DB : level / 10);

/** One bar with its hold line, dB. */
export class Ballistics {
  peakDb = SILENCE_DB;
  rmsDb = SILENCE_DB;
  holdDb = SILENCE_DB;
  #heldSince = 0;
  #lastMs = 0;

  /** Takes the levels that hold at `nowMs`. */
  take(peakDb: number, rmsDb: number, nowMs: number): void {
    const fall = (FALL_DB_PER_SECOND * Math.min(200, Math.max(0, nowMs - this.#lastMs))) / 1000;
    this.#lastMs = nowMs;
    this.peakDb = Math.max(peakDb, this.peakDb - fall, SILENCE_DB);
    this.rmsDb = Math.max(rmsDb, this.rmsDb - fall, SILENCE_DB);
    if (this.peakDb >= this.holdDb) {
      this.holdDb = this.peakDb;
      this.#heldSince = nowMs;
    } else if (nowMs - this.#heldSince > HOLD_MS) {
      this.holdDb = Math.max(this.peakDb, this.holdDb - fall);
    }
  }

  /** Whether everything has fallen to silence: nothing more to paint. */
  get isSilent(): boolean {
    return this.holdDb <= SILENCE_DB;
  }
}
