// How the engine is: the output, and the few figures of telemetry that are read as text. They change twice a second at most,
// however often telemetry comes.
// Contact points: mirror of the event "output"; the status bar, the debug panel.
import type { Output, Telemetry } from "$/ipc/bindings";
import { isAsAsked } from "$/units/output";

const PERIOD_MS = 500;

export interface Health {
  readonly state: Telemetry["health"];
  readonly reasons: readonly string[];
  readonly leadMs: number;
  readonly underruns: number;
  readonly loadPercent: number;
  readonly memoryMib: number;
  readonly budgetMib: number;
  readonly cacheHitPercent: number | null;
}

export class Engine {
  output = $state.raw<Output>() as Output;
  health = $state.raw<Health | null>(null);
  readonly isReady: boolean;
  #takenMs = -Infinity;

  constructor(output: Output) {
    this.output = output;
    this.isReady = $derived(isAsAsked(this.output) && this.health?.state !== "degraded");
  }

  take(t: Telemetry, nowMs: number): void {
    // Trouble shows at once, all else in its time.
    const isNews = t.underruns !== this.health?.underruns || t.health !== this.health.state;
    if (!isNews && nowMs - this.#takenMs < PERIOD_MS) return;
    this.#takenMs = nowMs;
    this.health = {
      state: t.health,
      reasons: t.healthReasons,
      leadMs: Math.round(t.leadSeconds * 100) * 10,
      underruns: t.underruns,
      loadPercent: Math.round(t.loadPercent),
      memoryMib: Math.round(t.memoryMib),
      budgetMib: Math.round(t.budgetMib),
      cacheHitPercent: t.cacheHitPercent === null ? null : Math.round(t.cacheHitPercent),
    };
  }
}
