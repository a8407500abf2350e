// Paints the bars of meters: RMS in front of peak, the hold line, the lamp tone above −6 dBFS.
// Contact points: Meter.svelte, and whoever paints many strips on one canvas.
import type { Ballistics } from "$/telemetry/meters";
import { meterPosition } from "$/units/db";
import type { Surface } from "./canvas";

/** Above this level (dBFS) a bar has the lamp tone: loud, not wrong. */
const HOT_DB = -6;

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a bar would look like, in whole device pixels: equal texts need no new painting. */
export function barState(meter: Ballistics, height: number, ratio: number): string {
  const at = (db: number) => Math.round(meterPosition(db) * height * ratio);
  return `${String(at(meter.peakDb))},${String(at(meter.rmsDb))},${String(at(meter.holdDb))}`;
}

/** Paints one upright bar, its background included. */
export function paintBar(surface: Surface, meter: Ballistics, bar: Bar): void {
  const { context } = surface;
  context.fillStyle = surface.colour("--meter-bg");
  context.fillRect(bar.x, bar.y, bar.width, bar.height);
  segment(surface, bar, meter.peakDb, "--meter-peak", "--meter-hot-peak");
  segment(surface, bar, meter.rmsDb, "--meter-rms", "--meter-hot-rms");
  if (meterPosition(meter.holdDb) <= 0) return;
  context.fillStyle = surface.colour("--meter-hold");
  context.fillRect(bar.x, Math.max(bar.y, top(bar, meter.holdDb) - 1), bar.width, 2);
}

const top = (bar: Bar, db: number): number => bar.y + (1 - meterPosition(db)) * bar.height;

function segment(surface: Surface, bar: Bar, db: number, cool: string, hot: string): void {
  const { context } = surface;
  const coolTop = top(bar, Math.min(db, HOT_DB));
  context.fillStyle = surface.colour(cool);
  context.fillRect(bar.x, coolTop, bar.width, bar.y + bar.height - coolTop);
  if (db <= HOT_DB) return;
  context.fillStyle = surface.colour(hot);
  context.fillRect(bar.x, top(bar, db), bar.width, coolTop - top(bar, db));
}
