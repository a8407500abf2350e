// Draws the wave of a song once for a size: bars of peak and RMS, mirrored about the middle.
// Contact points: the wave of the stage, which draws it twice (to come and played) and moves one over the other; the waves of Prepare.
import type { Surface } from "./canvas";

/** The outline of a sound: bins of equal length, 0…255 for full scale. */
interface Wave {
  readonly secondsPerBin: number;
  readonly peak: readonly number[];
  readonly rms: readonly number[];
}

/** A bar of 2 px and a gap of 1 px: bars stay bars when the window is narrow. */
const STEP_PX = 3;
const BAR_PX = 2;
const MARGIN_PX = 8;

export interface WaveTones {
  readonly peak: string;
  readonly rms: string;
}
export const TO_COME: WaveTones = { peak: "--wave-peak", rms: "--wave-rms" };
export const PLAYED: WaveTones = { peak: "--wave-played-peak", rms: "--wave-played-rms" };

/** Peak and RMS (0…1) of `bars` stretches of a song of `lengthSeconds`: of each the highest peak, and the mean RMS. */
export function condense(wave: Wave, bars: number, lengthSeconds: number): { peak: number; rms: number }[] {
  const binsPerBar = lengthSeconds / wave.secondsPerBin / Math.max(1, bars);
  return Array.from({ length: bars }, (_, i) => {
    const from = Math.floor(i * binsPerBar);
    const to = Math.max(from + 1, Math.floor((i + 1) * binsPerBar));
    let [peak, sum, count] = [0, 0, 0];
    for (let bin = from; bin < to && bin < wave.peak.length; bin++) {
      peak = Math.max(peak, wave.peak[bin] ?? 0);
      sum += (wave.rms[bin] ?? 0) ** 2;
      count++;
    }
    return { peak: peak / 255, rms: count > 0 ? Math.sqrt(sum / count) / 255 : 0 };
  });
}

/** Draws the whole wave in `tones`. */
export function drawWave(surface: Surface, wave: Wave, lengthSeconds: number, tones: WaveTones): void {
  const { context, width, height } = surface;
  const middle = height / 2;
  const room = Math.max(4, middle - Math.min(MARGIN_PX, height / 12));
  const bars = condense(wave, Math.floor(width / STEP_PX), lengthSeconds);
  context.clearRect(0, 0, width, height);
  for (const kind of ["peak", "rms"] as const) {
    context.fillStyle = surface.colour(tones[kind]);
    bars.forEach((bar, i) => {
      const half = Math.max(0.5, bar[kind] * room);
      context.fillRect(i * STEP_PX, middle - half, BAR_PX, 2 * half);
    });
  }
}
